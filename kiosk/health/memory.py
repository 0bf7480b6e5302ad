"""Memory and temperature, as the kernel tells them."""

from collections.abc import Iterator

from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.machine import Machine
from kiosk.health.patient import Patient
from look.words import N_

LITTLE_MB, TOO_LITTLE_MB = 200, 60
"""The windows and the service together take about 400 MB of 1 GB; below 60 MB the kernel ends programs."""
WARM, TOO_HOT = 80, 92
"""Degrees; processors of this kind slow down at about 85 and switch off at about 100."""


def look(patient: Patient) -> Iterator[Finding]:
    yield from _memory(patient.machine)
    yield from _temperature(patient.machine)


def _memory(machine: Machine) -> Iterator[Finding]:
    kept = dict(line.split(":", 1) for line in (machine.whole("proc/meminfo") or "").splitlines() if ":" in line)
    try:
        free, whole = (int(kept[key].split()[0]) // 1024 for key in ("MemAvailable", "MemTotal"))
    except (KeyError, ValueError, IndexError):
        return  # a kernel that hides it
    values = {"free": free, "all": whole}
    level = OK if free >= LITTLE_MB else WARN if free >= TOO_LITTLE_MB else BAD
    advice = "" if level == OK else N_("Restart the machine after closing; if it comes again, it needs more memory.")
    yield Finding(level, N_("Memory: {free} of {all} MB free"), values, advice)


def _temperature(machine: Machine) -> Iterator[Finding]:
    found = [machine.number(path) for path in machine.folders("sys/class/thermal/thermal_zone*/temp")]
    degrees = [one // 1000 for one in found if one is not None and 0 < one < 150_000]
    if not degrees:
        return
    values = {"degrees": max(degrees)}
    level = OK if max(degrees) < WARM else WARN if max(degrees) < TOO_HOT else BAD
    advice = "" if level == OK else N_("Free the openings of the case of dust and paper; move it out of the sun.")
    yield Finding(level, N_("Temperature: {degrees} °C"), values, advice)

"""The screens: which monitors are connected, whether they fit the configuration, and whether a finger is felt.

The kernel is asked, not the screen's own program, which belongs to another user. On a machine without a graphics card
nothing is said: such an office shows everything in browsers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.config import Config
from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.machine import Machine
from kiosk.health.patient import Inside, Patient
from look.words import N_

ALWAYS_ON = ("touch", "hall", "screen")
_TOUCHED_DIRECTLY, _POSITION_X = 1, 53  # INPUT_PROP_DIRECT, ABS_MT_POSITION_X of linux/input-event-codes.h


@dataclass(frozen=True, slots=True)
class Monitor:
    """`output`: HDMI-A-1; `modes`: the sizes that it can show, the best one first."""

    output: str
    modes: tuple[tuple[int, int], ...]

    @property
    def size(self) -> str:
        return "{}x{}".format(*self.modes[0]) if self.modes else ""


def look(patient: Patient) -> Iterator[Finding]:
    yield from _monitors(patient)
    if patient.inside is not None:
        yield from _windows(patient.inside)


def _windows(inside: Inside) -> Iterator[Finding]:
    """Windows and browsers by their tokens. Tablets and boards of counters may be off; hall and touch screen not."""
    listening = inside.listening()
    for one in inside.premises.doors.devices():
        name = {"name": one["name"]}
        if one["id"] in listening:
            yield Finding(OK, N_("{name} is connected"), name)
        elif one["role"] in ALWAYS_ON:
            advice = N_("Look whether it is switched on and shows anything; start the screens again on this page.")
            yield Finding(WARN, N_("{name} is not connected"), name, advice)
        else:
            yield Finding(OK, N_("{name} is not connected"), name)


def _monitors(patient: Patient) -> Iterator[Finding]:
    machine = patient.machine
    outputs = list(machine.folders("sys/class/drm/card*-*/status"))
    if not outputs:
        yield Finding(OK, N_("No graphics card: the screens of this office are browsers"))
        return
    found = [_monitor(machine, path) for path in outputs if machine.text(path) == "connected"]
    if not found:
        advice = N_("Look at the power of the screens and both ends of their cables.")
        yield Finding(BAD, N_("No screen is connected"), {}, advice)
        return
    for one in found:
        yield Finding(OK, N_("Screen at {output}: {size}"), {"output": one.output, "size": one.size})
    yield from _sizes(patient.config, found)
    yield _touch(machine)


def _monitor(machine: Machine, path: str) -> Monitor:
    folder = path.removesuffix("/status")
    card, _, output = folder.rpartition("/")[2].partition("-")
    lines = (machine.whole(f"{folder}/modes") or "").split()
    sizes = (line.rstrip("ip").partition("x") for line in lines)
    return Monitor(output or card, tuple((int(w), int(h)) for w, _, h in sizes if w.isdigit() and h.isdigit()))


def _sizes(config: Config, found: list[Monitor]) -> Iterator[Finding]:
    """A panel that stands on its side shows its mode turned by a quarter."""
    for name, width, height in (("screen", *config.screen.size), ("hall", *config.hall.size)):
        if any({(width, height), (height, width)} & set(one.modes) for one in found):
            continue
        values = {"table": name, "size": f"{width}x{height}"}
        advice = N_("Choose the screens anew: sudo motcua setup --step screens")
        yield Finding(WARN, N_("No connected screen can show {size}, as [{table}] size says"), values, advice)


def _touch(machine: Machine) -> Finding:
    for folder in machine.folders("sys/class/input/input*/properties"):
        device = folder.removesuffix("/properties")
        direct = _bit(machine.text(folder), _TOUCHED_DIRECTLY)
        if direct and _bit(machine.text(f"{device}/capabilities/abs"), _POSITION_X):
            return Finding(OK, N_("Touch screen: {name}"), {"name": machine.text(f"{device}/name") or "?"})
    advice = N_("Look at the USB cable between the touch screen and this machine.")
    return Finding(BAD, N_("No touch screen feels a finger"), {}, advice)


def _bit(words: str | None, number: int) -> bool:
    """The kernel writes long numbers in words of 64 bits, the highest first."""
    try:
        parts = [int(word, 16) for word in (words or "").split()]
    except ValueError:
        return False
    place = number // 64
    return place < len(parts) and bool(parts[-1 - place] >> (number % 64) & 1)

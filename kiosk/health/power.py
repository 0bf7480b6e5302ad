"""The power: what the uninterruptible supply reported last; an office without one has nothing to say here."""

from collections.abc import Iterator, Mapping

from kiosk.health.finding import BAD, OK, WARN, Finding, Level
from kiosk.health.patient import Patient
from look.words import N_

DEVICE = "ups"
_STATES: Mapping[str, tuple[Level, str, str]] = {
    "ok": (OK, N_("The UPS has mains power"), ""),
    "on_battery": (WARN, N_("Mains power is off; the UPS keeps the machine on"), N_("Look at the fuse and the plug.")),
    "low": (BAD, N_("The battery of the UPS is nearly empty; the machine shuts down by itself"), ""),
    "worn": (WARN, N_("The battery of the UPS is worn out"), N_("Have the battery of the UPS changed.")),
    "silent": (WARN, N_("The UPS does not answer"), N_("Look at the USB cable between the UPS and this machine.")),
}


def look(patient: Patient) -> Iterator[Finding]:
    reported = [] if patient.inside is None else patient.inside.devices(DEVICE)
    for one in reported:
        level, said, advice = _STATES.get(one["condition"], _STATES["silent"])
        yield Finding(level, said, {}, advice)
    if not reported and patient.inside is not None:
        yield Finding(OK, N_("No UPS is set up: a power cut stops everything at once, and nothing is lost"))

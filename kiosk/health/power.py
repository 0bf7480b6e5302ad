"""The power: what the uninterruptible supply reported last; the service asks it all the time."""

from collections.abc import Iterator, Mapping

from kiosk.health.finding import BAD, OK, WARN, Finding, Level
from kiosk.health.patient import Patient
from kiosk.ups import DEVICE, Power
from look.words import N_

_STATES: Mapping[str, tuple[Level, str, str]] = {
    Power.OK: (OK, N_("The UPS has mains power"), ""),
    Power.ON_BATTERY: (
        WARN,
        N_("Mains power is off; the UPS keeps the machine on"),
        N_("Look at the fuse and the plug."),
    ),
    Power.LOW: (BAD, N_("The battery of the UPS is nearly empty; the machine shuts down by itself"), ""),
    Power.WORN: (WARN, N_("The battery of the UPS is worn out"), N_("Have the battery of the UPS changed.")),
    Power.SILENT: (WARN, N_("The UPS does not answer"), N_("Look at the USB cable between the UPS and this machine.")),
}


def look(patient: Patient) -> Iterator[Finding]:
    if not patient.config.ups.name:
        yield Finding(OK, N_("No UPS is set up: a power cut stops everything at once, and nothing is lost"))
    elif patient.inside is not None:
        for one in patient.inside.devices(DEVICE):
            level, said, advice = _STATES.get(one["condition"], _STATES[Power.SILENT])
            yield Finding(level, said, {}, advice)

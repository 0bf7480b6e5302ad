"""The way to the tier above: whether it is set up, open, and how much waits."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kiosk.district.part import way_up
from kiosk.health.finding import BAD, OK, WARN, Finding, Level
from kiosk.health.patient import Patient
from look.words import N_

_KEPT = N_("The office keeps everything and sends it later.")
_STATES: Mapping[str, tuple[Level, str, str]] = {
    "online": (OK, N_("Connected to the tier above"), ""),
    "behind": (OK, N_("Connected to the tier above; it is catching up"), ""),
    "paused": (WARN, N_("Sending to the tier above was stopped by hand"), N_("Go on: motcua sync resume")),
    "offline": (WARN, N_("The tier above cannot be reached"), N_("Look at the internet line and the network cable.")),
    "refused": (BAD, N_("The tier above turns this office away"), N_("Tell the tier above; ask for a new bundle.")),
    "rejected": (WARN, N_("The tier above cannot read some entries"), N_("Tell the tier above which they are.")),
}


def look(patient: Patient) -> Iterator[Finding]:
    if patient.config.district.transport == "off":
        yield Finding(OK, N_("No tier above is set up"))
        return
    why = way_up(patient.config).why
    if why is not None:
        advice = N_("Put the bundle of the tier above in place: motcua enrol BUNDLE")
        yield Finding(BAD, N_("The way to the tier above is not set up"), {}, advice, (why,))
    elif patient.inside is not None:
        yield from _standing(patient, patient.inside.district.view())
    else:
        yield Finding(OK, N_("The way to the tier above is set up"))


def _standing(patient: Patient, view: Mapping[str, Any]) -> Iterator[Finding]:
    level, said, advice = _STATES.get(view["condition"], (WARN, N_("The tier above cannot be reached"), ""))
    yield Finding(level, said, {}, advice, () if level == OK or not view["why"] else (str(view["why"]),))
    values = {"waiting": view["backlog"], "at": _local(patient, view["acked_at"])}
    if view["acked_at"] is not None:
        yield Finding(OK, N_("Last acknowledged at {at}; {waiting} entries wait"), values)
    elif view["backlog"]:
        yield Finding(WARN, N_("Nothing was acknowledged since the start; {waiting} entries wait"), values, _KEPT)


def _local(patient: Patient, at: str | None) -> str:
    if at is None:
        return ""
    return f"{datetime.fromisoformat(at).astimezone(patient.config.office.timezone):%H:%M:%S %d/%m/%Y}"

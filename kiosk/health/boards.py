"""Boards, keypads and rating buttons: as they reported; at rest, whether their ports are there and may be opened."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.config import Config
from kiosk.health.finding import BAD, OK, WARN, Finding, Level
from kiosk.health.patient import Inside, Patient
from look.words import N_

KINDS: Mapping[str, str] = {
    "board": N_("Board {name}: {state}"),
    "keypad": N_("Keypad {name}: {state}"),
    "rating-box": N_("Rating buttons {name}: {state}"),
    "bus": N_("Cable {name}: {state}"),
}
_ANSWERS = N_("answers")
_STATES: Mapping[str, tuple[Level, str]] = {
    "ok": (OK, _ANSWERS),
    "offline": (BAD, N_("no answer")),
    "disturbed": (WARN, N_("something else speaks on its cable")),
}
_WHY: Mapping[str, str] = {
    "in_use": N_("End the other program that has its port."),
    "not_allowed": N_("The service may not open its port: install the rules of udev, plug it in again."),
    "unreachable": N_("Its port is not there: look at the USB plug of the adapter."),
    "no_answer": N_("Look at its power and its cable; its id must be the one in config.toml."),
    "unasked_bytes": N_("Look for a second program or a loose cable on this bus."),
}


def look(patient: Patient) -> Iterator[Finding]:
    ports = _ports(patient.config)
    if not ports:
        yield Finding(OK, N_("No boards and keypads are set up"))
    elif patient.inside is not None:
        yield from _reported(patient.inside)
    elif patient.is_at_rest:
        yield from (_port(path) for path in ports)


def _ports(config: Config) -> list[str]:
    ports = [one.port for one in config.boards] + [one.port for one in config.keypads]
    return list(dict.fromkeys(ports + [one.port for one in config.rating_boxes]))


def _reported(inside: Inside) -> Iterator[Finding]:
    for one in inside.devices(*KINDS):
        if one["detail"] == "removed":
            continue
        kind, _, name = one["device"].partition(":")
        level, state = _STATES.get(one["condition"], (WARN, ""))
        advice = "" if level == OK else _WHY.get(one["detail"] or "", _WHY["no_answer"])
        yield Finding(level, KINDS[kind], {"name": name}, advice, words={"state": state})


def _port(path: str) -> Finding:
    """Addresses like `socket://…` are only known once they are opened."""
    values = {"port": path}
    if "://" in path:
        return Finding(OK, N_("Port {port} is reached over the network"), values)
    if not Path(path).exists():
        return Finding(BAD, N_("Port {port} is not there"), values, _WHY["unreachable"])
    if not os.access(path, os.R_OK | os.W_OK):
        return Finding(BAD, N_("Port {port} may not be opened"), values, _WHY["not_allowed"])
    return Finding(OK, N_("Port {port} is there; motcua boards test lights everything up"), values)

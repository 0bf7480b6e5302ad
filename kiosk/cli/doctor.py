"""`motcua doctor`: one line for each thing that an office needs, ok, warn or bad, and what to do about it.

Changes nothing in the office. Speaks Vietnamese unless asked otherwise, because whoever runs it stands in an office.
"""

import json
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.cli.failures import WRONG, Failure
from kiosk.cli.reaching import asked_office
from kiosk.cli.saying import tell
from kiosk.config import Config, ConfigInvalid, load
from kiosk.health.bundle import bundle
from kiosk.health.examining import PROGRAM, SERVICE, Examined, examine
from kiosk.health.finding import BAD, OK, WARN, Finding
from kiosk.health.patient import Patient, at_rest
from look.words import N_, say
from office.safekeeping.presence import UNREAD, find_office

_SIGNS = {OK: N_("ok"), WARN: N_("warn"), BAD: N_("bad")}


def look(wanted: Namespace) -> int:
    """Says every finding as soon as it is there; 1 when one is bad, 2 when there is no office to be looked at."""
    examined = _examined(wanted)
    found = _as_json(examined, wanted.language) if wanted.json else list(_said(examined, wanted.language))
    if any(one.what in UNREAD for one in found):
        return WRONG
    return 1 if any(one.level is BAD for one in found) else 0


def _said(examined: Iterable[Examined], language: str) -> Iterator[Finding]:
    width, told = max(len(say(language, sign)) for sign in _SIGNS.values()), []
    for part in examined:
        for one in part.findings:
            tell(f"{say(language, _SIGNS[one.level]).ljust(width)}  {one.text(language)}")
            for line in one.advice_lines(language):
                tell(f"{'':{width}}  → {line}")
            told.append(one)
            yield one
    bad, warned = (sum(one.level is level for one in told) for level in (BAD, WARN))
    if bad or warned:
        tell(say(language, N_("{bad} bad, {warn} to look at"), bad=bad, warn=warned))
    else:
        tell(say(language, N_("Everything is well.")))


def _as_json(examined: Iterable[Examined], language: str) -> list[Finding]:
    """For programs: `text` and `advice` in the language, `what` and `values` as they are."""
    whole = list(examined)
    tell(json.dumps({"parts": [one.shown(language) for one in whole]}, ensure_ascii=False, indent=2))
    return [finding for one in whole for finding in one.findings]


def _examined(wanted: Namespace) -> Iterator[Examined]:
    try:
        config = load(wanted.config).at(data=wanted.data)
    except ConfigInvalid as error:
        wrong = Finding(BAD, N_("Configuration {file}"), {"file": wanted.config}, details=error.errors)
        yield Examined(PROGRAM, (wrong,))
        return
    with at_rest(config, wanted.config) as patient:
        yield from examine(patient) if patient.is_at_rest else _asked(patient)


def _asked(patient: Patient) -> Iterator[Examined]:
    """The running service looks at itself, for it has the database and the devices; without an answer the rest."""
    asked = False
    try:
        with asked_office(patient.data, None) as office:
            for one in office.examined():
                asked = True
                yield Examined.read(one)
    except (Failure, OSError) as error:
        mute = Finding(BAD, N_("The running service does not answer over its socket"), details=(str(error),))
        yield Examined(SERVICE, (mute,))
        if not asked:
            yield from examine(patient)


def pack(config: Config, file: Path, target: Path) -> int:
    """Writes the file for support; the running service makes it, if there is one that answers.

    Also where no office can be read, for then help is needed most. Raises Unread when it is written.
    """
    with at_rest(config, file) as patient:
        packed = None if patient.is_at_rest else _packed_inside(patient)
        if packed is None:
            packed = bundle(patient, list(examine(patient)), ())
        target.write_bytes(packed)
        tell(f"{target}: written")
        if patient.is_at_rest:
            find_office(patient.data)  # who names a wrong folder must not only learn it from whoever opens the file
    return 0


def _packed_inside(patient: Patient) -> bytes | None:
    """None when the service does not answer: then the file holds what can be seen from outside."""
    try:
        with asked_office(patient.data, None) as office:
            list(office.examined())
            return office.bundle()
    except (Failure, OSError):
        return None

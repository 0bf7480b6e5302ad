"""`motcua doctor`: one line for each thing that an office needs, ok, warn or bad, and what to do about it.

Changes nothing in the office. Speaks Vietnamese unless asked otherwise, because whoever runs it stands in an office.
"""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from kiosk.cli import machine, office_health, voice_health
from kiosk.cli.finding import BAD, OK, WARN, Finding
from kiosk.cli.saying import tell
from kiosk.config import Config, ConfigInvalid, load
from look.words import N_, say
from office.store.lock import DataInUse, DataLock

_SIGNS = {OK: N_("ok"), WARN: N_("warn"), BAD: N_("bad")}


def examine(wanted: Namespace) -> int:
    """Says every finding as soon as it is there; 1 when one is bad."""
    found = list(_said(_findings(wanted), wanted.language))
    bad, warned = (sum(one.level == level for one in found) for level in (BAD, WARN))
    if bad or warned:
        tell(say(wanted.language, N_("{bad} bad, {warn} to look at"), bad=bad, warn=warned))
    else:
        tell(say(wanted.language, N_("Everything is well.")))
    return 1 if bad else 0


def _said(findings: Iterable[Finding], language: str) -> Iterator[Finding]:
    width = max(len(say(language, sign)) for sign in _SIGNS.values())
    for one in findings:
        tell(f"{say(language, _SIGNS[one.level]).ljust(width)}  {one.text(language)}")
        for line in one.advice_lines(language):
            tell(f"{'':{width}}  → {line}")
        yield one


def _findings(wanted: Namespace) -> Iterator[Finding]:
    yield machine.python()
    try:
        config = load(wanted.config).at(data=wanted.data)
    except ConfigInvalid as error:
        yield Finding(BAD, N_("Configuration {file}"), {"file": wanted.config}, details=error.errors)
        return
    yield Finding(OK, N_("Configuration {file}"), {"file": wanted.config})
    yield from _of_office(config)


def _of_office(config: Config) -> Iterator[Finding]:
    yield from machine.data_folder(config.data.dir)
    yield machine.clock()
    with _lock_of(config) as runs:
        yield office_health.service(config, runs=runs)
        yield from office_health.asked(config) if runs else office_health.database(config.data.dir)
        if not runs:
            yield office_health.printer(config)
        yield from voice_health.voice(config, runs=runs)


@contextmanager
def _lock_of(config: Config) -> Iterator[bool]:
    """Whether `serve` has the data; when it has not, nobody gets it while we look."""
    lock = DataLock(config.data.dir)
    try:
        lock.take()
    except DataInUse:
        yield True
        return
    except OSError:
        yield False  # no folder yet, or not ours: another line says so
        return
    try:
        yield False
    finally:
        lock.release()

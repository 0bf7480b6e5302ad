"""`motcua update`: takes a signed file, puts a version on trial, confirms it or goes back, and says how it stands.

Three words are not for people: `--prepare`, `--try` and `--look` are asked of a version by the update itself and by
`choose-version`, as the user of the service; each answers with one line of JSON.
"""

import json
import os
import shutil
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.cli.failures import Failure
from kiosk.cli.saying import tell
from kiosk.config import Config, ConfigInvalid, load
from kiosk.updates.applying import Place, UpdateFailed, apply, choose
from kiosk.updates.keys import KeyUnusable
from kiosk.updates.manifest import NotAnUpdate

SCRATCH = "update-trial"
"""Folder in the data folder, on whose disk a copy of the database finds room if anywhere."""

COPIES, SPARE = 5, 50_000_000
"""Kept copy, the one to try on, what its migration writes, twice for a moment; and bytes that stay free."""


def update(wanted: Namespace) -> int:
    """Raises Failure."""
    if wanted.prepare or wanted.try_in or wanted.look:
        return _answer(wanted)
    place = Place() if wanted.root is None else Place(wanted.root, None)
    if wanted.root is None and os.geteuid() != 0 and not wanted.status:
        raise Failure("only root may do this: sudo motcua update …")
    if not place.lib("choose-version").exists():
        raise Failure("updates are for a machine on which the package motcua was installed; here it was not")
    try:
        return _act(wanted, place)
    except NotAnUpdate as refused:
        raise Failure(f"{wanted.file}: {refused.why}") from None
    except (KeyUnusable, UpdateFailed) as failed:
        raise Failure(f"{failed}; version {_running(place)} goes on as before") from None


def _act(wanted: Namespace, place: Place) -> int:
    if wanted.file is not None:
        version = apply(wanted.file, wanted.config, place, tell)
        tell(f"version {version} is on trial: well for 15 minutes, it stays; else the machine goes back by itself")
        return 0
    if wanted.status:
        for line in _told(json.loads(choose(place, "--status"))):
            tell(line)
        return 0
    if not (wanted.confirm or wanted.back):
        raise Failure("needs a file, --status, --confirm or --back", code=2)
    choose(place, "--confirm" if wanted.confirm else "--back")
    tell(f"version {_running(place)} stays" if wanted.confirm else f"version {_running(place)} runs again")
    return 0


def _running(place: Place) -> str:
    return place.current.readlink().name if place.current.is_symlink() else "of this machine"


def _told(standing: dict[str, Any]) -> list[str]:
    trial, last = standing["trial"], standing["last"]
    lines = [f"running: {standing['current']}", f"installed: {', '.join(standing['installed'])}"]
    if trial:
        why = f"; at the last look: {trial['why']}" if trial["why"] else ""
        lines.append(f"on trial: {trial['version']}, before it {trial['previous']}{why}")
    if last:
        why = f": {last['why']}" if last["why"] else ""
        lines.append(f"last trial: {last['version']}, {last['outcome'].replace('_', ' ')} {last['at']}{why}")
    return lines


def _answer(wanted: Namespace) -> int:
    from web.logs import speak

    speak("error")  # standard output belongs to the answer
    try:
        config = load(wanted.config)
    except ConfigInvalid as error:
        raise Failure(*error.errors) from None
    act: Callable[[Config], dict[str, Any]] = _look if wanted.look else _prepare
    answer = _try(config, wanted.try_in) if wanted.try_in else act(config)
    tell(json.dumps(answer, ensure_ascii=False))
    return 0


def _look(config: Config) -> dict[str, Any]:
    from kiosk.updates.looking import look

    return look(config).as_json()


def _prepare(config: Config) -> dict[str, Any]:
    from kiosk.cli.safekeeping import make_copy
    from kiosk.updates.looking import look
    from office.safekeeping.copies import Kind
    from office.store.engine import FILE_NAME

    scratch = config.data.dir / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    _check_room(config.data.dir, config.data.dir / FILE_NAME)
    copy, _, _ = make_copy(config, Kind.UPDATE)
    scratch.mkdir(mode=0o700)
    shutil.copyfile(copy.path, scratch / FILE_NAME)
    return {"copy": str(copy.path), "scratch": str(scratch), "before": look(config).before}


def _check_room(folder: Path, database: Path) -> None:
    """The office goes on writing meanwhile, so it must not be an update that fills its disk. Raises Failure."""
    wanted, free = COPIES * database.stat().st_size + SPARE, shutil.disk_usage(folder).free
    if free < wanted:
        raise Failure(f"{folder}: copies of the database need {wanted / 1e6:.0f} MB, there are {free / 1e6:.0f} MB")


def _try(config: Config, scratch: Path) -> dict[str, Any]:
    from kiosk.updates.trying import NotWell, try_out

    try:
        return try_out(config, scratch).as_json()
    except NotWell as trouble:
        raise Failure(f"this version does not work here: {trouble}") from None
    finally:
        if scratch.name == SCRATCH:
            shutil.rmtree(scratch, ignore_errors=True)

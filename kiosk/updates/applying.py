"""The steps from a file to a version on trial; each leaves the machine as it can go on, whenever the power goes.

    look at the file → room → unpack → copy of the database → install beside the others → try → put on trial

Until the last step nothing that runs is touched. Root does this; what needs the office's data is done by the two
versions themselves as the user of the service, and they answer with one line of JSON.
"""

import json
import os
import platform
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.updates import bundle
from kiosk.updates.manifest import Manifest, NotAnUpdate, order

USER = "motcua"
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
TRY_S, COPY_S, INSTALL_S = 900.0, 900.0, 900.0
MATTERS = ("printer", "district")
"""What has to be there after the switch when it was before."""
ROOM = 4
"""Times the size of the file: unpacked, installed, compiled, and some air."""

Tell = Callable[[str], None]


class UpdateFailed(Exception):
    """A step did not work, and nothing that runs was touched; the text is one clause."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of an installed machine below its root; `user`: who the service is, None = who asks (a test)."""

    root: Path = Path("/")
    user: str | None = USER

    @property
    def keys(self) -> Path:
        return self.root / "etc/motcua/update-keys"

    @property
    def versions(self) -> Path:
        return self.root / "opt/motcua/versions"

    @property
    def current(self) -> Path:
        return self.root / "opt/motcua/current"

    @property
    def incoming(self) -> Path:
        return self.root / "var/lib/motcua-versions/incoming"

    def program(self, version: str) -> Path:
        return self.versions / version / "bin/motcua"

    def lib(self, name: str) -> Path:
        return self.root / "usr/lib/motcua" / name


def apply(file: Path, config: Path, place: Place, tell: Tell) -> str:
    """The version that is on trial now. Raises NotAnUpdate, KeyUnusable, UpdateFailed, OSError."""
    running = running_version(place)
    with bundle.opened(file, place.keys) as (update, unpack):
        new = update.manifest
        tell(f"{file.name}: version {new.version}, signed with {update.signed_by}")
        check_fits(new, running, schema_of(place, running))
        check_room(file, place)
        try:
            _clear(place.incoming)
            unpack(place.incoming)
            tell("unpacked, every file as it was signed")
            before = _prepared(place, running, config, tell)
            _installed(place, new)
            tell(f"installed beside version {running}")
            _tried(place, new, running, config, before["scratch"], tell)
        finally:
            _clear(place.incoming)
    begin(place, new.version, {name: bool(before["before"].get(name)) for name in MATTERS})
    return new.version


def running_version(place: Place) -> str:
    """Raises UpdateFailed on a machine that was not installed from a package."""
    try:
        return place.current.readlink().name
    except OSError:
        raise UpdateFailed(f"{place.current} is no link to a version; is motcua installed from its package?") from None


def schema_of(place: Place, version: str) -> str:
    from kiosk.updates.manifest import NAME, read

    return read((place.versions / version / NAME).read_bytes()).schema


def check_fits(new: Manifest, running: str, schema: str) -> None:
    """Raises NotAnUpdate."""
    machine = MACHINES.get(platform.machine(), platform.machine())
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    if new.architecture != machine:
        raise NotAnUpdate(f"it is for {new.architecture}, this machine is {machine}")
    if python not in new.pythons:
        raise NotAnUpdate(f"it is for Python {' or '.join(new.pythons)}, this machine has {python}")
    if order(new.version) == order(running):
        raise NotAnUpdate(f"version {running} runs already")
    if order(new.version) < order(running) or new.schema < schema:
        raise NotAnUpdate(f"it is older than version {running}, which runs; to go back: motcua update --back")


def check_room(file: Path, place: Place) -> None:
    """Raises UpdateFailed."""
    wanted = ROOM * file.stat().st_size
    free = min(shutil.disk_usage(one).free for one in (place.versions, place.root / "var/lib"))
    if free < wanted:
        raise UpdateFailed(f"it needs {wanted / 1e6:.0f} MB of room, there are {free / 1e6:.0f} MB")


def begin(place: Place, version: str, before: dict[str, bool]) -> None:
    """The switch: from here on `choose-version` decides."""
    choose(place, "--begin", version, "--before", json.dumps(before))


def choose(place: Place, *words: str) -> str:
    """What `choose-version` answers. Raises UpdateFailed with its reason."""
    return _run([place.lib("choose-version"), "--root", place.root, *words], None, INSTALL_S)


def _prepared(place: Place, running: str, config: Path, tell: Tell) -> dict[str, Any]:
    """A copy of the database, kept as those before updates are, and how everything is before the switch."""
    said = _asked(place, running, ["--prepare"], config, COPY_S, {"copy": str, "scratch": str, "before": dict})
    tell(f"the database was copied and the copy was checked: {said['copy']}")
    return said


def _installed(place: Place, new: Manifest) -> None:
    _run([place.lib("install-version"), place.incoming, "--root", place.root], None, INSTALL_S)
    if not os.access(place.program(new.version), os.X_OK):
        raise UpdateFailed(f"version {new.version} was installed without its program")


def _tried(place: Place, new: Manifest, running: str, config: Path, scratch: str, tell: Tell) -> None:
    wanted = {"version": str, "oldest": str, "number": str | None, "seconds": float}
    said = _asked(place, new.version, ["--try", scratch], config, TRY_S, wanted)
    number = said["number"] or "no number, for the office gives none now"
    tell(f"tried on a copy of the database: {number}, {said['seconds']} s")
    if said["version"] != new.version:
        raise UpdateFailed(f"the file says version {new.version}, but its program is {said['version']}")
    known = schema_of(place, running)
    if said["oldest"] > known:
        raise UpdateFailed(f"there would be no way back: version {running} could not open the database any more")


def _asked(
    place: Place, version: str, words: list[str], config: Path, patience_s: float, wanted: Mapping[str, Any]
) -> dict[str, Any]:
    """What a version answers about itself; `wanted`: at least these words, of these types. Raises UpdateFailed."""
    command: list[str | Path] = [place.program(version), "update", *words, "--config", config]
    answer = _run(command, place.user, patience_s)
    try:
        said: dict[str, Any] = json.loads(answer.splitlines()[-1])
        if all(isinstance(said[word], kind) for word, kind in wanted.items()):
            return said
    except (ValueError, LookupError, TypeError):
        pass
    raise UpdateFailed(f"version {version} gives no answer that can be read")


def _run(command: Sequence[str | Path], user: str | None, patience_s: float) -> str:
    """Standard output. Raises UpdateFailed with the last line of what it complained about."""
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "HOME": "/nonexistent"}
    who: dict[str, Any] = {} if user is None else _as(user)
    try:
        done = subprocess.run(  # noqa: S603 -- programs of this machine that root alone may change
            command, env=environment, capture_output=True, text=True, timeout=patience_s, check=False, **who
        )
    except subprocess.TimeoutExpired:
        raise UpdateFailed(f"{command[0]} did not end within {patience_s:.0f} s") from None
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise UpdateFailed(f"{Path(command[0]).name}: {lines[-1]}")
    said: str = done.stdout
    return said


def _as(user: str) -> dict[str, Any]:
    found = pwd.getpwnam(user)
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": os.getgrouplist(user, found.pw_gid)}


def _clear(folder: Path) -> None:
    """What an update before this one may have left when the power went."""
    shutil.rmtree(folder, ignore_errors=True)

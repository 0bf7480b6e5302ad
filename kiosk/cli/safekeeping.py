"""`motcua backup`, `verify` and `restore`: copies of the office's database, made, checked and put back.

A copy is made by the running service, or here with the lock when none runs; nothing is migrated for it. Files of copies
are read here in either case: they belong to nobody.
"""

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kiosk.caretaker.copying import back_up, places_of
from kiosk.cli.failures import Failure
from kiosk.cli.reaching import asked_office
from kiosk.cli.saying import tell
from kiosk.config import Config
from office.clock import MachineClock
from office.safekeeping.adopting import adopt
from office.safekeeping.checking import check_copy, full_trouble
from office.safekeeping.copies import Copy, CopyDamaged, CopyFailed, Kind, read_copy
from office.safekeeping.exchanging import Restored, Why, exchange, finish_exchange
from office.safekeeping.places import Second, all_copies, copy_to, newest_good, second_place
from office.safekeeping.presence import find_office, office_at_rest
from office.safekeeping.starting import opens
from office.store.engine import FILE_NAME
from office.store.lock import DataInUse, DataLock

SECOND_IS = {
    Second.OFF: "no second place is named in [backup] second",
    Second.HERE: "the second place has it too",
    Second.MISSING: "the second place is not there (is the stick plugged in?)",
    Second.STRANGE: "the second place is not this office's own and got nothing; motcua backup --adopt makes it so",
    Second.FAILED: "the second place did not take it",
}
_NO_COPY = "there is no good copy in [backup] dir or second; name one: motcua restore FILE"


def backup(config: Config, wanted: Namespace) -> int:
    """Raises Failure when none could be made."""
    if wanted.adopt:
        _adopt(config)
    made, second, why = make_copy(config, Kind.UPDATE if wanted.before_update else Kind.BY_HAND)
    tell(f"{made.path}: {made.size / 1e6:.1f} MB, {made.content.facts} facts, {made.content.tickets} tickets, checked")
    if wanted.to is None:
        tell(SECOND_IS[second] + (f": {why}" if why else ""))
        return 0
    try:
        tell(f"{copy_to(made, wanted.to).path}: the same copy, read back from there")
    except CopyFailed as error:
        raise Failure(str(error)) from None
    return 0


def _adopt(config: Config) -> None:
    find_office(config.data.dir)
    places = places_of(config)
    if places.second is None or second_place(places, config.data.dir) not in (Second.HERE, Second.STRANGE):
        raise Failure(SECOND_IS[Second.OFF if places.second is None else Second.MISSING])
    try:
        adopt(places.second, config.data.dir)
    except OSError as error:
        raise Failure(f"{places.second}: {error.strerror or error}") from None
    tell(f"{places.second}: from now on a place of this office")


def make_copy(config: Config, kind: Kind) -> tuple[Copy, Second, str | None]:
    """A finished copy, how it stands with the second place, and why that failed. Raises Failure or Unread."""
    lock = DataLock(config.data.dir)
    try:
        with office_at_rest(config.data.dir):
            pass  # looked at first: taking the lock leaves a file where nobody ever worked
        lock.take()
    except DataInUse as taken:
        return _asked_for(config, kind, taken.pid)
    try:
        kept = back_up(config, kind, MachineClock().now().wall)
    except CopyFailed as error:
        raise Failure(str(error)) from None
    finally:
        lock.release()
    return kept.copy, kept.second, kept.why


def _asked_for(config: Config, kind: Kind, pid: int | None) -> tuple[Copy, Second, str | None]:
    with asked_office(config.data.dir, pid) as office:
        made = office.back_up(str(kind))
    if made["copy"] is None:
        raise Failure(str(made["why"]))
    return read_copy(Path(made["copy"]["file"])), Second(made["second"]), made["why"]


def verify(config: Config, wanted: Namespace) -> int:
    """One file, or the office's own database and every copy. Raises Failure when something is wrong, or Unread."""
    if wanted.file is not None:
        tell(_said(_checked(wanted.file)))
        return 0
    wrong = [] if (trouble := _own_trouble(config)) is None else [f"{config.data.dir / FILE_NAME}: {trouble}"]
    if not wrong:
        tell(f"{config.data.dir / FILE_NAME}: sound")
    copies = all_copies(places_of(config), config.data.dir)
    for one in copies:
        try:
            tell(_said(_checked(one.path)))
        except Failure as failure:
            wrong += failure.lines
    if wrong:
        raise Failure(*wrong)
    if not copies:
        tell("there is no copy yet; make one with `motcua backup`")
    return 0


def _checked(path: Path) -> Copy:
    with path.open("rb"):
        pass  # that it is not there is said of the name that was typed, not of the slip beside it
    try:
        return check_copy(path, chains=True)
    except CopyFailed as error:
        raise Failure(str(error)) from None


def _said(one: Copy) -> str:
    return f"{one.path}: good; {one.content.facts} facts, {one.content.tickets} tickets, program {one.version}"


def restore(config: Config, wanted: Namespace) -> int:
    """Only while no service runs. Raises Failure; then the database is the one that was there."""
    lock = _lock_to_restore(config, wanted.file)
    try:
        finish_exchange(config.data.dir)
        done = _put_back(config, wanted)
    except CopyFailed as error:
        raise Failure(str(error)) from None
    finally:
        lock.release()
    tell(f"restored; what was there lies in {config.data.dir / str(done.aside)}")
    tell("start the service now (systemctl start motcua): numbers of today go on above those that were given")
    return 0


def _put_back(config: Config, wanted: Namespace) -> Restored:
    """The copy that was named, or the first that holds with its indexes too. Raises Failure or CopyFailed."""
    for copy in _wanted_copies(config, wanted.file):
        if not opens(copy):
            raise Failure(f"{copy.path} was made by a newer program ({copy.version}); install that one first")
        tell(_said(copy))
        if copy.office != config.office.id:
            tell(f"WARNING: this is a copy of the office {copy.office}, not of {config.office.id}")
        if not wanted.yes and not _agreed(config, copy):
            raise Failure("nothing was changed")
        try:
            return exchange(config.data.dir, copy, Why.BY_HAND, "by hand", MachineClock().now().wall)
        except CopyDamaged as error:
            if wanted.file is not None:
                raise
            tell(str(error))
    raise Failure(_NO_COPY)


def _lock_to_restore(config: Config, file: Path | None) -> DataLock:
    """On a new machine the folder is made, but only when there is something to be put into it."""
    if not config.data.dir.exists() and next(_wanted_copies(config, file), None) is None:
        raise Failure(_NO_COPY)
    lock = DataLock(config.data.dir)
    config.data.dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        lock.take()
    except DataInUse:
        raise Failure("the office service runs; end it first: systemctl stop motcua") from None
    return lock


def _wanted_copies(config: Config, file: Path | None) -> Iterator[Copy]:
    """Each is checked when it is asked for. Raises Failure."""
    if file is not None:
        yield _checked(file)
        return
    found = (one for one in all_copies(places_of(config), config.data.dir) if opens(one))
    while (copy := newest_good(found)) is not None:
        yield copy


def _agreed(config: Config, copy: Copy) -> bool:
    """What was written after the copy is only fetched back as far as the tier above has it."""
    taken = datetime.fromtimestamp(copy.taken_at / 1000, UTC).astimezone(config.office.timezone)
    tell(f"The database becomes that of {taken:%H:%M:%S %d/%m/%Y}.")
    tell("What happened since then comes back only as far as the tier above has it.")
    try:
        answer = input("Put it in place? [y/N] ")
    except EOFError:
        raise Failure("nobody is here to be asked: --yes puts it in place; nothing was changed") from None
    return answer.strip().lower() in ("y", "yes", "c", "co", "có")


def _own_trouble(config: Config) -> str | None:
    try:
        with office_at_rest(config.data.dir) as database:
            return full_trouble(database, at_rest=True)
    except DataInUse as taken:
        with asked_office(config.data.dir, taken.pid) as office:
            return office.trouble()

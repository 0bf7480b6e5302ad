"""What lies around the machine: the network of the office, the place of the copies, the tier above, the time."""

from collections.abc import Iterator
from datetime import UTC, datetime

from kiosk.district.enrolment import LARGEST
from kiosk.setup import reading
from kiosk.setup.joining import NONE, PATH, bundle_in, place_of
from kiosk.setup.machine import Machine
from kiosk.setup.question import AGAIN, BEFORE, NO, YES, Kind, Option, Question, Result, Seen, Wrong
from kiosk.setup.steps.saying import told_by
from look.words import N_

STICK, FOLDER = "stick", "folder"
STICK_PLACE = "/media/motcua-backup"
"""Where a stick labelled MOTCUA-BACKUP appears."""


def network(seen: Seen) -> Iterator[Question]:
    """Who may reach the office, and whether what they say can be overheard."""
    yield Question(
        key="network.open",
        kind=Kind.CHOICE,
        title=seen.say(N_("Who reaches the pages of the office?")),
        help=seen.say(N_("Clerks call numbers in the browser of their own computers.")),
        options=(
            Option("office", seen.say(N_("All computers in the network of the office"))),
            Option("machine", seen.say(N_("This machine alone"))),
        ),
        default="office",
    )
    if seen.text("network.open") == "office":
        yield Question(
            key="network.tls",
            kind=Kind.CHOICE,
            title=seen.say(N_("Encrypt what goes through the network?")),
            help=seen.say(N_("Recommended: PINs cannot be overheard. Each computer is told once, at the page /trust.")),
            options=(Option(YES, seen.say(N_("Yes, https"))), Option(NO, seen.say(N_("No, http")))),
            default=YES,
        )


def backup(seen: Seen) -> Iterator[Question]:
    """Where the second copy of everything goes."""
    yield Question(
        key="backup.second",
        kind=Kind.CHOICE,
        title=seen.say(N_("Where does the second copy of the data go each night?")),
        help=seen.say(N_("The first copy stays on this machine. If its disk dies, only the second one is left.")),
        options=(
            Option(STICK, seen.say(N_("A stick that is labelled MOTCUA-BACKUP"))),
            Option(FOLDER, seen.say(N_("Another disk or a share in the network"))),
            Option(NONE, seen.say(N_("Nowhere yet"))),
        ),
        default=STICK,
    )
    if seen.text("backup.second") == FOLDER:
        yield Question(
            key="backup.folder",
            kind=Kind.TEXT,
            title=seen.say(N_("The folder of the second copy")),
            help=seen.say(N_("The full name of a folder, please, such as /mnt/nas/motcua")),
            read=reading.folder,
            plain=True,
        )


def district(seen: Seen) -> Iterator[Question]:
    """The bundle that the tier above made for this office."""
    items = seen.result("district.bundle").items
    yield Question(
        key="district.bundle",
        kind=Kind.CHOICE,
        title=seen.say(N_("Does the office belong to a tier above?")),
        help=seen.say(N_("The tier above gives a file for each office, for instance on a stick.")),
        told=seen.result("district.bundle").told,
        options=(
            *items,
            Option(NONE, seen.say(N_("No, or later"))),
            Option(PATH, seen.say(N_("The file lies elsewhere"))),
            Option(AGAIN, seen.say(N_("Look again"))),
        ),
        default=items[0].value if items else NONE,
        read=reading.file,
        is_open=True,
        deed=_find_bundles,
        busy=seen.say(N_("Looking for files of the tier above …")),
    )
    if seen.text("district.bundle") == PATH:
        yield Question(
            key="district.path",
            kind=Kind.TEXT,
            title=seen.say(N_("Where does the file of the tier above lie?")),
            help=seen.say(N_("The full name of the file, please, such as /media/usb/thanh-son.json")),
            read=reading.file,
            plain=True,
        )
    if place_of(seen) is not None:
        yield Question(
            key="district.fits",
            kind=Kind.CHOICE,
            title=seen.say(N_("Is this the right tier?")),
            told=seen.result("district.fits").told,
            options=(Option(YES, seen.say(N_("Yes"))), Option(BEFORE, seen.say(N_("Choose something else"))))
            if seen.result("district.fits").good
            else (Option(BEFORE, seen.say(N_("Choose something else"))), Option(NO, seen.say(N_("Leave it out now")))),
            default=YES if seen.result("district.fits").good else BEFORE,
            deed=_check_bundle,
            busy=seen.say(N_("The file is being checked …")),
        )


def _find_bundles(machine: Machine, seen: Seen) -> Result:
    found = machine.bundles()
    told = () if found else (seen.say(N_("No stick with such a file is plugged in.")),)
    return Result(told, tuple(Option(str(path), path.name, str(path.parent)) for path in found))


def _check_bundle(machine: Machine, seen: Seen) -> Result:
    path = place_of(seen)
    raw = machine.read_file(path, LARGEST + 1) if path is not None else ""
    if isinstance(raw, str):
        return Result((seen.say(N_("The file cannot be read: {why}"), why=seen.say(raw)),), good=False)
    wall, _ = machine.clock()
    try:
        found = bundle_in(raw, seen.text("office.id"), wall.astimezone(UTC))
    except Wrong as wrong:
        why = seen.say(wrong.words, **wrong.values)
        return Result((seen.say(N_("The file cannot be used: {why}"), why=why),), good=False)
    told = seen.say(N_("{tier}; valid until {until}"), tier=found.tier, until=f"{found.until:%d/%m/%Y}")
    return Result((told,))


def clock(seen: Seen) -> Iterator[Question]:
    """The time on the wall, because every number carries it."""
    yield Question(
        key="clock.right",
        kind=Kind.CHOICE,
        title=seen.say(N_("Is this the right day and time?")),
        told=seen.result("clock.right").told,
        options=(
            Option(YES, seen.say(N_("Yes"))),
            Option(NO, seen.say(N_("No, set the clock"))),
            Option(AGAIN, seen.say(N_("Look again"))),
        ),
        default=YES if seen.result("clock.right").good else NO,
        deed=_look_at_clock,
    )
    if seen.text("clock.right") == NO:
        yield Question(
            key="clock.wall",
            kind=Kind.TEXT,
            title=seen.say(N_("Which day and time is it?")),
            help=seen.say(N_("Day and time, please, such as 23/11/2026 07:30")),
            read=reading.moment,
            plain=True,
        )
        yield Question(
            key="clock.set",
            kind=Kind.CHOICE,
            title=seen.say(N_("Is this the right day and time?")),
            told=seen.result("clock.set").told,
            options=(Option(YES, seen.say(N_("Yes"))), Option(BEFORE, seen.say(N_("No, set the clock")))),
            default=YES if seen.result("clock.set").good else BEFORE,
            deed=_set_clock,
        )


def _look_at_clock(machine: Machine, seen: Seen) -> Result:
    wall, is_synced = machine.clock()
    how = seen.say(N_("with time sync")) if is_synced else seen.say(N_("without time sync"))
    return Result((f"{wall:%H:%M:%S · %d/%m/%Y} ({how})",), good=wall.year >= FIRST_YEAR)


FIRST_YEAR = 2026
"""A machine with a dead battery believes in an earlier one."""


def _set_clock(machine: Machine, seen: Seen) -> Result:
    wall = datetime.strptime(seen.text("clock.wall"), reading.MOMENT)  # noqa: DTZ007 -- of the wall
    return told_by(seen, machine.set_clock(wall))

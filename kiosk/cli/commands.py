"""What each command does, by its name; every one gives the exit code."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from kiosk.cli.failures import WRONG, Failure
from kiosk.cli.saying import table, tell
from kiosk.config import Config, ConfigInvalid, load
from office.backoffice.views import PersonView
from web.settings.kinds import address

STDERR = 2
LARGEST = 1_000_000
"""Bytes of an office's file."""


def config_of(wanted: Namespace) -> Config:
    """The configuration, moved to `--data` and `--listen`. Raises Failure with all mistakes."""
    try:
        config = load(wanted.config)
        listen = getattr(wanted, "listen", None)
        return config.at(data=wanted.data, listen=None if listen is None else address(listen))
    except ConfigInvalid as error:
        raise Failure(*error.errors, code=WRONG) from None
    except ValueError as error:
        raise Failure(f"--listen: {error}", code=WRONG) from None


def serve(wanted: Namespace) -> int:
    """Runs until it is stopped; aborted, it writes where each of its threads stood."""
    import faulthandler

    from kiosk import service  # the office and its web
    from web.server import PortInUse

    config = config_of(wanted)
    faulthandler.enable(STDERR)
    try:
        service.serve(config)
    except PortInUse as error:
        way = "in [web] redirect" if error.address == str(config.web.redirect) else "with --listen HOST:PORT"
        hint = f"another program listens there already ({error.why}); choose another {way}"
        raise Failure(f"{error.address}: {hint}") from None
    return 0


def check(wanted: Namespace) -> int:
    """Only reads the file."""
    try:
        load(wanted.config)
    except ConfigInvalid as error:
        raise Failure(*error.errors, code=WRONG) from None
    tell(f"{wanted.config}: ok")
    return 0


def doctor(wanted: Namespace) -> int:
    """1 when something is bad."""
    from kiosk.cli.doctor import look

    return look(wanted)


def support(wanted: Namespace) -> int:
    from kiosk.cli.doctor import pack

    return pack(config_of(wanted), wanted.config, wanted.file)


def journal(wanted: Namespace) -> int:
    """1 when a chain does not hold."""
    from kiosk.cli.reaching import office

    with office(config_of(wanted), reads=True) as reached:
        streams = reached.journal()
    broken = [one for one in streams if one["broken_at"] is not None]
    for one in streams:
        state = "ok" if one["broken_at"] is None else f"BROKEN at fact {one['broken_at']} ({one['why']})"
        tell(f"stream {one['stream']}: {one['facts']} facts, {state}")
    if broken:
        raise Failure("the journal was changed; keep the data folder as it is and compare with the tier above")
    return 0


def backup(wanted: Namespace) -> int:
    """1 when no copy could be made."""
    from kiosk.cli import safekeeping  # SQLAlchemy

    return safekeeping.backup(config_of(wanted), wanted)


def verify(wanted: Namespace) -> int:
    """1 when the database or a copy is not what it must be."""
    from kiosk.cli import safekeeping

    return safekeeping.verify(config_of(wanted), wanted)


def update(wanted: Namespace) -> int:
    from kiosk.cli import updating  # what checks signatures

    return updating.update(wanted)


def restore(wanted: Namespace) -> int:
    """1 when nothing was changed."""
    from kiosk.cli import safekeeping

    return safekeeping.restore(config_of(wanted), wanted)


def clerk(wanted: Namespace) -> int:
    from kiosk.cli.reaching import office

    with office(config_of(wanted), reads=wanted.act == "list", makes=wanted.act == "add") as reached:
        if wanted.act == "add":
            pin = reached.add_person(wanted.id, wanted.name, wanted.title, wanted.role)
            tell(f"{wanted.id}: PIN {pin} (shown only now)")
        elif wanted.act == "pin":
            tell(f"{wanted.id}: PIN {reached.new_pin(wanted.id)} (shown only now)")
        elif wanted.act == "list":
            table([(one["id"], one["role"], _state(one), one["name"]) for one in reached.people()])
        else:
            (reached.disable if wanted.act == "disable" else reached.enable)(wanted.id)
            tell(f"{wanted.id}: {wanted.act}d")
    return 0


def _state(one: PersonView) -> str:
    if one["disabled"]:
        return "disabled"
    if one["counter"]:
        return f"at counter {one['counter']}"
    return "can sign in" if one["has_pin"] else "no PIN"


def token(wanted: Namespace) -> int:
    from kiosk.cli.reaching import office

    with office(config_of(wanted), reads=wanted.act == "list", makes=wanted.act == "add") as reached:
        if wanted.act == "add":
            made = reached.add_token(wanted.name, wanted.role)
            tell(f"{made['id']}: {made['token']} (shown only now)")
        elif wanted.act == "list":
            table([(one["id"], one["role"], one["made_at"][:10], one["name"]) for one in reached.tokens()])
        else:
            reached.revoke_token(wanted.id)
            tell(f"{wanted.id}: revoked")
    return 0


def office_file(wanted: Namespace) -> int:
    from kiosk.cli.reaching import office

    config = config_of(wanted)
    if wanted.act == "import":
        given = _read_office(wanted.file)
        with office(config, makes=True) as reached:
            counts = reached.replace(given)
        tell(f"imported {counts['services']} services, {counts['counters']} counters, {counts['people']} people")
        return 0
    with office(config, reads=True) as reached:
        text = json.dumps(reached.export(), ensure_ascii=False, indent=2)
    if str(wanted.file) == "-":
        tell(text)
    else:
        wanted.file.write_text(text + "\n", encoding="utf-8")
        tell(f"{wanted.file}: written")
    return 0


def _read_office(path: Path) -> dict[str, object]:
    raw = sys.stdin.buffer.read(LARGEST + 1) if str(path) == "-" else _bytes_of(path)
    if len(raw) > LARGEST:
        raise Failure(f"{path}: larger than 1 MB; this cannot be an office's file")
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise Failure(f"{path}: is not JSON ({error})") from None
    if not isinstance(found, dict):
        raise Failure(f"{path}: this is not a file of an office")
    return found


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def procedures(wanted: Namespace) -> int:
    """1 when a file is refused."""
    from kiosk.cli import procedures as catalogue

    return catalogue.procedures(config_of(wanted), wanted)


def simulate(wanted: Namespace) -> int:
    from kiosk.cli.simulating import simulate as play  # the rules of the office

    return play(wanted)


def accuracy(wanted: Namespace) -> int:
    from kiosk.cli.accuracy import tell_accuracy

    return tell_accuracy(config_of(wanted), wanted)


def printer(wanted: Namespace) -> int:
    from kiosk.cli import ports, slips
    from kiosk.cli.printer_test import test_printer
    from kiosk.cli.printing import plan, preview

    if wanted.act == "find":
        return ports.find(wanted.addresses)
    if wanted.act == "emulate":
        return ports.emulate(wanted)
    config = config_of(wanted)
    if wanted.act == "plan":
        return plan(config, wanted.profile, wanted.baud)
    if wanted.act == "preview":
        return preview(config, wanted.slip)
    if wanted.act in ("day", "paper-changed"):
        return slips.act(config, wanted)
    return test_printer(config, wanted.answers)


def voice(wanted: Namespace) -> int:
    """1 when something could not be heard or is missing."""
    from kiosk.cli.speaking import speak  # the sounds

    return speak(config_of(wanted), wanted)


def boards(wanted: Namespace) -> int:
    """1 when a board or keypad does not answer."""
    from kiosk.cli import boards as shown  # pyserial

    return shown.emulate(wanted) if wanted.act == "emulate" else shown.test(config_of(wanted), wanted.seconds)


def sync(wanted: Namespace) -> int:
    """1 when the journal does not hold."""
    from kiosk.cli import district  # the office and the way up

    return district.sync(config_of(wanted), wanted)


def enrol(wanted: Namespace) -> int:
    from kiosk.cli import district

    return district.enrol(config_of(wanted), wanted.bundle)


def tls(wanted: Namespace) -> int:
    """1 when https is off or over."""
    from kiosk.cli import tls as certificates  # reading certificates costs a tenth of a second

    return certificates.tls(wanted)


def setup(wanted: Namespace) -> int:
    """1 when nothing was made."""
    from kiosk.setup.command import set_up  # every part of an office

    return set_up(wanted)


def screens(wanted: Namespace) -> int:
    """1 when there is no display."""
    from kiosk.cli import screens as monitors

    return monitors.screens(config_of(wanted), wanted)


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "serve": serve,
    "setup": setup,
    "check": check,
    "doctor": doctor,
    "support": support,
    "journal": journal,
    "backup": backup,
    "update": update,
    "verify": verify,
    "restore": restore,
    "clerk": clerk,
    "token": token,
    "office": office_file,
    "procedures": procedures,
    "simulate": simulate,
    "accuracy": accuracy,
    "printer": printer,
    "voice": voice,
    "boards": boards,
    "sync": sync,
    "enrol": enrol,
    "tls": tls,
    "screens": screens,
}

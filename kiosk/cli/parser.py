"""What may be typed after `motcua`. Only argparse: nothing of the office is loaded for `--help`."""

import argparse
import math
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from printer.slips import KINDS


class Commands(Protocol):
    """What argparse's `add_subparsers` gives; it has no public name there."""

    def add_parser(self, name: str, **kwargs: Any) -> argparse.ArgumentParser: ...


INSTALLED = Path("/etc/motcua/config.toml")
ROLES = ("clerk", "head", "technician", "inspector")


def usual_config() -> Path:
    """`config.toml` where the command was started, else the installed one, else the one of the source tree."""
    here, ours = Path("config.toml"), Path(__file__).parents[2] / "config.toml"
    return next((path for path in (here, INSTALLED, ours) if path.is_file()), here)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="motcua", description="The appliance of a one-stop office.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _serve(commands)
    commands.add_parser("demo", help="the whole office on one machine with no hardware", add_help=False)
    commands.add_parser("touch", help="the touch screen for citizens, or a rating face", add_help=False)
    commands.add_parser("hall", help="the hall display on a television", add_help=False)
    _setup(commands)
    _checks(commands)
    _safekeeping(commands)
    _update(commands)
    _clerk(commands)
    _token(commands)
    _office(commands)
    _procedures(commands)
    _figures(commands)
    _printer(commands)
    _voice(commands)
    _boards(commands)
    _district(commands)
    _tls(commands)
    _screens(commands)
    return top


def _with_config(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    usual = usual_config()
    made.add_argument("--config", type=Path, default=usual, metavar="FILE", help=f"default: {usual}")
    made.add_argument("--data", type=Path, metavar="DIR", help="another data folder than the file says")
    return made


def _serve(commands: Commands) -> None:
    serve = _with_config(commands.add_parser("serve", help="run the office service (systemd does this)"))
    serve.add_argument("--listen", metavar="HOST:PORT", help="another address than the file says")


def _setup(commands: Commands) -> None:
    made = commands.add_parser("setup", help="the guided first start of an office, or one step of it again")
    made.add_argument("--config", type=Path, metavar="FILE", help="the file that is made; usual: the installed one")
    made.add_argument("--data", type=Path, metavar="DIR", help="the data folder that is made")
    how = made.add_mutually_exclusive_group()
    how.add_argument("--touch", action="store_true", help="in a window, with the fingers")
    how.add_argument("--step", metavar="NAME", help="one step of an office that works, such as printer")
    how.add_argument("--from", type=Path, metavar="FILE", dest="answers", help="nobody is asked: a file of answers")
    how.add_argument("--template", action="store_true", help="write a file of answers to begin with")
    made.add_argument("--check", action="store_true", help="with --from: only say what is wrong with the file")
    made.add_argument("--language", choices=("vi", "en"), default="vi", help="with --step")


def _checks(commands: Commands) -> None:
    check = commands.add_parser("check", help="check config.toml without starting anything")
    check.add_argument("--config", type=Path, default=usual_config(), metavar="FILE")
    doctor = _with_config(commands.add_parser("doctor", help="look at the machine and say what to do"))
    doctor.add_argument("--language", choices=("vi", "en"), default="vi")
    doctor.add_argument("--json", action="store_true", help="for programs")
    support = _with_config(commands.add_parser("support", help="a file for whoever helps; nothing personal is in it"))
    support.add_argument("file", type=Path, metavar="FILE.zip")
    journal = commands.add_parser("journal", help="the office's journal").add_subparsers(dest="act", required=True)
    _with_config(journal.add_parser("verify", help="compute every digest anew"))


def _safekeeping(commands: Commands) -> None:
    backup = _with_config(commands.add_parser("backup", help="copy the database, also while the office works"))
    backup.add_argument("--to", type=Path, metavar="DIR", help="and bring the copy into this folder, such as a stick")
    why = "it is one of the three that are kept before updates, else it stays until you delete it"
    backup.add_argument("--before-update", action="store_true", help=why)
    adopt = "the stick that is plugged in now is this office's own from now on, as those before it are"
    backup.add_argument("--adopt", action="store_true", help=adopt)
    verify = _with_config(commands.add_parser("verify", help="check the database and every copy of it"))
    verify.add_argument("file", nargs="?", type=Path, metavar="FILE", help="only this copy (.db)")
    restore = _with_config(commands.add_parser("restore", help="put a copy in the place of the database"))
    restore.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the usual: the newest good copy")
    restore.add_argument("--yes", action="store_true", help="do not ask first")


def _update(commands: Commands) -> None:
    update = commands.add_parser("update", help="another version from a signed file, on trial first (root)")
    update.add_argument("--config", type=Path, default=usual_config(), metavar="FILE")
    what = update.add_mutually_exclusive_group()
    what.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a .motcua file")
    what.add_argument("--status", action="store_true", help="which versions are there, and how a trial stands")
    what.add_argument("--confirm", action="store_true", help="the version on trial stays, at once")
    what.add_argument("--back", action="store_true", help="the version before runs again, at once")
    what.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    what.add_argument("--try", dest="try_in", type=Path, metavar="DIR", help=argparse.SUPPRESS)
    what.add_argument("--look", action="store_true", help=argparse.SUPPRESS)
    update.add_argument("--root", type=Path, help=argparse.SUPPRESS)


def _clerk(commands: Commands) -> None:
    acts = commands.add_parser("clerk", help="the people who sign in").add_subparsers(dest="act", required=True)
    add = _with_config(acts.add_parser("add", help="add a person; shows the PIN once"))
    add.add_argument("id", help="small letters, digits, hyphens, e.g. lan-anh")
    add.add_argument("--name", required=True, help='e.g. "Trần Lan Anh"')
    add.add_argument("--title", default="", help='e.g. "Công chức Tư pháp – Hộ tịch"')
    add.add_argument("--role", choices=ROLES, default="clerk")
    _with_config(acts.add_parser("list", help="everybody"))
    for act, what in (
        ("pin", "make a new PIN and show it once"),
        ("disable", "this person can no longer sign in"),
        ("enable", "this person can sign in again"),
    ):
        _with_config(acts.add_parser(act, help=what)).add_argument("id")


def _token(commands: Commands) -> None:
    acts = commands.add_parser("token", help="the tokens of screens, tablets and boxes").add_subparsers(
        dest="act", required=True
    )
    add = _with_config(acts.add_parser("add", help="make a token and show it once"))
    add.add_argument("name", help='e.g. "Máy tính bảng quầy 3"')
    add.add_argument("--role", required=True, help="touch, hall, screen, rate:N or counter:N")
    _with_config(acts.add_parser("list", help="the tokens in use"))
    _with_config(acts.add_parser("revoke", help="a token is worthless from now on")).add_argument("id")


def _office(commands: Commands) -> None:
    acts = commands.add_parser("office", help="everything the head decides, as one file").add_subparsers(
        dest="act", required=True
    )
    for act, what in (("export", "write it"), ("import", "put it in place of the present one")):
        made = _with_config(acts.add_parser(act, help=what))
        made.add_argument("file", type=Path, metavar="FILE", help="a JSON file; - for standard input or output")


def _procedures(commands: Commands) -> None:
    acts = commands.add_parser("procedures", help="the catalogue of procedures").add_subparsers(
        dest="act", required=True
    )
    taken = _with_config(acts.add_parser("import", help="take in a file (.csv, .xlsx, .json), or refuse all of it"))
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--dry-run", action="store_true", help="only say what would happen")
    taken.add_argument("--whole", action="store_true", help="what the file does not name is repealed from today")
    _with_config(acts.add_parser("list", help="everything, also what is coming and what was repealed"))
    _with_config(acts.add_parser("show", help="one with its versions")).add_argument("code", help="e.g. 1.001193")
    export = _with_config(acts.add_parser("export", help="write what is in force today; the ending says the form"))
    export.add_argument("file", type=Path, metavar="FILE", help="a .csv, .xlsx or .json file")


def _figures(commands: Commands) -> None:
    simulate = _with_config(commands.add_parser("simulate", help="how long people would wait under another rule"))
    what = simulate.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--profile", choices=("small", "typical", "large", "extreme"), help="played days of such an office"
    )
    what.add_argument("--from-journal", type=_day, metavar="DAY", help="a day of this office, e.g. 2026-11-23")
    rules = "fifo, strict, interleaved or interleaved:N; several times for several; the usual: all three"
    simulate.add_argument("--rule", action="append", type=_rule, metavar="RULE", help=rules)
    simulate.add_argument("--days", type=_days, default=20, metavar="N", help="so many days of the profile, default 20")
    simulate.add_argument("--seed", type=int, default=0, metavar="N", help="the same seed gives the same days")
    simulate.add_argument("--picture", type=_png, metavar="FILE.png", help="the table as a picture too")
    accuracy = _with_config(commands.add_parser("accuracy", help="how right the shown waiting times were"))
    accuracy.add_argument("--days", type=_days, default=14, metavar="N", help="so many days back, default 14")
    for made in (simulate, accuracy):
        made.add_argument("--language", choices=("vi", "en"), default="vi")


def _printer(commands: Commands) -> None:
    acts = commands.add_parser("printer", help="the ticket printer").add_subparsers(dest="act", required=True)
    preview = _with_config(acts.add_parser("preview", help="a slip as a picture, without a printer"))
    preview.add_argument("slip", nargs="*", metavar="SLIP|FILE.png", help=f"{', '.join(KINDS)}; the usual: ticket")
    changed = _with_config(acts.add_parser("paper-changed", help="a roll was put in: what is left counts from now"))
    changed.add_argument("--used", type=int, default=0, metavar="METRES", help="of a roll that was begun already")
    _with_config(acts.add_parser("day", help="print the slip at the end of the day"))
    test = _with_config(acts.add_parser("test", help="print a page, ask how it came out, keep what it can do"))
    test.add_argument("--answers", metavar="ANSWERS", help="instead of questions: yes, or letters=yes,width=yes,cut=no")
    plan = _with_config(acts.add_parser("plan", help="how a ticket would be printed, with bytes and seconds"))
    plan.add_argument("--profile", metavar="NAME", help="another printer than the file says")
    plan.add_argument("--baud", type=int, metavar="N", help="a serial line of so many bits a second")
    find = acts.add_parser("find", help="look for printers and write their lines of config.toml")
    find.add_argument("addresses", nargs="*", metavar="HOST[:PORT]", help="also ask these network printers")
    emulate = acts.add_parser("emulate", help="a printer without hardware, whose faults are played from a script")
    emulate.add_argument("--port", type=int, metavar="N", help="on this TCP port (0: any free one); the usual: 9100")
    emulate.add_argument("--pty", type=Path, metavar="LINK", help="on a pseudo-terminal to which this link will lead")
    emulate.add_argument("--faults", type=Path, metavar="FILE", help="a script (docs/emulated-printer.md)")
    emulate.add_argument("--paper", type=Path, default=Path("paper"), metavar="DIR", help="sheets as PNG; usual: paper")


def _voice(commands: Commands) -> None:
    acts = commands.add_parser("voice", help="the voice of the hall").add_subparsers(dest="act", required=True)
    say = _with_config(acts.add_parser("say", help="call a number for a test: say A023 3"))
    say.add_argument("number", help="e.g. A023")
    say.add_argument("counter", type=int, help="the counter's number")
    say.add_argument("--recall", action="store_true", help="with the chime of a second call")
    say.add_argument("--short", action="store_true", help="as under load: without chime and repetition")
    say.add_argument("--volume", type=_percent, default=80, metavar="PERCENT", help="0 to 100, default 80")
    say.add_argument("--into", type=Path, metavar="FILE.wav", help="write the sound to this file instead")
    _with_config(acts.add_parser("list", help="the voices, and how complete they are"))
    _with_config(acts.add_parser("check", help="make missing clips, read all, try the loudspeaker"))
    record = _with_config(acts.add_parser("record-list", help="what to record for a voice of the office's own"))
    record.add_argument("--voice", metavar="NAME", help="the folder of the recordings, e.g. co-lan")
    record.add_argument("--english", action="store_true", help="the English clips")


def _boards(commands: Commands) -> None:
    acts = commands.add_parser("boards", help="the boards and keypads of the counters").add_subparsers(
        dest="act", required=True
    )
    test = _with_config(acts.add_parser("test", help="light every board and listen to every keypad"))
    test.add_argument("--seconds", type=_seconds, default=6.0, metavar="N", help="for so long, default 6")
    emulate = acts.add_parser("emulate", help="boards and keypads without hardware, on pseudo-terminals")
    emulate.add_argument("folder", type=Path, metavar="DIR", help="where the names of the ports are made")
    emulate.add_argument("--counters", type=_counters, default=3, metavar="N", help="for so many counters, default 3")


def _district(commands: Commands) -> None:
    enrol = _with_config(commands.add_parser("enrol", help="join the tier above with the bundle that it made"))
    enrol.add_argument("bundle", type=Path, metavar="BUNDLE")
    acts = commands.add_parser("sync", help="the facts on their way to the tier above").add_subparsers(
        dest="act", required=True
    )
    for act, what in (
        ("status", "how far the tier above has the facts"),
        ("pause", "send nothing, also after a restart"),
        ("resume", "send again"),
        ("audit", "compute every digest anew and count the facts of each kind"),
    ):
        _with_config(acts.add_parser(act, help=what))
    export = _with_config(acts.add_parser("export", help="write what is not acknowledged into a file, for a stick"))
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--all", action="store_true", help="all facts that are kept")
    confirm = _with_config(acts.add_parser("confirm", help="take in the acknowledgement that came back on a stick"))
    confirm.add_argument("file", type=Path, metavar="FILE")


def _tls(commands: Commands) -> None:
    acts = commands.add_parser("tls", help="https by a certificate authority of the office's own").add_subparsers(
        dest="act", required=True
    )
    init = acts.add_parser("init", help="make the authority and this machine's certificate; switch https on")
    init.add_argument("--anew", action="store_true", help="another authority: every computer has to trust it again")
    renew = acts.add_parser("renew", help="a new certificate now (the service does it by itself in time)")
    status = acts.add_parser("status", help="names, validity and fingerprint")
    names = "how the machine is reached, e.g. motcua.local,192.168.1.20; the usual: all that the machine knows"
    for made in (init, renew):
        made.add_argument("--names", type=_names, metavar="NAME,…", help=names)
    for made in (init, renew, status):
        made.add_argument("--config", type=Path, default=usual_config(), metavar="FILE")


def _screens(commands: Commands) -> None:
    shown = commands.add_parser("screens", help="the monitors of this machine")
    acts = shown.add_subparsers(dest="act", required=True)
    _with_config(acts.add_parser("show", help="which ones there are, and how they stand"))
    _with_config(acts.add_parser("arrange", help="put them where [screen] and [hall] want them"))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _day(text: str) -> date:
    """2026-11-23 or 23/11/2026."""
    try:
        return date.fromisoformat("-".join(reversed(text.split("/"))) if "/" in text else text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day, e.g. 2026-11-23") from None


def _days(text: str) -> int:
    return _number(text, 1, 92)


def _counters(text: str) -> int:
    """The clock has the last id of the cable."""
    return _number(text, 1, 98)


def _seconds(text: str) -> float:
    """Also a part of one: 2.5."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 1 <= found <= 3600:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 3600")
    return found


def _png(text: str) -> Path:
    if not text.lower().endswith(".png"):
        raise argparse.ArgumentTypeError(f"{text} does not end in .png")
    return Path(text)


def _rule(text: str) -> str:
    """`interleaved:3` is one priority number in three; without a figure as the office has it."""
    name, mark, every = text.partition(":")
    is_every = name == "interleaved" and every.isdecimal() and 2 <= int(every) <= 99
    if name not in ("fifo", "strict", "interleaved") or (mark and not is_every):
        raise argparse.ArgumentTypeError(f"{text} is not fifo, strict, interleaved or interleaved:N")
    return text


def _percent(text: str) -> int:
    return _number(text, 0, 100)


def _number(text: str, least: int, most: int) -> int:
    if not text.isdecimal() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text} is not a number from {least} to {most}")
    return int(text)

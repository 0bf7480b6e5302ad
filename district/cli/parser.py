"""What may be typed after `motcua-district`. Only argparse: nothing of the tier is loaded for `--help`."""

import argparse
from pathlib import Path
from typing import Any, Protocol


class Commands(Protocol):
    """What argparse's `add_subparsers` gives; it has no public name there."""

    def add_parser(self, name: str, **kwargs: Any) -> argparse.ArgumentParser: ...


INSTALLED = Path("/etc/motcua-district/district.toml")


def usual_config() -> Path:
    """`district.toml` where the command was started, else the installed one, else the one of the source tree."""
    here, ours = Path("district.toml"), Path(__file__).parents[2] / "district.toml"
    return next((path for path in (here, INSTALLED, ours) if path.is_file()), here)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="motcua-district", description="The tier above one-stop offices.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = _with_config(commands.add_parser("serve", help="run the collectors and the pages (systemd does this)"))
    serve.add_argument("--listen", metavar="HOST:PORT", help="another address than the file says")
    _with_config(commands.add_parser("check", help="check district.toml without starting anything"))
    _with_config(commands.add_parser("migrate", help="bring the database to the schema of this version"))
    _machine(commands)
    _offices(commands)
    _collected(commands)
    _downward(commands)
    _broker(commands)
    _person(commands)
    _token(commands)
    return top


def _with_config(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    usual = usual_config()
    made.add_argument("--config", type=Path, default=usual, metavar="FILE", help=f"default: {usual}")
    return made


def _machine(commands: Commands) -> None:
    setup = commands.add_parser("setup", help="database, broker, certificates, first administrator (as root)")
    setup.add_argument(
        "--from", dest="file", type=Path, metavar="FILE", help="answers in a TOML file: nothing is asked"
    )
    setup.add_argument("--check", action="store_true", help="only say what is there and what is still to be done")
    doctor = _with_config(commands.add_parser("doctor", help="look at everything and say what to do"))
    doctor.add_argument("--json", action="store_true")
    backup = _with_config(commands.add_parser("backup", help="a copy of the database and the keys, in one file"))
    backup.add_argument("--to", type=Path, metavar="DIR", help="default: /var/backups/motcua-district")
    restore = _with_config(commands.add_parser("restore", help="put such a copy back; the service must stand still"))
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--yes", action="store_true", help="do not ask")


def _offices(commands: Commands) -> None:
    enrol = _with_config(commands.add_parser("enrol", help="let an office in: makes its bundle"))
    enrol.add_argument("office", metavar="OFFICE", help="its id, as in [office] id of its config.toml")
    enrol.add_argument("--name", help="for an office that is new here")
    enrol.add_argument("--unit", metavar="ID", help="the unit that a new office belongs to")
    enrol.add_argument("--out", type=Path, metavar="FILE", help="default: OFFICE.motcua-bundle")
    revoke = _with_config(commands.add_parser("revoke", help="shut an office out: its certificate is worthless"))
    revoke.add_argument("office", metavar="OFFICE")
    unit = _with_config(commands.add_parser("unit", help="add a unit of the tree"))
    unit.add_argument("id", metavar="ID")
    unit.add_argument("--name", required=True, help='e.g. "Cụm Ba Sao"')
    unit.add_argument("--label", default="", help='any words, e.g. "Cụm"')
    unit.add_argument("--under", metavar="ID", help="the unit above; none = directly below the tier")
    _with_config(commands.add_parser("offices", help="every office and how it is"))


def _collected(commands: Commands) -> None:
    taken = _with_config(commands.add_parser("import", help="take in a parcel that an office wrote on a stick"))
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--answer", type=Path, metavar="FILE", help="write the acknowledgement for the way back")
    _with_config(commands.add_parser("audit", help="count again what arrived, against what the offices counted"))
    _with_config(commands.add_parser("retention", help="delete what has been kept long enough"))


def _downward(commands: Commands) -> None:
    push = _with_config(commands.add_parser("push", help="notices, special days, templates, procedures for offices"))
    push.add_argument("what", choices=("notices", "opening", "template", "procedures"))
    lines = "one notice a line; TOML for days and templates; CSV, XLSX or JSON for procedures"
    push.add_argument("file", type=Path, metavar="FILE", help=lines)
    back = "an empty file takes back what it had (but no procedures)"
    push.add_argument("--to", required=True, metavar="OFFICE|UNIT|all", help=back)
    push.add_argument("--whole", action="store_true", help="procedures that are not in the file are repealed")
    push.add_argument("--dry-run", action="store_true", help="procedures: only say what is in the file")
    order = _with_config(commands.add_parser("command", help="have something done at one office, once"))
    order.add_argument("name", choices=("restart_screen", "test_page", "send_logs"))
    order.add_argument("--to", required=True, metavar="OFFICE")
    order.add_argument("--screen", metavar="ROLE", help="touch, hall or rate:N")
    order.add_argument("--minutes", type=int, default=10, metavar="N", help="done within them or not at all")
    order.add_argument("--wait", type=int, default=30, metavar="SECONDS", help="for the answer; 0: do not wait")
    ordered = _with_config(commands.add_parser("commands", help="what was ordered at an office, and what came of it"))
    ordered.add_argument("office", metavar="OFFICE")


def _broker(commands: Commands) -> None:
    _with_config(commands.add_parser("broker-config", help="write what mosquitto needs into [broker] folder"))
    trial = _with_config(commands.add_parser("trial", help="all that a trial on one machine needs, in one go"))
    trial.add_argument("office", metavar="OFFICE", help="its id, as in [office] id of its config.toml")
    trial.add_argument("--name", required=True, help="of the office")
    trial.add_argument("--bundle", type=Path, required=True, metavar="FILE", help="what the office gets")
    trial.add_argument("--answer", type=Path, required=True, metavar="FILE", help="PIN and token as JSON")


def _person(commands: Commands) -> None:
    acts = commands.add_parser("person", help="the people who sign in").add_subparsers(dest="act", required=True)
    add = _with_config(acts.add_parser("add", help="add a person; shows the PIN once"))
    add.add_argument("id", help="small letters, digits, hyphens")
    add.add_argument("--name", required=True)
    add.add_argument("--role", choices=("admin", "viewer"), default="viewer")
    add.add_argument("--sees", metavar="ID", help="a unit or office; none = the whole tier")
    _with_config(acts.add_parser("list", help="everybody"))
    for act, what in (
        ("pin", "make a new PIN and show it once"),
        ("disable", "this person can no longer sign in"),
        ("enable", "this person can sign in again"),
    ):
        _with_config(acts.add_parser(act, help=what)).add_argument("id")


def _token(commands: Commands) -> None:
    acts = commands.add_parser("token", help="tokens of programs").add_subparsers(dest="act", required=True)
    add = _with_config(acts.add_parser("add", help="make a token and show it once"))
    add.add_argument("name", help='e.g. "Bảng điều hành tỉnh"')
    add.add_argument("--sees", metavar="ID", help="a unit or office; none = the whole tier")
    _with_config(acts.add_parser("list", help="the tokens in use"))
    _with_config(acts.add_parser("revoke", help="a token is worthless from now on")).add_argument("id")

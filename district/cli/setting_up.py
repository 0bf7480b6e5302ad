"""`motcua-district setup`: asks what has to be known, or reads it, and says each step."""

import sys
from argparse import Namespace
from dataclasses import replace

from district.cli.saying import WRONG, Failure, tell
from district.setup.machine import Machine, SetupFailed
from district.setup.steps import Done, carry_out
from district.setup.wiring import answers_in
from district.setup.wishes import ConfigInvalid, Wishes, read, wished

_QUESTIONS = (
    ("tier", "name", "Name of this tier, as it stands on every page", "Huyện Kim Bảng"),
    ("tier", "label", "What it is called", "Huyện"),
    ("broker", "host", "Name or address by which the offices reach this machine", ""),
    ("web", "listen", "Address of the pages (0.0.0.0:8090 = also from other machines)", "127.0.0.1:8090"),
    ("admin", "id", "Short name of the first administrator", "quan-tri"),
    ("admin", "name", "Full name of the first administrator", "Quản trị hệ thống"),
)


def set_up(wanted: Namespace, machine: Machine | None = None) -> int:
    """1 when a step failed, or with `--check` when something is still to be done."""
    machine = machine or Machine()
    wishes = _wishes(wanted, machine)
    machine = replace(machine, port=wishes.database.port)
    left = 0
    try:
        machine.check()
        for done in carry_out(machine, wishes, check=wanted.check):
            _say(done, check=wanted.check)
            left += wanted.check and not done.was
    except SetupFailed as error:
        raise Failure(error.why) from None
    if wanted.check:
        return 1 if left else 0
    tell("")
    tell(f"The pages answer at http://{wishes.web.listen}. Let an office in: motcua-district enrol OFFICE --name NAME")
    if not machine.systemd:
        tell("systemd does not run here: start mosquitto and motcua-district yourself")
    return 0


def _say(done: Done, *, check: bool) -> None:
    word = "ok" if done.was else "missing" if check else "done"
    tell(f"{word:<8}{done.title}")
    for line in done.lines:
        tell(f"        {line}")


def _wishes(wanted: Namespace, machine: Machine) -> Wishes:
    """What was answered once is not asked again."""
    try:
        if wanted.file is not None:
            return read(wanted.file)
        if machine.config.is_file():
            return wished(answers_in(machine))
        return wished(_asked() if sys.stdin.isatty() else _unasked())
    except ConfigInvalid as error:
        raise Failure(*error.errors, code=WRONG) from None


def _unasked() -> dict[str, dict[str, str]]:
    raise Failure("nobody is here to be asked: give the answers with --from FILE", code=WRONG)


def _asked() -> dict[str, dict[str, str]]:
    """An empty answer takes what stands in brackets."""
    raw: dict[str, dict[str, str]] = {}
    for table, key, question, usual in _QUESTIONS:
        answer = ""
        while not answer:
            answer = input(f"{question}{f' [{usual}]' if usual else ''}: ").strip() or usual
        raw.setdefault(table, {})[key] = answer
    return raw

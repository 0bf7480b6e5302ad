"""`motcua-district doctor`: one line for each finding, and under it what to do."""

import json
from argparse import Namespace
from dataclasses import asdict

from district.checkup import Finding, Level, examine, now_utc
from district.cli.commands import config_of
from district.cli.keeping import USUAL
from district.cli.saying import tell

_MARKS = {Level.OK: "ok", Level.WARN: "look", Level.BAD: "BAD"}


def say(wanted: Namespace) -> int:
    """1 when something is bad."""
    findings = list(examine(config_of(wanted), USUAL, now_utc()))
    if wanted.json:
        tell(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=1))
    else:
        for one in findings:
            _say(one)
    return 1 if any(one.level is Level.BAD for one in findings) else 0


def _say(one: Finding) -> None:
    tell(f"{_MARKS[one.level]:<5}{one.part:<14}{one.what}")
    if one.advice:
        tell(f"{'':<19}{one.advice}")

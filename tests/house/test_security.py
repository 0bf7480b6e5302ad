"""SECURITY.md says only what a test shows: each test that it names is there, and each threat says what stays open."""

import ast
import re
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
TEXT = (TOP / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT)))
THREATS = ("touch screen", "network", "office towards the district", "stuffs ratings", "stolen disk", "keyboard")


def written_in(path: Path) -> set[str]:
    return {
        node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    }


def test_every_test_that_is_named_is_there() -> None:
    assert len(NAMED) > 40
    missing = [
        f"{file}::{name}" for file, name in NAMED if not (TOP / file).exists() or name not in written_in(TOP / file)
    ]
    assert missing == []


def test_every_threat_says_what_answers_it_and_what_stays_open() -> None:
    threats = re.split(r"^### ", TEXT, flags=re.MULTILINE)[1:]
    assert [word for word in THREATS if not any(word in one.splitlines()[0] for one in threats)] == []
    for one in threats:
        assert "| shown by |" in one, one.splitlines()[0]
        assert "**Stays open**" in one, one.splitlines()[0]
        rows = [
            line
            for line in one.splitlines()
            if line.startswith("| ") and not line.startswith(("| attempt", "| what lies"))
        ]
        assert all(line.count("|") == 4 and line.split("|")[3].strip() for line in rows), one.splitlines()[0]

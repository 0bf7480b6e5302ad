"""`motcua-district` commands that only read: where there is no tier they say so, and leave everything as it was."""

import argparse
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from district.cli import main
from district.cli.parser import parser
from tests.cli.places import bytes_of, unpacked
from tests.lookup.files import BIRTH, csv_text

READS = {
    "doctor": ("doctor",),
    "offices": ("offices",),
    "audit": ("audit",),
    "commands": ("commands", "thanh-son"),
    "person list": ("person", "list"),
    "token list": ("token", "list"),
    "push --dry-run": ("push", "procedures", "GIVEN", "--to", "all", "--dry-run"),
}
ACTS = {
    *("serve", "migrate", "setup", "restore", "enrol", "revoke", "unit", "import", "retention", "push", "command"),
    *("broker-config", "trial"),
    *(f"person {act}" for act in ("add", "pin", "disable", "enable")),
    *(f"token {act}" for act in ("add", "revoke")),
}
NEEDS_NONE = {"check", "backup"}
"""`backup` copies PostgreSQL; of a trial it says which folder to copy."""


def _tables(*statements: str) -> Callable[[Path], None]:
    def made(data: Path) -> None:
        data.mkdir()
        with closing(sqlite3.connect(data / "district.db")) as db:
            db.execute("PRAGMA journal_mode=WAL")
            for statement in statements:
                db.execute(statement)

    return made


def _office(data: Path) -> None:
    unpacked("0007", data)
    (data / "motcua.db").rename(data / "district.db")


def _older(data: Path) -> None:
    unpacked("district-0003", data)
    (data / "motcua.db").rename(data / "district.db")


def _rubbish(data: Path) -> None:
    data.mkdir()
    (data / "district.db").write_bytes(b"no database at all, but long enough to be looked at" * 99)


PLACES: dict[str, tuple[Callable[[Path], None], str]] = {
    "no folder": (lambda _: None, "district.db is not there"),
    "an empty folder": (Path.mkdir, "district.db is not there"),
    "an empty file": (_tables(), "district.db is empty"),
    "the database of another program": (_tables("CREATE TABLE photo (name)"), "belongs to another program"),
    "the database of an office": (_office, "belongs to another program"),
    "a file of anything": (_rubbish, "file is not a database"),
    "an older tier": (_older, "run: motcua-district migrate"),
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "here" / "district.toml"
    path.parent.mkdir()
    path.write_text('[web]\nlisten = "127.0.0.1:0"\n', encoding="utf-8")
    return path


def test_every_command_is_one_that_reads_acts_or_needs_no_tier() -> None:
    known = {name.removesuffix(" --dry-run") for name in READS} | ACTS | NEEDS_NONE
    assert set(_leaves(parser())) == known


def _leaves(of: argparse.ArgumentParser, name: str = "") -> Iterator[str]:
    below = [one for one in of._actions if isinstance(one, argparse._SubParsersAction)]
    if not below:
        yield name
    for action in below:
        for word, made in action.choices.items():
            yield from _leaves(made, f"{name} {word}".strip())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("command", READS)
def test_where_there_is_no_tier_it_says_so_and_leaves_everything_as_it_was(
    capsys: pytest.CaptureFixture[str], config: Path, tmp_path: Path, command: str, place: str
) -> None:
    given = tmp_path / "given.csv"
    given.write_text(csv_text(BIRTH), encoding="utf-8")
    make, why = PLACES[place]
    make(config.parent / "district-data")
    before = bytes_of(config.parent)
    code = main([word.replace("GIVEN", str(given)) for word in (*READS[command], "--config", str(config))])
    said = capsys.readouterr()
    assert bytes_of(config.parent) == before
    if command == "doctor":
        assert (code, why in said.out, said.err) == (1, True, "")
    else:
        assert (code, why in said.err, said.out, said.err.count("\n")) == (2, True, "", 1)

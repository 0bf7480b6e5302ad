"""Commands that only read, or act on what an office has: without one they say so, and every folder stays as it was.

One table over every command. A new command has to be named here, as one that reads, acts, or needs no office.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.caretaker.opening import open_office
from kiosk.cli import main
from kiosk.cli.parser import parser
from kiosk.config import load
from look.words import say
from office.safekeeping import presence
from office.safekeeping.presence import office_at_rest
from office.store.engine import FILE_NAME
from tests.cli.conftest import Motcua, own_config
from tests.cli.places import PLACES, bytes_of, cut_off, made_office, unpacked
from tests.lookup.files import BIRTH, csv_text

READS = {
    "doctor": ("doctor", "--language", "en"),
    "support": ("support", "OUT/support.zip"),
    "journal verify": ("journal", "verify"),
    "backup": ("backup",),
    "verify": ("verify",),
    "clerk list": ("clerk", "list"),
    "token list": ("token", "list"),
    "office export": ("office", "export", "OUT/office.json"),
    "procedures import --dry-run": ("procedures", "import", "OUT/given.csv", "--dry-run"),
    "procedures list": ("procedures", "list"),
    "procedures show": ("procedures", "show", "1.001193"),
    "procedures export": ("procedures", "export", "OUT/all.csv"),
    "simulate": ("simulate", "--from-journal", "2026-11-23", "--language", "en", "--picture", "OUT/waits.png"),
    "accuracy": ("accuracy", "--language", "en"),
    "sync status": ("sync", "status"),
    "sync audit": ("sync", "audit"),
    "sync export": ("sync", "export", "OUT/facts.parcel"),
}
ACTS = {
    *("serve", "demo", "touch", "hall", "setup", "update", "restore", "enrol", "procedures import", "office import"),
    *(f"clerk {act}" for act in ("add", "pin", "disable", "enable")),
    *(f"token {act}" for act in ("add", "revoke")),
    *(f"printer {act}" for act in ("paper-changed", "day", "test")),
    *(f"voice {act}" for act in ("say", "check")),
    *(f"sync {act}" for act in ("pause", "resume", "confirm")),
    *("tls init", "tls renew", "screens arrange"),
}
ACTS_ON = {
    "clerk pin": ("clerk", "pin", "lan-anh"),
    "clerk disable": ("clerk", "disable", "lan-anh"),
    "clerk enable": ("clerk", "enable", "lan-anh"),
    "token revoke": ("token", "revoke", "d1"),
    "printer paper-changed": ("printer", "paper-changed"),
    "printer day": ("printer", "day"),
    "sync pause": ("sync", "pause"),
    "sync resume": ("sync", "resume"),
}
"""Who adds or imports something brings it along, and makes an office for it."""
NEEDS_NONE = {
    "check": (),
    "printer preview": ("OUT/ticket.png",),
    "printer plan": (),
    "voice list": (),
    "voice record-list": (),
    "boards test": (),
    "screens show": (),
    "tls status": (),
}
"""What follows the command."""
ELSEWHERE = {"printer find", "printer emulate", "boards emulate"}
"""They know no configuration, so no folder either."""


@pytest.fixture
def out() -> Iterator[Path]:
    """Where commands may write what they were asked for."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "given.csv").write_text(csv_text(BIRTH), encoding="utf-8")
        yield Path(folder)


def _words(name: str, out: Path) -> list[str]:
    return [word.replace("OUT", str(out)) for word in READS[name]]


def test_every_command_is_one_that_reads_acts_or_needs_no_office() -> None:
    known = {name.removesuffix(" --dry-run") for name in READS} | ACTS | set(NEEDS_NONE) | ELSEWHERE
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
def test_where_there_is_no_office_it_says_so_and_leaves_everything_as_it_was(
    motcua: Motcua, config: Path, out: Path, command: str, place: str
) -> None:
    data = config.parent / "data"
    make, why = PLACES[place]
    make(config, data)
    before, there = bytes_of(config.parent), set(out.iterdir())
    said = motcua(*_words(command, out))
    assert bytes_of(config.parent) == before
    assert (said.code, said.err.count("\n")) == (2, 0 if command == "doctor" else 1)
    assert say("en", why, folder=data) in (said.out if command == "doctor" else said.err)
    if command == "support":
        there |= {out / "support.zip"}  # help is needed most where nothing can be read
    assert set(out.iterdir()) == there
    if why.startswith("There is no office"):
        assert all(word in said.out + said.err for word in ("--data", "motcua setup"))


@pytest.mark.parametrize("place", [place for place, (_, why) in PLACES.items() if why.startswith("There is no")])
@pytest.mark.parametrize("command", ACTS_ON)
def test_what_acts_on_an_office_makes_none(motcua: Motcua, config: Path, command: str, place: str) -> None:
    assert command in ACTS
    data = config.parent / "data"
    make, why = PLACES[place]
    make(config, data)
    before = bytes_of(config.parent)
    said = motcua(*ACTS_ON[command])
    assert bytes_of(config.parent) == before
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert say("en", why, folder=data) in said.err


@pytest.mark.parametrize("command", ["accuracy", "simulate", "doctor"])
def test_it_is_said_in_the_language_of_the_command(motcua: Motcua, config: Path, out: Path, command: str) -> None:
    said = motcua(*_words(command, out), "--language", "vi")
    assert say("vi", presence.NO_FOLDER, folder=config.parent / "data") in said.out + said.err


@pytest.mark.parametrize("command", [one for one in READS if one not in ("backup", "verify", "doctor", "support")])
def test_an_office_of_an_older_program_is_not_migrated_by_reading(
    motcua: Motcua, config: Path, out: Path, command: str
) -> None:
    data = config.parent / "data"
    unpacked("0006", data)
    before = bytes_of(data)
    said = motcua(*_words(command, out))
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert say("en", presence.OLDER, folder=data) in said.err
    assert bytes_of(data) == before


@pytest.mark.parametrize("cut", ["closed well", "cut off"])
@pytest.mark.parametrize("command", [one for one in READS if one != "backup"])
def test_an_office_that_is_read_stays_as_it_is(motcua: Motcua, config: Path, out: Path, command: str, cut: str) -> None:
    if cut == "cut off":
        assert (cut_off(config) / f"{FILE_NAME}-wal").stat().st_size
    else:
        made_office(config, config.parent / "data")
    before = bytes_of(config.parent)
    said = motcua(*_words(command, out))
    assert said.code in (0, 1), said.err
    assert ("there was no working day" in said.err.lower()) == (command == "simulate"), said.err
    assert bytes_of(config.parent) == before


def test_a_copy_of_an_office_is_no_new_office_because_somebody_looked_at_it(motcua: Motcua, config: Path) -> None:
    data = config.parent / "data"
    made_office(config, data)
    shutil.copytree(data, data.with_name("copied"))
    facts = motcua("journal", "verify").out
    assert motcua("journal", "verify", "--data", str(data.with_name("copied"))).out == facts


def test_several_may_read_at_once_and_who_works_there_is_not_disturbed(motcua: Motcua, config: Path) -> None:
    made_office(config, config.parent / "data")
    with office_at_rest(config.parent / "data"):
        assert motcua("clerk", "list").code == 0
        said = motcua("clerk", "pin", "lan-anh")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "already in use" in said.err
    with_pin = motcua("clerk", "pin", "lan-anh")
    assert with_pin.code == 0


@pytest.mark.parametrize("command", ["clerk list", "verify", "backup", "support", "journal verify"])
def test_a_folder_that_this_user_may_not_read_is_said_to_be_one(
    capsys: pytest.CaptureFixture[str], out: Path, command: str
) -> None:
    folder = out / "office"
    folder.mkdir()
    config = own_config(folder)
    open_office(load(config)).close()
    for public in (out, folder):
        public.chmod(0o777)
    words = [*_words(command, out), "--config", str(config)]
    main(words)  # what it needs of the program is loaded now
    before = bytes_of(folder)
    capsys.readouterr()
    (out / "support.zip").unlink(missing_ok=True)
    as_before = os.geteuid()
    if as_before:
        pytest.skip("only root can become somebody else")
    os.seteuid(65_534)
    try:
        code = main(words)
    finally:
        os.seteuid(as_before)
    said = capsys.readouterr()
    assert (code, said.err.count("\n")) == (2, 1)
    assert said.err.startswith(f"motcua: This user may not read the folder {folder / 'data'}. Try again with sudo")
    assert bytes_of(folder) == before


@pytest.mark.parametrize("place", ["no folder", "an empty file", "the database of another program"])
@pytest.mark.parametrize("command", NEEDS_NONE)
def test_what_needs_no_office_makes_none(motcua: Motcua, config: Path, out: Path, command: str, place: str) -> None:
    data = config.parent / "data"
    PLACES[place][0](config, data)
    before = bytes_of(config.parent)
    motcua(*command.split(), *(word.replace("OUT", str(out)) for word in NEEDS_NONE[command]))
    assert bytes_of(config.parent) == before


@pytest.mark.parametrize("place", ["the database of another program", "the database of the tier above"])
def test_the_database_of_another_program_is_nobodys_office(motcua: Motcua, config: Path, place: str) -> None:
    data = config.parent / "data"
    PLACES[place][0](config, data)
    before = (data / FILE_NAME).read_bytes()
    said = motcua("token", "add", "Sảnh", "--role", "hall")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "belongs to another program" in said.err
    assert (data / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ("sync", "confirm", "nowhere"),
        ("procedures", "import", "nowhere"),
        ("office", "import", "nowhere"),
        ("enrol", "nowhere"),
        ("verify", "nowhere"),
        ("printer", "paper-changed", "--used", "900"),
    ],
    ids=" ".join,
)
def test_what_is_wrong_in_itself_makes_no_office(motcua: Motcua, config: Path, words: tuple[str, ...]) -> None:
    said = motcua(*words)
    assert (said.code in (1, 2), said.err.count("\n")) == (True, 1)
    assert not (config.parent / "data").exists()

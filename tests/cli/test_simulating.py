"""`motcua simulate` and `motcua accuracy`: tables, the picture, a day of the office's own journal, and bad input."""

import re
from pathlib import Path

import pytest
from PIL import Image

from kiosk.cli import main
from kiosk.config import load
from tests.cli.conftest import Motcua, Running, Said
from tests.office_fixture import opened, seat, take

RULES = ["By arrival", "Priority first", "Interleaved, one in 5"]


@pytest.fixture(params=["without a service", "asking the service"])
def either(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], config: Path, made: None, running: Running
) -> Motcua:
    """The command line, once straight to the data and once through the socket of a running service."""
    file = config if request.param == "without a service" else running.config

    def run(*words: str) -> Said:
        capsys.readouterr()
        code = main([*words, "--config", str(file), "--language", "en"])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


def test_a_profile_is_played_under_every_rule_and_drawn(motcua: Motcua, tmp_path: Path) -> None:
    picture = tmp_path / "waits.png"
    words = ("simulate", "--profile", "typical", "--days", "2", "--language", "en", "--picture", str(picture))
    said = motcua(*words)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("2 days of an office with 120 numbers a day and 5 counters\n")
    assert [line.split("  ")[0] for line in said.out.splitlines() if line.startswith(tuple(RULES))] == RULES
    assert re.search(r"Everybody +240 +\d+\.\d minutes +\d+\.\d minutes +\d+\.\d minutes +0\n", said.out)
    with Image.open(picture) as image:
        assert image.size[0] == 1600
        colours = image.convert("RGB").getcolors(maxcolors=100_000)
        assert colours is not None
        assert (0, 69, 143) in {colour for _, colour in colours}, "the bars of the ordinary people"
    assert motcua(*words).out == said.out, "the same seed gives the same table"


def test_the_rules_that_were_asked_for_are_tried(motcua: Motcua) -> None:
    said = motcua("simulate", "--profile", "small", "--days", "1", "--rule", "interleaved:3", "--rule", "fifo")
    assert said.code == 0
    assert "3" in said.out.splitlines()[2]
    assert len(said.out.splitlines()) == 2 + 2 * 3


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("--profile", "huge"),
        ("--profile", "small", "--from-journal", "2026-11-23"),
        ("--from-journal", "31/02/2026"),
        ("--profile", "small", "--rule", "interleaved:1"),
        ("--profile", "small", "--rule", "lifo"),
        ("--profile", "small", "--picture", "waits.jpg"),
        ("--profile", "small", "--days", "0"),
        ("--profile", "small", "--days", "many"),
    ],
)
def test_what_makes_no_sense_is_the_command_lines_mistake(motcua: Motcua, wrong: tuple[str, ...]) -> None:
    assert motcua("simulate", *wrong).code == 2


def test_a_day_without_a_journal_is_one_clear_line(either: Motcua) -> None:
    said = either("simulate", "--from-journal", "2001-01-01")
    assert said == Said(1, "", "motcua: date: There was no working day on this date.\n")


def test_a_day_of_the_offices_own_is_played_again(motcua: Motcua, config: Path, tmp_path: Path) -> None:
    date, picture = lived(config), tmp_path / "waits.png"
    said = motcua("simulate", "--from-journal", date, "--language", "en", "--picture", str(picture))
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == f"The day {'/'.join(reversed(date.split('-')))}, played again"
    assert [line.split("  ")[0] for line in lines if line.startswith(("As it was", *RULES))] == ["As it was", *RULES]
    assert re.search(r"As it was +Everybody +3 ", said.out)
    assert re.search(r"Priority +0 +– +– +– +0", said.out), "nobody had priority, which is not a wait of 0"
    assert "Of 1 people the time at the counter is not known" in lines[-2]
    assert lines[-1] == f"{picture}: written"
    assert picture.is_file()


def lived(config: Path) -> str:
    """A day with three people, of whom two were served at once; its date."""
    with opened(load(config).data.dir) as premises:
        desk, clerk = premises.desk, seat(premises, "an", 1)
        for _ in range(3):
            take(desk)
        for act in (desk.call_next, desk.start, desk.finish) * 2:
            act(clerk, None, counter=1)
        return str(desk.state()["day"]["date"])


def test_accuracy_says_when_nobody_was_called_yet(either: Motcua) -> None:
    said = either("accuracy", "--days", "7")
    assert said == Said(0, "Nobody has been called on these days yet.\n", "")


def test_accuracy_is_a_table_with_every_group(motcua: Motcua, config: Path) -> None:
    date = lived(config)
    said = motcua("accuracy", "--language", "en")
    assert said.code == 0
    day = "/".join(reversed(date.split("-")))
    starts = ("All", "A · Certification", "waited up to 5 minutes", day)
    assert [start for start in starts if any(line.startswith(start) for line in said.out.splitlines())] == list(starts)

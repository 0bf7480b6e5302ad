"""A stick that a visitor plugs in under the right label gets nothing, and nothing is taken from it."""

import shutil
from pathlib import Path

import pytest

from kiosk.caretaker.part import Caretaker
from kiosk.cli.failures import Failure
from kiosk.cli.safekeeping import _adopt
from office.clock import SetClock
from office.domain.moment import HOUR, MINUTE
from office.premises import Premises
from office.safekeeping.adopting import MARK, NOTE, adopt, is_strange
from office.safekeeping.places import Second, all_copies, copies_in
from office.safekeeping.presence import NoOffice
from tests.safekeeping.making import OFFICE
from tests.safekeeping.test_caretaker import caretaker, condition, wired


def _another(stick: Path) -> None:
    """Somebody pulls the office's own out and plugs theirs in, at the same place."""
    for path in stick.iterdir():
        path.unlink()


@pytest.fixture
def kept(premises: Premises, clock: SetClock, stick: Path) -> Caretaker:
    """The first night: the first stick is the office's own."""
    care = caretaker(premises, stick)
    clock.advance(3 * MINUTE)
    care.look_round()
    assert len(copies_in(stick, OFFICE)) == 1
    return care


def test_a_stick_of_somebody_else_gets_no_copy(
    kept: Caretaker, premises: Premises, clock: SetClock, stick: Path
) -> None:
    _another(stick)
    clock.advance(24 * HOUR)
    kept.look_round()
    assert list(stick.iterdir()) == []
    assert (kept.second(), condition(premises)) == (Second.STRANGE, "second_strange")


def test_nothing_is_taken_from_it_either(kept: Caretaker, premises: Premises, stick: Path, tmp_path: Path) -> None:
    """Or a visitor could put an office of their own making in place of a damaged one."""
    for path in stick.iterdir():
        shutil.copy(path, tmp_path)
    for one in kept.copies():
        one.path.unlink()
    assert len(all_copies(kept._places, premises.data)) == 1
    (stick / MARK).unlink()
    assert all_copies(kept._places, premises.data) == []


def test_whoever_looks_after_the_machine_adopts_another_and_both_are_the_offices_own(
    kept: Caretaker, premises: Premises, clock: SetClock, stick: Path
) -> None:
    first = (stick / MARK).read_text(encoding="ascii")
    _another(stick)
    adopt(stick, premises.data)
    assert (stick / MARK).read_text(encoding="ascii") != first
    kept.look_round()
    assert (len(copies_in(stick, OFFICE)), condition(premises)) == (1, "ok")
    (stick / MARK).write_text(first, encoding="ascii")
    assert kept.second() is Second.HERE


@pytest.mark.parametrize("word", [b"", b"x" * 31, b"x" * 33, b"\xff" * 32, b"../../../../../../../../etc/shad "])
def test_what_is_no_word_is_a_strangers(kept: Caretaker, premises: Premises, stick: Path, word: bytes) -> None:
    (stick / MARK).write_bytes(word)
    assert is_strange(stick, premises.data)


def test_a_note_that_cannot_be_read_is_as_none(kept: Caretaker, premises: Premises, stick: Path) -> None:
    (premises.data / NOTE).write_bytes(b"{")
    assert not is_strange(stick, premises.data)


def test_the_command_adopts_what_is_plugged_in_and_says_where_nothing_is(
    kept: Caretaker, premises: Premises, stick: Path, tmp_path: Path
) -> None:
    _another(stick)
    _adopt(wired(premises.data, stick))
    assert kept.second() is Second.HERE
    for second, why in ((tmp_path / "nowhere", "not there"), (None, "no second place is named")):
        with pytest.raises(Failure, match=why):
            _adopt(wired(premises.data, second))
    with pytest.raises(NoOffice):
        _adopt(wired(tmp_path / "empty", stick))

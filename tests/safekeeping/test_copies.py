"""A copy is made while the office works, counts only once it was read back, and so many of a kind are kept."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from office.clock import SetClock
from office.premises import Premises
from office.safekeeping import taking
from office.safekeeping.checking import check_copy
from office.safekeeping.copies import Copy, CopyFailed, Kind, read_copy, slip_of
from office.safekeeping.places import Places, Second, all_copies, bring_newest, copies_in, copy_to, newest_good, put_by
from office.store.engine import FILE_NAME
from tests.office_fixture import opened, take
from tests.safekeeping.making import OFFICE, copied, occasion

TOP = Path(__file__).parents[2]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(OFFICE, tmp_path / "backups")


def test_a_copy_of_a_working_office_holds_everything_that_was_committed(
    premises: Premises, data: Path, clock: SetClock, places: Places
) -> None:
    numbers = [take(premises.desk)["number"] for _ in range(20)]
    made = copied(data, places, clock).copy
    assert made.path.name == "motcua-thanh-son-20261123-080000-nightly.db"
    assert (made.content.stream, made.content.seq) == (premises.desk.stream, premises.desk.seq)
    assert made.content.digest == premises.performer.journal.head.digest.hex()
    assert check_copy(made.path, chains=True) == made == read_copy(made.path)
    with closing(sqlite3.connect(made.path)) as conn:
        assert [row[0] for row in conn.execute("SELECT number FROM ticket ORDER BY id")] == numbers
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("delete",)  # opens on a stick that is read-only
    assert (made.path.stat().st_mode & 0o777, slip_of(made.path).stat().st_mode & 0o777) == (0o600, 0o600)


def test_the_copy_is_of_one_moment_and_nobody_waits_for_it(
    premises: Premises, data: Path, clock: SetClock, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "PAGES", 4)  # so slowly that people come in between
    done, given = threading.Event(), 0

    def people() -> None:
        nonlocal given
        while not done.is_set():
            take(premises.desk, "AB"[given % 2])
            given += 1

    crowd = threading.Thread(target=people)
    crowd.start()
    try:
        while given < 5:
            time.sleep(0.001)
        before = given
        made = put_by(data / FILE_NAME, places, occasion(clock)).copy
        after = given
    finally:
        done.set()
        crowd.join()
    assert check_copy(made.path, chains=True).content.tickets in range(before, after + 1)
    assert after > before, "people took numbers meanwhile"


def test_fourteen_nights_and_three_updates_stay_and_what_was_made_by_hand_always(
    premises: Premises, data: Path, clock: SetClock, places: Places
) -> None:
    few = replace(places, keep={Kind.NIGHTLY: 3, Kind.UPDATE: 1})
    by_hand = [copied(data, few, clock, Kind.BY_HAND).copy for _ in range(2)]
    updates = [copied(data, few, clock, Kind.UPDATE).copy for _ in range(3)]
    nights = [copied(data, few, clock).copy for _ in range(5)]
    assert copies_in(few.folder, OFFICE) == [*reversed(nights[-3:]), updates[-1], *reversed(by_hand)]
    assert len(list(few.folder.iterdir())) == 2 * 6


def test_the_second_place_gets_the_same_copy_and_keeps_as_many(
    premises: Premises, data: Path, clock: SetClock, places: Places, stick: Path
) -> None:
    both = replace(places, second=stick, keep={Kind.NIGHTLY: 2})
    kept = [copied(data, both, clock) for _ in range(3)]
    assert {one.second for one in kept} == {Second.HERE}
    there = copies_in(stick, OFFICE)
    assert [one.path.name for one in there] == [one.copy.path.name for one in reversed(kept[1:])]
    assert check_copy(there[0].path, chains=True).content == kept[-1].copy.content
    assert [one.path.parent for one in all_copies(both, data)] == [places.folder] * 2


def test_a_stick_that_is_not_plugged_in_stops_nothing_and_gets_the_newest_copy_later(
    premises: Premises, data: Path, clock: SetClock, places: Places, stick: Path
) -> None:
    away = replace(places, second=stick.parent / "not-mounted")
    (stick.parent / "not-mounted").mkdir()  # the empty folder where it would be: the same disk as the data
    assert copied(data, away, clock).second is Second.MISSING
    newest = copied(data, away, clock)
    assert not bring_newest(away, data)
    back = replace(places, second=stick)
    assert bring_newest(back, data)
    assert [one.content for one in copies_in(stick, OFFICE)] == [newest.copy.content]
    assert not bring_newest(back, data), "it has it now"


def test_a_full_stick_is_told_and_the_copy_on_this_machine_stays(
    premises: Premises, data: Path, clock: SetClock, places: Places, stick: Path
) -> None:
    (stick / "films.bin").write_bytes(bytes((16 << 20) - 8192))
    kept = copied(data, replace(places, second=stick), clock)
    assert (kept.second, kept.why is not None and "No space left" in kept.why) == (Second.FAILED, True)
    check_copy(kept.copy.path)
    assert not list(stick.glob("*.db*"))


def test_copies_of_another_office_on_the_same_stick_are_neither_used_nor_thrown_away(
    premises: Premises, data: Path, clock: SetClock, places: Places
) -> None:
    other = replace(places, office="thanh-son-2")
    theirs = [copied(data, replace(other, keep={}), clock).copy for _ in range(3)]
    ours = copied(data, replace(places, keep={Kind.NIGHTLY: 1}), clock).copy
    assert copies_in(places.folder, OFFICE) == [ours]
    assert copies_in(places.folder, "thanh-son-2") == theirs[::-1]


def test_on_a_shared_stick_an_office_clears_away_only_what_is_its_own(
    premises: Premises, data: Path, clock: SetClock, stick: Path, tmp_path: Path
) -> None:
    """The name of one may begin with that of another."""
    theirs = [f"motcua-thanh-son-2-20261123-080000-{rest}" for rest in ("nightly.db", "hand.db.partial", "hand.json")]
    ours = [f"motcua-thanh-son-20261123-080000-{rest}" for rest in ("hand.db", "hand.db.partial", "hand.json.partial")]
    for name in (*theirs, *ours):
        (stick / name).write_bytes(b"")
    kept = copied(data, Places(OFFICE, tmp_path / "backups", stick), clock).copy
    assert {path.name for path in stick.glob("motcua-thanh-son*")} == {*theirs, kept.path.name, slip_of(kept.path).name}


def test_a_copy_whose_bytes_changed_is_refused_and_the_one_before_it_is_taken(
    premises: Premises, data: Path, clock: SetClock, places: Places
) -> None:
    older, newer = (copied(data, places, clock).copy for _ in range(2))
    with newer.path.open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff")
    with pytest.raises(CopyFailed, match="SHA-256"):
        check_copy(newer.path)
    assert newest_good(all_copies(places, data)) == older


def test_a_copy_without_its_slip_says_what_is_missing(
    premises: Premises, data: Path, clock: SetClock, places: Places
) -> None:
    made = copied(data, places, clock).copy
    slip_of(made.path).unlink()
    with pytest.raises(CopyFailed, match="its slip is missing"):
        read_copy(made.path)
    with pytest.raises(CopyFailed, match="no such copy"):
        read_copy(made.path.with_name("other.db"))


def test_a_slip_that_is_no_slip_is_refused(premises: Premises, data: Path, clock: SetClock, places: Places) -> None:
    made = copied(data, places, clock).copy
    for text in ("", "[]", "{}", json.dumps({**json.loads(slip_of(made.path).read_text()), "kind": "x"})):
        slip_of(made.path).write_text(text, encoding="utf-8")
        with pytest.raises(CopyFailed, match="not the slip"):
            read_copy(made.path)
    assert copies_in(places.folder, OFFICE) == []


def test_without_room_nothing_is_begun(premises: Premises, data: Path, clock: SetClock, stick: Path) -> None:
    with pytest.raises(CopyFailed, match="too little room"):
        put_by(data / FILE_NAME, Places(OFFICE, stick), occasion(clock))
    assert list(stick.iterdir()) == []


_SLOWLY = """
import sys
from pathlib import Path
from office.safekeeping import taking
from office.safekeeping.copies import Kind
from zoneinfo import ZoneInfo
taking.PAGES, taking.PAUSE_S = 1, 0.01
print("begun", flush=True)
why = taking.Occasion("thanh-son", Kind.NIGHTLY, 1_795_395_600_000, ZoneInfo("UTC"), "1.0")
taking.take_copy(Path(sys.argv[1]), Path(sys.argv[2]), why)
"""


def test_kill_9_in_a_copy_leaves_nothing_that_counts_and_the_next_one_clears_it_away(
    data: Path, clock: SetClock, places: Places
) -> None:
    with opened(data, clock) as premises:
        take(premises.desk)
    child = subprocess.Popen(
        [sys.executable, "-c", _SLOWLY, str(data / FILE_NAME), str(places.folder)], cwd=TOP, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"begun\n"
        while not list(places.folder.glob("*.partial")):
            assert child.poll() is None
            time.sleep(0.005)
        os.kill(child.pid, signal.SIGKILL)
        child.wait(10)
    assert copies_in(places.folder, OFFICE) == []
    made = copied(data, places, clock).copy
    assert sorted(path.suffix for path in places.folder.iterdir()) == [".db", ".json"]
    check_copy(made.path, chains=True)


def test_a_copy_brought_elsewhere_twice_is_one_copy(
    premises: Premises, data: Path, clock: SetClock, places: Places, tmp_path: Path
) -> None:
    made: Copy = copied(data, places, clock).copy
    (tmp_path / "elsewhere").mkdir()
    first, again = copy_to(made, tmp_path / "elsewhere"), copy_to(made, tmp_path / "elsewhere")
    assert first == again == replace(made, path=tmp_path / "elsewhere" / made.path.name)

"""A full disk: the ballast goes, the office finishes its day, the technician hears of it; with room it comes back."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.caretaker.part import Caretaker
from kiosk.config import Config
from kiosk.config.keeping import Backup
from office.clock import SetClock
from office.domain.refusals import StoreUnavailable
from office.premises import Premises
from office.safekeeping import damage
from office.safekeeping.ballast import FILE, Ballast
from office.safekeeping.checking import quick_trouble
from office.safekeeping.exchanging import Why, exchange
from office.safekeeping.places import Places, put_by
from office.store.engine import FILE_NAME
from tests.office_fixture import opened, take
from tests.safekeeping.making import OFFICE, occasion

MB = 1 << 20


@dataclass
class FullDisk:
    """An office whose data lies on a disk of 48 MB; eight of them are ballast."""

    premises: Premises
    caretaker: Caretaker
    path: Path

    @property
    def ballast(self) -> Path:
        return self.premises.data / FILE

    def fill(self) -> None:
        with (self.path / "films").open("ab", buffering=0) as file:
            for size in (65_536, 4_096, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    def clear(self) -> None:
        (self.path / "films").unlink()

    @property
    def condition(self) -> str | None:
        return {one["device"]: one["condition"] for one in self.premises.desk.state()["devices"]}.get("disk")


@pytest.fixture
def disk(small_disk: Path, clock: SetClock) -> Iterator[FullDisk]:
    with opened(small_disk / "data", clock) as premises:
        wiring = Config().at(data=premises.data).model_copy(update={"backup": Backup(ballast_mb=8)})
        yield FullDisk(premises, Caretaker(wiring, premises), small_disk)


def test_the_ballast_is_real_room(disk: FullDisk) -> None:
    disk.caretaker.look_round()
    assert disk.ballast.stat().st_blocks * 512 == disk.ballast.stat().st_size == 8 * MB
    assert disk.condition == "ok"


def test_on_a_full_disk_the_office_finishes_its_day_and_the_technician_hears_of_it(disk: FullDisk) -> None:
    disk.caretaker.look_round()
    disk.fill()
    given, refused = 0, 0
    while given < 100 and refused < 5:
        try:
            take(disk.premises.desk)
            given += 1
        except StoreUnavailable:
            refused += 1
    assert not disk.ballast.exists()
    assert refused <= 2, "only those whose act met the full disk; their next try had room"
    disk.caretaker.look_round()
    assert disk.condition == "full"
    disk.clear()
    disk.caretaker.look_round()
    assert (disk.condition, disk.ballast.exists()) == ("ok", True)


def test_a_disk_with_little_room_gives_it_up_before_anybody_is_refused(disk: FullDisk) -> None:
    disk.caretaker.look_round()
    (disk.path / "films").write_bytes(bytes(34 * MB))
    disk.caretaker.look_round()
    assert not disk.ballast.exists()
    assert take(disk.premises.desk)["number"] == "A001"


def test_a_full_disk_is_no_damage(disk: FullDisk) -> None:
    disk.fill()
    while True:
        try:
            take(disk.premises.desk)
        except StoreUnavailable:
            break
    assert disk.premises.damage.found is None
    assert not (disk.premises.data / damage.MARK).exists()


def test_a_copy_comes_back_even_where_older_sets_aside_fill_the_disk(disk: FullDisk) -> None:
    data = disk.premises.data
    places = Places(OFFICE, disk.path.with_name("copies"))
    made = put_by(data / FILE_NAME, places, occasion(SetClock())).copy
    (data / "aside" / "20200101-000000").mkdir(parents=True)
    (data / "aside" / "20200101-000000" / FILE_NAME).write_bytes(bytes(8 * MB))
    disk.fill()
    disk.premises.close()
    exchange(data, made, Why.BY_HAND, "by hand", 1)
    assert not (data / "aside" / "20200101-000000").exists()
    assert quick_trouble(data / FILE_NAME) is None


def test_on_a_read_only_disk_nothing_is_made_and_nothing_breaks(stick: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True, capture_output=True)
    ballast = Ballast(stick, MB)
    assert not ballast.hold()
    assert not ballast.give_up()


def test_where_none_is_wanted_or_there_is_no_room_none_is_made(stick: Path) -> None:
    assert not Ballast(stick, 0).hold()
    assert not Ballast(stick, 8 * MB).hold()
    assert Ballast(stick, MB).hold()
    assert not Ballast(stick, MB).hold(), "it is held already"

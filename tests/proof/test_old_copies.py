"""Old copies come back, disks are cloned and run full: nothing is written over, and what is wrong shows."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from district import figures
from district.times import wall_clock
from office.domain.refusals import StoreUnavailable
from tests.mosquitto import Mosquitto
from tests.office_fixture import ZONE
from tests.postgres import Cluster
from tests.proof.commune import Communes, MovedClock
from tests.proof.far_side import alarms, collecting, facts_there, maker_at, number, projected, rows, same, until
from tests.store.conftest import SmallDisk

pytestmark = [pytest.mark.needs("mosquitto", "postgres"), pytest.mark.slow]
OFFICE = "thanh-son"
NUMBERS = "SELECT number FROM ticket WHERE date = %s"


def test_s05_postgresql_is_restored_to_an_old_backup_and_refilled(
    cluster: Cluster, store: Engine, broker: Mosquitto, communes: Communes
) -> None:
    with collecting(store, maker_at(broker.port)):
        commune = communes()
        commune.serve()
        same(commune, store)
        cluster.stop()
        copy = cluster.back_up()
        cluster.start()
        commune.issue(60)
        commune.serve()
        same(commune, store)
        before = number(store, "SELECT count(*) FROM fact")
        cluster.stop()
        commune.issue(3)
        cluster.restore(copy)
        cluster.start()
        until(lambda: number(store, "SELECT count(*) FROM fact") >= before + 3)
        same(commune, store)
    assert alarms(store, OFFICE) == {}
    shutil.rmtree(copy)


@pytest.mark.parametrize("what", ["the database alone", "the whole machine"])
def test_s06_an_office_is_restored_to_an_old_copy(
    what: str, store: Engine, broker: Mosquitto, communes: Communes, tmp_path: Path
) -> None:
    """With the whole machine nothing beside the database remembers more than it does: only the district does."""
    with collecting(store, maker_at(broker.port)):
        commune = communes()
        commune.issue(5)
        commune.close()
        names = ("motcua.db",) if what == "the database alone" else ("motcua.db", "notebook.json")
        kept = {name: (commune.data / name).read_bytes() for name in names}
        commune = communes()
        commune.issue(30)
        same(commune, store)
        old, had = commune.stream, facts_there(store, OFFICE)
        commune.close()
        _put_back(commune.data, kept)
        commune = communes()
        until(lambda: commune.stream != old)
        given = commune.issue(3)
        until(commune.is_done)
        until(lambda: len(facts_there(store, OFFICE)) == len(had) + commune.seq)
        projected(store)
    now_there = facts_there(store, OFFICE)
    assert [row for row in now_there if row[0] == old] == had, "nothing of before was written over"
    assert given == ["A100", "A101", "A102"]
    numbers = [row[0] for row in rows(store, NUMBERS, _today())]
    assert len(set(numbers)) == len(numbers) == 38
    assert alarms(store, OFFICE) == {}


def test_s07_a_cloned_disk_and_both_machines_online(
    store: Engine, broker: Mosquitto, communes: Communes, tmp_path: Path
) -> None:
    with collecting(store, maker_at(broker.port)):
        first = communes(clock=MovedClock(boot="000000a1"))
        first.issue(10)
        same(first, store)
        first.close()
        shutil.copytree(first.data, tmp_path / "clone")
        first = communes(clock=MovedClock(boot="000000a2"))
        clone = communes(tmp_path / "clone", clock=MovedClock(boot="000000b1"))
        assert clone.stream != first.stream, "the copy knows that it is one"
        until(lambda: alarms(store, OFFICE).get("cloned"))
        first.issue(5)
        clone.issue(5)
        until(first.is_done)
        until(clone.is_done)
        projected(store)
        (seen,) = _figures(store)
        assert seen.alarms.clones > 0
        assert seen.alarms.forks == 0
    numbers = [row[0] for row in rows(store, NUMBERS, _today())]
    assert len(set(numbers)) == len(numbers) == 20


def test_s07_a_clone_that_does_not_know_that_it_is_one_is_a_fork(
    store: Engine, broker: Mosquitto, communes: Communes, tmp_path: Path
) -> None:
    """A copy block by block, with the notebook and the machine's id: it goes on in the same stream."""
    with collecting(store, maker_at(broker.port)):
        commune = communes()
        commune.issue(5)
        commune.close()
        kept = {name: (commune.data / name).read_bytes() for name in ("motcua.db", "notebook.json")}
        commune = communes()
        commune.issue(3)
        same(commune, store)
        had = facts_there(store, OFFICE)
        commune.close()
        _put_back(commune.data, kept)
        clone = communes(port=1)  # nobody answers there: it writes on alone
        clone.issue(8)
        clone.close()
        clone = communes()
        until(lambda: alarms(store, OFFICE).get("fork"))
        (seen,) = _figures(store)
        assert seen.alarms.forks > 0
    assert facts_there(store, OFFICE) == had, "nothing was written over"
    assert number(store, "SELECT count(*) FROM quarantine") > 0


def test_s08_the_disk_is_full(small_disk: SmallDisk, store: Engine, broker: Mosquitto, communes: Communes) -> None:
    with collecting(store, maker_at(broker.port)):
        commune = communes(small_disk.path, port=1)
        commune.issue(3)
        small_disk.fill()
        with pytest.raises(StoreUnavailable):
            commune.issue(300)
        commune.close()
        small_disk.make_room()
        commune = communes(small_disk.path)
        small_disk.fill()
        until(lambda: number(store, "SELECT coalesce(max(complete_to), 0) FROM head") >= commune.seq)
        small_disk.make_room()
        commune.issue(1)
        same(commune, store)


def _put_back(data: Path, kept: dict[str, bytes]) -> None:
    """The bytes of before into the same files, as a snapshot does it: no inode changes."""
    for path in data.glob("motcua.db-*"):
        path.unlink()
    for name, content in kept.items():
        with (data / name).open("r+b") as file:
            file.truncate(0)
            file.write(content)


def _figures(store: Engine) -> list[figures.OfficeFigures]:
    with store.connect() as conn:
        return figures.offices(conn, wall_clock(), ZONE)


def _today() -> str:
    return MovedClock().now().date(ZONE).isoformat()

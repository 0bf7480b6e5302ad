"""The same over the LAN: a full disk answers 503 with a sentence for people, and the office goes on with room."""

from pathlib import Path
from uuid import uuid4

import pytest

from tests.durability.running import Caller, Reply, prepare, running, wiring
from tests.store.conftest import SmallDisk


def _until_full(caller: Caller) -> Reply:
    for _ in range(300):
        reply = caller.post("/tickets", service="A")
        if reply.status != 201:
            return reply
    pytest.fail("the disk never got full")


def test_a_full_disk_is_one_calm_answer_and_no_end(tmp_path: Path, small_disk: SmallDisk) -> None:
    config, data = wiring(tmp_path), small_disk.path / "data"
    token = prepare(config, data)["screen"]
    with running(config, data) as office:
        caller, once = office.caller(token), str(uuid4())
        small_disk.fill()
        reply = _until_full(caller)
        assert (reply.status, reply.code) == (503, "store_unavailable")
        assert "Traceback" not in str(reply.body)
        assert caller.post("/tickets", service="A", request_id=once).status == 503
        assert caller.get("/health").status == 200
        waiting = caller.get("/state").body["services"][0]["waiting"]
        small_disk.make_room()
        given = caller.post("/tickets", service="A", request_id=once)
        assert (given.status, given.body["number"]) == (201, f"A{waiting + 1:03d}")
        caller.close()
        assert office.stop()[0] == 0


def test_a_service_on_a_read_only_disk_ends_with_one_line(tmp_path: Path, small_disk: SmallDisk) -> None:
    config, data = wiring(tmp_path), small_disk.path / "data"
    prepare(config, data)
    small_disk.make_read_only()
    with running(config, data, start=False) as office:
        office.launch()
        assert office.wait(20) == 3
    assert [line for line in office.log if line] == [f"REFUSED DataUnusable {data}: Read-only file system"]

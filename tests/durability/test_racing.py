"""Ten at once: no number twice, nobody called twice, a retry is one act."""

import statistics
import time
from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from tests.durability.running import Caller, Office, prepare, running, together, wiring

TEN = range(1, 11)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str]]:
    """A running office of ten counters, and the token of a screen."""
    folder = tmp_path_factory.mktemp("racing")
    config, data = wiring(folder, counters=10), folder / "data"
    token = prepare(config, data)["screen"]
    with running(config, data) as office:
        yield office, token


def _issue(office: Office, token: str, service: str, times: int) -> list[tuple[str, float]]:
    caller, given = office.caller(token), list[tuple[str, float]]()
    for _ in range(times):
        began = time.perf_counter()
        reply = caller.post("/tickets", service=service)
        given.append((reply.body["number"], time.perf_counter() - began))
        assert reply.status == 201
    caller.close()
    return given


def test_ten_clients_racing_get_each_number_once(office: tuple[Office, str]) -> None:
    results = together(*(partial(_issue, *office, "B", 20) for _ in TEN))
    numbers = [number for given in results for number, _ in given]
    print(f"issue with 10 clients: p50 {statistics.median(s for g in results for _, s in g) * 1000:.1f} ms")
    assert sorted(numbers) == [f"B{place:03d}" for place in range(1, 201)]


def test_the_same_request_from_ten_clients_is_one_ticket(office: tuple[Office, str]) -> None:
    once = str(uuid4())

    def ask() -> Any:
        caller = office[0].caller(office[1])
        reply = caller.post("/tickets", service="A", request_id=once)
        caller.close()
        return reply

    replies = together(*(ask for _ in TEN))
    assert {reply.status for reply in replies} == {201}
    assert len({(reply.body["id"], reply.body["number"]) for reply in replies}) == 1


@pytest.fixture(scope="module")
def clerks(office: tuple[Office, str]) -> Iterator[dict[int, Caller]]:
    found = {number: office[0].caller() for number in TEN}
    for number, caller in found.items():
        caller.sign_in(f"c{number}", number)
    yield found
    for caller in found.values():
        caller.close()


def _press_until_nobody_waits(caller: Caller, counter: int, *, expects: bool) -> list[int]:
    called, standing = list[int](), None
    while True:
        seen = {"expect": standing} if expects else {}
        reply = caller.post(f"/counters/{counter}/next", **seen)
        assert reply.status == 200, reply
        if reply.body["ticket"] is None:
            return called
        standing = reply.body["ticket"]["id"]
        called.append(standing)


@pytest.mark.parametrize("expects", [False, True], ids=["without expect", "with expect"])
def test_ten_clerks_racing_call_everybody_once(
    office: tuple[Office, str], clerks: dict[int, Caller], expects: bool
) -> None:
    together(*(partial(_issue, *office, "A", 8) for _ in TEN))
    waiting = {one["id"] for one in clerks[1].get("/counters/1/line").body["waiting"]}
    assert len(waiting) >= 80
    results = together(
        *(partial(_press_until_nobody_waits, caller, n, expects=expects) for n, caller in clerks.items())
    )
    called = [ticket for one in results for ticket in one]
    assert len(called) == len(set(called))
    assert set(called) == waiting
    assert sum(1 for one in results if one) > 1  # it was a race


def test_a_bouncing_key_skips_nobody(office: tuple[Office, str], clerks: dict[int, Caller]) -> None:
    """Ten presses at one counter, each saying whom it saw: one is carried out, nine are stale."""
    _issue(*office, "A", 3)

    def press() -> Any:
        caller = office[0].caller(clerks[1].token)
        reply = caller.post("/counters/1/next", expect=None)
        caller.close()
        return reply

    replies = together(*(press for _ in TEN))
    assert sorted(reply.status for reply in replies) == [200] + [409] * 9
    assert {reply.code for reply in replies if reply.status == 409} == {"stale"}
    state = clerks[1].get("/state").body
    assert state["counters"][0]["ticket"]["id"] == next(r.body["ticket"]["id"] for r in replies if r.status == 200)
    assert len(clerks[1].get("/counters/1/line").body["waiting"]) == 2

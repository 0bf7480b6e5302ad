"""The live stream on a real server: what happens is heard at once, by whom it may, and nothing is lost in between."""

import asyncio
import http.client
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.web.api.live import Live
from tests.api.conftest import Api, code, opened_api
from tests.asking import told
from tests.office_fixture import HEAD, rid
from tests.web.conftest import served


@dataclass
class Event:
    name: str
    data: dict[str, Any]
    id: str | None


class Listening:
    """One open stream, read event by event; a comment is not an event."""

    def __init__(self, address: tuple[str, int], token: str, query: str = "", **headers: str) -> None:
        self.line = http.client.HTTPConnection(*address, timeout=10)
        self.line.request("GET", f"/api/v1/live{query}", headers={"Authorization": f"Bearer {token}", **headers})
        self.answer = self.line.getresponse()
        self.last_id: str | None = None

    def next(self) -> Event | None:
        """None at the end of the stream."""
        fields: dict[str, str] = {}
        while raw := self.answer.readline():
            text = raw.decode().rstrip("\n")
            if not text and "data" in fields:
                self.last_id = fields.get("id", self.last_id)
                return Event(fields["event"], json.loads(fields["data"]), fields.get("id"))
            if not text:
                fields = {}
                continue
            name, _, value = text.partition(": ")
            fields[name] = value
        return None

    def until(self, name: str) -> Event:
        while (event := self.next()) is not None:
            if event.name == name:
                return event
        raise AssertionError(f"the stream ended without {name}")

    def facts(self, count: int) -> list[dict[str, Any]]:
        return [self.until("fact").data for _ in range(count)]

    def close(self) -> None:
        self.answer.close()
        self.line.close()


@pytest.fixture
def address(api: Api) -> Iterator[tuple[str, int]]:
    with served(api.app) as found:
        yield found


def test_state_on_connect_then_each_fact_then_the_state(api: Api, address: tuple[str, int]) -> None:
    hall = Listening(address, api.token("hall"))
    first = hall.until("state")
    assert len(api.app.state.live.devices()) == 1
    assert first.data["seq"] == api.seq
    assert first.id == f"{api.premises.desk.stream}:{api.seq}"
    number = api.take()["number"]
    fact = hall.next()
    assert fact is not None
    assert (fact.name, fact.data["kind"], fact.data["fact"]["number"]) == ("fact", "ticket.issued", number)
    assert fact.id == f"{api.premises.desk.stream}:{api.seq}"
    after = hall.next()
    assert after is not None
    assert (after.name, after.data["seq"]) == ("state", api.seq)
    hall.close()


def test_a_fact_is_heard_soon_after_it_happened(api: Api, address: tuple[str, int]) -> None:
    hall = Listening(address, api.token("hall"))
    hall.until("state")
    times = []
    for _ in range(10):
        begun = time.monotonic()
        api.take()
        hall.until("fact")
        times.append(time.monotonic() - begun)
    assert sorted(times)[5] < 0.2
    hall.close()


@pytest.mark.parametrize("way", ["header", "query"])
def test_who_comes_back_gets_what_was_missed_and_then_the_state(api: Api, address: tuple[str, int], way: str) -> None:
    hall = Listening(address, api.token("hall"))
    hall.until("state")
    api.take()
    hall.until("fact")
    last = hall.last_id
    assert last is not None
    hall.close()
    missed = [api.take()["number"] for _ in range(3)]
    again = (
        Listening(address, api.token("hall"), **{"Last-Event-ID": last})
        if way == "header"
        else Listening(address, api.token("hall"), f"?last_event_id={last}")
    )
    first = again.next()
    assert first is not None
    assert first.name == "state"
    assert [fact["fact"]["number"] for fact in again.facts(3)] == missed
    final = again.next()
    assert final is not None
    assert (final.name, final.data["seq"]) == ("state", api.seq)
    new = api.take()["number"]
    assert again.facts(1)[0]["fact"]["number"] == new
    again.close()


def test_a_long_absence_is_made_up_in_order_without_gap_or_double(api: Api, address: tuple[str, int]) -> None:
    stream, before = api.premises.desk.stream, api.seq
    for _ in range(1_100):
        api.premises.desk.report_device(device="printer", condition="ok", detail=rid())
    head = Listening(address, api.token("head"), **{"Last-Event-ID": f"{stream}:{before}"})
    api.take()
    seqs = [fact["seq"] for fact in head.facts(api.seq - before)]
    assert seqs == list(range(before + 1, api.seq + 1))
    head.close()


@pytest.mark.parametrize(
    "last",
    [
        "",
        "x",
        "other:3",
        ":",
        "{stream}:",
        "{stream}:-1",
        "{stream}:٣",
        "{stream}:99999999999999999999",
        "{stream}:999999",
    ],
)
def test_an_id_of_another_journal_begins_anew(api: Api, address: tuple[str, int], last: str) -> None:
    said = last.format(stream=api.premises.desk.stream)
    hall = Listening(address, api.token("hall"), **{"Last-Event-ID": said.encode().decode("latin-1")})
    assert hall.until("state").data["seq"] == api.seq
    number = api.take()["number"]
    assert hall.facts(1)[0]["fact"]["number"] == number
    hall.close()


@pytest.mark.parametrize("role", ["hall", "touch", "screen", "rate:1", "counter:1", "clerk"])
def test_screens_and_clerks_hear_nothing_of_ratings(api: Api, address: tuple[str, int], role: str) -> None:
    before = f"{api.premises.desk.stream}:{api.seq}"
    ticket = api.take()["id"]
    api.seat("chi", 1)
    listeners = [Listening(address, api.token(one)) for one in (role, "head", "inspector")]
    for one in listeners:
        one.until("state")
    for act in ("next", "start", "finish"):
        assert api.post("chi", f"/counters/1/{act}").status_code == 200
    api.clock.advance(1_000)
    assert api.post("rate:1", f"/tickets/{ticket}/rating", level=1, channel="tablet").status_code == 201
    last = api.take()["number"]
    kinds: list[list[str]] = []
    for one in listeners:
        heard: list[str] = []
        while True:
            fact = one.until("fact").data
            heard.append(fact["kind"])
            if fact["kind"] == "ticket.issued" and fact["fact"]["number"] == last:
                break
        kinds.append(heard)
        one.close()
    screen, head, inspector = kinds
    assert "rating.given" in head
    assert head == inspector
    assert [kind for kind in head if not kind.startswith("rating.")] == screen
    again = Listening(address, api.token(role), **{"Last-Event-ID": before})
    replayed = [fact["kind"] for fact in again.facts(4)]
    assert not [kind for kind in replayed if kind.startswith(("rating.", "person."))]
    again.close()


def test_many_facts_are_all_told_but_the_state_at_most_five_times_a_second(api: Api, address: tuple[str, int]) -> None:
    hall = Listening(address, api.token("hall"))
    hall.until("state")
    begun = time.monotonic()
    for _ in range(60):
        api.take()
    facts = states = 0
    while True:
        event = hall.next()
        assert event is not None
        facts += event.name == "fact"
        states += event.name == "state"
        if event.name == "state" and event.data["seq"] == api.seq:
            break
    assert facts == 60
    assert states <= 5 * (time.monotonic() - begun) + 2
    hall.close()


def test_a_hundred_listeners_hear_it_all(api: Api, address: tuple[str, int]) -> None:
    token, count = api.token("hall"), 100

    async def listen(ready: asyncio.Barrier) -> int:
        reader, writer = await asyncio.open_connection(*address)
        writer.write(f"GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        await reader.readuntil(b"event: state")
        await ready.wait()
        heard = 0
        while heard < 5:
            heard += (await reader.readline()).startswith(b"event: fact")
        writer.close()
        return heard

    async def story() -> list[int]:
        ready = asyncio.Barrier(count + 1)
        tasks = [asyncio.create_task(listen(ready)) for _ in range(count)]
        await ready.wait()
        for _ in range(5):
            await asyncio.to_thread(api.take)
        return await asyncio.wait_for(asyncio.gather(*tasks), 10)

    assert told(story) == [5] * count


def test_strangers_and_technicians_hear_nothing(api: Api, address: tuple[str, int]) -> None:
    for token, status in (("wrong", 401), (api.token("technician"), 403)):
        refused = Listening(address, token)
        assert refused.answer.status == status
        refused.close()


def test_streams_end_when_the_service_goes_down(api: Api, address: tuple[str, int]) -> None:
    hall = Listening(address, api.token("hall"))
    hall.until("state")
    begun = time.monotonic()
    api.app.state.live.end()
    assert hall.next() is None
    assert time.monotonic() - begun < 1
    hall.close()
    assert code(api.get("hall", "/live")) == (503, "shutting_down")
    api.take()  # the desk goes on without listeners


def test_a_revoked_screen_is_cut_off(api: Api) -> None:
    api.app.state.live = Live(api.premises.desk, api.premises.doors, look_every_s=0.1)
    added = api.post("head", "/admin/devices", role="hall", name="Sảnh").json()
    with served(api.app) as address:
        hall = Listening(address, added["token"])
        other = Listening(address, api.token("touch"))
        hall.until("state")
        other.until("state")
        api.premises.doors.revoke_device(HEAD, rid(), device=added["id"])
        while hall.next() is not None:
            pass
        api.take()
        assert [fact["kind"] for fact in other.facts(2)] == ["device.revoked", "ticket.issued"]
        hall.close()
        other.close()


def test_what_time_alone_changes_is_told_too(tmp_path: Path) -> None:
    until_half_past_eight = (((0, 8 * 60 + 30),),) * 7
    with opened_api(tmp_path, weekly=until_half_past_eight) as api:
        api.app.state.live = Live(api.premises.desk, api.premises.doors, look_every_s=0.1)
        with served(api.app) as address:
            hall = Listening(address, api.token("hall"))
            assert hall.until("state").data["services"][0]["open"] is True
            api.clock.advance(30 * 60_000)
            while hall.until("state").data["services"][0]["open"]:
                pass
            hall.close()


def test_nothing_is_told_while_nothing_changes(api: Api) -> None:
    api.app.state.live = Live(api.premises.desk, api.premises.doors, look_every_s=0.05)
    with served(api.app) as address:
        hall = Listening(address, api.token("hall"))
        hall.until("state")
        time.sleep(0.4)
        api.take()
        names = []
        while (event := hall.next()) is not None and event.name == "state":
            names.append(event.name)
        assert len(names) <= 1  # the first look has nothing to compare with
        hall.close()


def test_a_page_whose_person_signs_in_elsewhere_is_cut_off_at_once(api: Api) -> None:
    api.app.state.live = Live(api.premises.desk, api.premises.doors, look_every_s=600)
    api.seat("an", 1)
    with served(api.app) as address:
        page = Listening(address, api.token("an"))
        other = Listening(address, api.token("touch"))
        page.until("state")
        other.until("state")
        api.premises.doors.sign_in("an", 1, api.premises.doors.fresh_keys())
        while page.next() is not None:
            pass
        assert code(api.get("an", "/live")) == (401, "taken_over")
        assert [fact["kind"] for fact in other.facts(1)] == ["counter.taken_over"]
        page.close()
        other.close()


def test_a_note_is_heard_of_only_by_those_who_hear_everything(api: Api) -> None:
    ticket = api.take()["id"]
    with served(api.app) as address:
        clerk, head = Listening(address, api.token("clerk")), Listening(address, api.token("head"))
        clerk.until("state")
        head.until("state")
        api.post("clerk", f"/tickets/{ticket}/note", text="Bổ sung bản sao")
        api.take()
        assert [fact["kind"] for fact in head.facts(2)] == ["ticket.noted", "ticket.issued"]
        assert [fact["kind"] for fact in clerk.facts(1)] == ["ticket.issued"]
        clerk.close()
        head.close()

"""A screen hears every fact once and in order, through lost lines and restarts of the office."""

import threading
import time
from collections.abc import Callable, Sequence

from office.journal import FactView
from office.remote import Asking, Hearing, RemoteOffice
from office.remote.hearing import events, lines_of
from office.views import StateView
from tests.office_fixture import rid, take
from tests.remote.conftest import House, remote
from tests.remote.plug import Plug


def wait_until(true: Callable[[], object], deadline_s: float = 15.0) -> None:
    until = time.monotonic() + deadline_s
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


class Ear:
    """Everything that a screen was told."""

    def __init__(self, office: RemoteOffice) -> None:
        self.facts = list[FactView]()
        self.states = list[StateView]()
        self.presences = list[bool]()
        office.on_facts(self.hear)
        office.on_state(self.states.append)
        office.on_presence(self.presences.append)

    def hear(self, facts: Sequence[FactView]) -> None:
        self.facts.extend(facts)

    @property
    def issued(self) -> list[str]:
        return [fact["fact"]["number"] for fact in self.facts if fact["kind"] == "ticket.issued"]


def test_a_state_comes_first_then_every_fact_then_the_state_after_it(house: House) -> None:
    with remote(house) as office:
        ear = Ear(office)
        wait_until(lambda: office.present)
        take(house.premises.desk)
        wait_until(lambda: ear.issued == ["A001"])
        wait_until(lambda: ear.states and ear.states[-1]["services"][0]["waiting"] == 1)
        assert ear.presences[-1:] == [True]
        assert office.state()["services"][0]["waiting"] == 1


def test_facts_of_a_lost_line_are_made_up_for_and_none_comes_twice(house: House) -> None:
    with Plug(house.port) as plug:
        office = RemoteOffice(plug.url, house.token)
        ear = Ear(office)
        office.start()
        wait_until(lambda: office.present)
        for place in range(1, 4):
            take(house.premises.desk)
            wait_until(lambda n=place: len(ear.issued) == 2 * n - 1)  # type: ignore[misc]
            plug.cut()
            take(house.premises.desk, "B")
        wait_until(lambda: len(ear.issued) >= 6)
        take(house.premises.desk, "T")
        wait_until(lambda: "T001" in ear.issued)
        office.close()
    assert ear.issued == ["A001", "B001", "A002", "B002", "A003", "B003", "T001"]
    seqs = [fact["seq"] for fact in ear.facts]
    assert seqs == sorted(set(seqs))
    assert False in ear.presences


def test_a_line_that_fell_silent_is_given_up_and_found_again(house: House) -> None:
    with Plug(house.port) as plug:
        hearing = Hearing(Asking(plug.url, house.token), silence_s=0.5)
        presences = list[bool]()
        hearing.on_presence(presences.append)
        hearing.start()
        wait_until(lambda: hearing.present)
        plug.dead = True
        wait_until(lambda: not hearing.present)
        plug.dead = False
        wait_until(lambda: presences[-1:] == [True])
        hearing.stop()
        hearing.asking.close()


def test_an_office_that_restarts_is_found_again(house: House) -> None:
    with remote(house) as office:
        ear = Ear(office)
        wait_until(lambda: office.present)
        house.shut()
        wait_until(lambda: not office.present)
        take(house.premises.desk)
        house.open()
        wait_until(lambda: office.present and ear.issued == ["A001"])
        assert ear.presences == [True, False, True]


def test_a_listener_that_stumbles_keeps_nobody_from_hearing(house: House) -> None:
    with remote(house) as office:

        def stumble(_facts: Sequence[FactView]) -> None:
            raise ValueError("a view that cannot draw this")

        office.on_facts(stumble)
        ear = Ear(office)
        wait_until(lambda: office.present)
        take(house.premises.desk)
        take(house.premises.desk)
        wait_until(lambda: ear.issued == ["A001", "A002"])
        assert False not in ear.presences


def test_closing_wakes_the_thread_that_listens(house: House) -> None:
    office = RemoteOffice(house.url, house.token)
    office.start()
    wait_until(lambda: office.present)
    begun = time.monotonic()
    office.close()
    assert time.monotonic() - begun < 1
    assert "hearing" not in {thread.name for thread in threading.enumerate()}


def test_a_screen_hears_no_single_rating(house: House) -> None:
    with remote(house) as office:
        ear = Ear(office)
        wait_until(lambda: office.present)
        desk, an = house.premises.desk, house.seat("an", 1)
        take(desk)
        for act in (desk.call_next, desk.start, desk.finish):
            act(an, rid(), counter=1)
        wait_until(lambda: any(fact["kind"] == "ticket.finished" for fact in ear.facts))
        take(desk, "T")
        wait_until(lambda: "T001" in ear.issued)
        assert not [fact for fact in ear.facts if fact["kind"].startswith("rating.")]


def test_events_are_read_as_the_standard_says() -> None:
    text = (
        b'retry: 5\n\nid: s:3\nevent: state\ndata: {"a":\ndata: 1}\n\n: alive\n\nid: s:4\nevent:fact\ndata:x\n\ndata: '
    )
    pieces = [text[place : place + 3] for place in range(0, len(text), 3)]
    assert list(events(lines_of(pieces))) == [("s:3", "state", '{"a":\n1}'), ("s:4", "fact", "x")]


def test_a_strange_line_end_inside_a_name_is_no_line_end() -> None:
    text = 'event: fact\ndata: "Quầy\u20281"\n\n'.encode()
    assert list(events(lines_of([text]))) == [("", "fact", '"Quầy\u20281"')]

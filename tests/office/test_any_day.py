"""Any day at the office: whatever clerks and citizens do, in any order, desk and rules agree.

Every act goes to the desk (on a real SQLite file) and to a second telling of the rules. What these refuse, the desk
must refuse too, and then nothing at all may have changed.
"""

import contextlib
import json
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from office.domain.refusals import Refusal, TooEarly
from office.domain.ticket import State
from tests import properties
from tests.office.at_work import Json, Office, working
from tests.office.second_telling import Telling
from tests.office.told_people import PressedTooEarly, Refused
from tests.office_fixture import FIRST, HEAD, SCREEN, TOUCH, fill_with, rid

COUNTERS = st.integers(1, 3)
SERVICES = st.sampled_from(["A", "B", "T"])
CLERKS = st.sampled_from(["an", "chi", "dung"])
PICKS = st.integers(0, 30)
LEGAL: dict[str, set[tuple[str | None, str]]] = {
    "issued": {(None, "waiting")},
    "called": {("waiting", "called")},
    "recalled": {("called", "called")},
    "started": {("called", "serving")},
    "finished": {("serving", "done")},
    "no_show": {("called", "no_show")},
    "parked": {("called", "parked"), ("serving", "parked")},
    "transferred": {("called", "waiting"), ("serving", "waiting")},
    "returned": {("no_show", "waiting"), ("parked", "waiting")},
    "cancelled": {("waiting", "cancelled")},
    "prioritised": {("waiting", "waiting")},
    "expired": {("waiting", "expired"), ("parked", "expired"), ("no_show", "expired")},
    "continued": {("serving", "serving")},
    "noted": {(state, state) for state in State},
    "times_marked": {(state, state) for state in State},
    "undone": {
        *(("called", "waiting"), ("called", "parked"), ("called", "no_show")),
        *(("done", "serving"), ("done", "called"), ("no_show", "called")),
        *(("waiting", "called"), ("waiting", "serving"), ("cancelled", "waiting")),
        *(("serving", "called"), ("serving", "serving")),
    },
}


class AnyDay(RuleBasedStateMachine):
    office: Office
    told: Telling

    @initialize(calling_rule=st.sampled_from(["fifo", "strict", "interleaved"]), interleave=st.integers(2, 5))
    def open_the_office(self, calling_rule: str, interleave: int) -> None:
        self.leaving = contextlib.ExitStack()
        first = fill_with(rule=calling_rule, interleave=interleave)
        self.office = self.leaving.enter_context(working(first))
        counters = {c.number: c for c in FIRST.counters}
        self.told = Telling(counters, first.calling, lambda: self.office.clock.now().mono)
        for clerk, counter in (("an", 1), ("chi", 2), ("dung", 3)):
            self.told.sit(clerk, counter)
        self.heard = self.office.desk.seq
        self.states: dict[str, str] = {}
        self.dates: set[tuple[str, str]] = set()

    def teardown(self) -> None:
        self.leaving.close()

    def both(self, tell: Callable[[], Any], do: Callable[[], Any]) -> tuple[Any, Any] | None:
        """What the rules tell and what the desk answers; None when both refuse."""
        try:
            told = tell()
        except Refused:
            self._is_refused(do)
            return None
        return told, do()

    def _is_refused(self, do: Callable[[], Any]) -> None:
        before = self.office.everything()
        try:
            do()
        except Refusal:
            assert self.office.everything() == before
        else:
            raise AssertionError("the desk did what the rules refuse")

    def _somebody(self, pick: int) -> Json | None:
        """Any ticket of the running day."""
        ids = sorted(self.told.people)
        return {"id": ids[pick % len(ids)]} if ids else None

    # --- citizens ---
    @rule(service=SERVICES, priority=st.booleans())
    def take_a_number(self, service: str, priority: bool) -> None:
        made = self.office.take(service, priority=priority)
        self.told.issue(made["id"], made["number"], service, priority)
        assert made["ahead"] == self.told.ahead(self.told.people[made["id"]])

    @rule(pick=PICKS)
    def give_it_back_at_the_screen(self, pick: int) -> None:
        if (one := self._somebody(pick)) is not None:
            self.both(lambda: self.told.cancel(one["id"], None), lambda: self.office.cancel(one, by=TOUCH))

    @rule(pick=PICKS, level=st.integers(1, 4))
    def rate(self, pick: int, level: int) -> None:
        tickets = sorted(self.told.windows) or sorted(self.told.people)
        if not tickets:
            return
        one = tickets[pick % len(tickets)]
        try:
            first = self.told.rate(one)
        except PressedTooEarly:
            before = self.office.restorable()
            with pytest.raises(TooEarly):
                self.office.rate({"id": one}, level)
            assert self.office.restorable() == before
        except Refused:
            self._is_refused(lambda: self.office.rate({"id": one}, level))
        else:
            answer = self.office.desk.rate(SCREEN, rid(), ticket=one, level=level, channel="touch")
            assert (answer.created, answer.body["level"]) == (first, level)

    @rule(pick=PICKS)
    def decline(self, pick: int) -> None:
        tickets = sorted(self.told.windows)
        if tickets:
            one = tickets[pick % len(tickets)]
            self.both(
                lambda: self.told.decline(one), lambda: self.office.desk.decline_rating(SCREEN, rid(), ticket=one)
            )

    # --- clerks ---
    @rule(counter=COUNTERS)
    def next(self, counter: int) -> None:
        both = self.both(lambda: self.told.next(counter), lambda: self.office.next(counter))
        if both is not None:
            (finished, called), answer = both
            assert (answer["finished"] or {}).get("id") == finished
            assert (answer["ticket"] or {}).get("id") == called

    @rule(counter=COUNTERS, pick=PICKS)
    def call_by_number(self, counter: int, pick: int) -> None:
        if (one := self._somebody(pick)) is not None:
            number = self.told.people[one["id"]].number
            self.both(lambda: self.told.call(counter, one["id"]), lambda: self.office.call(number, counter))

    @rule(counter=COUNTERS, act=st.sampled_from(["start", "start", "finish", "recall", "park", "no_show"]))
    def act_on_who_stands_there(self, counter: int, act: str) -> None:
        self.both(lambda: getattr(self.told, act)(counter), lambda: getattr(self.office, act)(counter))

    @rule(counter=COUNTERS, service=SERVICES)
    def go_on_with_another_service(self, counter: int, service: str) -> None:
        self.both(lambda: self.told.continue_with(counter, service), lambda: self.office.go_on(service, counter))

    @rule(pick=PICKS, text=st.sampled_from(["", "Thiếu bản sao", "Gọi lại 0912 345 678"]), inexact=st.booleans())
    def write_something_about_somebody(self, pick: int, text: str, inexact: bool) -> None:
        """Changes nothing that happens to anybody, and keeps nobody from undoing."""
        if (one := self._somebody(pick)) is None:
            return
        self.office.desk.note(HEAD, rid(), ticket=one["id"], text=text)
        if self.office.ticket(one)["called_at"] is not None:
            self.office.desk.mark_times(HEAD, rid(), ticket=one["id"], inexact=inexact)

    @rule(counter=COUNTERS)
    def wait_for_one_who_does_not_come(self, counter: int) -> None:
        for _ in range(2):
            self.act_on_who_stands_there(counter, "recall")
        self.office.clock.advance(60_000)
        self.act_on_who_stands_there(counter, "no_show")

    @rule(counter=COUNTERS, pick=PICKS, service=st.none() | SERVICES, to=COUNTERS, data=st.data())
    def transfer(self, counter: int, pick: int, service: str | None, to: int, data: st.DataObject) -> None:
        if counter not in self.told.seats:
            return
        here = self.told.standing(counter)
        one = {"id": here.id} if here is not None else self._somebody(pick)
        if one is None:
            return
        position = data.draw(st.sampled_from(["arrival", "front", "back"]))
        goal = None if service else to
        self.both(
            lambda: self.told.transfer(counter, one["id"], service, goal, position),
            lambda: self.office.send(one, by=counter, service=service, counter=goal, position=position),
        )

    @rule(pick=PICKS)
    def bring_back(self, pick: int) -> None:
        aside = [p.id for p in self.told.people.values() if p.state in ("parked", "no_show")]
        one = {"id": aside[pick % len(aside)]} if aside else self._somebody(pick)
        if one is not None:
            self.both(lambda: self.told.bring_back(one["id"]), lambda: self.office.bring_back(one))

    @rule(counter=COUNTERS, pick=PICKS)
    def cancel_for_somebody(self, counter: int, pick: int) -> None:
        one = self._somebody(pick)
        if one is not None and counter in self.told.seats:
            by = self.office.people[counter]
            self.both(lambda: self.told.cancel(one["id"], counter), lambda: self.office.cancel(one, by=by))

    @rule(pick=PICKS, priority=st.booleans())
    def give_priority(self, pick: int, priority: bool) -> None:
        one = self._somebody(pick)
        if one is not None:
            self.both(
                lambda: self.told.prioritise(one["id"], priority),
                lambda: self.office.desk.set_priority(HEAD, rid(), ticket=one["id"], priority=priority),
            )

    @rule(counter=COUNTERS)
    def undo(self, counter: int) -> None:
        assert (self.office.desk.line(counter)["undo"] is not None) == self.told.can_undo(counter)
        self.both(lambda: self.told.undo(counter), lambda: self.office.undo(counter))

    @rule(counter=COUNTERS, act=st.sampled_from(["next", "finish", "no_show"]))
    def slip_and_undo(self, counter: int, act: str) -> None:
        self.let_the_timer_run()
        before = self.office.restorable()
        try:
            done = self.both(lambda: getattr(self.told, act)(counter), lambda: getattr(self.office, act)(counter))
        finally:
            changed = self.office.restorable() != before
        if done is not None and changed:
            self.undo(counter)
            assert self.office.restorable() == before

    @rule(clerk=CLERKS, counter=COUNTERS)
    def sit_down(self, clerk: str, counter: int) -> None:
        self.both(lambda: self.told.sit(clerk, counter), lambda: self.office.sit(clerk, counter))

    @rule(counter=COUNTERS)
    def leave(self, counter: int) -> None:
        if counter not in self.told.seats:
            return
        doors, keys = self.office.premises.doors, self.office.premises.doors.fresh_keys()
        actor = doors.sign_in(self.told.seats[counter], counter, keys)
        self.both(lambda: self.told.leave(counter), lambda: doors.sign_out(actor, keys.token))

    @rule(counter=COUNTERS)
    def pause_or_resume(self, counter: int) -> None:
        act = "resume" if counter in self.told.paused else "pause"
        self.both(lambda: getattr(self.told, act)(counter), lambda: getattr(self.office, act)(counter))

    @rule(counter=COUNTERS)
    def look_at_the_line(self, counter: int) -> None:
        shown = self.office.desk.line(counter)["waiting"]
        assert [one["id"] for one in shown] == self.told.order([self.told.counters[counter]])
        for one in shown:
            assert one["ahead"] == self.told.ahead(self.told.people[one["id"]])

    # --- time ---
    @rule(ms=st.sampled_from([300, 700, 4_000, 6_000, 11_000, 46_000, 31 * 60_000]))
    def time_passes(self, ms: int) -> None:
        self.office.clock.advance(ms)

    @rule()
    def let_the_timer_run(self) -> None:
        self.office.desk.tick()
        self.told.time_passes()

    @precondition(lambda self: len(cast("AnyDay", self).told.people) > 4)
    @rule()
    def close_the_day_and_open_another(self) -> None:
        both = self.both(self.told.close_day, lambda: self.office.desk.close_day(HEAD, rid()))
        if both is not None:
            self.office.desk.open_day(HEAD, rid())

    # --- what is always true ---
    @invariant()
    def every_ticket_is_where_the_rules_say(self) -> None:
        rows = {row["id"]: row for row in self.office.rows("ticket")}
        people = {p.id: p for p in (*self.told.gone, *self.told.people.values())}
        assert {key: row["state"] for key, row in rows.items()} == {key: p.state for key, p in people.items()}
        for one in self.told.people.values():
            row = rows[one.id]
            assert (row["number"], row["service"], bool(row["priority"])) == (one.number, one.service, one.priority)
            assert tuple(part["service"] for part in json.loads(row["parts"] or "[]")) == one.given
            if one.state in ("called", "serving"):
                assert (row["counter"], row["calls"]) == (one.counter, one.calls)

    @invariant()
    def the_line_in_memory_is_the_line_on_the_file(self) -> None:
        assert self.office.line_kept() == self.office.line_on_file()

    @invariant()
    def every_window_is_as_the_rules_say(self) -> None:
        shown = {c["number"]: c["rating"] for c in self.office.desk.state()["counters"]}
        told = {counter: self.told.open_window(counter) for counter in shown}
        assert {counter: window and window["ticket"] for counter, window in shown.items()} == told

    @invariant()
    def the_journal_tells_only_legal_steps_and_each_number_once(self) -> None:
        facts = self.office.desk.facts_after(self.heard, 10_000)
        assert [fact["seq"] for fact in facts] == list(range(self.heard + 1, self.office.desk.seq + 1))
        self.heard = self.office.desk.seq
        for fact in facts:
            family, _, kind = fact["kind"].partition(".")
            if family != "ticket":
                continue
            body, subject = fact["fact"], fact["subject"]
            assert (self.states.get(subject), body["state"]) in LEGAL[kind]
            self.states[subject] = body["state"]
            if kind == "issued":
                assert (body["date"], body["number"]) not in self.dates
                self.dates.add((body["date"], body["number"]))


AnyDay.TestCase.settings = settings(
    parent=properties.profile(),
    max_examples=600 if properties.DEEP else 30,
    stateful_step_count=80 if properties.DEEP else 40,
)
test_desk_and_rules_agree_on_any_day = AnyDay.TestCase

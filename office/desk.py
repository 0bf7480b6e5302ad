"""The desk: one method for each thing a person does. Every path (console, keypad, API, timer) comes through here.

Each act is one transaction that checks, changes the state and appends facts, or raises a `Refusal` and changes nothing.
`request_id` is a UUID made by the caller: a double tap or a retry gets the first answer again.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from office.acts import calling, devices, issuing, keeping, paper, rating, seating, suggesting, undoing, visiting
from office.acts.showing import reasons_view
from office.acts.standing import UNSET, Expect, Unset
from office.answers import Answer
from office.clock import Clock
from office.counsel import Counsel
from office.domain.day import DayHours
from office.domain.moment import Moment
from office.domain.people import SYSTEM, Actor
from office.enquiries import Enquiries
from office.journal import FactView
from office.performing import Act, Listener, Performer
from office.records import Records
from office.state import Glance
from office.views import LineView, OwnDayView, ReasonsView, StateView, TicketView

__all__ = ["UNSET", "Desk", "Expect", "Unset"]


class Desk:
    """`prints`: there is a printer, with rolls of `roll_mm`; `hours`: when the day opens and closes by itself."""

    def __init__(
        self,
        performer: Performer,
        readers: Engine,
        clock: Clock,
        *,
        office_id: str,
        version: str,
        prints: bool = False,
        hours: DayHours | None = None,
        roll_mm: int = paper.USUAL_ROLL_MM,
    ) -> None:
        self._performer, self._clock, self._roll_mm = performer, clock, roll_mm
        self._prints, self._hours = prints, hours or DayHours()
        self._version = version
        self._trusted: Moment | None = performer.journal.last_moment
        self._swept = 0
        self._glance = Glance(
            readers,
            clock,
            lambda: performer.house,
            lambda: (performer.journal.stream, performer.journal.head),
            office_id,
            roll_mm if prints else None,
            lambda: performer.learned,
        )
        self.records = Records(readers, performer, clock)
        self.counsel = Counsel(readers, performer)
        self.enquiries = Enquiries(readers, performer, clock)

    @property
    def clock(self) -> Clock:
        return self._clock

    # --- the day ------------------------------------------------------------------------------------------------
    def open_day(self, actor: Actor, request_id: str | None) -> Answer:
        return self._do("open_day", actor, request_id, {}, keeping.open_day)

    def close_day(self, actor: Actor, request_id: str | None) -> Answer:
        return self._do("close_day", actor, request_id, {}, keeping.close_day)

    def set_training(self, actor: Actor, request_id: str | None, *, on: bool) -> Answer:
        return self._do("set_training", actor, request_id, {"on": on}, lambda act: keeping.set_training(act, on))

    @property
    def believed(self) -> int:
        """The last time that was known to be right, ms of UTC; before the first one, what the clock says."""
        return (self._trusted or self._clock.now()).wall

    def confirm_clock(self, actor: Actor, request_id: str | None) -> Answer:
        answer = self._do("confirm_clock", actor, request_id, {}, keeping.confirm_clock)
        self._trusted = self._clock.now()
        return answer

    def clock_was_set(self, actor: Actor, request_id: str | None, *, was: int) -> Answer:
        answer = self._do("clock_was_set", actor, request_id, {}, lambda act: keeping.clock_was_set(act, was))
        self._trusted = self._clock.now()
        return answer

    def ask_machine(self, actor: Actor, request_id: str | None, *, what: str) -> Answer:
        return self._do("ask_machine", actor, request_id, {"what": what}, lambda act: keeping.ask_machine(act, what))

    def enter_by_hand(self, actor: Actor, request_id: str | None, *, tickets: list[dict[str, Any]]) -> Answer:
        """`tickets`: number, service, issued_at, called_at, finished_at (ms of UTC, the last two may be None)."""
        args = {"tickets": tickets}
        return self._do("enter_by_hand", actor, request_id, args, lambda act: issuing.enter_by_hand(act, tickets))

    # --- tickets ------------------------------------------------------------------------------------------------
    def issue(
        self,
        actor: Actor,
        request_id: str | None,
        *,
        service: str,
        priority: bool = False,
        channel: str = "touch",
    ) -> Answer:
        args = {"service": service, "priority": priority, "channel": channel}
        return self._do(
            "issue",
            actor,
            request_id,
            args,
            lambda act: issuing.issue(act, service, priority, channel, self._prints),
        )

    def cancel(self, actor: Actor, request_id: str | None, *, ticket: int) -> Answer:
        return self._do("cancel", actor, request_id, {"ticket": ticket}, lambda act: issuing.cancel(act, ticket))

    def transfer(
        self,
        actor: Actor,
        request_id: str | None,
        *,
        ticket: int,
        service: str | None = None,
        counter: int | None = None,
        position: str = "arrival",
    ) -> Answer:
        """To a service or to a counter; `position`: arrival | front | back."""
        args = {"ticket": ticket, "service": service, "counter": counter, "position": position}
        return self._do(
            "transfer",
            actor,
            request_id,
            args,
            lambda act: calling.transfer(act, ticket, service, counter, position),
        )

    def return_ticket(self, actor: Actor, request_id: str | None, *, ticket: int) -> Answer:
        args = {"ticket": ticket}
        return self._do("return", actor, request_id, args, lambda act: issuing.return_ticket(act, ticket))

    def set_priority(self, actor: Actor, request_id: str | None, *, ticket: int, priority: bool) -> Answer:
        args = {"ticket": ticket, "priority": priority}
        return self._do("priority", actor, request_id, args, lambda act: issuing.set_priority(act, ticket, priority))

    def reprint(self, actor: Actor, request_id: str | None, *, ticket: int) -> Answer:
        args = {"ticket": ticket}
        return self._do("reprint", actor, request_id, args, lambda act: issuing.reprint(act, ticket, self._prints))

    def note(self, actor: Actor, request_id: str | None, *, ticket: int, text: str) -> Answer:
        """A few words of the staff about this visit; an empty text takes them away."""
        args = {"ticket": ticket, "text": text}
        return self._do("note", actor, request_id, args, lambda act: visiting.note(act, ticket, text))

    def mark_times(self, actor: Actor, request_id: str | None, *, ticket: int, inexact: bool) -> Answer:
        """Whether the times of this visit are known to be wrong."""
        args = {"ticket": ticket, "inexact": inexact}
        return self._do("times", actor, request_id, args, lambda act: visiting.mark_times(act, ticket, inexact))

    # --- the counter --------------------------------------------------------------------------------------------
    def call_next(self, actor: Actor, request_id: str | None, *, counter: int, expect: Expect = UNSET) -> Answer:
        return self._at_counter("next", actor, request_id, counter, expect, calling.call_next)

    def call_ticket(
        self, actor: Actor, request_id: str | None, *, counter: int, number: str, expect: Expect = UNSET
    ) -> Answer:
        return self._at_counter(
            "call",
            actor,
            request_id,
            counter,
            expect,
            lambda a, c, e: calling.call_ticket(a, c, number, e),
            number=number,
        )

    def recall(self, actor: Actor, request_id: str | None, *, counter: int, expect: Expect = UNSET) -> Answer:
        return self._at_counter("recall", actor, request_id, counter, expect, calling.recall)

    def start(self, actor: Actor, request_id: str | None, *, counter: int, expect: Expect = UNSET) -> Answer:
        return self._at_counter("start", actor, request_id, counter, expect, calling.start)

    def finish(self, actor: Actor, request_id: str | None, *, counter: int, expect: Expect = UNSET) -> Answer:
        return self._at_counter("finish", actor, request_id, counter, expect, calling.finish)

    def no_show(self, actor: Actor, request_id: str | None, *, counter: int, expect: Expect = UNSET) -> Answer:
        return self._at_counter("no_show", actor, request_id, counter, expect, calling.no_show)

    def park(
        self, actor: Actor, request_id: str | None, *, counter: int, reason: str, expect: Expect = UNSET
    ) -> Answer:
        return self._at_counter(
            "park",
            actor,
            request_id,
            counter,
            expect,
            lambda a, c, e: calling.park(a, c, reason, e),
            reason=reason,
        )

    def continue_with(
        self, actor: Actor, request_id: str | None, *, counter: int, service: str, expect: Expect = UNSET
    ) -> Answer:
        """The same person wants something more at this counter."""
        return self._at_counter(
            "continue",
            actor,
            request_id,
            counter,
            expect,
            lambda a, c, e: visiting.continue_with(a, c, service, e),
            service=service,
        )

    def undo(self, actor: Actor, request_id: str | None, *, counter: int, expect: Expect = UNSET) -> Answer:
        return self._at_counter("undo", actor, request_id, counter, expect, undoing.undo)

    def pause(self, actor: Actor, request_id: str | None, *, counter: int, reason: str) -> Answer:
        args = {"counter": counter, "reason": reason}
        return self._do("pause", actor, request_id, args, lambda act: seating.pause(act, counter, reason))

    def resume(self, actor: Actor, request_id: str | None, *, counter: int) -> Answer:
        return self._do("resume", actor, request_id, {"counter": counter}, lambda act: seating.resume(act, counter))

    # --- ratings ------------------------------------------------------------------------------------------------
    def rate(
        self,
        actor: Actor,
        request_id: str | None,
        *,
        ticket: int,
        level: int,
        channel: str,
        age_ms: int | None = None,
        question: str = "overall",
    ) -> Answer:
        """`age_ms`: how long the screen had shown the faces; a press under 600 ms is kept as a fact and refused."""
        args = {"ticket": ticket, "level": level, "channel": channel, "age_ms": age_ms, "question": question}
        return self._do(
            "rate",
            actor,
            request_id,
            args,
            lambda act: rating.rate(act, ticket, level, channel, age_ms, question),
        )

    def give_reasons(
        self,
        actor: Actor,
        request_id: str | None,
        *,
        ticket: int,
        reasons: list[str],
        comment: str | None = None,
    ) -> Answer:
        args = {"ticket": ticket, "reasons": reasons, "comment": comment}
        return self._do(
            "reasons", actor, request_id, args, lambda act: rating.give_reasons(act, ticket, reasons, comment)
        )

    def decline_rating(self, actor: Actor, request_id: str | None, *, ticket: int) -> Answer:
        return self._do("decline", actor, request_id, {"ticket": ticket}, lambda act: rating.decline(act, ticket))

    def suggest(self, actor: Actor, request_id: str | None, *, reasons: list[str], text: str | None = None) -> Answer:
        """A letter to the head of the office: reasons of the box, words, or both. {"id", "at"}"""
        args = {"reasons": reasons, "text": text}
        return self._do("suggest", actor, request_id, args, lambda act: suggesting.suggest(act, reasons, text))

    # --- devices and timers -------------------------------------------------------------------------------------
    def report_device(self, *, device: str, condition: str, detail: str | None = None) -> None:
        roll_mm = self._roll_mm
        self._do("device", SYSTEM, None, {}, lambda act: devices.report_device(act, device, condition, detail, roll_mm))

    def report_print(self, *, ticket: int, state: str, reason: str | None, job: str | None, mm: int = 0) -> None:
        """`mm`: how much paper it took."""
        roll_mm = self._roll_mm
        self._do(
            "print", SYSTEM, None, {}, lambda act: devices.report_print(act, ticket, state, reason, job, mm, roll_mm)
        )

    def report_slip(self, *, slip: str, state: str, reason: str | None, mm: int = 0) -> None:
        """A slip that is no ticket; `slip`: test | day | checklist | survey."""
        roll_mm = self._roll_mm
        self._do("slip", SYSTEM, None, {}, lambda act: devices.report_slip(act, slip, state, reason, mm, roll_mm))

    def change_paper(self, actor: Actor, request_id: str | None, *, used_mm: int = 0) -> Answer:
        """A roll was put in; `used_mm`: how much of it is used already. {"paper": PaperView, "before_mm"}"""
        args, roll_mm = {"used_mm": used_mm}, self._roll_mm
        return self._do("change_paper", actor, request_id, args, lambda act: paper.change(act, used_mm, roll_mm))

    def report_announcement(self, *, event: str, subject: str, body: dict[str, Any]) -> None:
        self._do("announcement", SYSTEM, None, {}, lambda act: devices.report_announcement(act, event, subject, body))

    def report_skipped(self, *, reader: str, seq: int, age_ms: int) -> None:
        """An effect reader (paper, voice, boards) let a fact pass because it was too old to act on."""

        def work(act: Act) -> Answer:
            act.record("effect.skipped", f"reader:{reader}", {"seq": seq, "age_ms": age_ms})
            return Answer({})

        self._do("skipped", SYSTEM, None, {}, work)

    def settle_after_restart(self) -> None:
        """Once at a start, before any device is asked for anything."""

        def work(act: Act) -> Answer:
            devices.settle_after_restart(act)
            return Answer({})

        self._do("settle", SYSTEM, None, {}, work)

    def tick(self) -> None:
        """What time does by itself: rating windows, the clock, the day, and once an hour what need not be kept."""
        self._do("tick", SYSTEM, None, {}, self._pass_time)

    def _pass_time(self, act: Act) -> Answer:
        rating.time_out(act)
        if not keeping.judge_clock(act, self._trusted, self._clock.synced()):
            return Answer({})  # neither the day ends nor is anything too old by a clock that nobody believes
        self._trusted = act.now
        keeping.keep_hours(act, self._hours)
        if act.now.mono // 3_600_000 != self._swept:
            self._swept = act.now.mono // 3_600_000
            keeping.sweep(act)
        return Answer({})

    # --- reading ------------------------------------------------------------------------------------------------
    @property
    def stream(self) -> str:
        return self._performer.journal.stream

    @property
    def seq(self) -> int:
        return self._performer.journal.head.seq

    def state(self) -> StateView:
        """From memory, as of the last committed act."""
        return self._glance.now()

    def health(self) -> dict[str, Any]:
        state = self.state()
        return {"status": "ok", "version": self._version, "stream": state["stream"], "day": state["day"]}

    def line(self, counter: int) -> LineView:
        return self.records.line(counter)

    def ticket(self, ticket_id: int) -> TicketView:
        return self.records.ticket(ticket_id)

    def ticket_by_number(self, number: str) -> TicketView:
        return self.records.ticket_by_number(number)

    def counter_day(self, counter: int) -> dict[str, int | None]:
        return self.records.counter_day(counter)

    def own_day(self, actor: Actor, counter: int) -> OwnDayView:
        return self.records.own_day(actor, counter)

    def reasons(self) -> ReasonsView:
        """Why a counter is paused or somebody set aside, in the office's own words."""
        return reasons_view(self._performer.house)

    def facts_after(self, seq: int, limit: int = 500) -> list[FactView]:
        return self.records.facts_after(seq, limit)

    def on_facts(self, listener: Listener) -> Callable[[], None]:
        return self._performer.on_facts(listener)

    def _do(
        self,
        name: str,
        actor: Actor,
        request_id: str | None,
        args: dict[str, Any],
        work: Callable[[Act], Answer],
    ) -> Answer:
        return self._performer.perform(name, actor, request_id, args, work)

    def _at_counter(
        self,
        name: str,
        actor: Actor,
        request_id: str | None,
        counter: int,
        expect: Expect,
        work: Callable[[Act, int, Expect], Answer],
        **more: str,
    ) -> Answer:
        args: dict[str, Any] = {"counter": counter, **more}
        if not isinstance(expect, Unset):
            args["expect"] = expect
        return self._do(name, actor, request_id, args, lambda act: work(act, counter, expect))

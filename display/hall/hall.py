"""What the hall display shows: hears the office, and answers with a `Board` whenever it is asked.

Changes at once on a fact; a state corrects it. Keeps the last good data while the office is away and says from when it
is. Asked again with nothing heard, it gives an equal board except for the clock, the flash, and what flips every 9 s.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any

from display.hall.board import Board, Line, Now, Row
from display.hall.calls import Calls, call_of, ticket_of, wall_of
from display.hall.turns import Call, Shown, Turns
from look import formats
from look.words import DEFAULT, N_, say
from office.clock import Clock
from office.domain.moment import Moment, local
from office.views import CounterView, ServiceView, StateView

if TYPE_CHECKING:
    from office.journal import FactView

LAST = 6
FLIP_MS = 9_000
CALM_MS = 2_000
"""A shorter absence of the office (it was restarted) is not worth a word."""

OLD_NEWS_MS = 60_000
VOICE = "announcement."
BROKEN = "announcement.failed"
STILL_SPEAKING = frozenset({"clips_missing"})
"""Reasons of `announcement.failed` after which the announcement is heard all the same."""


class Hall:
    """The model of one display. `hear_*` are told what comes from the office, `board` is asked for what to show."""

    def __init__(self, clock: Clock, zone: tzinfo, language: str = DEFAULT, second: str = "") -> None:
        self._clock, self._zone, self._language, self._second = clock, zone, language, second
        self._state: StateView | None = None
        self._heard: tuple[int, Moment] | None = None
        self._lost: Moment | None = clock.now()
        self._calls, self._turns = Calls(), Turns()
        self.is_shut_out = False
        """The office does not know this display's token (any more)."""

    # --- what the office tells ------------------------------------------------------------------------------------
    def hear_state(self, state: StateView) -> None:
        now = self._clock.now()
        self._state, self._heard, self._lost = state, (wall_of(state["now"]), now), None
        self.is_shut_out = False
        self._calls.settle(state)
        self._settle(now)

    def hear_presence(self, present: bool) -> None:
        if present:
            self._lost = None
        elif self._lost is None:
            self._lost = self._clock.now()

    def hear_facts(self, facts: Sequence["FactView"]) -> None:
        now = self._clock.now()
        for fact in facts:
            if fact["kind"].startswith(VOICE):
                self._hear_voice(fact, now)
            elif ticket_of(fact):
                self._hear_ticket(fact, now)

    def _hear_ticket(self, fact: "FactView", now: Moment) -> None:
        call = self._calls.hear(fact)
        if call is not None:
            self._turns.hear(call, self._age(call.called_at, now), now.mono)
        elif not any(one.ticket == ticket_of(fact) for one in self._calls.newest):
            self._turns.gone(ticket_of(fact), now.mono)
        self._settle(now)

    def _hear_voice(self, fact: "FactView", now: Moment) -> None:
        ticket, body = ticket_of(fact), fact["fact"]
        age, ms = self._age(fact["at"], now), int(body.get("ms", 0))
        if not ticket or age > OLD_NEWS_MS:
            return
        match fact["kind"]:
            case "announcement.started" if age < ms:
                self._turns.begins(self._known(ticket) or call_of(fact), ms - age, now.mono)
            case "announcement.ended":
                self._turns.ends(ticket, now.mono)
            case "announcement.skipped" | "announcement.failed" if body.get("reason") not in STILL_SPEAKING:
                self._turns.stays_silent(ticket, now.mono, broken=fact["kind"] == BROKEN)

    def _known(self, ticket: int) -> Call | None:
        return next((call for call in self._calls.newest if call.ticket == ticket), None)

    def _settle(self, now: Moment) -> None:
        recent = [(call, self._age(call.called_at, now)) for call in self._calls.newest]
        self._turns.settle(recent, self._calls.called, now.mono)

    # --- time -----------------------------------------------------------------------------------------------------
    def _wall(self, now: Moment) -> int:
        """The office's clock, ms; this machine's own until the office was heard."""
        if self._heard is None:
            return now.wall
        wall, heard = self._heard
        return wall + now.since(heard)

    def _age(self, at: str, now: Moment) -> int:
        return max(0, self._wall(now) - wall_of(at))

    # --- what is shown --------------------------------------------------------------------------------------------
    def board(self) -> Board:
        now = self._clock.now()
        first = self._board(now, self._language)
        return replace(first, second=self._board(now, self._second)) if self._second else first

    def _board(self, now: Moment, language: str) -> Board:
        here, turn = local(self._wall(now), self._zone), now.mono // FLIP_MS
        head: dict[str, Any] = {
            "clock": formats.clock(here),
            "date": formats.day_long(here.date(), language),
        }
        away = self._away(now, language)
        if self._state is None:
            return Board(**head, title=away or say(language, N_("Connecting to the office…")))
        return self._full(self._state, {**head, "away": away}, now.mono, turn, language)

    def _full(self, state: StateView, head: dict[str, Any], at: int, turn: int, language: str) -> Board:
        shown = self._turns.look(at)
        title, text = ("", "") if shown else _idle(state, language)
        is_open, notices = state["day"]["status"] == "open", state["notices"]
        training = say(language, N_("Training: these numbers do not count"))
        return Board(
            **head,
            office=state["office"]["name"],
            parent=state["office"]["parent"],
            training=training if state["day"]["training"] else "",
            now=None if shown is None else _now(state, shown, at, language),
            title=title,
            text=text,
            last_title=say(language, N_("Called before")),
            last_place=say(language, N_("Counter")),
            last=self._last(shown, language),
            missed_title=say(language, N_("Missed numbers")),
            missed=tuple(self._calls.missed) if is_open else (),
            notice=notices[turn % len(notices)] if notices else "",
            waiting_title=say(language, N_("Waiting")),
            waiting=tuple(_waiting(one, language) for one in state["services"]) if is_open else (),
            turn=turn,
        )

    def _last(self, shown: Shown | None, language: str) -> tuple[Row, ...]:
        large = None if shown is None else shown.call.ticket
        others = [call for call in self._calls.newest if call.ticket != large]
        priority = say(language, N_("priority"))
        return tuple(Row(one.number, str(one.counter), priority if one.priority else "") for one in others[:LAST])

    def _away(self, now: Moment, language: str) -> str:
        if self.is_shut_out:
            return say(language, N_("This screen is not registered at the office. Please tell the technician."))
        if self._lost is None or now.since(self._lost) < CALM_MS:
            return ""
        if self._heard is None:
            return say(language, N_("No connection. Trying again by itself."))
        lost = formats.clock(local(self._wall(self._lost), self._zone))
        return say(language, N_("Connection lost. These numbers are from {time}."), time=lost)


def _now(state: StateView, shown: Shown, at: int, language: str) -> Now:
    call = shown.call
    own = own_name(state["counters"], call.counter)
    return Now(
        invite=say(language, N_("Now calling number") if not call.recall else N_("Calling once more: number")),
        number=call.number,
        to=say(language, N_("please come to") if own else N_("please come to counter")),
        place=own or str(call.counter),
        priority=say(language, N_("priority")) if call.priority else "",
        lit=shown.is_lit(at),
    )


def _waiting(one: ServiceView, language: str) -> Line:
    name = one["name"] if language == DEFAULT else one["name_en"] or one["name"]
    return Line(one["prefix"], name, str(one["waiting"]), _wait(one, language))


def _wait(one: ServiceView, language: str) -> str:
    """What somebody who takes a number now would wait; a dash when nobody knows, nothing where nobody has to."""
    wait = one["wait"]
    if wait is None:
        return formats.UNKNOWN if one["waiting"] else ""
    return formats.minutes_band(wait["low"], wait["high"], language) if one["waiting"] or wait["high"] > 1 else ""


def _idle(state: StateView, language: str) -> tuple[str, str]:
    opening = state["opening"]
    if state["day"]["status"] == "open" and opening["opens_at"] is None:
        nobody = say(language, N_("No number has been called yet"))
        return nobody, say(language, N_("Please take a number at the ticket screen"))
    again = opens_again([opening["opens_at"]], language) or say(language, N_("Thank you for your visit"))
    if opening["name"] and not opening["sessions"]:
        return say(language, N_("Closed today: {name}"), name=opening["name"]), again
    return say(language, N_("The office is closed now")), again


def own_name(counters: Sequence[CounterView], number: int) -> str:
    """The name of a counter when it says more than its number, e.g. "Bàn trả kết quả"; else ""."""
    name = next((one["name"].strip() for one in counters if one["number"] == number), "")
    is_plain = re.fullmatch(rf"(?:(?:quầy|counter)\s*(?:số\s*)?)?0*{number}", name, re.IGNORECASE)
    return "" if is_plain else name


def opens_again(times: Any, language: str) -> str:
    """ "Mở lại lúc 07:30, Thứ Ba, 24/11/2026": the earliest of the services' `opens_at`; "" when nobody knows."""
    known = sorted((text for text in times if text), key=lambda text: (len(text), text))
    if not known:
        return ""
    day, _, clock = known[0].rpartition("T")
    if not day:
        return say(language, N_("It opens again at {time}."), time=clock)
    on = formats.day_long(date.fromisoformat(day), language)
    return say(language, N_("It opens again at {time}, {day}."), time=clock, day=on)

"""Giving a number back, with the number in hand: type it, see it, confirm it.

Only a number that still waits can be given back; for every other one the screen says where it stands. Nothing is
cancelled before the second, plain question.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.touch.models import wording
from kiosk.touch.models.flow import Quiet
from kiosk.touch.page import Control, EntryPage, Look, MessagePage, Page, Tone
from look.words import N_, say
from office.domain.refusals import Refusal, UnknownTicket
from office.views import TicketView

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch

PATIENCE_MS = 60_000
_PER_ROW = 5
_DIGITS = 4
_WHOLE = re.compile(r"[A-Z][0-9]{1,4}")

STANDS: Mapping[str, str] = MappingProxyType(
    {
        "called": N_("Number {number} is being called just now. Please go to the counter."),
        "serving": N_("Number {number} is already at a counter."),
        "parked": N_("Number {number} has been set aside by a counter. Please ask there."),
        "no_show": N_("Number {number} was called and nobody came. Please ask at a counter."),
        "done": N_("Number {number} has already been served."),
        "cancelled": N_("Number {number} has already been given back."),
        "expired": N_("Number {number} is no longer valid."),
    }
)
"""Where a number stands that cannot be given back."""


class Entry(Quiet):
    """A letter and digits, on large keys. Letters are those of the office's services."""

    warns = True
    hears_reader = False

    def __init__(self, flow: "Touch") -> None:
        self.flow, self.typed, self.complaint, self.asking = flow, "", "", False
        self.patience_ms = PATIENCE_MS

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "back":
            self.flow.home(same_person=True)
        elif act == "language":
            self.flow.change_language()
        elif self.asking:
            return
        elif act == "key":
            self._type(what)
        elif act == "erase":
            self.typed, self.complaint = self.typed[:-1], ""
        elif act == "next" and _WHOLE.fullmatch(self.typed):
            self._look()

    def _type(self, sign: str) -> None:
        self.complaint = ""
        if sign.isalpha():
            self.typed = sign
        elif self.typed and len(self.typed) <= _DIGITS:
            self.typed += sign

    def _look(self) -> None:
        number, office = self._number(), self.flow.office
        self.asking = True
        self.flow.errands.run(lambda: office.ticket_by_number(number), self._found)

    def _number(self) -> str:
        return f"{self.typed[0]}{int(self.typed[1:]):03d}"

    def _found(self, outcome: TicketView | Exception) -> None:
        self.asking = False
        if not self.flow.shows(self):
            return
        if isinstance(outcome, UnknownTicket):
            self.complaint = say(self.flow.language, "There is no number {number} today", number=self._number())
        elif isinstance(outcome, Exception):
            self.complaint = say(self.flow.language, "The office does not answer. Please try once more.")
        elif outcome["state"] == "waiting":
            self.flow.confirm_giving_back(outcome)
        else:
            self.flow.tell(stands(self.flow, outcome["number"], outcome["state"]))

    def page(self) -> Page:
        language = self.flow.language
        text = say(language, "Continue")
        complete = _WHOLE.fullmatch(self.typed) is not None and not self.asking
        return EntryPage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=say(language, "Which number do you give back?"),
            text=say(language, "It stands on your slip, for example {example}.", example=self._example()),
            typed=self.typed,
            empty=self._example(),
            complaint=self.complaint,
            keys=self._keys(),
            main=(Control("next", text, text, "forward", Look.SOLID, off=not complete), self.flow.back_control()),
            bar=(self.flow.language_control(),),
        )

    def _letters(self) -> list[str]:
        return [] if self.flow.state is None else [one["prefix"] for one in self.flow.state["services"]]

    def _example(self) -> str:
        return f"{next(iter(self._letters()), 'A')}023"

    def _keys(self) -> tuple[tuple[Control, ...], ...]:
        letters = [key(letter) for letter in self._letters()]
        return (*in_rows(letters), *digit_rows(self.flow.language))


def key(sign: str) -> Control:
    return Control(f"key:{sign}", sign, sign)


def in_rows(keys: list[Control]) -> tuple[tuple[Control, ...], ...]:
    """Rows of at most five, as equal as can be."""
    count = -(-len(keys) // _PER_ROW)
    per_row = -(-len(keys) // max(count, 1))
    return tuple(tuple(keys[at : at + per_row]) for at in range(0, len(keys), max(per_row, 1)))


def digit_rows(language: str) -> tuple[tuple[Control, ...], ...]:
    """The ten digits and the key that takes the last one back."""
    erase = say(language, "Erase")
    return (
        tuple(key(sign) for sign in "123"),
        tuple(key(sign) for sign in "456"),
        tuple(key(sign) for sign in "789"),
        (key("0"), Control("erase", erase, say(language, "Erase the last sign"), "undo")),
    )


class Confirm(Quiet):
    """The one question before a number is gone."""

    warns = True
    hears_reader = False

    def __init__(self, flow: "Touch", ticket: TicketView) -> None:
        self.flow, self.ticket, self.asking = flow, ticket, False
        self.patience_ms = PATIENCE_MS // 2
        self._request_id = str(uuid4())

    def press(self, name: str) -> None:
        if name == "keep":
            self.flow.home(same_person=True)
        elif name == "cancel" and not self.asking:
            self.asking = True
            office, ticket, request_id = self.flow.office, self.ticket["id"], self._request_id
            self.flow.errands.run(lambda: office.cancel(request_id, ticket=ticket), self._answered)

    def _answered(self, outcome: TicketView | Exception) -> None:
        self.asking = False
        if not self.flow.shows(self):
            return
        number = self.ticket["number"]
        if not isinstance(outcome, Exception):
            self.flow.tell(_gone(self.flow, number))
        elif isinstance(outcome, Refusal):
            state = outcome.facts.get("state")
            self.flow.tell(stands(self.flow, number, state if isinstance(state, str) else ""))
        else:
            self.flow.tell(_unsure(self.flow))

    def page(self) -> Page:
        language, number = self.flow.language, self.ticket["number"]
        give = say(language, "Give back {number}", number=number)
        spoken = say(language, "Give back {number}", number=wording.spelled(number))
        keep = say(language, "Keep the number")
        service = wording.service_of(self.flow.state, self.ticket["service"])
        return MessagePage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            tone=Tone.WARN,
            number=number,
            prefix=number[:1],
            title=say(language, "Give this number back?"),
            text="" if service is None else wording.service_name(service, language),
            notes=(say(language, "Your place in the line is then gone. It cannot be undone."),),
            main=(
                Control("cancel", give, spoken, "undo", Look.WARNING, off=self.asking),
                Control("keep", keep, keep, "check", Look.OUTLINED),
            ),
        )


def stands(flow: "Touch", number: str, state: str) -> MessagePage:
    """Why this number cannot be given back."""
    words = STANDS.get(state, N_("Number {number} cannot be given back now. Please ask at a counter."))
    return MessagePage(
        title=say(flow.language, words, number=number),
        picture="information",
        number=number,
        prefix=number[:1],
    )


def _gone(flow: "Touch", number: str) -> MessagePage:
    return MessagePage(
        tone=Tone.GOOD,
        title=say(flow.language, "Number {number} has been given back", number=number),
        text=say(flow.language, "Thank you. The others wait a little less."),
        picture="check",
    )


def _unsure(flow: "Touch") -> MessagePage:
    return MessagePage(
        tone=Tone.WARN,
        title=say(flow.language, "The office does not answer"),
        text=say(flow.language, "The number may not have been given back. Please try again in a moment."),
        picture="no_connection",
    )

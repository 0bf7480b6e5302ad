"""What a press does at the desk: one method a deed; each gives a word for the clerk or None, or raises a `Refusal`."""

from uuid import uuid4

from display.boards.driver import Deed
from kiosk.keys.heard import Heard
from kiosk.keys.signing import Signing, clerk_of
from office.desk import Desk
from office.domain.moment import SECOND
from office.domain.numbers import read
from office.domain.people import Actor, Role
from office.domain.refusals import TicketActive, UnknownCounter, UnknownTicket
from office.doors import Doors
from office.views import CounterView

CHOICE_MS = 5 * SECOND
READ_MS = 500
"""Whoever answers the question about the end of the day faster has not read it; the console thinks the same."""

CHANNEL = "keypad"


class Deeds:
    """One method a deed; each gives a word for the clerk or None, or raises a `Refusal`."""

    def __init__(self, desk: Desk, doors: Doors) -> None:
        self._desk = desk
        self._signing = Signing(desk, doors)
        self._choices: dict[int, tuple[list[str], int]] = {}
        self._ending: dict[int, int] = {}
        self._plain = {
            Deed.NEXT: self._next,
            Deed.FINISH: self._finish,
            Deed.RECALL: self._recall,
            Deed.START: self._start,
            Deed.NO_SHOW: self._no_show,
            Deed.UNDO: self._undo,
            Deed.PARK: self._park,
            Deed.TRANSFER: self._transfer,
            Deed.PAUSE: self._pause,
            Deed.WALK_IN: self._walk_in,
            Deed.END: self._end,
        }

    def do(self, one: Heard, view: CounterView) -> str | None:
        counter, deed = one.counter, one.press.deed
        ending = self._ending.pop(counter, None)
        if deed is Deed.NEXT and ending is not None and one.at - ending <= CHOICE_MS:
            return self._leave(one, view, ending)
        if deed is Deed.SIGN:
            return self._signing.sign(one, view)
        actor = Actor("clerk", clerk_of(view), Role.CLERK, counter)
        if deed is Deed.CALL:
            return self._call(one, actor)
        self._choices.pop(counter, None)
        return self._plain[deed](one, view, actor)

    def _next(self, one: Heard, view: CounterView, actor: Actor) -> str | None:
        if view["status"] == "paused":
            self._desk.resume(actor, one.id, counter=one.counter)
            return None
        answer = self._desk.call_next(actor, one.id, counter=one.counter, expect=one.expect).body
        return None if answer["ticket"] is not None else str(answer["reason"])

    def _finish(self, one: Heard, _view: CounterView, actor: Actor) -> None:
        self._desk.finish(actor, one.id, counter=one.counter, expect=one.expect)

    def _recall(self, one: Heard, _view: CounterView, actor: Actor) -> None:
        self._desk.recall(actor, one.id, counter=one.counter, expect=one.expect)

    def _start(self, one: Heard, _view: CounterView, actor: Actor) -> None:
        self._desk.start(actor, one.id, counter=one.counter, expect=one.expect)

    def _no_show(self, one: Heard, _view: CounterView, actor: Actor) -> None:
        self._desk.no_show(actor, one.id, counter=one.counter, expect=one.expect)

    def _undo(self, one: Heard, _view: CounterView, actor: Actor) -> None:
        self._desk.undo(actor, one.id, counter=one.counter, expect=one.expect)

    def _park(self, one: Heard, _view: CounterView, actor: Actor) -> None:
        """The office's own reasons, by their place in the list; without a digit the first."""
        reasons, place = self._desk.reasons()["park"], int(one.press.digits or 1)
        reason = reasons[place - 1 if 1 <= place <= len(reasons) else 0]
        self._desk.park(actor, one.id, counter=one.counter, reason=reason["label"], expect=one.expect)

    def _transfer(self, one: Heard, _view: CounterView, actor: Actor) -> None:
        if not one.press.digits:
            raise UnknownCounter(counter=None)
        if one.expect is None:
            raise UnknownTicket(number=None)
        self._desk.transfer(actor, one.id, ticket=one.expect, counter=int(one.press.digits))

    def _pause(self, one: Heard, view: CounterView, actor: Actor) -> None:
        if view["status"] == "paused":
            self._desk.resume(actor, one.id, counter=one.counter)
            return
        standing = view["ticket"]
        if standing is not None and standing["state"] == "serving":
            self._desk.finish(actor, str(uuid4()), counter=one.counter, expect=one.expect)
        self._desk.pause(actor, one.id, counter=one.counter, reason=self._desk.reasons()["pause"][0]["label"])

    def _walk_in(self, one: Heard, view: CounterView, actor: Actor) -> str:
        services, place = view["services"], int(one.press.digits or 1)
        if not 1 <= place <= len(services):
            raise UnknownTicket(number=one.press.digits)
        answer = self._desk.issue(actor, one.id, service=services[place - 1], channel=CHANNEL).body
        return f"+ {answer['number']}"

    def _end(self, one: Heard, view: CounterView, _actor: Actor) -> str:
        if view["ticket"] is not None:
            raise TicketActive(counter=one.counter, number=view["ticket"]["number"])
        self._ending[one.counter] = one.at
        return "confirm_end"

    def _leave(self, one: Heard, view: CounterView, asked: int) -> str:
        if one.at - asked < READ_MS:
            self._ending[one.counter] = asked
            return "confirm_end"
        return self._signing.out(view)

    def _call(self, one: Heard, actor: Actor) -> str | None:
        found = self._chosen(one) or self._matching(one)
        if not found:
            raise UnknownTicket(number=one.press.digits)
        if len(found) > 1:
            self._choices[one.counter] = (found, one.at)
            return " ".join(f"{place} {number}" for place, number in enumerate(found, 1))
        self._desk.call_ticket(actor, one.id, counter=one.counter, number=found[0], expect=one.expect)
        return None

    def _chosen(self, one: Heard) -> list[str]:
        """What the digits choose from the numbers that were shown a moment ago."""
        numbers, at = self._choices.pop(one.counter, ([], 0))
        place = int(one.press.digits or 0)
        is_fresh = one.at - at <= CHOICE_MS
        return [numbers[place - 1]] if is_fresh and 1 <= place <= len(numbers) else []

    def _matching(self, one: Heard) -> list[str]:
        """Those who wait first; only when none of them fits, who was set aside or missed."""
        line = self._desk.line(one.counter)
        wanted = int(one.press.digits or 0)
        waiting = [ticket["number"] for ticket in line["waiting"]]
        aside = [ticket["number"] for ticket in [*line["parked"], *line["no_show"]]]
        return _of_place(waiting, wanted) or _of_place(aside, wanted)


def _of_place(numbers: list[str], wanted: int) -> list[str]:
    return [number for number in numbers if (found := read(number)) is not None and found[1] == wanted]

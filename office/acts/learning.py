"""What an act teaches the office about its waiting. Practice teaches nothing, nor what an undo takes back again.

A call shows whether the band that its ticket was told came true, a start how long the way to the counter is, an end
how long a service takes. What is undone stays learned: it is one person of hundreds.
"""

from dataclasses import replace

from office.domain.pace import Pace
from office.domain.ticket import Ticket
from office.domain.waiting import Told
from office.performing import Act


def called(act: Act, one: Ticket, waited_ms: int, because: str) -> None:
    """`one`: as it was before the call. Only the rule's first call is what it was told."""
    said = (one.wait_low, one.wait_high, one.wait_ms, one.wait_kind)
    low, high, point, kind = said
    if one.training or because == "by_number" or one.waited_ms is not None or one.returned is not None:
        return
    if low is None or high is None or point is None or kind is None:
        return
    act.learned = act.learned.came_true(Told(low, high, point, kind), waited_ms)


def came(act: Act, one: Ticket, ms: int) -> None:
    """`ms` from the call to the start."""
    _teach(act, one, act.learned.pace.came(ms))


def did_not_come(act: Act, one: Ticket) -> None:
    if one.first_call is not None:
        _teach(act, one, act.learned.pace.did_not_come(act.now.since(one.first_call)))


def served(act: Act, one: Ticket, service: str, ms: int) -> None:
    """A service that has ended."""
    _teach(act, one, act.learned.pace.served(service, ms))


def part_ended(act: Act, before: Ticket, now: Ticket) -> None:
    """A service that ended with the act, while the visit goes on."""
    if len(now.parts) > len(before.parts):
        served(act, now, now.parts[-1].service, now.parts[-1].served_ms)


def _teach(act: Act, one: Ticket, pace: Pace) -> None:
    if not one.training:
        act.learned = replace(act.learned, pace=pace)

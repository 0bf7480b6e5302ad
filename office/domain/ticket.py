"""A ticket and the only ways in which it may change its state.

Every path (console, keypad, API, timer) asks `after` here; what the table does not name does not happen.
"""

from dataclasses import dataclass
from enum import StrEnum

from office.domain.moment import Moment
from office.domain.refusals import WrongState


class State(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


ACTIVE = frozenset({State.CALLED, State.SERVING})

TRANSITIONS: dict[str, dict[State, State]] = {
    "call": {State.WAITING: State.CALLED},
    "start": {State.CALLED: State.SERVING},
    "recall": {State.CALLED: State.CALLED},
    "continue": {State.SERVING: State.SERVING},
    "finish": {State.SERVING: State.DONE},
    "no_show": {State.CALLED: State.NO_SHOW},
    "park": {State.CALLED: State.PARKED, State.SERVING: State.PARKED},
    "transfer": {State.CALLED: State.WAITING, State.SERVING: State.WAITING},
    "return": {State.NO_SHOW: State.WAITING, State.PARKED: State.WAITING},
    "cancel": {State.WAITING: State.CANCELLED},
    # The day closes by itself: whoever is being served is done, whoever was called did not come, the others go home.
    "close": {
        State.SERVING: State.DONE,
        State.CALLED: State.NO_SHOW,
        State.WAITING: State.EXPIRED,
        State.PARKED: State.EXPIRED,
        State.NO_SHOW: State.EXPIRED,
    },
}
"""act → {state before: state after}. Undo is no transition: it puts back what was there before."""


def after(act: str, state: State) -> State:
    """The state after `act`; raises `WrongState` (with the state it is in) when the table does not allow it."""
    try:
        return TRANSITIONS[act][state]
    except KeyError:
        raise WrongState(state=str(state)) from None


@dataclass(frozen=True, slots=True)
class Part:
    """A service of this visit that has ended; times in ms of UTC, `served_ms` as the machine counted it."""

    service: str
    counter: int
    clerk: str
    started_at: int
    ended_at: int
    served_ms: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """One person's place today.

    `service` and the times speak of the present service; `parts` are those of the same visit that ended before it.

    `arrival`: what the line is ordered by (ms, rising); `first_arrival`: as it was at the issue; `returned`: order
    among those who came back, None for the others; `for_counter`: only this counter may call it; `first_call`: of the
    present calling; `left`: when it became a no-show; `issued` is None for one written by hand; `served_ms`: from start
    to finish, as the machine counted it; `calls_at_left`: calls of its service until it left; `version` rises with
    every change, so an undo sees whether somebody else touched the ticket; `wait_low`, `wait_high`: the minutes that it
    was told at its issue, `wait_ms`: the point between them, None when nobody could know, `wait_kind`: see
    `office.domain.waiting.Told`; `waited_ms`: from the issue to its first call. All `…_at` are ms of UTC.
    """

    id: int
    day: int
    number: str
    service: str
    priority: bool
    state: State
    channel: str
    arrival: int
    first_arrival: int
    issued_at: int
    returned: int | None = None
    for_counter: int | None = None
    counter: int | None = None
    clerk: str | None = None
    calls: int = 0
    called_at: int | None = None
    started_at: int | None = None
    finished_at: int | None = None
    first_call: Moment | None = None
    left: Moment | None = None
    issued: Moment | None = None
    started: Moment | None = None
    served_ms: int | None = None
    calls_at_left: int | None = None
    park_reason: str | None = None
    rule: str | None = None
    because: str | None = None
    training: bool = False
    by_hand: bool = False
    ahead_at_issue: int | None = None
    print_state: str = "off"
    print_reason: str | None = None
    print_job: str | None = None
    reprints: int = 0
    version: int = 0
    parts: tuple[Part, ...] = ()
    noted: bool = False
    inexact: bool = False
    wait_low: int | None = None
    wait_high: int | None = None
    wait_ms: int | None = None
    wait_kind: str | None = None
    waited_ms: int | None = None


def waited_ms(one: Ticket, now: Moment) -> int:
    """From the issue to now; of a number written by hand only the wall clock is known."""
    return max(0, now.wall - one.issued_at) if one.issued is None else now.since(one.issued)


def served_ms(one: Ticket, now: Moment) -> int:
    """From the start of the service to now; 0 for one that was never started."""
    return 0 if one.started is None else now.since(one.started)


def ended_part(one: Ticket, now: Moment) -> tuple[Part, ...]:
    """The parts of a ticket whose present service ends now; of one that is not being served nothing has ended."""
    if one.state is not State.SERVING or one.counter is None or one.clerk is None or one.started_at is None:
        return one.parts
    ended = Part(one.service, one.counter, one.clerk, one.started_at, now.wall, served_ms(one, now))
    return (*one.parts, ended)

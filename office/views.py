"""How the office describes itself to the world: the JSON shapes of the LAN API, made in one place.

Times are UTC RFC 3339 texts with milliseconds; `wait` is a band in minutes or None when it cannot be known; ids
of tickets are integers of this office. The same shapes are kept as the answer of a `request_id`, so that a retry gets
them again.
"""

from typing import Any, TypedDict

from office.domain.moment import utc_text


class PrintView(TypedDict):
    """`state`: queued | printed | accepted | failed | unknown | off; `job`: the NNNN of the paper."""

    state: str
    reason: str | None
    job: str | None


class WaitView(TypedDict):
    low: int
    high: int


class PartView(TypedDict):
    """A service of a visit that has ended; the visit went on with another."""

    service: str
    counter: int
    started_at: str
    ended_at: str
    served_ms: int


class TicketView(TypedDict):
    """`for_counter`: transferred to that counter alone; `called_because`: oldest | priority | returned | by_number.

    `parts`: services of the same visit that ended before the present one; `noted`: the staff wrote a note about it
    (its words are only in the line); `inexact`: its times are known to be wrong and belong into no average.
    """

    id: int
    number: str
    service: str
    priority: bool
    state: str
    ahead: int | None
    wait: WaitView | None
    counter: int | None
    calls: int
    issued_at: str
    called_at: str | None
    started_at: str | None
    finished_at: str | None
    training: bool
    by_hand: bool
    parts: list[PartView]
    noted: bool
    inexact: bool
    rule: str | None
    called_because: str | None
    for_counter: int | None
    park_reason: str | None
    no_show_at: str | None
    print: PrintView


class OfferView(TypedDict):
    """What can be taken back: `act`: next | call | finish | no_show | transfer | cancel | continue."""

    act: str
    until: str


class MovedView(TicketView):
    """A ticket after a transfer or a cancelling."""

    undo: OfferView | None


class NextView(TypedDict):
    """`reason`: oldest | priority | returned | by_number | nobody_waiting."""

    finished: TicketView | None
    ticket: TicketView | None
    reason: str
    undo: OfferView | None


class CounterTicketView(TypedDict):
    ticket: TicketView | None
    undo: OfferView | None


class ContinuedView(CounterTicketView):
    """`ended`: the service that was given until now; the ticket's own is the next one."""

    ended: PartView


class UndoView(TypedDict):
    """`undone`: the act that was taken back; `ticket`: what stands at the counter now."""

    undone: str
    ticket: TicketView | None
    tickets: list[TicketView]


class LateView(TypedDict):
    """A missed person may come back until then, or for so many more calls of the service, whichever is longer."""

    until: str
    calls_left: int
    over: bool


class AbsentView(TicketView):
    late: LateView


class NoteView(TypedDict):
    """`clerk`: the name of who wrote it."""

    ticket: int
    text: str
    at: str
    clerk: str


class LineView(TypedDict):
    """`notes`: of everybody here and of who stands at the counter; `undo`: what its clerk could take back now."""

    waiting: list[TicketView]
    parked: list[TicketView]
    no_show: list[AbsentView]
    notes: list[NoteView]
    undo: OfferView | None


class ServedView(TypedDict):
    """`served`: how often it was given; `mean_ms`: None when nobody knows."""

    service: str
    served: int
    mean_ms: int | None


class HourView(TypedDict):
    hour: int
    served: int


class OwnDayView(TypedDict):
    """A clerk's own day, for that clerk alone. Times that are marked as inexact belong into no mean.

    `mean_ms`, `longest_ms`: of one visit with all its services; `since`: the first sign-in of today; `services`: by
    what was given; `recent`: whom this clerk had last, newest first.
    """

    served: int
    mean_ms: int | None
    longest_ms: int | None
    calls: int
    recalls: int
    parked: int
    no_show: int
    inexact: int
    since: str | None
    paused_ms: int
    services: list[ServedView]
    hours: list[HourView]
    recent: list[TicketView]


class ReasonsView(TypedDict):
    """Why a counter is paused or somebody is set aside, in the office's own words."""

    park: list["ChoiceView"]
    pause: list["ChoiceView"]


class RatingView(TypedDict):
    """`outcome`: None while the window is open, else rated | declined | timeout | cut_short."""

    ticket: int
    scale: int
    question: str
    level: int | None
    outcome: str | None
    change_until: str | None


class DayView(TypedDict):
    id: int | None
    date: str | None
    status: str
    training: bool
    clock_suspect: bool


class ServiceView(TypedDict):
    """`wait`: of somebody who takes a number now; `late`: the line cannot be served before the office closes."""

    id: str
    prefix: str
    name: str
    name_en: str
    detail: str
    detail_en: str
    waiting: int
    wait: WaitView | None
    late: bool
    open: bool
    why: str | None
    opens_at: str | None


class ClerkView(TypedDict):
    id: str
    name: str
    title: str
    photo_url: str | None


class PersonView(TypedDict):
    """Somebody who may sign in; `counter`: where they sat last."""

    id: str
    name: str
    title: str
    role: str
    photo_url: str | None
    counter: int | None


class StaffView(TypedDict):
    """Somebody who may open the hidden menu of a screen; `role`: head | technician."""

    id: str
    name: str
    title: str
    role: str


class LevelView(TypedDict):
    level: int
    label: str
    label_en: str


class ChoiceView(TypedDict):
    id: str
    label: str
    label_en: str


class WindowView(TypedDict):
    ticket: int
    number: str
    opened_at: str
    closes_at: str
    scale: int
    questions: list[ChoiceView]
    levels: list[LevelView]
    reasons: list[ChoiceView]


class CounterView(TypedDict):
    number: int
    name: str
    services: list[str]
    status: str
    pause_reason: str | None
    clerk: ClerkView | None
    ticket: TicketView | None
    rating: WindowView | None


class CallView(TypedDict):
    ticket: int
    number: str
    service: str
    counter: int
    priority: bool
    called_at: str
    recall: bool


class DeviceView(TypedDict):
    device: str
    condition: str
    detail: str | None
    since: str


class PaperView(TypedDict):
    """The roll in the printer, as estimated from what was printed since `changed_at`; `left` in percent."""

    used_mm: int
    roll_mm: int
    left: int
    changed_at: str | None


class PaperChangedView(TypedDict):
    """`before_mm`: how much the roll before had given."""

    paper: PaperView
    before_mm: int


class LeaderView(TypedDict):
    """`title` and `phone` may be ""."""

    name: str
    title: str
    phone: str


class OfficeView(TypedDict):
    """`leaders`: at most six, whom a citizen may turn to."""

    id: str
    name: str
    parent: str
    leaders: list[LeaderView]


class HalfDayView(TypedDict):
    """Times of day, "HH:MM": people are served from `begins` to `ends`, numbers given from `gives` to `stops`."""

    begins: str
    ends: str
    gives: str
    stops: str


class OpeningView(TypedDict):
    """Today's sessions. `name`: of the day ("Quốc khánh"), else ""; `opens_at`: as of a service, None while open."""

    name: str
    sessions: list[HalfDayView]
    opens_at: str | None


class StateView(TypedDict):
    """The whole office at one glance, as of fact `seq` of `stream`; `paper`: None without a printer."""

    stream: str
    seq: int
    now: str
    office: OfficeView
    day: DayView
    services: list[ServiceView]
    counters: list[CounterView]
    recent_calls: list[CallView]
    missed: list[str]
    devices: list[DeviceView]
    paper: PaperView | None
    notices: list[str]
    opening: OpeningView


def photo_url(person: Any) -> str | None:
    """Where the picture of a row of `clerk` is served; it changes with the picture."""
    return None if person.photo_at is None else f"/photos/{person.id}?v={person.photo_at}"


def optional_time(wall: int | None) -> str | None:
    return None if wall is None else utc_text(wall)

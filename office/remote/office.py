"""What a screen may know and do: the part of the desk that is open to a device's token."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from office.views import RatingView, StateView, TicketView

if TYPE_CHECKING:  # a screen does not load the database for it
    from office.journal import FactView

    FactsListener = Callable[[Sequence[FactView]], None]


class Office(Protocol):
    """Every act takes a `request_id` (a UUID) made when the person tapped, and keeps it through all retries: a lost
    answer then never gives two numbers. Raises a `Refusal` as the desk does, and `OfficeAway` when nobody answers.
    Blocking; thread-safe.
    """

    def issue(self, request_id: str, *, service: str, priority: bool = False) -> TicketView: ...

    def cancel(self, request_id: str, *, ticket: int) -> TicketView: ...

    def reprint(self, request_id: str, *, ticket: int) -> TicketView: ...

    def rate(
        self,
        request_id: str,
        *,
        ticket: int,
        level: int,
        channel: str,
        age_ms: int | None = None,
        question: str = "overall",
    ) -> RatingView:
        """`channel`: touch | tablet | box; `age_ms`: how long the faces have been shown."""
        ...

    def give_reasons(
        self, request_id: str, *, ticket: int, reasons: Sequence[str], comment: str | None = None
    ) -> RatingView: ...

    def decline_rating(self, request_id: str, *, ticket: int) -> RatingView: ...

    def ticket(self, ticket: int) -> TicketView: ...

    def ticket_by_number(self, number: str) -> TicketView:
        """Of the running day, e.g. "A023"."""
        ...

    def state(self) -> StateView:
        """The whole office at one glance."""
        ...

    def on_facts(self, listener: "FactsListener") -> Callable[[], None]:
        """Calls `listener` for what happens, in order, in a thread that is not the caller's; returns what ends it."""
        ...

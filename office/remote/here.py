"""The desk in this very process, as a screen sees it: for boxes and keypads inside the service, and for tests."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from office.domain.people import Actor
from office.views import RatingView, StateView, TicketView

if TYPE_CHECKING:
    from office.desk import Desk
    from office.remote.office import FactsListener


class AtTheDesk:
    """An `Office` in the name of `actor`."""

    def __init__(self, desk: "Desk", actor: Actor) -> None:
        self._desk, self._actor = desk, actor

    def issue(self, request_id: str, *, service: str, priority: bool = False) -> TicketView:
        answer = self._desk.issue(self._actor, request_id, service=service, priority=priority)
        return cast("TicketView", answer.body)

    def cancel(self, request_id: str, *, ticket: int) -> TicketView:
        return cast("TicketView", self._desk.cancel(self._actor, request_id, ticket=ticket).body)

    def reprint(self, request_id: str, *, ticket: int) -> TicketView:
        return cast("TicketView", self._desk.reprint(self._actor, request_id, ticket=ticket).body)

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
        answer = self._desk.rate(
            self._actor, request_id, ticket=ticket, level=level, channel=channel, age_ms=age_ms, question=question
        )
        return cast("RatingView", answer.body)

    def give_reasons(
        self, request_id: str, *, ticket: int, reasons: Sequence[str], comment: str | None = None
    ) -> RatingView:
        answer = self._desk.give_reasons(self._actor, request_id, ticket=ticket, reasons=list(reasons), comment=comment)
        return cast("RatingView", answer.body)

    def decline_rating(self, request_id: str, *, ticket: int) -> RatingView:
        return cast("RatingView", self._desk.decline_rating(self._actor, request_id, ticket=ticket).body)

    def ticket(self, ticket: int) -> TicketView:
        return self._desk.ticket(ticket)

    def ticket_by_number(self, number: str) -> TicketView:
        return self._desk.ticket_by_number(number)

    def state(self) -> StateView:
        return self._desk.state()

    def on_facts(self, listener: "FactsListener") -> Callable[[], None]:
        return self._desk.on_facts(listener)

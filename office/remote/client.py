"""The office behind the network, as a screen sees it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from office.remote.asking import Asking
from office.remote.hearing import Hearing, PresenceListener, StateListener
from office.views import RatingView, StateView, TicketView

if TYPE_CHECKING:
    from office.remote.office import FactsListener


class RemoteOffice:
    """An `Office` at `url` in the name of a device's `token`. `start` begins to hear, `close` ends everything.

    `patience_s`: how long one act is asked again before `OfficeAway`; `ca`: as of `Asking`. Besides what every
    `Office` has, it tells of the state as it comes (`on_state`) and of losing and finding the office (`on_presence`).
    """

    def __init__(self, url: str, token: str, *, patience_s: float = 5.0, ca: Path | None = None) -> None:
        self._asking = Asking(url, token, patience_s=patience_s, ca=ca)
        self._hearing = Hearing(Asking(url, token, ca=ca))

    def start(self) -> None:
        self._hearing.start()

    def close(self) -> None:
        self._hearing.stop()
        self._hearing.asking.close()
        self._asking.close()

    def issue(self, request_id: str, *, service: str, priority: bool = False) -> TicketView:
        return self._ticket("/tickets", request_id, service=service, priority=priority)

    def cancel(self, request_id: str, *, ticket: int) -> TicketView:
        return self._ticket(f"/tickets/{ticket}/cancel", request_id)

    def reprint(self, request_id: str, *, ticket: int) -> TicketView:
        return self._ticket(f"/tickets/{ticket}/reprint", request_id)

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
        body = {"level": level, "channel": channel, "age_ms": age_ms, "question": question}
        return self._rating(f"/tickets/{ticket}/rating", request_id, **body)

    def give_reasons(
        self, request_id: str, *, ticket: int, reasons: Sequence[str], comment: str | None = None
    ) -> RatingView:
        body: dict[str, Any] = {"reasons": list(reasons)}
        if comment is not None:
            body["comment"] = comment
        return self._rating(f"/tickets/{ticket}/rating/reasons", request_id, **body)

    def decline_rating(self, request_id: str, *, ticket: int) -> RatingView:
        return self._rating(f"/tickets/{ticket}/rating/decline", request_id)

    def ticket(self, ticket: int) -> TicketView:
        return cast("TicketView", self._asking.get(f"/tickets/{ticket}"))

    def ticket_by_number(self, number: str) -> TicketView:
        return cast("TicketView", self._asking.get("/tickets", number=number))

    def state(self) -> StateView:
        """As last heard; asked for while nothing is heard. Raises `OfficeAway`."""
        heard = self._hearing.state if self._hearing.present else None
        return heard or cast("StateView", self._asking.get("/state"))

    @property
    def present(self) -> bool:
        return self._hearing.present

    def on_facts(self, listener: "FactsListener") -> Callable[[], None]:
        return self._hearing.on_facts(listener)

    def on_state(self, listener: StateListener) -> Callable[[], None]:
        return self._hearing.on_state(listener)

    def on_presence(self, listener: PresenceListener) -> Callable[[], None]:
        return self._hearing.on_presence(listener)

    def _ticket(self, path: str, request_id: str, **body: Any) -> TicketView:
        return cast("TicketView", self._asking.post(path, {"request_id": request_id, **body}))

    def _rating(self, path: str, request_id: str, **body: Any) -> RatingView:
        return cast("RatingView", self._asking.post(path, {"request_id": request_id, **body}))

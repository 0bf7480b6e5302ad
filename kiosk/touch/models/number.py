"""The number that somebody has just asked for, and what became of its paper.

One visit has one `request_id`: it is made with the tap and kept until the office has answered, however often the
service restarts in between, so a visit gets one number. The paper's fate comes by the live stream; where it does not
come, the ticket is asked for, and after `PAPER_MS` nobody knows.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.touch.models import wording
from kiosk.touch.models.flow import Quiet
from kiosk.touch.page import Box, Control, Look, MessagePage, NumberPage, Page, Tone
from look import formats
from look.words import N_, say, say_many
from office.domain.refusals import Refusal
from office.remote import OfficeAway
from office.views import TicketView

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch

GIVE_UP_MS = 30_000
SLOW_MS = 2_500
AGAIN_MS = 300
PAPER_MS = 15_000
LOOK_MS = 2_000
AFTER_PAPER_MS = 6_000
AFTER_TROUBLE_MS = 20_000

_TAKEN = frozenset({"printed", "accepted"})
_NO_NUMBER = frozenset({"closed", "quota_reached", "not_today", "day_closed", "unknown_service"})

TROUBLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "paper_out": ("paper_out", N_("The printer is out of paper – this number is valid")),
        "cover_open": ("cover_open", N_("The printer's cover is open – this number is valid")),
        "cutter": ("printer_fault", N_("The printer is jammed – this number is valid")),
        "offline": ("printer_away", N_("The printer does not answer – this number is valid")),
        "unreachable": ("printer_away", N_("The printer does not answer – this number is valid")),
        "silent": ("printer_away", N_("The printer does not answer – this number is valid")),
        "rubbish": ("printer_away", N_("The printer does not answer – this number is valid")),
        "in_use": ("printer_away", N_("The printer does not answer – this number is valid")),
        "not_allowed": ("printer_away", N_("The printer does not answer – this number is valid")),
    }
)
"""Reason of a failed print → (picture, words). Any other reason is `FAULT`."""

FAULT = ("printer_fault", N_("The slip could not be printed – this number is valid"))
UNSURE = ("printer_unsure", N_("Please see whether the slip came out – the number is valid either way"))
NO_PAPER = ("paper", N_("There is no paper slip here – this number is valid"))


class Number(Quiet):
    """From the tap to the moment when the screen is free for the next person."""

    stays_when_away = True
    hears_reader = False

    def __init__(self, flow: "Touch", service: str, *, priority: bool) -> None:
        self.flow, self.service, self.priority = flow, service, priority
        self.request_id = str(uuid4())
        self.ticket: TicketView | None = None
        self.paper, self.reason = "queued", ""
        self.reprinted = False
        self._ask_again_at: int | None = None
        self._asked_at = self._changed_at = self._looked_at = flow.now()

    def entered(self) -> None:
        self._ask()

    # -- asking for the number

    def _ask(self) -> None:
        office, request_id, service, priority = self.flow.office, self.request_id, self.service, self.priority
        self.flow.errands.run(lambda: office.issue(request_id, service=service, priority=priority), self._answered)

    def _ask_again(self) -> None:
        """The same request: whether the office heard the first one is not known."""
        if self._ask_again_at is not None and self.flow.now() >= self._ask_again_at:
            self._ask_again_at = None
            self._ask()

    def _answered(self, outcome: TicketView | Exception) -> None:
        if not self.flow.shows(self):
            return
        if not isinstance(outcome, Exception):
            self._given(outcome)
        elif isinstance(outcome, OfficeAway) and self.flow.now() - self._asked_at < GIVE_UP_MS:
            self._ask_again_at = self.flow.now() + AGAIN_MS
        elif isinstance(outcome, Refusal) and outcome.code in _NO_NUMBER:
            opens_at = outcome.facts.get("opens_at")
            self.flow.refuse(self.service, outcome.code, opens_at if isinstance(opens_at, str) else None)
        else:
            self.flow.tell(self._not_given())

    def _given(self, ticket: TicketView) -> None:
        self.ticket = ticket
        self._heard(ticket["print"]["state"], ticket["print"]["reason"])
        self._changed_at = self._looked_at = self.flow.now()

    def _not_given(self) -> MessagePage:
        return MessagePage(
            tone=Tone.WARN,
            title=say(self.flow.language, "No number could be given"),
            text=say(self.flow.language, "Please touch the service again in a moment, or ask at a counter."),
            picture="warning",
        )

    # -- the paper

    def tick(self) -> None:
        if self.ticket is None:
            self._ask_again()
        elif self.paper == "queued":
            self._watch(self.ticket["id"])
        elif self.flow.now() - self._changed_at >= self._stays_ms:
            self.flow.home()

    def _watch(self, ticket: int) -> None:
        if ticket in self.flow.settled:
            self._heard(*self.flow.settled.pop(ticket))
        elif self.flow.now() - self._changed_at >= PAPER_MS:
            self._heard("unknown", None)
        elif self.flow.now() - self._looked_at >= LOOK_MS:
            self._looked_at = self.flow.now()
            self.flow.errands.run(lambda: self.flow.office.ticket(ticket), self._looked)

    def _looked(self, outcome: TicketView | Exception) -> None:
        if self.paper == "queued" and not isinstance(outcome, Exception):
            self._heard(outcome["print"]["state"], outcome["print"]["reason"])

    def _heard(self, state: str, reason: str | None) -> None:
        if state == self.paper:
            return
        self.paper, self.reason, self._changed_at = state, reason or "", self.flow.now()
        if self.ticket is not None and state in (*_TAKEN, "failed"):
            self.flow.paper_told(self.ticket["id"], printed=state in _TAKEN)

    @property
    def _stays_ms(self) -> int:
        return AFTER_PAPER_MS if self.paper in _TAKEN else AFTER_TROUBLE_MS

    @property
    def _is_trouble(self) -> bool:
        return self.paper in ("failed", "unknown")

    # -- presses

    def press(self, name: str) -> None:
        if self.ticket is None:
            return
        if name == "again":
            self.flow.home(same_person=True)
        elif name == "done":
            self.flow.home()
        elif name == "cancel":
            self.flow.confirm_giving_back(self.ticket)
        elif name == "reprint" and self._is_trouble and not self.reprinted:
            self._reprint(self.ticket["id"])

    def _reprint(self, ticket: int) -> None:
        """Once, as the office allows it to a screen."""
        self.reprinted = True
        self.flow.settled.pop(ticket, None)
        self._heard("queued", None)
        self._looked_at = self.flow.now()
        request_id = str(uuid4())
        self.flow.errands.run(lambda: self.flow.office.reprint(request_id, ticket=ticket), self._reprint_answered)

    def _reprint_answered(self, outcome: TicketView | Exception) -> None:
        if isinstance(outcome, Exception) and self.paper == "queued":
            self._heard("failed", None)

    # -- what is seen

    def page(self) -> Page:
        return self._asking_page() if self.ticket is None else self._number_page(self.ticket)

    def _asking_page(self) -> Page:
        language = self.flow.language
        slow = self.flow.now() - self._asked_at >= SLOW_MS
        text = say(language, "The machine is reconnecting. Please stay, your request is kept.") if slow else ""
        return MessagePage(
            header=self.flow.header(),
            band=self.flow.band,
            title=say(language, "One moment, your number is coming…"),
            text=text,
            picture="paper",
        )

    def _number_page(self, ticket: TicketView) -> Page:
        language, trouble = self.flow.language, self.paper not in ("queued", *_TAKEN)
        return NumberPage(
            header=self.flow.header(),
            band=self.flow.band,
            kicker=self._kicker(ticket),
            number=ticket["number"],
            prefix=ticket["number"][:1],
            service=self._service_name(),
            place=wording.place_of(self.flow.state, self.service, language),
            facts=() if trouble else self._facts(ticket),
            box=self._box(ticket),
            code=self._code(ticket) if trouble else "",
            code_caption=say(language, "Scan to keep this number on your phone") if trouble else "",
            hint="" if trouble else say(language, "The screen goes back by itself in a few seconds"),
            main=self._trouble_controls() if trouble else (),
            bar=() if self.paper == "queued" else self._bar(),
        )

    def _kicker(self, ticket: TicketView) -> str:
        if ticket["priority"]:
            return say(self.flow.language, "Your number (priority)")
        return say(self.flow.language, "Your number")

    def _service_name(self) -> str:
        service = wording.service_of(self.flow.state, self.service)
        return "" if service is None else wording.service_name(service, self.flow.language)

    def _facts(self, ticket: TicketView) -> tuple[tuple[str, str], ...]:
        language, facts = self.flow.language, list[tuple[str, str]]()
        if ticket["ahead"] is not None:
            n = ticket["ahead"]
            facts.append((str(n), say_many(language, "person ahead of you", "people ahead of you", n)))
        if ticket["wait"] is not None:
            low, high = ticket["wait"]["low"], ticket["wait"]["high"]
            band = str(high) if low == high else f"{low}–{high}"
            facts.append((band, say(language, "minutes, expected")))
        return tuple(facts)

    def _box(self, ticket: TicketView) -> Box:
        language, number = self.flow.language, ticket["number"]
        if self.paper == "queued":
            return Box(Tone.CALM, say(language, "The slip is being printed…"), self._late(), picture="printer")
        if self.paper in _TAKEN:
            return Box(Tone.GOOD, say(language, "Please take your slip"), self._late(), picture="printer")
        picture, words = self._trouble()
        text = say(
            language,
            "Please remember number {number} or take a picture of this screen. A clerk prints the slip if you ask.",
            number=number,
        )
        return Box(Tone.CALM if self.paper == "off" else Tone.WARN, say(language, words), text, picture)

    def _late(self) -> str:
        """Whoever may wait in vain is told so at once, not at closing time."""
        service = wording.service_of(self.flow.state, self.service)
        if service is None or not service["late"]:
            return ""
        return say(self.flow.language, "Perhaps not everybody can be served before closing. Please ask at a counter.")

    def _trouble(self) -> tuple[str, str]:
        if self.paper == "off":
            return NO_PAPER
        return UNSURE if self.paper == "unknown" else TROUBLES.get(self.reason, FAULT)

    def _code(self, ticket: TicketView) -> str:
        """Plain text: every telephone shows it without asking any server."""
        at = self.flow.wall()
        office = "" if self.flow.state is None else self.flow.state["office"]["name"]
        place = wording.place_of(self.flow.state, self.service, self.flow.language)
        lines = (
            say(self.flow.language, "Number {number}", number=ticket["number"]),
            " · ".join(part for part in (self._service_name(), place) if part),
            f"{formats.clock(at)} {formats.day_short(at.date())}",
            office,
        )
        return "\n".join(line for line in lines if line)

    def _trouble_controls(self) -> tuple[Control, ...]:
        language = self.flow.language
        text = say(language, "I have remembered my number")
        done = Control("done", text, text, "check", Look.SOLID)
        if self.reprinted or not self._is_trouble:
            return (done,)
        again = say(language, "Print again")
        return (done, Control("reprint", again, again, "printer", Look.OUTLINED))

    def _bar(self) -> tuple[Control, ...]:
        language, number = self.flow.language, "" if self.ticket is None else self.ticket["number"]
        more = say(language, "Another number? Touch here")
        cancel = say(language, "Cancel this number")
        spoken = say(language, "Cancel number {number}", number=wording.spelled(number))
        return (Control("again", more, more, "plus"), Control("cancel", cancel, spoken, "undo"))

"""A dossier by its number: typed on large keys, or read from the slip by a reader of barcodes.

The machine does not know where a dossier stands; the page hands over the office's own address as a code for the
telephone. The rule that surprises: a slip that is read at the first screen gives a number for collecting the result at
once. The same slip read again within ten minutes shows the page instead, so a slip left under the reader takes one
number and not a hundred.
"""

from typing import TYPE_CHECKING

from kiosk.touch.counsel import DossierPage
from kiosk.touch.models import wording
from kiosk.touch.models.flow import Quiet
from kiosk.touch.models.giving_back import digit_rows, key
from kiosk.touch.page import Control, EntryPage, Look, MessagePage, Page, Tone
from look.words import say
from office.domain.refusals import Refusal
from office.remote.counsel import DossierView
from office.views import ServiceView

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch

PATIENCE_MS = 60_000
LONGEST = 40
_LETTERS = ("ABCDEFG", "HIJKLMN", "OPQRSTU", "VWXYZ")


class DossierEntry(Quiet):
    """The number on large keys: digits first, letters behind a key of their own."""

    warns = True

    def __init__(self, flow: "Touch") -> None:
        self.flow, self.typed, self.complaint = flow, "", ""
        self.asking = self.has_letters = False
        self.patience_ms = PATIENCE_MS

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "back":
            self.flow.home(same_person=True)
        elif act == "language":
            self.flow.change_language()
        elif act == "letters":
            self.has_letters = not self.has_letters
        elif self.asking:
            return
        elif act == "key":
            self.typed, self.complaint = (self.typed + what)[:LONGEST], ""
        elif act == "erase":
            self.typed, self.complaint = self.typed[:-1], ""
        elif act == "next" and self.typed:
            self._look()

    def _look(self) -> None:
        number, counsel = self.typed, self.flow.counsel
        if counsel is not None:
            self.asking = True
            self.flow.errands.run(lambda: counsel.dossier(number), self._told)

    def _told(self, outcome: DossierView | Exception) -> None:
        self.asking = False
        if not self.flow.shows(self):
            return
        language = self.flow.language
        if isinstance(outcome, Refusal):
            self.complaint = say(language, "Please check it on your slip")
        elif isinstance(outcome, Exception):
            self.complaint = say(language, "The office does not answer. Please try once more.")
        else:
            self.flow.go(Dossier(self.flow, outcome))

    def page(self) -> Page:
        language, text = self.flow.language, say(self.flow.language, "Continue")
        complete = bool(self.typed) and not self.asking
        return EntryPage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=say(language, "Number of your dossier"),
            text=say(language, "It stands on your slip. Or hold the slip before the reader."),
            typed=self.typed,
            empty=self._example(),
            complaint=self.complaint,
            keys=self._keys(),
            main=(Control("next", text, text, "forward", Look.SOLID, off=not complete), self.flow.back_control()),
            bar=(self.flow.language_control(),),
        )

    def _example(self) -> str:
        dossiers = self.flow.offers.now.dossiers
        return "" if dossiers is None else dossiers["example"] or ""

    def _keys(self) -> tuple[tuple[Control, ...], ...]:
        language = self.flow.language
        *digits, (zero, erase) = digit_rows(language)
        if self.has_letters:
            other = Control("letters", "123", say(language, "Digits"))
            return (*(tuple(map(key, row)) for row in _LETTERS), (other, erase))
        other = Control("letters", "ABC", say(language, "Letters"))
        return (*digits, (key("."), zero, key("-")), (other, key("/"), erase))


class Scanned(Quiet):
    """A slip was read; the office is asked what it is. `straight`: whether a number is taken at once; for whom."""

    def __init__(self, flow: "Touch", code: str, *, straight: bool, priority: bool) -> None:
        self.flow, self.code, self.straight, self.priority = flow, code, straight, priority
        self.patience_ms = PATIENCE_MS // 2

    def entered(self) -> None:
        counsel, code = self.flow.counsel, self.code
        if counsel is not None:
            self.flow.errands.run(lambda: counsel.dossier(code), self._told)

    def press(self, name: str) -> None:
        if name == "back":
            self.flow.home(same_person=True)

    def _told(self, outcome: DossierView | Exception) -> None:
        if not self.flow.shows(self):
            return
        if isinstance(outcome, Refusal):
            self.flow.tell(unknown_code(self.flow))
        elif isinstance(outcome, Exception):
            self.flow.tell(_not_told(self.flow))
        elif self.straight and collecting(self.flow, outcome) is not None and self.flow.is_first_scan(self.code):
            collect(self.flow, outcome, priority=self.priority)
        else:
            self.flow.go(Dossier(self.flow, outcome, self.code))

    def page(self) -> Page:
        return MessagePage(
            header=self.flow.header(),
            band=self.flow.band,
            title=say(self.flow.language, "One moment…"),
            text=self.code,
            picture="folder",
            bar=(self.flow.back_control(),),
        )


class Dossier(Quiet):
    """What there is to say of a dossier. `code`: as the reader read it, "" when it was typed."""

    warns = True

    def __init__(self, flow: "Touch", view: DossierView, code: str = "") -> None:
        self.flow, self.view, self.code = flow, view, code
        self.patience_ms = PATIENCE_MS

    def press(self, name: str) -> None:
        if name == "back":
            self.flow.home(same_person=True)
        elif name == "language":
            self.flow.change_language()
        elif name == "collect":
            collect(self.flow, self.view, priority=False)

    def page(self) -> Page:
        language, url = self.flow.language, self.view["url"] or ""
        return DossierPage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            kicker=say(language, "Your dossier"),
            number=self.view["number"],
            title=say(language, "Scan this to see how far it is")
            if url
            else say(language, "Please ask at a counter how far it is"),
            text=say(language, "It opens the page of your dossier.") if url else "",
            code=url,
            code_caption=say(language, "Scan with your telephone") if url else "",
            main=self._collecting(),
            bar=(self.flow.back_control(), self.flow.language_control()),
        )

    def _collecting(self) -> tuple[Control, ...]:
        service = collecting(self.flow, self.view)
        if service is None:
            return ()
        name = wording.service_name(service, self.flow.language)
        text = say(self.flow.language, "Take a number: {service}", service=name)
        return (Control("collect", text, text, "paper", Look.SOLID),)


def collecting(flow: "Touch", view: DossierView) -> ServiceView | None:
    """The service at which the result is collected, where the office has one."""
    return None if view["result_service"] is None else wording.service_of(flow.state, view["result_service"])


def collect(flow: "Touch", view: DossierView, *, priority: bool) -> None:
    """The ordinary way to a number, or why there is none now."""
    service = collecting(flow, view)
    if service is None:
        return
    if service["open"]:
        flow.take(service["id"], priority=priority)
    else:
        flow.refuse(service["id"], service["why"] or "closed", service["opens_at"])


def unknown_code(flow: "Touch") -> MessagePage:
    """What was held before the reader is no slip of this office."""
    return MessagePage(
        tone=Tone.WARN,
        title=say(flow.language, "This code is not known here"),
        text=say(flow.language, "Please hold your appointment slip before the reader, or ask at a counter."),
        picture="barcode",
    )


def _not_told(flow: "Touch") -> MessagePage:
    return MessagePage(
        tone=Tone.WARN,
        title=say(flow.language, "The office does not answer"),
        text=say(flow.language, "Please hold the slip before the reader once more, or choose on the screen."),
        picture="no_connection",
    )

"""One procedure: what it takes and costs, its chapters, its papers on a slip, and a number for it.

What nobody is sure of is said as such and never as "nothing": no fee known is not free of charge.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.touch.lookup import Fact, ProcedurePage
from kiosk.touch.models import chapters, wording
from kiosk.touch.models.flow import Quiet
from kiosk.touch.models.turning import place_text, turning
from kiosk.touch.page import Box, Control, Look, Page, Tone
from look import formats
from look.words import N_, say, say_many
from office.domain.refusals import TooMany
from office.remote.lookup import Lookup, PrintedView, ProcedureView
from office.views import ServiceView

if TYPE_CHECKING:
    from kiosk.touch.models.lookup import Find
    from kiosk.touch.models.touch import Touch

PATIENCE_MS = 90_000
BOX_MS = 12_000
_TOGETHER = 4
"""So many counters at most stay in one line."""

_OUT = frozenset({"printed", "accepted"})

TAKEN = N_("Please take your list of papers")
SOON = N_("Please wait a moment and touch again")
NOT_PRINTED = N_("Could not be printed")
ADVICE = N_("Please take a picture of this screen.")


class OneProcedure(Quiet):
    """The page of a procedure; `search`: where the person came from and goes back to."""

    warns = True

    def __init__(self, flow: "Touch", lookup: Lookup, view: ProcedureView, search: "Find") -> None:
        self.flow, self.lookup, self.view, self.search = flow, lookup, view, search
        self.patience_ms = PATIENCE_MS
        self.chapter, self.leaf = chapters.names(view)[0], 0
        self.printing = False
        self.box: Box | None = None
        self._box_until = 0

    def tick(self) -> None:
        if self.box is not None and not self.printing and self.flow.now() >= self._box_until:
            self.box = None

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "chapter" and what in chapters.names(self.view):
            self.chapter, self.leaf = what, 0
        elif act == "leaf":
            self.leaf = int(what)
        elif name == "print" and not self.printing:
            self._print()
        elif name == "take":
            self._take()
        elif name == "back":
            self.flow.go(self.search)
        elif name == "language":
            self.leaf = 0
            self.flow.change_language()

    # -- a number

    @property
    def service(self) -> ServiceView | None:
        """The office's service for it; None when it gives no numbers."""
        view = self.view
        return wording.service_of(self.flow.state, view["service"] or "") if view["takes_numbers"] else None

    def _take(self) -> None:
        """The ordinary way of taking a number; a closed service says why."""
        service = self.service
        if service is None:
            return
        if service["open"]:
            self.flow.take(service["id"], priority=False)
        else:
            self.flow.refuse(service["id"], service["why"] or "closed", service["opens_at"])

    # -- the papers on a slip

    @property
    def prints(self) -> bool:
        return self.flow.state is not None and self.flow.state["paper"] is not None

    def _print(self) -> None:
        lookup, request_id, key = self.lookup, str(uuid4()), self.view["key"]
        self.printing = True
        self.box = Box(Tone.CALM, say(self.flow.language, "The list of papers is being printed…"), picture="printer")
        self.flow.errands.run(lambda: lookup.checklist(request_id, key=key), self._printed)

    def _printed(self, outcome: PrintedView | Exception) -> None:
        self.printing, self._box_until = False, self.flow.now() + BOX_MS
        self.box = self._told(outcome)
        if self.flow.shows(self):
            self.flow.touched()

    def _told(self, outcome: PrintedView | Exception) -> Box:
        language = self.flow.language
        if isinstance(outcome, TooMany):
            return Box(Tone.CALM, say(language, SOON), picture="clock")
        if isinstance(outcome, Exception) or outcome["state"] not in _OUT:
            why = "" if isinstance(outcome, Exception) else outcome["why"] or ""
            told = f"{why[:1].upper()}{why[1:].rstrip('.')}. " if why else ""
            return Box(Tone.WARN, say(language, NOT_PRINTED), told + say(language, ADVICE), "printer_fault")
        return Box(Tone.GOOD, say(language, TAKEN), picture="check")

    # -- what is seen

    def page(self) -> Page:
        flow, language = self.flow, self.flow.language
        bare = ProcedurePage(
            header=flow.header(),
            band=flow.band,
            warning=flow.warning(),
            name=self.view["name"],
            origin=" · ".join(part for part in (self.view["code"] or "", self.view["field"]) if part),
            facts=tuple(self._facts()),
            tabs=self._tabs(),
            passages=chapters.passages(self.view, self.chapter, language),
            box=self.box,
            main=tuple(self._main()),
            bar=(self._back(), flow.language_control()),
        )
        leaves = flow.leaves(bare)
        self.leaf = min(self.leaf, leaves - 1)
        turned = turning(language, self.leaf, leaves)
        return replace(bare, leaf=self.leaf, turning=turned, place=place_text(language, self.leaf, leaves))

    def _facts(self) -> Iterator[Fact]:
        language, view = self.flow.language, self.view
        unknown = say(language, "no information yet, please ask at a counter")
        time, fee = view["deadline"], view["fee"]
        yield Fact("clock", say(language, "Time"), time or unknown, known=time is not None)
        yield Fact("money", say(language, "Fee"), fee or unknown, known=fee is not None)
        where = self._where()
        if where:
            yield Fact("counter", say(language, "Where"), where)

    def _where(self) -> str:
        """The office's own service and counters, and whether the portal takes it as well."""
        language, view = self.flow.language, self.view
        service = wording.service_of(self.flow.state, view["service"] or "")
        name = view["service_name"] or "" if service is None else wording.service_name(service, language)
        few = len(view["counters"]) <= _TOGETHER
        listed = (f",{formats.NO_BREAK}" if few else ", ").join(map(str, view["counters"]))
        place = say_many(language, "Counter {listed}", "Counters {listed}", len(view["counters"]), listed=listed)
        place = place.replace(" ", formats.NO_BREAK) if few else place
        online = say(language, "also online") if view["online"] else ""
        return " · ".join(part for part in (name, place if listed else "", online) if part)

    def _tabs(self) -> tuple[Control, ...]:
        language = self.flow.language
        named = [(name, say(language, chapters.TITLES[name])) for name in chapters.names(self.view)]
        return tuple(Control(f"chapter:{name}", text, text, chosen=name == self.chapter) for name, text in named)

    def _main(self) -> Iterator[Control]:
        language, service = self.flow.language, self.service
        if service is not None:
            text = say(language, "Get a number")
            name = wording.service_name(service, language)
            spoken = say(language, "Take a number for this procedure: {service}", service=name)
            yield Control("take", text, spoken, "paper", Look.SOLID)
        if self.prints and self.view["papers"]:
            text = say(language, "Print the list of papers")
            yield Control("print", text, text, "printer", Look.OUTLINED, off=self.printing)

    def _back(self) -> Control:
        text = say(self.flow.language, "Back")
        return Control("back", text, say(self.flow.language, "Back to the search"), "back", Look.OUTLINED)

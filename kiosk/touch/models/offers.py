"""What the office offers besides numbers: procedures, its own pages, the suggestion box, dossiers. Asked, not told.

It is asked when the office is found again, when a setting has changed, and every few minutes, because a page may begin
or end with a day. The rule that surprises: while nobody has answered yet, nothing is offered.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.touch.models.content import Contents
from kiosk.touch.models.dossier import DossierEntry
from kiosk.touch.models.suggesting import Letter
from kiosk.touch.page import Control
from look.words import N_, say
from office.remote.counsel import ContentLine, Counsel, DossiersView, FormView
from office.remote.lookup import Lookup

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch

EVERY_MS, AGAIN_MS = 300_000, 15_000
_CHANGES = ("setting.", "content.", "procedure", "office.imported", "service.", "day.")

CONTROLS = (
    ("dossier", N_("My dossier"), N_("How far is my dossier? By its number or the code on the slip"), "folder"),
    ("contents", N_("Office info"), N_("Information of the office: rules, forms, fees"), "information"),
    ("suggest", N_("Tell us"), N_("Leave a suggestion, without your name"), "chat"),
)
"""(name, text, spoken, picture) of each offer on the first screen."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One answer of the office."""

    pages: tuple[ContentLine, ...] = ()
    box: FormView | None = None
    dossiers: DossiersView | None = None
    procedures: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Only what exists."""
        dossiers = self.dossiers is not None and self.dossiers["offered"]
        there = {
            "dossier": dossiers,
            "contents": bool(self.pages),
            "suggest": self.box is not None and self.box["offered"],
        }
        return tuple(name for name, *_ in CONTROLS if there[name])


def asked(counsel: Counsel | None, lookup: Lookup | None) -> Offered:
    """Blocking; raises as `Counsel` and `Lookup` do."""
    procedures = 0 if lookup is None else lookup.find("", limit=1)["total"]
    if counsel is None:
        return Offered(procedures=procedures)
    return Offered(tuple(counsel.pages()), counsel.box(), counsel.dossiers(), procedures)


class Offers:
    """Keeps the last answer; `tick` asks again when it is time."""

    def __init__(self, flow: "Touch") -> None:
        self._flow, self.now, self._due = flow, Offered(), flow.now()
        self._asking = False

    def stale(self, kind: str = "setting.") -> None:
        """Something of this kind happened; perhaps it changes what is offered."""
        if kind.startswith(_CHANGES):
            self._due = self._flow.now()

    def tick(self) -> None:
        counsel, lookup = self._flow.counsel, self._flow.lookup
        if (counsel is None and lookup is None) or self._asking or self._flow.is_away or self._flow.now() < self._due:
            return
        self._asking, self._due = True, self._flow.now() + EVERY_MS
        self._flow.errands.run(lambda: asked(counsel, lookup), self._told)

    def _told(self, outcome: Offered | Exception) -> None:
        self._asking = False
        if isinstance(outcome, Exception):
            self._due = self._flow.now() + AGAIN_MS
        else:
            self.now = outcome

    def open(self, name: str) -> None:
        """To the screen of that offer; an unknown name is ignored."""
        box = self.now.box
        if name not in self.now.names:
            return
        if name == "dossier":
            self._flow.go(DossierEntry(self._flow))
        elif name == "contents":
            self._flow.go(Contents(self._flow))
        elif box is not None:
            self._flow.suggest(box, Letter())

    def controls(self) -> tuple[Control, ...]:
        language, there = self._flow.language, self.now.names
        return tuple(
            Control(name, say(language, text), say(language, spoken), picture)
            for name, text, spoken, picture in CONTROLS
            if name in there
        )

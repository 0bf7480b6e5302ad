"""Looking for a procedure: a word or two typed without any marks, a field tapped, or what most people ask for.

At most one question is on its way to the office; whatever is typed meanwhile is asked when the answer is there, so a
slow network shows older finds rather than none. The rule that surprises: a search that finds nothing is told to the
office when the person gives it up, not while words are still being typed.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.touch.lookup import Line, LookupPage
from kiosk.touch.models import keyboard, wording
from kiosk.touch.models.fields import MORE, Fields, chips
from kiosk.touch.models.flow import Quiet
from kiosk.touch.models.procedure import OneProcedure
from kiosk.touch.models.turning import place_text, turning
from kiosk.touch.page import Look, Page
from look.words import N_, say, say_many
from office.domain.refusals import UnknownProcedure
from office.remote.lookup import FieldView, FoundView, LineView, Lookup, ProcedureView

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch

PATIENCE_MS = 60_000
AGAIN_MS = 2_000
LONGEST = 80
PER_LEAF = 4
"""Lines on every panel, so that a list is turned everywhere alike."""

AWAY = N_("The office does not answer. Please try once more.")
_GONE = N_("This procedure is no longer in force. Please ask at a counter.")
_LEAST_MISSED = 2

Wish = tuple[str, str, int]
"""What is looked for: (text, field, leaf)."""


class Find(Quiet):
    """The search. It stays as it is while a procedure is being read, and is there again afterwards."""

    warns = True

    def __init__(self, flow: "Touch", lookup: Lookup) -> None:
        self.flow, self.lookup = flow, lookup
        self.patience_ms = PATIENCE_MS
        self.typed, self.field, self.leaf = "", "", 0
        self.found: FoundView | None = None
        self.fields: list[FieldView] = []
        self.trouble = ""
        self.opening = ""
        self._shown: Wish | None = None
        self._asking: Wish | None = None
        self._again_at: int | None = None

    def entered(self) -> None:
        self._ask()

    def left(self) -> None:
        self._tell_missed()

    def tick(self) -> None:
        if self._again_at is not None and self.flow.now() >= self._again_at:
            self._again_at = None
            self._ask()

    @property
    def wish(self) -> Wish:
        return self.typed.strip(), self.field, self.leaf

    # -- presses

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        presses: dict[str, Callable[[str], None]] = {
            "key": self._type,
            "field": self.choose_field,
            "leaf": self._turn,
            "procedure": self._open,
        }
        if act in presses:
            presses[act](what)
            if self._asking is not None:
                self.flow.expect()
        elif name == MORE and self.found is not None:
            self.flow.go(Fields(self.flow, self, self.found["fields"] or self.fields))
        elif name == "back":
            self.flow.home(same_person=True)
        elif name == "language":
            self.flow.change_language()

    def _type(self, key: str) -> None:
        if key == keyboard.CLEAR:
            self._tell_missed()
        self.typed, self.leaf, self.trouble = keyboard.typed(self.typed, key, LONGEST), 0, ""
        self._ask()

    def choose_field(self, field: str) -> None:
        """Only procedures of this field from now on; "" = of all."""
        self.field, self.leaf, self.trouble = field, 0, ""
        self._ask()

    def _turn(self, leaf: str) -> None:
        self.leaf = int(leaf)
        self._ask()

    # -- asking the office

    def _ask(self) -> None:
        if self._asking is not None or self.wish == self._shown:
            return
        wish = self._asking = self.wish
        text, field, leaf = wish
        lookup, offset = self.lookup, leaf * PER_LEAF
        self.flow.errands.run(
            lambda: lookup.find(text, field=field, limit=PER_LEAF, offset=offset),
            lambda outcome: self._answered(wish, outcome),
        )

    def _answered(self, wish: Wish, outcome: FoundView | Exception) -> None:
        self._asking = None
        self.flow.came()
        if isinstance(outcome, Exception):
            self.trouble = say(self.flow.language, AWAY)
            self._again_at = self.flow.now() + AGAIN_MS
            return
        self.found, self._shown, self.trouble = outcome, wish, ""
        if not wish[0]:
            self.fields = outcome["fields"]  # of everything: the chips stay while somebody types
        if not outcome["items"] and outcome["total"]:
            self.leaf = 0  # the list has become shorter meanwhile
        self._ask()

    def _tell_missed(self) -> None:
        text = self.typed.strip()
        is_missed = self.found is not None and self.found["total"] == 0 and self._shown == self.wish and not self.field
        if is_missed and len(text) >= _LEAST_MISSED:
            lookup, request_id = self.lookup, str(uuid4())
            self.flow.errands.run(lambda: lookup.asked(request_id, typed=text), lambda _: None)

    def _open(self, key: str) -> None:
        if self.opening:
            return
        self.opening, self.trouble = key, ""
        lookup = self.lookup
        self.flow.errands.run(lambda: lookup.procedure(key), lambda outcome: self._opened(key, outcome))

    def _opened(self, key: str, outcome: ProcedureView | Exception) -> None:
        self.opening = ""
        if not self.flow.shows(self):
            return
        if isinstance(outcome, Exception):
            words = _GONE if isinstance(outcome, UnknownProcedure) else AWAY
            self.trouble = say(self.flow.language, words)
            return
        lookup, request_id, text = self.lookup, str(uuid4()), self.typed.strip()
        self.flow.errands.run(lambda: lookup.asked(request_id, typed=text, key=key), lambda _: None)
        self.flow.go(OneProcedure(self.flow, lookup, outcome, self))

    # -- what is seen

    def page(self) -> Page:
        flow, language, found = self.flow, self.flow.language, self.found
        leaves = 1 if found is None else max(1, -(-found["total"] // PER_LEAF))
        return LookupPage(
            header=flow.header(),
            band=flow.band,
            warning=flow.warning(),
            typed=self.typed,
            empty=say(language, "Type the name of a procedure"),
            chips=chips(language, self.fields, self.field),
            hint=self._hint(),
            lines=() if found is None else tuple(map(self._line, found["items"])),
            help=self._help(),
            turning=turning(language, self.leaf, leaves),
            place=place_text(language, self.leaf, leaves),
            keys=keyboard.rows(language),
            bar=(replace(flow.back_control(), look=Look.OUTLINED), flow.language_control()),
        )

    def _hint(self) -> str:
        language, found = self.flow.language, self.found
        if self.trouble or found is None:
            return self.trouble
        if found["searched"]:
            return say(language, "Shown for “{searched}”", searched=found["searched"])
        count = say_many(language, "{n} procedure", "{n} procedures", found["total"])
        rest = say(language, "no accents needed") if self.typed else say(language, "most asked first")
        return f"{count} · {rest}" if found["total"] else ""

    def _help(self) -> tuple[str, ...]:
        language, found = self.flow.language, self.found
        if found is None or found["total"]:
            return ()
        title = say(language, "No procedure was found for “{typed}”", typed=shortened(self.typed.strip()))
        advice = say(language, "Please try fewer or other words, choose a field, or ask at a counter.")
        return title, advice

    def _line(self, one: LineView) -> Line:
        language = self.flow.language
        service = wording.service_of(self.flow.state, one["service"] or "")
        known = [one["code"] or "", one["field"], *self._known(one)]
        details = tuple(" · ".join(part for part in known[begin:] if part) for begin in range(len(known) - 1))
        return Line(
            name=f"procedure:{one['key']}",
            title=one["name"],
            details=details,
            spoken=say(language, "{procedure}. {detail}", procedure=one["name"], detail=details[0]),
            prefix="" if service is None else service["prefix"],
            lit=tuple((begin, end) for begin, end in one["match"]),
            chosen=self.opening == one["key"],
        )

    def _known(self, one: LineView) -> tuple[str, str]:
        """How long and how much; what nobody is sure of is said, never left to be guessed."""
        language = self.flow.language
        if one["deadline"] is None and one["fee"] is None:
            return say(language, "time and fee: please ask"), ""
        return (
            first_clause(one["deadline"]) or say(language, "time: please ask"),
            first_clause(one["fee"]) or say(language, "fee: please ask"),
        )


def first_clause(text: str | None) -> str:
    """Enough for a list; the page of the procedure has all of it."""
    return (text or "").partition(";")[0].strip()


def shortened(text: str, longest: int = 30) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"

"""A suggestion without a name: reasons to tap, a few words if somebody likes, and who will read it.

What was tapped and written is kept while the person stands there, also when the office goes away: then the same
suggestion is sent again with the same `request_id` until the office has it, and nothing can be changed meanwhile.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.touch.counsel import SuggestionPage
from kiosk.touch.models.flow import Quiet
from kiosk.touch.page import Control, Look, MessagePage, Page, Tone
from look.words import say
from office.domain.refusals import TooMany
from office.remote import OfficeAway
from office.remote.counsel import FormView
from office.views import ChoiceView

if TYPE_CHECKING:
    from kiosk.touch.models.touch import Touch

PATIENCE_MS = 90_000
AGAIN_MS = 1_500
MOST_REASONS = 6


@dataclass(slots=True)
class Letter:
    """What one person has to say. `request_id`: of the sending that is not answered yet."""

    reasons: list[str] = field(default_factory=list)
    text: str = ""
    request_id: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.reasons and not self.text.strip()


class Suggesting(Quiet):
    """The reasons, and the way to the words and to the office."""

    warns = True
    stays_when_away = True
    hears_reader = False

    def __init__(self, flow: "Touch", form: FormView, letter: Letter) -> None:
        self.flow, self.form, self.letter = flow, form, letter
        self.patience_ms = PATIENCE_MS
        self.complaint = ""
        self._again_at: int | None = None

    # -- presses

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "back":
            self.flow.home(same_person=True)
        elif act == "language":
            self.flow.change_language()
            self.complaint = ""
        elif self.letter.request_id:
            return
        elif act == "reason":
            self._tap(what)
        elif act == "write":
            self.flow.write(self.form, self.letter)
        elif act == "send":
            self._send()

    def _tap(self, reason: str) -> None:
        self.complaint = ""
        if reason in self.letter.reasons:
            self.letter.reasons.remove(reason)
        elif len(self.letter.reasons) < MOST_REASONS:
            self.letter.reasons.append(reason)

    # -- sending

    def _send(self) -> None:
        if self.letter.is_empty:
            self.complaint = say(self.flow.language, "Please touch a reason, or write a few words first.")
            return
        self.complaint, self.letter.request_id = "", str(uuid4())
        self._ask()

    def _ask(self) -> None:
        counsel, letter = self.flow.counsel, self.letter
        if counsel is None:
            return
        request_id, reasons, text = letter.request_id, tuple(letter.reasons), letter.text.strip() or None
        self.flow.errands.run(lambda: counsel.suggest(request_id, reasons=reasons, text=text), self._answered)

    def tick(self) -> None:
        if self._again_at is not None and self.flow.now() >= self._again_at:
            self._again_at = None
            self._ask()

    def _answered(self, outcome: object) -> None:
        if not self.flow.shows(self):
            return
        language = self.flow.language
        if isinstance(outcome, OfficeAway):
            self._again_at = self.flow.now() + AGAIN_MS
            self.complaint = say(language, "The machine is reconnecting. Please stay, your words are kept and sent.")
        elif isinstance(outcome, Exception):
            self.letter.request_id, self.complaint = "", self._refused(outcome)
        else:
            self.flow.tell(thanks(self.flow, self.form))

    def _refused(self, error: Exception) -> str:
        language = self.flow.language
        if isinstance(error, TooMany):
            return say(language, "Many suggestions came just now. Please send yours again in a minute.")
        return say(language, "The office cannot take it just now. Please try again, or ask at a counter.")

    # -- what is seen

    def page(self) -> Page:
        language, busy = self.flow.language, bool(self.letter.request_id)
        send, write = say(language, "Send the suggestion"), say(language, "Write a few words")
        return SuggestionPage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=say(language, "What would you like to tell us?"),
            readers=say(
                language,
                "Read only by: {readers}. Nobody asks for your name.",
                readers=", ".join(self.form["readers"]),
            ),
            reasons=tuple(self._reason(one, off=busy) for one in self.form["reasons"]),
            write=Control("write", write, write, "note", off=busy),
            written=self.letter.text,
            complaint=self.complaint,
            main=(Control("send", send, send, "check", Look.SOLID, off=busy),),
            bar=(self.flow.back_control(), self.flow.language_control()),
        )

    def _reason(self, one: ChoiceView, *, off: bool) -> Control:
        label = one["label"] if self.flow.language == "vi" else one["label_en"] or one["label"]
        return Control(f"reason:{one['id']}", label, label, off=off, chosen=one["id"] in self.letter.reasons)


def thanks(flow: "Touch", form: FormView) -> MessagePage:
    return MessagePage(
        tone=Tone.GOOD,
        title=say(flow.language, "Thank you for your suggestion"),
        text=say(flow.language, "It goes to: {readers}", readers=", ".join(form["readers"])),
        picture="check",
    )

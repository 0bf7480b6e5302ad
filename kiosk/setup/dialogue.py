"""The walk through the steps: one question at a time, forward, back, or on to the next step.

Knows nothing of terminals and screens. The rule that surprises: what the machine found is forgotten as soon as an
answer before it changes, so a page is never called good that was printed on another printer.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kiosk.setup.draft import Draft
from kiosk.setup.machine import Machine
from kiosk.setup.order import STEPS, Step
from kiosk.setup.question import AGAIN, BEFORE, Question, Result, Seen, Value, Wrong

LANGUAGE = "language.language"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The step, and which of how many it is."""

    step: Step
    place: int
    of: int


class Dialogue:
    """`keep` is told after every change, so that a power cut loses nothing; a draft goes on where it was left."""

    def __init__(
        self,
        draft: Draft,
        steps: Sequence[Step] = STEPS,
        keep: Callable[[Draft], None] = lambda _draft: None,
    ) -> None:
        self.draft, self.steps, self._keep = draft, steps, keep
        self._results: dict[str, Result] = {}
        self._place = next((at for at, step in enumerate(steps) if draft.at.startswith(f"{step.name}.")), 0)
        self.is_over = False
        if draft.at not in (question.key for question in self._asked(self._place)):
            draft.at = self._first(self._place)

    @property
    def seen(self) -> Seen:
        return Seen(self.draft.answers, self._results)

    @property
    def here(self) -> Whereabouts:
        return Whereabouts(self.steps[self._place], self._place + 1, len(self.steps))

    @property
    def question(self) -> Question:
        """The one that is open."""
        return next(one for one in self._asked(self._place) if one.key == self.draft.at)

    @property
    def result(self) -> Result:
        """What the machine found for the open question."""
        return self._results.get(self.draft.at, Result())

    @property
    def waits(self) -> bool:
        """Whether the machine has something to do before the open question can be answered."""
        return self.question.deed is not None and self.draft.at not in self._results

    @property
    def given(self) -> Value:
        """What was answered here before, else what is usual."""
        question = self.question
        return self.draft.answers.get(question.key, question.default)

    def errand(self, machine: Machine) -> Callable[[], Result]:
        """What has to be done now; it may run in another thread, its result goes to `done`."""
        deed, seen = self.question.deed, Seen(dict(self.draft.answers), dict(self._results))
        return Result if deed is None else lambda: deed(machine, seen)

    def done(self, result: Result, key: str | None = None) -> None:
        """The machine has done what the open question waited for, or the question of this key."""
        self._results[self.draft.at if key is None else key] = result

    def answer(self, given: Value) -> None:
        """Takes an answer and goes on. Raises Wrong, and then nothing has changed."""
        if given == AGAIN:
            self._results.pop(self.draft.at, None)
            return
        if given == BEFORE:
            self.back()
            return
        value, usual = self.question.taken(given), self._usual()
        if self.draft.answers.get(self.draft.at) != value:
            self._forget_after(self.draft.at)
            if self.draft.at == LANGUAGE:
                self._results.clear()  # they were told in the language before
        self.draft.answers[self.draft.at] = value
        self._follow(usual)
        self.draft.skipped.discard(self.here.step.name)
        self._forward()

    def back(self) -> None:
        """The question before; at the very first one nothing happens."""
        keys = self._keys(self._place)
        at = keys.index(self.draft.at)
        if at:
            self._open(keys[at - 1])
        elif self._place:
            self._place -= 1
            self._open(self._keys(self._place)[-1])

    def skip(self) -> None:
        """The whole step comes later; what was answered in it counts no more. Raises Wrong where it is needed."""
        step = self.here.step
        if step.needed:
            raise Wrong(step.needed)
        for key in self.draft.of_step(step.name):
            del self.draft.answers[key]
        self.draft.skipped.add(step.name)
        self._next_step()

    def go_to(self, name: str) -> None:
        """To the beginning of this step."""
        self._place = next(at for at, step in enumerate(self.steps) if step.name == name)
        self._open(self._first(self._place))

    # -- inside

    def _asked(self, place: int) -> Iterable[Question]:
        return self.steps[place].questions(self.seen)

    def _keys(self, place: int) -> list[str]:
        return [question.key for question in self._asked(place)]

    def _first(self, place: int) -> str:
        return self._keys(place)[0]

    def _forward(self) -> None:
        keys = self._keys(self._place)
        at = keys.index(self.draft.at)
        if at + 1 < len(keys):
            self._open(keys[at + 1])
        else:
            self._next_step()

    def _next_step(self) -> None:
        if self._place + 1 == len(self.steps):
            self.is_over = True
            self._keep(self.draft)
            return
        self._place += 1
        self._open(self._first(self._place))

    def _open(self, key: str) -> None:
        self.draft.at = key
        self._keep(self.draft)

    def _forget_after(self, key: str) -> None:
        """What the machine showed further on, and what the person said to it."""
        later = list(self._asked(self._place))[self._keys(self._place).index(key) + 1 :]
        for question in later:
            if question.deed is not None:
                self._results.pop(question.key, None)
                self.draft.answers.pop(question.key, None)

    def _usual(self) -> dict[str, Value]:
        """What is offered from here on, by the key of its question."""
        later = self.steps[self._place :]
        return {one.key: one.default for step in later for one in step.questions(self.seen) if one.key != self.draft.at}

    def _follow(self, before: Mapping[str, Value]) -> None:
        """Answers that were taken as they were offered follow what is offered now: a name, its short form."""
        for key, now in self._usual().items():
            was = before.get(key, now)
            if now != was and self.draft.answers.get(key) == was:
                del self.draft.answers[key]

"""Fields of procedures: a few as chips above the list, all of them on a screen of their own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.touch.lookup import ChoicesPage
from kiosk.touch.models.flow import Quiet
from kiosk.touch.models.turning import place_text, turning
from kiosk.touch.page import Control, Look, Page
from look.words import say
from office.remote.lookup import FieldView

if TYPE_CHECKING:
    from kiosk.touch.models.lookup import Find
    from kiosk.touch.models.touch import Touch

MORE = "fields"
CHIPS = 3
CHOICES = 12


def chips(language: str, fields: Sequence[FieldView], chosen: str) -> tuple[Control, ...]:
    """All, the first few and the chosen one, and the way to the others."""
    if len(fields) < 2 and not chosen:
        return ()
    names = [one["name"] for one in fields]
    shown = names[:CHIPS] if chosen in ("", *names[:CHIPS]) else [*names[: CHIPS - 1], chosen]
    everything = say(language, "All")
    found = [Control("field:", everything, say(language, "All fields"), chosen=not chosen)]
    found += [Control(f"field:{name}", name, name, chosen=name == chosen) for name in shown]
    if len(names) > CHIPS:
        more = say(language, "Other fields")
        found.append(Control(MORE, more, more))
    return tuple(found)


class Fields(Quiet):
    """All fields with the number of their procedures; one tap goes back to the search with it."""

    warns = True

    def __init__(self, flow: "Touch", search: "Find", fields: Sequence[FieldView]) -> None:
        self.flow, self.search, self.fields, self.leaf = flow, search, fields, 0
        self.patience_ms = search.patience_ms

    def press(self, name: str) -> None:
        act, _, what = name.partition(":")
        if act == "field":
            self.flow.go(self.search)
            self.search.choose_field(what)
        elif act == "leaf":
            self.leaf = int(what)
        elif name == "back":
            self.flow.go(self.search)
        elif name == "language":
            self.flow.change_language()

    def page(self) -> Page:
        language = self.flow.language
        leaves = max(1, -(-len(self.fields) // CHOICES))
        shown = self.fields[self.leaf * CHOICES : (self.leaf + 1) * CHOICES]
        return ChoicesPage(
            header=self.flow.header(),
            band=self.flow.band,
            warning=self.flow.warning(),
            title=say(language, "Which field is it about?"),
            choices=tuple(map(self._choice, shown)),
            turning=turning(language, self.leaf, leaves),
            place=place_text(language, self.leaf, leaves),
            bar=(replace(self.flow.back_control(), look=Look.OUTLINED), self.flow.language_control()),
        )

    def _choice(self, one: FieldView) -> Control:
        is_chosen = one["name"] == self.search.field
        text = f"{one['name']} ({one['count']})"
        return Control(f"field:{one['name']}", text, text, look=Look.OUTLINED, chosen=is_chosen)

"""Texts of `[first]`, and the short lists from which people choose with one tap or one key."""

from typing import Annotated

from pydantic import StrictStr, StringConstraints

from office.domain import house
from web.settings.kinds import Slug, Table

Text = Annotated[StrictStr, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Optional = Annotated[StrictStr, StringConstraints(strip_whitespace=True, max_length=120)]


class Choice(Table):
    """One reason, or one question."""

    id: Slug
    label: Text
    label_en: Optional = ""


def usual(choices: tuple[house.Choice, ...]) -> tuple[Choice, ...]:
    """What stands in the list when the file says nothing of it."""
    return tuple(Choice(id=one.id, label=one.label, label_en=one.label_en) for one in choices)

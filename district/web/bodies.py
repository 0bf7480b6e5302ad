"""The bodies of the calls: only their form; whether something fits is the tree's to say."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from web.text import Line, Name, Word

Label = Annotated[Line, Field(max_length=40)]


class Body(BaseModel):
    """Strict, closed and unchangeable."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SignIn(Body):
    person: Word
    pin: Annotated[str, Field(min_length=1, max_length=64)]


class NewOffice(Body):
    """`parent`: a unit, or null for directly below the tier."""

    id: Word
    name: Name
    parent: Word | None = None


class NewUnit(NewOffice):
    label: Label = ""


class Changed(Body):
    """From `day` on. `value`: a name, a label, the id of a unit or office, or "" for none."""

    kind: Literal["named", "labelled", "placed", "merged"]
    value: Annotated[Line, Field(max_length=120)]
    day: Annotated[date, Field(strict=False)]


class NewPerson(Body):
    id: Word
    name: Name
    role: Literal["admin", "viewer"]
    node: Word | None = None


class Switch(Body):
    disabled: bool


class NewToken(Body):
    name: Name
    node: Word | None = None

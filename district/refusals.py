"""What the tier refuses, each refusal named for what happened; a refusal changed nothing.

Refusal
├── UnknownNode, UnknownPerson, UnknownToken     what was named does not exist, or is not this caller's to see
├── AlreadyThere, WouldCircle, NotAnOffice, …    the tree does not allow it
└── WrongPin, LastAdmin, Invalid
"""

from typing import ClassVar


class Refusal(Exception):
    """The tier says no. `facts` are JSON-ready fields."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class UnknownNode(Refusal):
    code = "unknown_node"


class UnknownPerson(Refusal):
    code = "unknown_person"


class UnknownToken(Refusal):
    code = "unknown_token"


class AlreadyThere(Refusal):
    code = "already_there"


class NameReserved(Refusal):
    """The id belongs to a collector, the broker, or the topics themselves."""

    code = "name_reserved"


class WouldCircle(Refusal):
    """A unit cannot belong to itself, nor to what belongs to it."""

    code = "would_circle"


class NotAnOffice(Refusal):
    code = "not_an_office"


class Merged(Refusal):
    """The office is part of another one; `into` names it."""

    code = "merged"


class NotEnrolled(Refusal):
    code = "not_enrolled"


class WrongPin(Refusal):
    code = "wrong_pin"


class LastAdmin(Refusal):
    code = "last_admin"


class Invalid(Refusal):
    """`field` and `why` (an English msgid)."""

    code = "invalid"

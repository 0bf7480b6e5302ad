"""What an act answers: a JSON-ready view, and whether it made something new."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """`body`: a view of `office.views`; `created`: the LAN API says 201 instead of 200."""

    body: dict[str, Any]
    created: bool = False

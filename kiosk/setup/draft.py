"""What was answered so far, kept in a file between power cuts: the only thing that is written before the summary.

A draft that cannot be read is begun anew; it holds no secrets, but is readable by its owner only.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.setup.question import Value
from web.writing import write_secret

FORM = 1
LARGEST = 200_000


@dataclass(slots=True)
class Draft:
    """`answers` by the key of their question; `skipped`: steps that come later; `at`: the question that is open."""

    answers: dict[str, Value] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    at: str = ""

    def of_step(self, step: str) -> list[str]:
        """The keys that were answered in this step."""
        return [key for key in self.answers if key.partition(".")[0] == step]


def read_draft(path: Path) -> Draft:
    """The draft, or an empty one. Raises OSError when there is one that may not be read."""
    try:
        with path.open("rb") as file:
            given = json.loads(file.read(LARGEST))
    except (FileNotFoundError, ValueError):
        return Draft()
    if not isinstance(given, dict) or given.get("form") != FORM:
        return Draft()
    return Draft(_answers(given.get("answers")), set(_texts(given.get("skipped"))), str(given.get("at", "")))


def keep_draft(path: Path, draft: Draft) -> None:
    """On the disk when this returns, whole or as it was before. Raises OSError."""
    answers = {key: value if isinstance(value, str) else list(value) for key, value in draft.answers.items()}
    whole = {"form": FORM, "at": draft.at, "skipped": sorted(draft.skipped), "answers": answers}
    write_secret(path, (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode())


def _answers(given: Any) -> dict[str, Value]:
    found: Mapping[str, Any] = given if isinstance(given, dict) else {}
    return {key: value if isinstance(value, str) else _texts(value) for key, value in found.items()}


def _texts(given: Any) -> tuple[str, ...]:
    return tuple(map(str, given)) if isinstance(given, list) else ()

"""pydantic's findings in plain operator English: the path as in the file, what is wrong, what to do.

`printer.baudrat: unknown key, did you mean 'baudrate'?` · `first.counters[2].number: must be at least 1,
not 0`. Entries of lists are counted from 1, as people count them.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from web.settings.kinds import shown

Complaint = tuple[str, str]
"""(path in the file, sentence)"""

_WANTED = {
    "missing": "missing",
    "int_type": "must be a whole number, not {input}",
    "string_type": "must be a text in quotes, not {input}",
    "bool_type": "must be true or false, not {input}",
    "tuple_type": "must be a list in square brackets, not {input}",
    "model_type": "must be a table, not {input}",
    "model_attributes_type": "must be a table, not {input}",
    "greater_than_equal": "must be at least {ge}, not {input}",
    "less_than_equal": "must be at most {le}, not {input}",
    "string_too_short": "must not be empty",
    "string_too_long": "is too long: at most {max_length} characters",
    "too_short": "needs at least {min_length} entry",
    "too_long": "may have at most {max_length} entries, not {actual_length}",
}
_PATTERNS = {
    r"^[A-Z]$": "must be one capital letter, not {input}",
    r"^[a-z0-9][a-z0-9-]{0,39}$": "must be small letters, digits and hyphens (at most 40), not {input}",
    r"^[A-Za-z0-9-]{0,20}$": "must be letters, digits and hyphens (at most 20), not {input}",
}


def plain(error: ValidationError, shape: type[BaseModel]) -> Iterator[Complaint]:
    """(path, sentence) for each finding of pydantic against this shape."""
    for finding in error.errors():
        yield path_text(finding["loc"]), _sentence(finding, shape)


def path_text(loc: Sequence[int | str]) -> str:
    """("first", "counters", 1, "number") -> "first.counters[2].number"."""
    text = ""
    for step in loc:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def _sentence(finding: ErrorDetails, shape: type[BaseModel]) -> str:
    kind, context = finding["type"], finding.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown_key(str(finding["loc"][-1]), _keys_at(finding["loc"][:-1], shape))
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return _one_of(finding["input"], str(context["expected"]))
    if kind == "string_pattern_mismatch":
        wanted = _PATTERNS.get(str(context["pattern"]), "has a form that is not allowed: {input}")
    else:
        wanted = _WANTED.get(kind, finding["msg"].replace("{", "(").replace("}", ")"))
    return wanted.format_map({"input": shown(finding["input"]), **context})


def unknown_key(key: str, known: Sequence[str]) -> str:
    close = get_close_matches(key, known, 1, 0.6)
    if close:
        return f"unknown key, did you mean '{close[0]}'?"
    return f"unknown key; there are: {', '.join(known)}"


def _one_of(given: object, expected: str) -> str:
    choices = expected.replace(" or ", ", ").replace("'", '"')
    close = get_close_matches(str(given), [word.strip('" ') for word in choices.split(",")], 1, 0.6)
    hint = f", did you mean '{close[0]}'?" if close and isinstance(given, str) else ""
    return f"must be one of {choices}, not {shown(given)}{hint}"


def _keys_at(loc: Sequence[int | str], shape: type[BaseModel]) -> list[str]:
    """The keys that the table at this path may have."""
    for step in loc:
        if isinstance(step, str) and step in shape.model_fields:
            shape = _model_in(shape.model_fields[step].annotation) or shape
    return list(shape.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside `X`, `X | None`, `tuple[X, ...]` or `Annotated[…]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None

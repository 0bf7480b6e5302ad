"""What is wrong with each field of a request, in words that a person understands.

Turns pydantic's error types into short sentences through one table. Never repeats the value that was sent;
the name of a field is repeated, cut to 60 characters and with everything strange in it made visible.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from fastapi.exceptions import RequestValidationError

from look.words import N_, say

MOST = 20
"""Complaints in one answer; a request with more mistakes than that is not being typed by a person."""

_LONGEST_NAME = 60


class Complaint(TypedDict):
    """`field`: the path of the field, dots between ("tickets.0.number"); `why`: the sentence."""

    field: str
    why: str


WORDS = {
    "missing": N_("this field is required"),
    "extra_forbidden": N_("this field is not known here"),
    "string_type": N_("must be a text"),
    "string_unicode": N_("contains characters that are not valid text"),
    "string_too_short": N_("must have at least {min_length} characters"),
    "string_too_long": N_("must have at most {max_length} characters"),
    "string_pattern_mismatch": N_("is not in the expected form"),
    "int_type": N_("must be a whole number"),
    "int_parsing": N_("must be a whole number"),
    "int_parsing_size": N_("is too large a number"),
    "int_from_float": N_("must be a whole number"),
    "bool_type": N_("must be true or false"),
    "bool_parsing": N_("must be true or false"),
    "list_type": N_("must be a list"),
    "too_long": N_("must have at most {max_length} entries"),
    "too_short": N_("must have at least {min_length} entries"),
    "greater_than_equal": N_("must be at least {ge}"),
    "less_than_equal": N_("must be at most {le}"),
    "literal_error": N_("must be one of: {expected}"),
    "uuid_parsing": N_("must be a UUID"),
    "uuid_type": N_("must be a UUID"),
    "model_attributes_type": N_("must be a JSON object"),
    "model_type": N_("must be a JSON object"),
}
"""Pydantic's error types and what they mean to a person."""

OTHERWISE = N_("is not acceptable")


def is_malformed(error: RequestValidationError) -> bool:
    """True when the body was no JSON at all: a broken text, or another media type."""
    if any(entry["type"] == "json_invalid" for entry in error.errors()):
        return True
    return isinstance(error.body, bytes)


def of(errors: Sequence[Any], language: str) -> list[Complaint]:
    """One complaint per wrong field, in order, at most `MOST`."""
    return [{"field": _name(entry["loc"]), "why": _why(entry, language)} for entry in errors[:MOST]]


def _why(entry: Mapping[str, Any], language: str) -> str:
    values = dict(entry.get("ctx") or {})
    own = values.get("why")  # our own validators raise PydanticCustomError with a msgid
    text = say(language, own if isinstance(own, str) else WORDS.get(_kind(entry["type"], values), OTHERWISE))
    try:
        return text.format_map(values)
    except (KeyError, IndexError, AttributeError):
        return say(language, OTHERWISE)


def _kind(kind: str, values: Mapping[str, Any]) -> str:
    """Pydantic speaks of the length of a "Value" when a text went through a validator of ours first."""
    return f"string_{kind}" if values.get("field_type") == "Value" else kind


def _name(location: Sequence[str | int]) -> str:
    """ "body", "query" and "path" in front say nothing to a person; the body as a whole is called "body"."""
    inner = [str(part) for part in location[1:]] or [str(part) for part in location[:1]]
    name = ".".join(inner)[:_LONGEST_NAME]
    return "".join(sign if sign.isprintable() else "�" for sign in name)

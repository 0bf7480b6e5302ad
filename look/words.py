"""Every text that a person reads, in the language that the person asked for.

Owns the catalogues (gettext, English msgids) and the choice of a language. Does not know who the person is:
the language comes in as an argument each time. The rule that surprises: an unknown language gets Vietnamese,
because a stale cookie must not keep anybody from reading a page. A further language is a further folder of
`look/catalogues`.
"""

import gettext
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).with_name("catalogues")
DOMAIN = "motcua"
DEFAULT = "vi"


def N_(msgid: str) -> str:  # noqa: N802 -- the name that gettext's tools know
    """Mark a text for the catalogue and return it unchanged; `say` translates it later."""
    return msgid


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, Vietnamese first."""
    found = {path.parent.parent.name for path in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")}
    return (DEFAULT, *sorted(found - {DEFAULT}))


def chosen(*asked: str | None) -> str:
    """The first of the asked languages that exists ("en-GB" counts as "en"), else Vietnamese."""
    for language in asked:
        short = (language or "").replace("_", "-").split("-")[0].lower()
        if short in languages():
            return short
    return DEFAULT


@cache
def _load(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, CATALOGUES, languages=[language])


def translation(language: str) -> gettext.NullTranslations:
    """The catalogue itself, for Jinja's `install_gettext_translations`."""
    return _load(language if language in languages() else DEFAULT)


def say(language: str, msgid: str, /, **values: object) -> str:
    """The text in this language, with its `{named}` fields filled.

    Raises KeyError when the text has a field that `values` lacks. Without values the text stays as it stands.
    """
    text = translation(language).gettext(msgid) if msgid else ""
    return text.format_map(values) if values else text


def say_many(language: str, one: str, many: str, n: int, /, **values: object) -> str:
    """The form of the text that fits the count; `{n}` is the plain count unless `values` says otherwise."""
    text = translation(language).ngettext(one, many, n)
    return text.format_map({"n": n, **values})

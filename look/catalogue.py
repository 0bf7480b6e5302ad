"""`./run words`: bring the catalogues up to date with the texts that the code uses.

Collects the English texts from Python (`N_`, `say`, `say_many`, `_`), from Jinja templates and from page
scripts (`words("…")`), updates all catalogues, and compiles them. `--merge FILE.json …` takes Vietnamese
texts from files of `{"English text": "Tiếng Việt"}`. The rule that surprises: a text that no code uses any
more leaves the catalogue. Imports Babel, so only the command and its tests import this module.
"""

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TextIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from look.words import CATALOGUES, DEFAULT, DOMAIN

TOP = Path(__file__).resolve().parent.parent
FLOORS = ("look", "web", "office", "printer", "display", "sync", "kiosk", "district")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "N_": None,
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": (2,),
    "say_many": (2, 3),
    "words": None,
}
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.js", "javascript")]
HEADER = "# The words of motcua; see `./run words`.\n#"
_NO_DATE = datetime(2026, 11, 1, tzinfo=UTC)  # a fixed date: a catalogue changes only when a text does


def used_texts(top: Path = TOP) -> Catalog:
    """All texts that the code under `top` uses, with the files that use them."""
    found = Catalog(header_comment=HEADER, creation_date=_NO_DATE, fuzzy=False)
    for floor in FLOORS:
        for name, _line, text, comments, context in _texts_below(top / floor):
            found.add(text, locations=[(f"{floor}/{name}", 0)], auto_comments=comments, context=context)
    return found


def _texts_below(folder: Path) -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    if folder.is_dir():
        options = {"**.html": {"silent": "false", "trimmed": "true"}}
        yield from extract_from_dir(folder, METHODS, options, keywords=KEYWORDS)


def po_path(language: str) -> Path:
    """The catalogue that people edit."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def catalogue(language: str) -> Catalog:
    """The catalogue as it is on disk, or an empty one."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def compiled(texts: Catalog) -> bytes:
    """The bytes of the `.mo` file of this catalogue."""
    out = BytesIO()
    write_mo(out, texts)
    return out.getvalue()


def missing(texts: Catalog) -> list[str]:
    """The English texts that have no translation, or only a doubtful one."""
    return [forms(message)[0] for message in texts if message.id and (message.fuzzy or not all(translations(message)))]


def forms(message: Message) -> tuple[str, ...]:
    """The English text, or its singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    """The translated text in all its plural forms; empty where there is none."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def merge(texts: Catalog, given: Mapping[str, str]) -> list[str]:
    """Put the given translations into the catalogue; return those whose English text no code uses.

    A text with a plural is found by its singular.
    """
    wanted = {forms(message)[0]: message for message in texts if message.id}
    for english in given.keys() & wanted.keys():
        message = wanted[english]
        text = unicodedata.normalize("NFC", given[english])
        message.string = text if isinstance(message.id, str) else (text,) * texts.num_plurals
        message.flags.discard("fuzzy")
    return sorted(given.keys() - wanted.keys())


def bring_up_to_date(language: str, used: Catalog, given: Iterable[Mapping[str, str]] = ()) -> list[str]:
    """Update, fill and compile one catalogue on disk; return the given texts that no code uses."""
    texts = catalogue(language)
    texts.update(used, no_fuzzy_matching=True, update_header_comment=True)
    _sign(texts)
    unused = [english for some in given for english in merge(texts, some)]
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    out = BytesIO()
    write_po(out, texts, width=110, ignore_obsolete=True, sort_output=True, include_lineno=False)
    path.write_bytes(out.getvalue())
    path.with_suffix(".mo").write_bytes(compiled(texts))
    return unused


def _sign(texts: Catalog) -> None:
    texts.project, texts.version, texts.revision_date = "motcua", "1", _NO_DATE
    texts.msgid_bugs_address = texts.last_translator = texts.language_team = "motcua"


def _read(path: Path) -> dict[str, str]:
    given = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
        raise SystemExit(f'{path}: expected one object of {{"English text": "Tiếng Việt"}}')
    return given


def main(arguments: list[str] | None = None, out: TextIO = sys.stdout) -> int:
    """Run the command; 1 when a Vietnamese text is missing."""
    parser = argparse.ArgumentParser(prog="./run words", description="update and compile the catalogues")
    parser.add_argument("--merge", nargs="+", type=Path, default=[], metavar="FILE.json")
    given = [_read(path) for path in parser.parse_args(arguments).merge]
    for path in sorted(CATALOGUES.iterdir()):
        used = used_texts()  # anew for each language: an update shares its messages with what it was given
        unused = bring_up_to_date(path.name, used, given if path.name == DEFAULT else ())
        for english in unused:
            print(f"no code uses: {english!r}", file=out)
    lacking = missing(catalogue(DEFAULT))
    for english in lacking:
        print(f"no Vietnamese for: {english!r}", file=out)
    print(f"{len(used)} texts, {len(lacking)} without Vietnamese", file=out)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())

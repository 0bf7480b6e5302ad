"""The catalogues are whole, and every text reaches the person in the language that was asked for."""

import json
import re
import string
import unicodedata
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from look import catalogue, fonts, words

VIETNAMESE = catalogue.catalogue("vi")
TEXTS = [message for message in VIETNAMESE if message.id]
TOP = Path(__file__).resolve().parents[2]
SAID = re.compile(r'\bwords\(\s*"((?:[^"\\]|\\.)*)"')


def fields(text: str) -> set[str]:
    """The `{named}` and `%(named)s` fields of a text."""
    braces = {name for _, name, _, _ in string.Formatter().parse(text) if name} if "{" in text else set()
    return braces | {part.split(")")[0] for part in text.split("%(")[1:]}


def test_every_text_of_the_code_has_vietnamese() -> None:
    wanted = {catalogue.forms(message) for message in catalogue.used_texts() if message.id}
    present = {catalogue.forms(message) for message in TEXTS}
    assert wanted == present, "run ./run words"
    assert catalogue.missing(VIETNAMESE) == []


def test_every_text_of_a_script_was_found_also_inside_other_texts() -> None:
    """Texts are collected by reading the scripts, and a text inside of `…${…}…` is not seen."""
    known = {form for message in TEXTS for form in catalogue.forms(message)}
    scripts = [path for floor in ("kiosk", "web", "district") for path in (TOP / floor).rglob("*.js")]
    said = {(path.name, text) for path in scripts for text in SAID.findall(path.read_text(encoding="utf-8"))}
    assert len(said) > 300
    assert sorted((name, text) for name, text in said if text.replace('\\"', '"') not in known) == []


@pytest.mark.parametrize("language", words.languages())
def test_the_compiled_catalogue_is_the_edited_one(language: str) -> None:
    path = catalogue.po_path(language)
    assert path.with_suffix(".mo").read_bytes() == catalogue.compiled(catalogue.catalogue(language))


@pytest.mark.parametrize("message", TEXTS, ids=lambda message: catalogue.forms(message)[0][:40])
def test_a_translation_is_composed_and_has_the_fields_of_its_text(message: Message) -> None:
    of_english = set().union(*map(fields, catalogue.forms(message)))
    for text in catalogue.translations(message):
        assert unicodedata.is_normalized("NFC", text)
        assert fields(text) == of_english
        assert text.strip() == text or catalogue.forms(message)[0].strip() != catalogue.forms(message)[0]


@pytest.mark.parametrize("path", fonts.WEIGHTS.values(), ids=lambda path: path.stem)
def test_every_letter_of_the_catalogues_is_in_the_bundled_letters(path: Path) -> None:
    every = "".join(text for m in TEXTS for text in (*catalogue.forms(m), *catalogue.translations(m)))
    assert fonts.missing_letters(path, every) == set()


def test_a_text_is_said_in_the_language_that_was_asked_for() -> None:
    assert words.say("vi", "Monday") == "Thứ Hai"
    assert words.say("en", "Monday") == "Monday"
    assert words.say("vi", words.N_("a text that no catalogue has")) == "a text that no catalogue has"
    assert words.say("vi", "") == ""


def test_the_fields_of_a_text_are_filled() -> None:
    assert words.say("vi", "{mean} minutes", mean="6,2") == "6,2 phút"
    with pytest.raises(KeyError):
        words.say("vi", "{mean} minutes", median="6,2")


def test_a_count_chooses_the_form() -> None:
    said = [words.say_many("en", "{n} minute", "{n} minutes", n) for n in (1, 2)]
    assert said == ["1 minute", "2 minutes"]
    assert words.say_many("vi", "{n} minute", "{n} minutes", 1) == "1 phút"


def test_an_unknown_language_gets_vietnamese() -> None:
    assert words.say("tlh", "Monday") == "Thứ Hai"
    assert words.chosen(None, "", "fr-FR", "en-GB") == "en"
    assert words.chosen("../../etc") == "vi"


def test_translations_from_a_file_are_taken_and_composed() -> None:
    texts = catalogue.used_texts()
    decomposed = unicodedata.normalize("NFD", "Thứ Hai")
    unused = catalogue.merge(texts, {"Monday": decomposed, "no such text": "không có"})
    assert unused == ["no such text"]
    assert texts["Monday"].string == "Thứ Hai"
    assert "Tuesday" in catalogue.missing(texts)


def test_a_file_that_is_no_dictionary_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "words.json"
    path.write_text(json.dumps({"Monday": 2}))
    with pytest.raises(SystemExit, match=r"words\.json: expected one object"):
        catalogue.main(["--merge", str(path)], StringIO())


def test_texts_are_found_in_python_templates_and_scripts(tmp_path: Path) -> None:
    folder = tmp_path / "kiosk"
    folder.mkdir()
    (folder / "a.py").write_text('say(x, "one")\nsay_many(x, "two", "twos", n)\nN_("three")\n')
    (folder / "b.html").write_text('<p>{{ _("four") }}{% trans %}five{% endtrans %}</p>')
    (folder / "c.js").write_text('show(words("six"));')
    found = {catalogue.forms(message) for message in catalogue.used_texts(tmp_path) if message.id}
    assert found == {("one",), ("two", "twos"), ("three",), ("four",), ("five",), ("six",)}

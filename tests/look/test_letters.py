"""The bundled letters write Vietnamese, and a font that cannot is found out."""

from pathlib import Path

import pytest

from look import fonts, pictograms


def test_vietnamese_has_134_letters_beyond_ascii() -> None:
    assert len(fonts.VIETNAMESE) == 134
    assert {"ặ", "Ữ", "đ", "Đ", "ỹ"} <= fonts.VIETNAMESE


@pytest.mark.parametrize("path", fonts.WEIGHTS.values(), ids=lambda path: path.stem)
def test_each_weight_writes_vietnamese_and_its_signs(path: Path) -> None:
    text = "".join(fonts.VIETNAMESE) + "ABCxyz0123456789–—…“”‘’•·₫×.,:;!?/()+*#%&"
    assert fonts.missing_letters(path, text) == set()


@pytest.mark.parametrize("path", fonts.WEIGHTS.values(), ids=lambda path: path.stem)
def test_each_weight_is_small_and_has_a_file_for_browsers(path: Path) -> None:
    assert path.stat().st_size < 150_000
    assert path.with_suffix(".woff2").read_bytes()[:4] == b"wOF2"


def test_a_letter_that_the_font_lacks_is_named_and_space_is_not_a_letter() -> None:
    assert fonts.missing_letters(fonts.REGULAR, "đi → về\n\t字") == {"→", "字"}


def test_a_decomposed_letter_is_the_composed_one() -> None:
    assert fonts.missing_letters(fonts.REGULAR, "e\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING ACUTE ACCENT}") == set()


@pytest.mark.parametrize("content", [b"", b"not a font at all", b"\x00\x01\x00\x00\x00\x09" + bytes(40)])
def test_a_file_that_is_no_font_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letters.ttf"
    path.write_bytes(content)
    with pytest.raises(fonts.UnreadableFont, match="not a font"):
        fonts.missing_letters(path, "a")


def test_the_licence_lies_beside_the_letters() -> None:
    licence = (fonts.FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    assert "Google LLC" in licence


def test_browsers_are_told_of_every_weight() -> None:
    css = fonts.css_faces("/static/fonts")
    assert css.count("@font-face") == len(fonts.WEIGHTS)
    assert 'font-weight: 800; font-display: swap; src: url("/static/fonts/NotoSans-ExtraBold.woff2")' in css


def test_every_prefix_letter_and_name_has_a_drawing() -> None:
    drawn = [pictograms.service_pictogram(prefix, 84) for prefix in "ABCDEGHKLMNPTV"]
    drawn += [pictograms.pictogram(name) for name in pictograms.NAMED]
    assert len(set(drawn)) == len(drawn)
    assert all(svg.startswith("<svg ") and svg.endswith("</svg>") for svg in drawn)
    assert 'width="84"' in drawn[0]
    assert pictograms.service_pictogram("Z") == pictograms.service_pictogram("H")
    assert "<svg" in pictograms.emblem(104)

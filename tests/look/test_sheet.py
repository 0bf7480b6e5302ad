"""Places on a screen: millimetres, areas, and texts in lines."""

from hypothesis import given
from hypothesis import strategies as st

from look.sheet.areas import Area
from look.sheet.lettering import fit, line_width
from look.sheet.measures import Measures

RED, BLUE = "#98201A", "#00458F"


def test_the_panel_is_measured_in_millimetres() -> None:
    panel = Measures(1080, 1920, 21.5)
    assert round(panel.mm_per_px, 4) == 0.2479
    assert panel.px(20) == 81
    assert panel.letters(6.8) * panel.mm_per_px >= 6.8
    assert panel.is_portrait


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300))
def test_every_text_is_set_within_its_width(text: str) -> None:
    fitted = fit([(text, "")], 400, 120, (40, 30, 20), 400)
    assert all(line_width(line, fitted.size, 400) <= 400 for line in fitted.lines)
    assert fitted.cut or "".join(fitted.texts).replace(" ", "") == text.replace(" ", "")


def test_lines_break_at_a_comma_before_anywhere_else() -> None:
    fitted = fit([("Khai sinh, kết hôn, khai tử", "")], 260, 100, (28,), 400)
    assert fitted.texts[0].endswith(",")


def test_each_paragraph_is_balanced_for_itself_and_a_line_break_is_kept() -> None:
    fitted = fit([("Lao động –\nBảo trợ xã hội", "")], 150, 200, (28,), 400)
    assert fitted.texts == ("Lao động –", "Bảo trợ", "xã hội")


def test_words_keep_their_colours_over_lines() -> None:
    fitted = fit([("đến", RED), ("Bàn trả kết quả", BLUE)], 160, 200, (28,), 400)
    assert fitted.lines[0] == (("đến", RED), (" Bàn", BLUE))
    assert all(colour == BLUE for line in fitted.lines[1:] for _, colour in line)


def test_a_single_line_may_be_higher_than_its_place_only_where_lines_are_counted() -> None:
    runs = [("A023", "")]
    assert fit(runs, 400, 60, (100, 20), 800, 1).size == 100
    assert fit(runs, 400, 60, (100, 20), 800).size == 20


def test_areas_are_cut_without_getting_lost() -> None:
    area = Area(0, 0, 100, 50)
    top, rest = area.cut_top(20, 5)
    assert (top.h, rest.y, rest.h) == (20, 25, 25)
    assert area.cut_bottom(70)[1].h == 0
    assert [cell.w for cell in area.columns((1, 3), 20)] == [20, 60]

"""The ticket as a picture: what stands on it, what is left out, and that everything fits."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PIL.Image import Image as Picture

from look import fonts
from printer.drawing import Drawing, Mark
from printer.lettering import clean, draw_line, fit, font, pitch, wrap
from printer.preview import SAMPLE, preview
from printer.template import Template, load_templates, read_template

LONG = ("Thủ tục liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế " * 4)[:300]


def black(picture: Picture) -> int:
    return picture.histogram()[0]


def inked(picture: Picture) -> tuple[int, int, int, int]:
    box = picture.convert("L").point(lambda grey: 255 - grey).getbbox()
    assert box is not None
    return box


def test_a_ticket_is_one_bit_as_wide_as_the_paper_and_of_sensible_length(template: Template) -> None:
    picture = Drawing(template).draw({**SAMPLE, "wait": None})
    assert picture.mode == "1"
    assert picture.width == {80: 576, 58: 384}[template.paper]
    assert 65 <= picture.height / 8 <= 85


def test_the_number_fills_the_width_of_the_paper(tmp_path: Path) -> None:
    path = tmp_path / "n.toml"
    path.write_text('paper = 80\n[[block]]\nkind = "number"\nsize = 200\n', "utf-8")
    for number in ("A023", "M888", "C1204"):
        left, _, right, _ = inked(Drawing(read_template(path)).draw({"number": number}))
        assert 535 <= right - left <= 552


def test_an_unknown_wait_is_left_out_with_its_line(template: Template) -> None:
    drawing = Drawing(template)
    with_wait, without = drawing.draw(SAMPLE), drawing.draw({**SAMPLE, "wait": None})
    assert with_wait.height - without.height in range(30, 45)


def test_a_ticket_with_nothing_known_is_its_foot(template: Template) -> None:
    assert Drawing(template).draw({}).height < 300


@pytest.mark.parametrize("marks", [(mark,) for mark in Mark] + [tuple(Mark)])
def test_marks_stand_out(template: Template, marks: tuple[Mark, ...]) -> None:
    drawing = Drawing(template)
    plain, marked = drawing.draw(SAMPLE), drawing.draw(SAMPLE, marks)
    assert marked.height >= plain.height + 40
    assert black(marked) > black(plain) + template.dots * 20


def test_a_template_of_the_office_cannot_hide_the_marks(tmp_path: Path) -> None:
    path = tmp_path / "n.toml"
    path.write_text('paper = 58\n[[block]]\nkind = "number"\n', "utf-8")
    drawing = Drawing(read_template(path))
    assert black(drawing.draw({"number": "A1"}, [Mark.TRAINING])) > black(drawing.draw({"number": "A1"}))


@pytest.mark.parametrize("text", [LONG, "x" * 300, "Wm" * 150, "ữ" * 300])
def test_a_service_of_300_letters_is_printed_whole(template: Template, text: str) -> None:
    picture = Drawing(template).draw({**SAMPLE, "service": text})
    left, _, right, bottom = inked(picture)
    assert left >= 8
    assert right <= template.dots - 8
    assert bottom < picture.height
    room = template.dots - 24
    setting = fit(text, fonts.BOLD, 44, room)
    assert "".join(setting.lines).replace(" ", "") == text.replace(" ", "")
    assert all(font(fonts.BOLD, setting.size).getlength(line) <= room for line in setting.lines)


def test_a_text_is_made_smaller_before_it_is_wrapped() -> None:
    one = fit("Lao động – Bảo trợ xã hội", fonts.BOLD, 60, 552)
    assert (len(one.lines), 42 <= one.size < 60) == (1, True)
    two = fit("Lao động – Thương binh – Bảo trợ xã hội", fonts.BOLD, 60, 552)
    assert (len(two.lines), two.size) == (2, 42)


def test_wrapped_lines_are_about_equally_long() -> None:
    letters = font(fonts.BOLD, 40)
    lines = wrap("Đăng ký khai sinh, kết hôn, khai tử cho người dân", letters, 552)
    lengths = [letters.getlength(line) for line in lines]
    assert min(lengths) > max(lengths) * 0.6


def test_every_vietnamese_letter_has_a_shape_of_its_own() -> None:
    for path in (fonts.MEDIUM, fonts.BOLD, fonts.EXTRABOLD):
        shapes = {bytes(font(path, 24).getmask(letter, mode="1")) for letter in fonts.VIETNAMESE}
        assert len(shapes) == 134


def test_vietnamese_marks_are_not_cut_off_at_the_top_of_a_line() -> None:
    from PIL import ImageDraw

    for size in (22, 27, 44):
        strip = Image.new("1", (3000, pitch(size)), 1)
        draw_line(ImageDraw.Draw(strip), "ỦỂỄỆỔỖẲẴỬỮỰyỵgệ", font(fonts.BOLD, size), 0, 0)
        high = Image.new("1", (3000, size * 4), 1)
        draw_line(ImageDraw.Draw(high), "ỦỂỄỆỔỖẲẴỬỮỰyỵgệ", font(fonts.BOLD, size), size, 0)
        assert black(strip) == black(high)


def test_decomposed_text_is_drawn_composed(ticket_80: Template) -> None:
    drawing = Drawing(ticket_80)
    composed = drawing.draw({**SAMPLE, "service": "Chứng thực"})
    assert drawing.draw({**SAMPLE, "service": "Chứng thực"}).tobytes() == composed.tobytes()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x00b\u202ec", "abc"),
        ("a\n\t b", "a b"),
        ("x\ud800y", "x?y"),
        ("1\u00a0phút", "1\u00a0phút"),
        ("  ", ""),
    ],
)
def test_signs_without_shape_are_taken_out(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_braces_in_a_value_are_letters(ticket_80: Template) -> None:
    Drawing(ticket_80).draw({**SAMPLE, "service": "{number} {", "office": "{}"})


def test_the_same_ticket_is_drawn_the_same_from_kept_blocks(template: Template) -> None:
    drawing = Drawing(template)
    first = drawing.draw(SAMPLE).tobytes()
    for index in range(300):
        drawing.lines({**SAMPLE, "number": f"A{index:03}"})
    assert drawing.draw(SAMPLE).tobytes() == first


def test_a_picture_is_black_or_white_never_dithered(tmp_path: Path) -> None:
    Image.new("L", (100, 40), 100).save(tmp_path / "grey.png")
    path = tmp_path / "n.toml"
    path.write_text('paper = 80\n[[block]]\nkind = "image"\nfile = "grey.png"\n[[block]]\nkind = "number"\n', "utf-8")
    assert black(Drawing(read_template(path)).draw({})) == 4000


def test_a_qr_is_drawn_in_whole_dots_and_left_out_when_there_is_no_address(template: Template) -> None:
    drawing = Drawing(template)
    plain, coded = drawing.draw(SAMPLE), drawing.draw({**SAMPLE, "url": "https://example.org/t/8f3k2"})
    assert 100 <= coded.height - plain.height <= 220


def test_the_preview_is_a_png_of_the_ticket(template: Template, tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(preview(template))
    with Image.open(tmp_path / "p.png") as picture:
        assert picture.convert("1").tobytes() == Drawing(template).draw(SAMPLE).tobytes()


def blocks(folder: Path, text: str, name: str = "checklist-80.toml") -> Template:
    path = folder / name
    path.write_text(f"paper = 80\n{text}", "utf-8")
    return read_template(path)


EACH = '[[block]]\nkind = "each"\nof = "papers"\ntext = "{n}. {paper}"\nvalue = "{copies}"\nalign = "left"\n'


def test_each_entry_of_a_list_has_its_line(tmp_path: Path) -> None:
    drawing = Drawing(blocks(tmp_path, EACH))
    lines = drawing.lines({"papers": tuple({"n": str(n), "paper": "Tờ khai", "copies": "1 bản"} for n in (1, 2, 3))})
    assert [(line.text, line.value) for line in lines][1:-1] == [(f"{n}. Tờ khai", "1 bản") for n in (1, 2, 3)]
    assert len(drawing.lines({"papers": ()})) == len(drawing.lines({})) == 2  # the margins


def test_an_entry_that_lacks_a_field_is_drawn_without_it(tmp_path: Path) -> None:
    lines = Drawing(blocks(tmp_path, EACH)).lines({"papers": ({"paper": "Giấy chứng sinh", "copies": None},)})
    assert [(line.text, line.value) for line in lines][1:-1] == [(". Giấy chứng sinh", "")]


def test_a_short_value_keeps_its_line_beside_a_long_text(tmp_path: Path) -> None:
    drawing = Drawing(blocks(tmp_path, EACH))
    paper = "Giấy chứng nhận kết hôn của cha mẹ nếu cha mẹ trẻ em có đăng ký kết hôn theo quy định"
    narrow = drawing.draw({"papers": ({"n": "1", "paper": paper, "copies": "1 bản"},)})
    assert narrow.height <= 20 + 28 + 3 * pitch(28) + 1


def test_a_long_address_breaks_behind_a_stroke() -> None:
    lines = wrap("https://mot-cua.thanhson.gov.vn/y-kien/7K4QW2", font(fonts.MEDIUM, 24), 336)
    assert lines == ("https://mot-cua.thanhson.", "gov.vn/y-kien/7K4QW2")


def test_marks_stand_on_a_slip_without_a_number_too() -> None:
    drawing = Drawing(load_templates(80).get("test"))
    assert drawing.draw({}, (Mark.TRAINING,)).height > drawing.draw({}).height


def test_a_picture_that_is_wider_than_the_row_of_the_printer_is_made_smaller_not_cut_off(tmp_path: Path) -> None:
    """A TM-T88 has 512 dots on the paper on which others have 576."""
    frame = Image.new("1", (576, 90), 1)
    ImageDraw.Draw(frame).rectangle((0, 0, 575, 89), outline=0, width=6)
    frame.save(tmp_path / "frame.png")
    path = tmp_path / "day-80.toml"
    path.write_text('paper = 80\n[[block]]\nkind = "image"\nfile = "frame.png"\n', "utf-8")
    template = read_template(path)
    narrow, wide = Drawing(template, 512).draw({}), Drawing(template).draw({})
    assert (inked(narrow)[0], inked(narrow)[2], black(narrow.crop((508, 20, 512, 100)))) == (0, 512, 320)
    assert (inked(wide)[0], inked(wide)[2]) == (0, 576)
    assert narrow.height == wide.height - 10

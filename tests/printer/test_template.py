"""Templates: what is right is read, what is wrong is told with file, block and field."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from printer.slips import KINDS
from printer.template import FIELDS, BadTemplate, Kind, load_templates, read_template

NUMBER = '[[block]]\nkind = "number"\n'


def write(folder: Path, text: str, name: str = "ticket-80.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def mistakes_of(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(BadTemplate) as caught:
        read_template(write(folder, text))
    return tuple(map(str, caught.value.mistakes))


@pytest.mark.parametrize("paper", [80, 58])
def test_the_shipped_tickets_are_right(paper: int) -> None:
    loaded = load_templates(paper)
    assert loaded.ticket.paper == paper
    assert loaded.problems == ()
    assert any("không thay Giấy tiếp nhận hồ sơ" in block.text for block in loaded.ticket.blocks)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("paper = 70\n" + NUMBER, "paper: must be 80 or 58 (mm)"),
        ("paper = true\n" + NUMBER, "paper: must be 80 or 58 (mm)"),
        ("papr = 80\npaper = 80\n" + NUMBER, "papr: unknown key, did you mean 'paper'?"),
        ("paper = 80\n", "block: 1 to 60 tables [[block]] are needed"),
        ("paper = 80\nblock = 3\n", "block: 1 to 60 tables [[block]] are needed"),
        ("paper = 80\n" + NUMBER * 61, "block: 1 to 60 tables [[block]] are needed"),
        ('paper = 80\n[[block]]\nkind = "space"\n', "block: a ticket needs a block with kind = 'number'"),
        ('paper = 80\n[[block]]\nkind = "numbr"\n', "block 1: kind: unknown, did you mean 'number'?"),
        ("paper = 80\nblock = [3]\n", "block 1: kind: unknown (known: text, rule, number, qr, image, space, each)"),
        (NUMBER + "size = 5\n", "block 1 (number): size: must be a whole number from 60 to 320"),
        (NUMBER + "size = 200.5\n", "block 1 (number): size: must be a whole number from 60 to 320"),
        (NUMBER + "seize = 200\n", "block 1 (number): seize: unknown key, did you mean 'size'?"),
        (NUMBER + 'align = "middle"\n', "block 1 (number): align: must be one of left, center, right"),
        ('[[block]]\nkind = "text"\n', "block 1 (text): text: must be a text of 1 to 500 letters"),
        (
            '[[block]]\nkind = "text"\ntext = "{servce}"\n',
            "block 1 (text): text: unknown field {servce}, did you mean 'service'?",
        ),
        (
            '[[block]]\nkind = "text"\ntext = "{number.__class__}"\n',
            f"block 1 (text): text: unknown field {{number.__class__}} (known: {', '.join(FIELDS)})",
        ),
        (
            '[[block]]\nkind = "text"\ntext = "{number"\n',
            "block 1 (text): text: a brace without its partner in '{number'",
        ),
        (
            '[[block]]\nkind = "text"\ntext = "☃ x"\n',
            "block 1 (text): text: the font has no letter '☃' (U+2603 SNOWMAN)",
        ),
        ('[[block]]\nkind = "text"\ntext = "a"\nbold = 1\n', "block 1 (text): bold: must be true or false"),
        (
            '[[block]]\nkind = "image"\n',
            "block 1 (image): file: must be the name of a picture beside the template",
        ),
        (
            '[[block]]\nkind = "image"\nfile = "../../etc/passwd"\n',
            "block 1 (image): file: must be the name of a picture beside the template",
        ),
        (
            '[[block]]\nkind = "image"\nfile = "no.png"\n',
            "block 1 (image): file: no.png does not exist: put it beside the template",
        ),
        (
            '[[block]]\nkind = "image"\nfile = "ticket-80.toml"\n',
            "block 1 (image): file: ticket-80.toml is not a picture",
        ),
        (
            '[[block]]\nkind = "image"\nfile = "wide.png"\n',
            "block 1 (image): file: wide.png is too large (577 × 9 dots, at most 576 × 800): make it smaller",
        ),
    ],
)
def test_a_mistake_is_told_with_file_block_and_field(tmp_path: Path, text: str, told: str) -> None:
    Image.new("1", (577, 9)).save(tmp_path / "wide.png")
    if not text.startswith("pap"):
        text = "paper = 80\n" + text
    assert mistakes_of(tmp_path, text) == (f"{tmp_path / 'ticket-80.toml'}: {told}",)


def test_a_field_format_gets_no_way_into_python(tmp_path: Path) -> None:
    text = 'paper = 80\n[[block]]\nkind = "text"\ntext = "{number:>99999999}{number!r}{0}{}"\n'
    assert len(mistakes_of(tmp_path, text)) == 4


def test_a_picture_that_can_be_opened_but_not_drawn_is_told_when_it_is_read(tmp_path: Path) -> None:
    """Copied half, or damaged on the stick: its head is whole, so that it would be missed until a citizen comes."""
    made = BytesIO()
    Image.effect_noise((200, 100), 60).save(made, "PNG")
    (tmp_path / "half.png").write_bytes(made.getvalue()[:5000])
    (tmp_path / "wild.ppm").write_bytes(b"P6 3 x 255 " + bytes(99))
    for name in ("half.png", "wild.ppm", "a\\u0000b.png"):
        (told,) = mistakes_of(tmp_path, f'paper = 80\n{NUMBER}[[block]]\nkind = "image"\nfile = "{name}"\n')
        assert told.endswith("is not a picture")
    loaded = load_templates(80, tmp_path)
    assert (len(loaded.ticket.blocks) > 2, len(loaded.problems)) == (True, 1)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = 'paper = 7\nx = 1\n[[block]]\nkind = "text"\ntext = "{no}"\nsize = 9\n[[block]]\nkind = "sp"\n'
    assert len(mistakes_of(tmp_path, text)) == 5


@pytest.mark.parametrize("content", [b"paper = = 80", b"\xff\xfe\x00", b"# " + b"x" * 64_001])
def test_a_file_that_is_no_toml_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ticket-80.toml").write_bytes(content)
    with pytest.raises(BadTemplate):
        read_template(tmp_path / "ticket-80.toml")


def test_the_offices_own_template_wins(tmp_path: Path) -> None:
    write(tmp_path, "paper = 80\n" + NUMBER)
    own = load_templates(80, tmp_path)
    assert [block.kind for block in own.ticket.blocks] == [Kind.NUMBER]
    assert len(load_templates(58, tmp_path).ticket.blocks) > 1


def test_a_wrong_own_template_leaves_the_shipped_one_in_use(tmp_path: Path) -> None:
    path = write(tmp_path, 'paper = 80\n[[block]]\nkind = "numbr"\n')
    loaded = load_templates(80, tmp_path)
    assert len(loaded.ticket.blocks) > 5
    assert tuple(map(str, loaded.problems)) == (f"{path}: block 1: kind: unknown, did you mean 'number'?",)


def test_an_own_template_for_other_paper_is_put_aside(tmp_path: Path) -> None:
    write(tmp_path, "paper = 58\n" + NUMBER)
    loaded = load_templates(80, tmp_path)
    assert loaded.ticket.paper == 80
    assert "58 mm, but the printer has 80 mm" in str(loaded.problems[0])


def test_paper_of_another_width_is_refused() -> None:
    with pytest.raises(BadTemplate, match="76 mm is not known"):
        load_templates(76)


def test_text_is_composed_when_it_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, 'paper = 80\n[[block]]\nkind = "text"\ntext = "Quầy"\n' + NUMBER)
    assert read_template(path).blocks[0].text == "Quầy"


@pytest.mark.parametrize("paper", [80, 58])
@pytest.mark.parametrize("slip", KINDS)
def test_every_slip_is_shipped_for_both_papers_and_is_right(slip: str, paper: int) -> None:
    template = load_templates(paper).get(slip)
    assert (template.slip, template.paper, template.name) == (slip, paper, f"{slip}-{paper}")


def test_a_slip_knows_its_own_fields_and_lists_only(tmp_path: Path) -> None:
    text = (
        'paper = 80\n[[block]]\nkind = "text"\ntext = "{number}"\n'
        '[[block]]\nkind = "each"\nof = "papers"\ntext = "{prefix}"\n[[block]]\nkind = "each"\nof = "services"\n'
        'text = "{prefix} {date}"\n'
    )
    path = write(tmp_path, text, "day-80.toml")
    with pytest.raises(BadTemplate) as caught:
        read_template(path)
    known = "(known: office, parent, time, date, leader, url, given, served, absent)"
    assert [one.said("en") for one in caught.value.mistakes] == [
        f"block 1 (text): text: unknown field {{number}} {known}",
        "block 2 (each): of: unknown (known: services)",
        f"block 2 (each): text: unknown field {{prefix}} {known}",
    ]


def test_only_a_ticket_needs_the_number(tmp_path: Path) -> None:
    text = 'paper = 80\n[[block]]\nkind = "rule"\n'
    assert read_template(write(tmp_path, text, "test-80.toml")).blocks[0].kind is Kind.RULE
    for name in ("ticket-80.toml", "reprint-80.toml", "phieu-moi-80.toml"):
        with pytest.raises(BadTemplate, match="a ticket needs"):
            read_template(write(tmp_path, text, name))


def test_an_office_with_a_ticket_of_its_own_gets_that_one_again(tmp_path: Path) -> None:
    write(tmp_path, "paper = 80\n" + NUMBER)
    loaded = load_templates(80, tmp_path)
    assert loaded.get("reprint") is loaded.ticket
    write(tmp_path, "paper = 80\n" + NUMBER * 2, "reprint-80.toml")
    assert len(load_templates(80, tmp_path).get("reprint").blocks) == 2


def test_where_the_toml_is_wrong_is_told(tmp_path: Path) -> None:
    told = "not valid TOML in line 3, column 8: look for a missing quotation mark, bracket or ="
    assert mistakes_of(tmp_path, 'paper = 80\n[[block]]\nkind = text"\n') == (f"{tmp_path / 'ticket-80.toml'}: {told}",)


def test_a_sign_without_a_shape_is_told_by_its_name(tmp_path: Path) -> None:
    (told,) = mistakes_of(tmp_path, 'paper = 80\n[[block]]\nkind = "text"\ntext = "a\\u2192b"\n')
    assert told.endswith("the font has no letter '→' (U+2192 RIGHTWARDS ARROW)")

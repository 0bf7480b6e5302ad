"""Tickets for slow lines: the same paper with fewer bytes, read back by the second route."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from printer.composing import Job, TooWide, compose, heights
from printer.decode import Command, Reader, Sheet, sheets
from printer.drawing import Drawing, Line, Mark
from printer.hybrid import How, compose_hybrid, parts_of, qr_code, trimmed
from printer.modes import Composer, Mode, choose, head_bytes_per_s
from printer.planning import plan, sentences
from printer.preview import SAMPLE
from printer.profiles import Profile, names, profile
from printer.template import Template, load_templates

VALUES = {**SAMPLE, "url": "https://thanhson.gov.vn/motcua?phiếu=A023"}
SLOW = 960
"""Bytes a second of 9600 baud."""


@pytest.mark.parametrize("name", names())
def test_the_letters_of_a_hybrid_ticket_read_back_are_its_number_and_its_code(name: str) -> None:
    printer = profile(name)
    template = load_templates(printer.width_mm).ticket
    composer = Composer(printer, Mode.HYBRID)
    job = composer.job(composer.drawing(template), VALUES)
    (sheet,) = sheets(job.data)
    assert sheet.letters == ["A023"]
    assert sheet.codes == ([VALUES["url"]] if printer.native_qr else [])
    assert sheet.rows == job.rows


@pytest.mark.parametrize("name", ["generic-80", "epson-tm-t20", "epson-tm-t88"])
def test_every_line_that_goes_as_a_picture_lies_on_the_paper_dot_for_dot(name: str, ticket_80: Template) -> None:
    printer = profile(name)
    drawing = Composer(printer).drawing(ticket_80)
    lines = drawing.lines(VALUES, tuple(Mark))
    parts = parts_of(lines, printer)
    (sheet,) = sheets(compose_hybrid(lines, printer).data)
    paper, top = sheet.picture(), 0
    for line, part in zip(lines, parts, strict=True):
        if part.how is How.PICTURE:
            strip = paper.crop((0, top, printer.dots, top + part.rows))
            assert strip.tobytes() == line.picture.tobytes(), part.what
        top += part.rows
    assert [part.how for part in parts].count(How.LETTERS) == 1


def test_without_letters_and_codes_of_its_own_the_paper_is_the_picture_itself(ticket_80: Template) -> None:
    for aligns in (True, False):
        printer = Profile(native_text=False, native_qr=False, aligns=aligns)
        drawing = Drawing(ticket_80)
        (sheet,) = sheets(compose_hybrid(drawing.lines(VALUES), printer).data)
        rows = sum(line.picture.height for line in drawing.lines(VALUES))
        assert sheet.picture().tobytes() == drawing.draw(VALUES).crop((0, 0, 576, rows)).tobytes()


@given(dots=st.binary(min_size=9 * 40, max_size=9 * 40), holes=st.sets(st.integers(0, 39)), aligns=st.booleans())
@settings(max_examples=80, deadline=None)
def test_any_picture_survives_the_trimming(dots: bytes, holes: set[int], aligns: bool) -> None:
    rows = [bytes(9) if at in holes else dots[at * 9 : at * 9 + 9] for at in range(40)]
    picture = Image.frombytes("1", (72, 40), bytes(byte ^ 0xFF for byte in b"".join(rows)))
    printer = Profile(dots=72, aligns=aligns, bad_heights=4, band=16)
    (sheet,) = sheets(b"\x1dW\x48\x00" + trimmed(Line(picture), printer))
    assert sheet.picture().tobytes() == picture.tobytes()


@given(rows=st.integers(1, 2000), band=st.integers(8, 300), bad=st.sampled_from((0, 2, 7, 24, 48)))
def test_no_band_has_a_height_that_the_printer_garbles(rows: int, band: int, bad: int) -> None:
    found = list(heights(rows, Profile(band=band, bad_heights=bad)))
    assert sum(found) == rows
    assert all(0 < each <= band and (not bad or each % bad or each == 1) for each in found)


def test_a_hybrid_ticket_has_less_than_half_the_bytes_of_the_picture(template: Template) -> None:
    drawing = Drawing(template)
    full = len(compose(drawing.draw(VALUES)).data)
    hybrid = len(compose_hybrid(drawing.lines(VALUES), Profile(dots=template.dots)).data)
    assert hybrid < full / 2


def test_a_vietnamese_name_or_one_that_is_too_long_goes_as_a_picture(ticket_80: Template) -> None:
    printer = profile("epson-tm-t20")
    for service, how in (("Chứng thực", How.PICTURE), ("Internet", How.LETTERS), ("x" * 60, How.PICTURE)):
        lines = Drawing(ticket_80).lines({**VALUES, "service": service})
        assert [part.how for part in parts_of(lines, printer) if part.what == service] == [how]


def test_a_picture_that_is_wider_than_the_row_is_refused_with_both_widths(ticket_80: Template) -> None:
    with pytest.raises(TooWide, match="576 dots wide, but a row of pos-5890 has 384"):
        compose(Drawing(ticket_80).draw(VALUES), profile("pos-5890"))


def test_a_head_with_fewer_dots_gets_a_narrower_ticket(ticket_80: Template) -> None:
    composer = Composer(profile("epson-tm-t88"), Mode.RASTER)
    (sheet,) = sheets(composer.job(composer.drawing(ticket_80), VALUES).data)
    assert sheet.picture().width == 512


def test_a_printer_without_a_knife_feeds_the_ticket_out_instead(template: Template) -> None:
    job = compose(Drawing(template).draw(VALUES), Profile(dots=template.dots, cutter=False, feeds=5))
    assert job.tail == b"\x1bd\x05"
    assert Command.CUT not in {piece.command for piece in Reader().feed(job.data)}
    assert len(sheets(job.data)) == 1


def test_python_escpos_would_send_the_same_qr_command(tmp_path: Path) -> None:
    """In a process of its own: the import sets up logging and leaves a folder behind."""
    program = (
        "import sys; from escpos.printer import Dummy; d = Dummy(); "
        "d.qr(sys.argv[1], ec=1, size=6, native=True); sys.stdout.buffer.write(d.output)"
    )
    sent = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, str(VALUES["url"])],
        capture_output=True,
        check=True,
        timeout=60,
        env={"ESCPOS_CAPABILITIES_PICKLE_DIR": str(tmp_path), "TMPDIR": str(tmp_path), "PATH": "", "LC_ALL": "C.UTF-8"},
    ).stdout
    assert sent == qr_code(str(VALUES["url"]), 6)


@pytest.mark.parametrize(
    ("wanted", "speed", "mode"),
    [
        (Mode.AUTO, None, Mode.RASTER),
        (Mode.AUTO, SLOW, Mode.HYBRID),
        (Mode.AUTO, 11_520, Mode.HYBRID),
        (Mode.AUTO, 1_000_000, Mode.RASTER),
        (Mode.RASTER, SLOW, Mode.RASTER),
        (Mode.HYBRID, None, Mode.HYBRID),
    ],
)
def test_the_mode_goes_by_the_line_unless_somebody_says_otherwise(wanted: Mode, speed: int | None, mode: Mode) -> None:
    assert choose(wanted, profile("generic-80"), speed).mode is mode


def test_the_head_takes_what_its_speed_and_its_row_make() -> None:
    assert head_bytes_per_s(Profile(dots=576, dpi=203, mm_per_s=150)) == 72 * 150 * 2030 // 254


def test_the_plan_is_the_job_that_would_be_sent(ticket_80: Template) -> None:
    composer = Composer(profile("epson-tm-t20"), Mode.AUTO, SLOW)
    drawing = composer.drawing(ticket_80)
    made = plan(composer, drawing, VALUES)
    job = composer.job(drawing, VALUES)
    assert (made.bytes, made.mm, made.choice.mode) == (len(job.data), job.mm, Mode.HYBRID)
    assert made.seconds > made.bytes / SLOW * 0.9
    said = "\n".join(sentences(made))
    assert "A023: in the printer's own letters, 23 bytes" in said
    assert "by the printer's own QR command" in said
    assert "mode raster would send" in said


@cache
def whole_ticket(name: str) -> tuple[Job, Sheet, bytes]:
    """A hybrid ticket for this printer, what it prints, and that as a picture."""
    composer = Composer(profile(name), Mode.HYBRID)
    job = composer.job(composer.drawing(load_templates(80).ticket), VALUES)
    (whole,) = sheets(job.data)
    return job, whole, whole.picture().tobytes()


@given(share=st.floats(0, 1), name=st.sampled_from(["epson-tm-t20", "generic-80", "epson-tm-t88"]))
@settings(max_examples=60, deadline=None)
def test_wherever_a_ticket_breaks_off_its_end_is_cut_off_and_the_next_one_is_whole(share: float, name: str) -> None:
    job, whole, picture = whole_ticket(name)
    found = sheets(job.data[: round(len(job.data) * share)] + job.closing + job.data)
    assert found[-1].picture().tobytes() == picture
    assert (found[-1].letters, found[-1].codes) == (whole.letters, whole.codes)
    assert len(found) <= 3

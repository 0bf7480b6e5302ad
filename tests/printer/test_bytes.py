"""The bytes of a ticket, read back by a second route and compared with what python-escpos would send."""

import io
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.Image import Image as Picture

from printer.composing import BAND, compose, refuse_fork, whole_rows
from printer.decode import Command, Reader, decode
from printer.drawing import Drawing, Mark
from printer.preview import SAMPLE
from printer.template import Template


def noise(width: int, rows: int, seed: bytes = b"\x5a\x10\x04\x01\x00") -> Picture:
    row_bytes = (width + 7) // 8
    return Image.frombytes("1", (width, rows), (seed * (row_bytes * rows))[: row_bytes * rows])


def test_the_picture_read_back_from_the_bytes_is_the_ticket_dot_for_dot(template: Template) -> None:
    drawing = Drawing(template)
    for marks in ((), tuple(Mark)):
        ticket = drawing.draw(SAMPLE, marks)
        sheets = decode(compose(ticket).data)
        assert [(sheet.size, sheet.tobytes()) for sheet in sheets] == [(ticket.size, ticket.tobytes())]


@pytest.mark.parametrize("rows", [1, 48, 96, 127, 128, 129, 144, 176, 224, 256, 304, 624, 720])
def test_no_band_is_higher_than_128_rows_or_a_multiple_of_48(rows: int) -> None:
    job = compose(noise(576, rows))
    heights = [int.from_bytes(band[6:8], "little") for band in job.bands]
    assert all(0 < height <= BAND and height % 48 for height in heights)
    assert sum(heights) == job.rows == whole_rows(rows)
    assert [band[:6] for band in job.bands] == [b"\x1dv0\x00\x48\x00"] * len(heights)


def test_the_job_begins_with_a_reset_and_ends_with_feed_and_cut() -> None:
    job = compose(noise(384, 200))
    assert job.header == b"\x1b@\x1c."
    assert job.tail == b"\x1dVB\x00"
    assert job.data == job.header + b"".join(job.bands) + job.tail
    commands = {piece.command for piece in Reader().feed(job.data)}
    assert commands == {Command.RESET, Command.OTHER, Command.RASTER, Command.DOTS, Command.CUT}
    assert b"\x1bJ" not in job.header + job.tail


@given(width=st.integers(1, 600), rows=st.integers(1, 300), seed=st.binary(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_picture_comes_back_padded_with_white(width: int, rows: int, seed: bytes) -> None:
    picture = noise(width, rows, seed)
    (sheet,) = decode(compose(picture).data)
    assert sheet.crop((0, 0, width, rows)).tobytes() == picture.tobytes()
    assert sheet.size == ((width + 7) // 8 * 8, whole_rows(rows))
    padding = sheet.copy()
    padding.paste(1, (0, 0, width, rows))
    assert padding.histogram()[0] == 0


@given(data=st.binary(max_size=400), cuts=st.lists(st.integers(0, 400), max_size=5))
@settings(max_examples=100, deadline=None)
def test_a_stream_is_read_the_same_however_it_arrives(data: bytes, cuts: list[int]) -> None:
    data = b"\x1b@\x1dv0\x00\x02\x00\x03\x00" + data
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    reader = Reader()
    parts = [piece for a, b in pairwise(edges) for piece in reader.feed(data[a:b])]
    whole = list(Reader().feed(data))
    assert b"".join(piece.raw for piece in parts) == b"".join(piece.raw for piece in whole)
    anywhere = (Command.DOTS, Command.NOTHING)  # may be cut between any two bytes
    assert [p.command for p in parts if p.command not in anywhere] == [
        p.command for p in whole if p.command not in anywhere
    ]


def test_questions_are_heard_in_the_middle_of_a_picture_and_across_chunks() -> None:
    reader = Reader()
    assert list(reader.real_time(b"\x00\x10")) == []
    assert list(reader.real_time(b"\x04")) == []
    assert list(reader.real_time(b"\x01\x10\x04\x05\x10\x04\x04")) == [1, 4]


def test_python_escpos_would_send_the_same_dots(ticket_80: Template, tmp_path: Path) -> None:
    """In a process of its own: the import sets up logging and leaves a folder behind."""
    ticket = Drawing(ticket_80).draw(SAMPLE)
    job = compose(ticket)
    png = io.BytesIO()
    ticket.save(png, "PNG")
    program = (
        "import sys, io; from PIL import Image; from escpos.printer import Dummy; d = Dummy(); d.hw('INIT')\n"
        "d.profile.profile_data = {'media': {'width': {'pixels': 576}}}\n"
        "picture = Image.open(io.BytesIO(sys.stdin.buffer.read()))\n"
        "d.image(picture, fragment_height=128); d.cut(feed=False); sys.stdout.buffer.write(d.output)"
    )
    sent = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        input=png.getvalue(),
        capture_output=True,
        check=True,
        timeout=60,
        env={"ESCPOS_CAPABILITIES_PICKLE_DIR": str(tmp_path), "TMPDIR": str(tmp_path), "PATH": ""},
    ).stdout
    assert sent == job.data.replace(b"\x1c.", b"", 1)


def test_the_unrelated_package_escpos_is_not_installed() -> None:
    refuse_fork()

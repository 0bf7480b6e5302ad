"""The virtual printer: the same driver, files instead of paper."""

import time
from pathlib import Path

import pytest
from PIL import Image

from printer.composing import BARRIER, Job, compose
from printer.decode import decode
from printer.drawing import Drawing
from printer.outcome import Condition, PrintState, Reason
from printer.press import Patience, Press
from printer.preview import SAMPLE
from printer.template import Template
from printer.transport.tray import PaperTray
from printer.transport.virtual import VirtualPrinter


def test_each_job_is_kept_as_its_bytes_and_as_what_the_paper_shows(
    tmp_path: Path, template: Template, patience: Patience
) -> None:
    printer = VirtualPrinter(tmp_path / "paper")
    press = Press(printer, patience=patience)
    drawing = Drawing(template)
    tickets = [drawing.draw({**SAMPLE, "number": f"A{n:03}"}) for n in (1, 2, 3)]
    results = [press.print(compose(ticket)) for ticket in tickets]
    printer.stop()
    assert [(result.state, result.job) for result in results] == [
        (PrintState.PRINTED, name) for name in ("0001", "0002", "0003")
    ]
    for result, ticket in zip(results, tickets, strict=True):
        raw = (tmp_path / "paper" / f"{result.job}.escpos").read_bytes()
        assert raw == compose(ticket).data + BARRIER
        with Image.open(tmp_path / "paper" / f"{result.job}.png") as picture:
            assert (picture.mode, picture.size, picture.tobytes()) == ("1", ticket.size, ticket.tobytes())
    assert len(list((tmp_path / "paper").iterdir())) == 6


def test_the_bytes_are_there_when_printed_is_told_and_the_picture_soon(tmp_path: Path, job: Job) -> None:
    result = Press(VirtualPrinter(tmp_path)).print(job)
    assert (tmp_path / f"{result.job}.escpos").exists()
    deadline = time.monotonic() + 2
    while not (tmp_path / f"{result.job}.png").exists():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_numbers_of_jobs_go_on_after_a_restart(tmp_path: Path, job: Job) -> None:
    for name in ("0007.png", "0041.escpos", "note.txt", "x.png"):
        (tmp_path / name).write_bytes(b"")
    printer = VirtualPrinter(tmp_path)
    assert Press(printer).print(job).job == "0042"
    printer.stop()
    assert Press(VirtualPrinter(tmp_path)).print(job).job == "0043"


def test_jobs_beyond_four_figures_go_on(tmp_path: Path, job: Job) -> None:
    (tmp_path / "9999.escpos").write_bytes(b"")
    assert Press(VirtualPrinter(tmp_path)).print(job).job == "10000"


def test_a_picture_that_a_crash_left_out_is_made_at_the_next_start(tmp_path: Path, job: Job) -> None:
    (tmp_path / "0001.escpos").write_bytes(job.data)
    (tmp_path / ".0001.png.half").write_bytes(b"half")
    PaperTray(tmp_path).close()
    with Image.open(tmp_path / "0001.png") as picture:
        assert picture.tobytes() == decode(job.data)[0].tobytes()


@pytest.mark.parametrize(
    ("fault", "reason"), [("paper_out", Reason.PAPER_OUT), ("cover_open", Reason.COVER_OPEN), ("silent", Reason.SILENT)]
)
def test_its_faults_are_told_like_those_of_a_real_printer(
    tmp_path: Path, job: Job, patience: Patience, fault: str, reason: Reason
) -> None:
    printer = VirtualPrinter(tmp_path)
    press = Press(printer, patience=patience)
    setattr(printer.faults, fault, True)
    result = press.print(job)
    assert (result.state, result.reason, result.job) == (PrintState.FAILED, reason, None)
    assert list(tmp_path.iterdir()) == []
    setattr(printer.faults, fault, False)
    assert press.print(job).job == "0001"


def test_paper_put_in_while_the_answer_is_awaited_ends_the_wait(tmp_path: Path, job: Job) -> None:
    printer = VirtualPrinter(tmp_path)
    printer.faults.paper_out_after_rows = 100
    result = Press(printer, patience=Patience(barrier=0.2)).print(job)
    assert (result.state, result.reason) == (PrintState.UNKNOWN, Reason.PAPER_OUT)
    printer.faults.paper_out = False
    assert Press(printer).print(job).state is PrintState.PRINTED
    assert sorted(path.name for path in tmp_path.glob("*.escpos")) == ["0001.escpos", "0002.escpos"]


def test_a_sheet_that_cannot_be_kept_is_never_told_as_printed(tmp_path: Path, job: Job, patience: Patience) -> None:
    folder = tmp_path / "paper"
    printer = VirtualPrinter(folder)
    folder.rmdir()
    press = Press(printer, patience=patience)
    result = press.print(job)
    assert (result.state, result.reason) == (PrintState.UNKNOWN, Reason.PRINTER_ERROR)
    assert press.look().condition is Condition.ERROR


def test_a_virtual_printer_that_is_not_asked_accepts(tmp_path: Path, job: Job) -> None:
    result = Press(VirtualPrinter(tmp_path), asks=False).print(job)
    assert (result.state, result.job) == (PrintState.ACCEPTED, "0001")
    assert (tmp_path / "0001.escpos").read_bytes() == job.data

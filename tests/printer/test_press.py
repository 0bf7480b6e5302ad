"""The confirmed print against a printer on a real TCP port: exact bytes, faults, deadlines."""

import random
import socket
import time
from dataclasses import replace

import pytest

from printer.composing import BARRIER, Job
from printer.decode import decode
from printer.outcome import Condition, Health, PrintResult, PrintState, Reason
from printer.press import Patience, Press
from printer.status import ASK
from printer.transport import ConnectionBroken, Transport
from printer.transport.emulator import PrinterOnTcp
from printer.transport.mechanism import Printed
from printer.transport.tcp import TcpPrinter
from tests.printer.deaf import deaf_port

QUESTIONS = b"".join(ASK)
OK = Health(Condition.OK)


def press_for(printer: PrinterOnTcp, patience: Patience, *, asks: bool = True) -> Press:
    return Press(TcpPrinter("127.0.0.1", printer.port), asks=asks, patience=patience)


def test_a_ticket_is_printed_when_the_printer_answers_behind_it(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    assert press_for(emulated, patience).print(job) == PrintResult(PrintState.PRINTED, None, OK)
    assert bytes(emulated.received) == QUESTIONS + job.data + BARRIER + QUESTIONS
    (sheet,) = emulated.sheets
    assert sheet.raw == job.data + BARRIER
    assert [sheet.picture().tobytes()] == [page.tobytes() for page in decode(job.data)]


def test_near_end_is_a_condition_and_no_failure(emulated: PrinterOnTcp, job: Job, patience: Patience) -> None:
    emulated.faults.near_end = True
    result = press_for(emulated, patience).print(job)
    assert (result.state, result.health.condition) == (PrintState.PRINTED, Condition.NEAR_END)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("paper_out", Reason.PAPER_OUT),
        ("cover_open", Reason.COVER_OPEN),
        ("cutter", Reason.CUTTER),
        ("error", Reason.PRINTER_ERROR),
        ("offline", Reason.OFFLINE),
        ("silent", Reason.SILENT),
    ],
)
def test_a_printer_that_cannot_print_gets_no_byte_of_the_job(
    emulated: PrinterOnTcp, job: Job, patience: Patience, fault: str, reason: Reason
) -> None:
    setattr(emulated.faults, fault, True)
    began = time.monotonic()
    result = press_for(emulated, patience).print(job)
    assert (result.state, result.reason) == (PrintState.FAILED, reason)
    assert QUESTIONS.startswith(bytes(emulated.received))
    assert time.monotonic() - began < 1.0


def test_a_printer_that_is_not_there_fails_within_the_connect_deadline(job: Job) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        began = time.monotonic()
        result = Press(TcpPrinter("127.0.0.1", port)).print(job)
        assert (result.state, result.reason) == (PrintState.FAILED, Reason.UNREACHABLE)
        assert time.monotonic() - began < 2.0


def test_a_network_that_swallows_the_connection_fails_within_the_connect_deadline(job: Job) -> None:
    with deaf_port() as port:
        began = time.monotonic()
        result = Press(TcpPrinter("127.0.0.1", port), patience=Patience(connect=0.4)).print(job)
    assert (result.state, result.reason) == (PrintState.FAILED, Reason.UNREACHABLE)
    assert 0.3 < time.monotonic() - began < 1.5


def test_a_frozen_printer_fails_without_a_byte_of_the_job(emulated: PrinterOnTcp, job: Job, patience: Patience) -> None:
    emulated.line.frozen = True
    press = press_for(emulated, patience)
    for _ in range(3):
        result = press.print(job)
        assert (result.state, result.reason) == (PrintState.FAILED, Reason.SILENT)
    assert emulated.received == b""


def test_silence_behind_the_job_is_unknown(emulated: PrinterOnTcp, job: Job, patience: Patience) -> None:
    emulated.line.freeze_after = len(QUESTIONS + job.data)
    began = time.monotonic()
    result = press_for(emulated, patience).print(job)
    assert (result.state, result.reason) == (PrintState.UNKNOWN, Reason.SILENT)
    assert 0.4 < time.monotonic() - began < 2.0


def test_paper_that_ends_behind_the_last_byte_is_unknown_and_names_the_paper(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    emulated.faults.paper_out_after_rows = job.rows - 5
    result = press_for(emulated, patience).print(job)
    assert (result.state, result.reason) == (PrintState.UNKNOWN, Reason.PAPER_OUT)


def test_paper_that_ends_in_the_middle_fails_and_the_next_ticket_is_whole(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    """A long ticket: the printer stops reading before it is sent. Half a ticket comes out first, cut off by itself."""
    long = Job(job.header, job.bands * 40, job.tail, job.rows * 40, job.row_bytes)
    emulated.faults.paper_out_after_rows = 300
    press = press_for(emulated, patience)
    result = press.print(long)
    assert (result.state, result.reason) == (PrintState.FAILED, Reason.PAPER_OUT)
    assert press.print(job).reason is Reason.PAPER_OUT
    emulated.faults.paper_out = False
    assert press.print(job).state is PrintState.PRINTED
    assert [sheet.picture().tobytes() for sheet in emulated.sheets[1:]] == [decode(job.data)[0].tobytes()]


def test_a_printer_that_freezes_in_the_middle_fails_and_then_ends_the_half_ticket(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    long = Job(job.header, job.bands * 40, job.tail, job.rows * 40, job.row_bytes)
    emulated.line.freeze_after = 20_000
    press = press_for(emulated, patience)
    began = time.monotonic()
    result = press.print(long)
    assert (result.state, result.reason) == (PrintState.FAILED, Reason.TOO_SLOW)
    assert time.monotonic() - began < 3.0
    emulated.line.freeze_after, emulated.line.frozen = None, False
    assert press.print(job).state is PrintState.PRINTED
    assert emulated.sheets[-1].picture().tobytes() == decode(job.data)[0].tobytes()
    assert len(emulated.sheets) == 2


def test_a_connection_that_dies_in_the_middle_fails_and_the_next_ticket_is_whole(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    long = Job(job.header, job.bands * 40, job.tail, job.rows * 40, job.row_bytes)
    emulated.line.die_after = 30_000
    press = press_for(emulated, patience)
    result = press.print(long)
    assert result.state is PrintState.FAILED
    emulated.line.die_after = None
    assert press.print(job).state is PrintState.PRINTED
    assert emulated.sheets[-1].picture().tobytes() == decode(job.data)[0].tobytes()


class Tripping(TcpPrinter):
    """Its connection breaks once, in the middle of a ticket."""

    _left = 30_000

    def write(self, data: bytes, deadline: float) -> None:
        self._left -= len(data)
        if self._left <= 0 and self._left + len(data) > 0:
            raise ConnectionBroken("somebody stumbled over the cable")
        super().write(data, deadline)


class Hurried(Tripping):
    """Keeps the last bytes as long as it may, and a close throws them away: so does the kernel's driver of USB printers
    with a transfer that is under way (Linux, drivers/usb/class/usblp.c, usblp_release).
    """

    _kept = b""

    def write(self, data: bytes, deadline: float) -> None:
        self.flush(deadline)
        self._kept = data

    def flush(self, deadline: float) -> None:
        kept, self._kept = self._kept, b""
        if kept:
            super().write(kept, deadline)

    def read(self, deadline: float) -> bytes:
        self.flush(deadline + 1)
        return super().read(deadline)

    def close(self) -> None:
        self._kept = b""
        super().close()


@pytest.mark.parametrize("kind", [Tripping, Hurried])
def test_a_half_ticket_is_ended_and_cut_off_before_anybody_asks_for_the_next(
    emulated: PrinterOnTcp, job: Job, patience: Patience, kind: type[Tripping]
) -> None:
    press = Press(kind("127.0.0.1", emulated.port), patience=patience)
    result = press.print(job)
    assert (result.state, result.reason, result.health) == (PrintState.FAILED, Reason.UNREACHABLE, OK)
    deadline = time.monotonic() + 5
    while not emulated.sheets:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert press.print(job).state is PrintState.PRINTED
    assert emulated.sheets[1].picture().tobytes() == decode(job.data)[0].tobytes()


def test_a_slow_reader_is_waited_for(emulated: PrinterOnTcp, job: Job) -> None:
    emulated.line.bytes_per_s = 100_000
    began = time.monotonic()
    result = press_for(emulated, Patience(band=2.0, barrier=2.0)).print(job)
    assert result.state is PrintState.PRINTED
    assert time.monotonic() - began > 0.3


def test_answers_that_come_late_but_in_time_count(emulated: PrinterOnTcp, job: Job, patience: Patience) -> None:
    emulated.line.late_s = 0.04
    assert press_for(emulated, patience).print(job).state is PrintState.PRINTED


def test_answers_that_come_too_late_do_not_count(emulated: PrinterOnTcp, job: Job, patience: Patience) -> None:
    emulated.line.late_s = 0.4
    result = press_for(emulated, patience).print(job)
    assert (result.state, result.reason) == (PrintState.FAILED, Reason.SILENT)


def test_a_printer_that_answers_nothing_by_nature_gives_accepted(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    emulated.faults.silent = True
    assert press_for(emulated, patience, asks=False).print(job) == PrintResult(PrintState.ACCEPTED, None, OK)
    deadline = time.monotonic() + 2
    while not emulated.sheets and time.monotonic() < deadline:
        time.sleep(0.01)
    assert bytes(emulated.received) == job.data


def test_bytes_that_nobody_takes_are_never_accepted(emulated: PrinterOnTcp, job: Job, patience: Patience) -> None:
    emulated.line.frozen = True
    press = press_for(emulated, patience, asks=False)
    long = Job(job.header, job.bands * 40, job.tail, job.rows * 40, job.row_bytes)
    assert press.print(long).state is PrintState.FAILED


def test_looking_at_the_printer_prints_nothing(emulated: PrinterOnTcp, patience: Patience) -> None:
    press = press_for(emulated, patience)
    assert press.look() == OK
    emulated.faults.cover_open = True
    assert press.look().condition is Condition.COVER_OPEN
    assert bytes(emulated.received) == QUESTIONS * 2


class Rubbish:
    """A transport that answers every write with the next of given bytes, and counts what it was sent.

    The four questions how it is, sent together, are four writes.
    """

    job = bytes_per_s = None

    def __init__(self, answers: list[bytes]) -> None:
        self._answers = answers
        self._next = b""
        self.sent = b""

    def open(self, deadline: float) -> None:
        self._next = b""

    def write(self, data: bytes, deadline: float) -> None:
        self.sent += data
        questions = len(ASK) if data == QUESTIONS else 1
        self._next = b"".join(self._answers.pop() for _ in range(questions) if self._answers)

    def flush(self, deadline: float) -> None: ...

    def read(self, deadline: float) -> bytes:
        answer, self._next = self._next, b""
        return answer

    def rival(self) -> None: ...

    def close(self) -> None: ...

    def stop(self) -> None: ...


def test_a_thousand_random_answers_never_raise_never_hang_and_never_let_a_bad_status_through(job: Job) -> None:
    chance = random.Random(2)
    short = Job(job.header, job.bands[:1], job.tail, 128, job.row_bytes)
    seen = set()
    for _ in range(1000):
        answers = [chance.randbytes(chance.randint(0, 5)) for _ in range(12)]
        told = list(reversed(answers))[:4]
        transport: Transport = (rubbish := Rubbish(answers))
        result = Press(transport, patience=Patience(barrier=0)).print(short)
        seen.add(result.state)
        valid = sum(byte & 0x93 == 0x12 for byte in b"".join(told)) >= len(ASK)
        assert valid or short.header not in rubbish.sent
    assert PrintState.FAILED in seen


def test_random_answers_on_a_real_line_end_in_time(emulated: PrinterOnTcp, job: Job) -> None:
    chance = random.Random(3)
    press = press_for(emulated, Patience(connect=0.3, status=0.03, band=0.2, barrier=0.05, closing=0.1))
    for _ in range(30):
        emulated.faults.says = chance.randbytes(chance.randint(1, 9))
        began = time.monotonic()
        assert press.print(job).state in PrintState
        assert time.monotonic() - began < 3.0


def test_an_automatic_status_is_not_taken_for_printed(emulated: PrinterOnTcp, job: Job, patience: Patience) -> None:
    answers = [b"\x10\x00\x00\x00"] + [b""] * (2 + len(job.bands) - 1) + [b"\x12"] * 4
    assert Press(Rubbish(answers), patience=patience).print(job).state is PrintState.UNKNOWN


@pytest.mark.parametrize("host", ["printer.example", "", "10.0.0", "10.0.0.1:9100"])
def test_only_addresses_in_figures_are_taken(host: str) -> None:
    with pytest.raises(ValueError, match="IPv4"):
        TcpPrinter(host)


def test_paper_that_ends_during_the_wait_is_told_before_the_wait_is_over(emulated: PrinterOnTcp, job: Job) -> None:
    emulated.faults.paper_out_after_rows = job.rows - 5
    began = time.monotonic()
    result = press_for(emulated, Patience(barrier=20, look=0.2)).print(job)
    assert (result.state, result.reason) == (PrintState.UNKNOWN, Reason.PAPER_OUT)
    assert time.monotonic() - began < 5.0


def test_an_answer_that_overlaps_with_a_question_is_not_lost(job: Job) -> None:
    answers = [b"\x00\x12", b"", *[b""] * len(job.bands), *[b"\x12"] * 5]
    result = Press(Rubbish([*[b"\x12"] * 7, *answers]), patience=Patience(barrier=2, look=0)).print(job)
    assert result.state is PrintState.PRINTED


def test_a_crackle_of_a_printer_that_goes_away_is_not_taken_for_the_answer_to_a_ticket(job: Job) -> None:
    """When a printer loses its power a serial line breaks off, which reads as NUL: the very byte of a good answer."""
    answers = [b"\x00", *[b""] * len(job.bands), b"", *[b"\x12"] * 4]
    result = Press(Rubbish(answers), patience=Patience(status=0.01, barrier=0.1)).print(job)
    assert (result.state, result.reason) == (PrintState.UNKNOWN, Reason.SILENT)


def test_a_printer_that_is_mute_while_it_cuts_is_waited_for(job: Job) -> None:
    answers = [*[b"\x12"] * 4, *[b""] * 8, b"\x00", *[b""] * len(job.bands), b"", *[b"\x12"] * 4]
    result = Press(Rubbish(answers), patience=Patience(status=0.01, barrier=2)).print(job)
    assert (result.state, result.health) == (PrintState.PRINTED, OK)


def test_a_roll_that_ends_with_the_ticket_is_told_with_it(emulated: PrinterOnTcp, job: Job, patience: Patience) -> None:
    def end_of_roll(_: Printed) -> None:
        emulated.faults.paper_out = True

    emulated.printer.keep = end_of_roll
    result = press_for(emulated, patience).print(job)
    assert (result.state, result.reason, result.health.condition) == (PrintState.PRINTED, None, Condition.PAPER_OUT)


def test_a_ticket_is_drawn_for_no_printer_that_is_not_there_and_while_one_that_is_answers(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    drawn = list[int]()

    def draw() -> Job:
        drawn.append(len(emulated.received))
        return job

    press = press_for(emulated, patience)
    assert press.draw_and_print(draw).state is PrintState.PRINTED
    emulated.faults.silent = True
    assert [press.draw_and_print(draw).reason for _ in range(3)] == [Reason.SILENT] * 3
    assert len(drawn) == 2  # the second time nobody knew yet that it keeps silent
    with deaf_port() as nobody:
        away = Press(TcpPrinter("127.0.0.1", nobody), patience=patience)
        assert away.draw_and_print(draw).reason is Reason.UNREACHABLE
    assert len(drawn) == 2


def test_what_goes_wrong_with_the_drawing_leaves_the_printer_free(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    press = press_for(emulated, patience)
    with pytest.raises(ZeroDivisionError):
        press.draw_and_print(lambda: replace(job, rows=1 // 0))
    assert press.print(job).state is PrintState.PRINTED

"""How a printer says that a ticket is out: with our number, with a plain answer, or not at all; and what follows."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from printer.composing import BARRIER, Job, numbered_barrier
from printer.decode import decode
from printer.modes import Composer, Mode
from printer.outcome import Condition, Health, PrintState, Reason
from printer.press import Patience, Press
from printer.preview import SAMPLE
from printer.profiles import Barrier, profile
from printer.status import ASK, Answer, Listener, automatic
from printer.template import Template
from printer.transport.emulator import PrinterOnTcp
from printer.transport.emulator_pty import PrinterOnPty
from printer.transport.serial import SerialPrinter
from printer.transport.tcp import TcpPrinter

EPSON = profile("epson-tm-t20")


@pytest.fixture
def long(job: Job) -> Job:
    """More than the printer and the network keep: it can break off in the middle."""
    return replace(job, bands=job.bands * 40, rows=job.rows * 40, mm=job.mm * 40)


def press_for(printer: PrinterOnTcp, patience: Patience, barrier: Barrier = Barrier.GS_H) -> Press:
    return Press.of(TcpPrinter("127.0.0.1", printer.port), replace(EPSON, barrier=barrier), patience=patience)


def test_a_ticket_is_printed_when_the_printer_answers_with_its_own_number(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    press = press_for(emulated, patience)
    for number in (1, 2):
        assert press.print(job).state is PrintState.PRINTED
        assert bytes(emulated.received).endswith(job.data + numbered_barrier(number) + b"".join(ASK))
    assert numbered_barrier(1) == b"\x1d(H\x06\x00000001"


def test_the_answer_to_an_earlier_ticket_is_not_taken_for_this_one(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    emulated.faults.says = b"\x37\x22" + b"0009\x00\x12"
    assert press_for(emulated, patience).print(job).state is PrintState.UNKNOWN


def test_a_printer_that_does_not_know_the_question_leaves_the_ticket_unknown(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    emulated.faults.no_gs_h = True
    assert press_for(emulated, patience).print(job).reason is Reason.SILENT
    assert press_for(emulated, patience, Barrier.GS_R).print(job).state is PrintState.PRINTED


def test_without_any_barrier_a_well_printer_accepts_and_an_ill_one_leaves_it_unknown(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    press = press_for(emulated, patience, Barrier.NONE)
    assert press.print(job).state is PrintState.ACCEPTED
    assert bytes(emulated.received).count(b"\x1d(H") == bytes(emulated.received).count(BARRIER) == 0
    emulated.faults.paper_out_after_rows = job.rows - 5
    result = press.print(job)
    assert (result.state, result.reason) in {
        (PrintState.UNKNOWN, Reason.PAPER_OUT),
        (PrintState.ACCEPTED, None),  # it was asked before the paper ended
    }


def test_a_printer_that_tells_its_state_only_by_itself_is_asked_that_way(
    emulated: PrinterOnTcp, job: Job, patience: Patience
) -> None:
    press = Press(TcpPrinter("127.0.0.1", emulated.port), asks=False, asb=True, patience=patience)
    emulated.faults.near_end = True
    assert press.look() == Health(Condition.NEAR_END)
    assert press.print(job).state is PrintState.PRINTED
    assert b"\x10\x04" not in bytes(emulated.received).replace(job.data, b"")
    emulated.faults.no_asb = True
    assert press.look() == Health(Condition.UNREACHABLE, Reason.SILENT)


@pytest.mark.parametrize("barrier", [Barrier.GS_H, Barrier.GS_R])
def test_the_next_ticket_waits_until_the_one_before_has_come_out(
    emulated: PrinterOnTcp, job: Job, patience: Patience, barrier: Barrier
) -> None:
    """The paper ends within the last rows, the ticket is unknown; with new paper it comes out before the next."""
    press = press_for(emulated, patience, barrier)
    emulated.faults.paper_out_after_rows = job.rows - 5
    assert press.print(job).state is PrintState.UNKNOWN
    assert press.print(job).reason is Reason.PAPER_OUT
    emulated.faults.paper_out = False
    assert press.print(job).state is PrintState.PRINTED
    whole = decode(job.data)[0].tobytes()
    assert [sheet.picture().tobytes() for sheet in emulated.sheets] == [whole, whole]
    question = BARRIER if barrier is Barrier.GS_R else numbered_barrier(2)
    assert question + b"\x10\x04\x01" in bytes(emulated.received)


def test_a_printer_that_never_settles_is_waited_for_once(emulated: PrinterOnTcp, job: Job, patience: Patience) -> None:
    emulated.faults.no_gs_r = True
    press = press_for(emulated, replace(patience, settle=0.3), Barrier.GS_R)
    began = time.monotonic()
    assert [press.print(job).reason for _ in range(2)] == [Reason.SILENT] * 2
    assert time.monotonic() - began < 5.0
    assert sum(sheet.picture().height == job.rows for sheet in emulated.sheets) == 2


def test_the_paper_that_was_used_up_is_told_also_of_a_ticket_that_broke_off(
    emulated: PrinterOnTcp, job: Job, long: Job, patience: Patience
) -> None:
    press = press_for(emulated, patience, Barrier.GS_R)
    assert press.print(job).printed_mm == job.mm == 93
    emulated.line.freeze_after = len(emulated.received) + 20_000
    broken = press.print(long)
    assert broken.state is PrintState.FAILED
    assert 0 < broken.printed_mm < long.mm
    emulated.line.freeze_after, emulated.line.frozen = None, False
    emulated.faults.paper_out = True
    assert press.print(job).printed_mm == 0


def blocks() -> Iterator[tuple[bytes, list[tuple[Answer, int]]]]:
    yield b"\x37\x220042\x00", [(Answer.DONE, 42)]
    yield b"\x12\x37\x220042\x00\x00", [(Answer.STATUS, 0x12), (Answer.DONE, 42), (Answer.BARRIER, 0)]
    yield b"\x37\x12", [(Answer.STATUS, 0x12)]
    yield b"\x37\x22abcd\x00", []
    yield b"\x37\x2200\x00", []


@pytest.mark.parametrize(("data", "answers"), list(blocks()))
def test_the_block_with_our_number_is_told_apart(data: bytes, answers: list[tuple[Answer, int]]) -> None:
    heard = [each for each in Listener().hear(data) if each[0] is not Answer.BARRIER or each in answers]
    assert heard == answers


@pytest.mark.parametrize(
    ("three", "condition"),
    [
        ((0x10, 0, 0), Condition.OK),
        ((0x18, 0, 0), Condition.OFFLINE),
        ((0x38, 0, 0), Condition.COVER_OPEN),
        ((0x18, 0x08, 0), Condition.CUTTER),
        ((0x18, 0x20, 0), Condition.ERROR),
        ((0x18, 0x04, 0), Condition.ERROR),
        ((0x10, 0, 0x03), Condition.NEAR_END),
        ((0x18, 0, 0x0F), Condition.PAPER_OUT),
    ],
)
def test_an_automatic_status_tells_the_condition(three: tuple[int, int, int], condition: Condition) -> None:
    assert automatic(*three).condition is condition
    listener = Listener()
    assert list(listener.hear(bytes((*three, 0)))) == []
    assert listener.automatic is not None
    assert listener.automatic.condition is condition


def test_ten_thousand_random_bytes_are_sorted_without_an_exception() -> None:
    chance = random.Random(5)
    listener = Listener()
    for kind, figure in listener.hear(chance.randbytes(10_000)):
        assert kind in Answer
        assert 0 <= figure <= 9999
    assert listener.rubbish > 1000


def test_a_slow_line_has_the_time_for_what_this_machine_still_keeps(ticket_80: Template) -> None:
    """A port takes thousands of bytes at once and sends them for seconds; only then is the next band's turn."""
    with PrinterOnPty(baud=230_400) as slow:
        transport = SerialPrinter(str(slow.path), 230_400, "none")
        composer = Composer(EPSON, Mode.HYBRID, transport.bytes_per_s)
        job = composer.job(composer.drawing(ticket_80), SAMPLE)
        patience = Patience(status=0.3, band=0.3, barrier=0.5, look=0.2)
        began = time.monotonic()
        result = Press.of(transport, EPSON, patience=patience).print(job)
        transport.stop()
    assert (result.state, len(slow.sheets)) == (PrintState.PRINTED, 1)
    assert time.monotonic() - began > len(job.data) / 23_040 * 0.9

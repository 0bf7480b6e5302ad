"""Getting to know a printer: what it answers by itself, what its page shows, and which facts come of it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from printer.asking import Patience
from printer.commissioning import CODE, OWN_LETTERS, QUESTIONS, Probed, advice, facts, page, probe
from printer.decode import sheets
from printer.outcome import Condition, Health, PrintState
from printer.press import Press
from printer.profiles import Barrier, profile, usual
from printer.transport.emulator import PrinterOnTcp
from printer.transport.tcp import TcpPrinter

QUICK = Patience(connect=0.5, status=0.3)


@pytest.fixture
def transport(emulated: PrinterOnTcp) -> Iterator[TcpPrinter]:
    port = TcpPrinter("127.0.0.1", emulated.port)
    port.open(time.monotonic() + 1)
    yield port
    port.close()


@pytest.mark.parametrize(
    ("unknown", "barrier", "asb"),
    [
        ((), Barrier.GS_H, True),
        (("no_gs_h",), Barrier.GS_R, True),
        (("no_gs_h", "no_gs_r", "no_asb"), Barrier.NONE, False),
    ],
)
def test_the_printer_itself_tells_what_it_answers(
    emulated: PrinterOnTcp, transport: TcpPrinter, unknown: tuple[str, ...], barrier: Barrier, asb: bool
) -> None:
    for question in unknown:
        setattr(emulated.faults, question, True)
    assert probe(transport, QUICK) == Probed(Health(Condition.OK), True, asb, barrier)


def test_a_mute_printer_is_found_out(emulated: PrinterOnTcp, transport: TcpPrinter) -> None:
    emulated.faults.silent = True
    probed = probe(transport, replace(QUICK, status=0.1))
    assert (probed.asks, probed.asb, probed.barrier) == (False, False, Barrier.NONE)


def test_a_printer_that_cannot_print_now_is_asked_nothing_that_it_would_print(
    emulated: PrinterOnTcp, transport: TcpPrinter
) -> None:
    emulated.faults.cover_open = True
    assert probe(transport, QUICK).health.condition is Condition.COVER_OPEN
    assert b"\x1d(H" not in bytes(emulated.received)


def test_asking_leaves_nothing_on_the_paper(emulated: PrinterOnTcp, transport: TcpPrinter) -> None:
    probe(transport, QUICK)
    assert emulated.sheets == []
    assert bytes(emulated.received).endswith(b"\x1b@\x1c.")


@pytest.mark.parametrize("width", [80, 58])
def test_the_page_shows_what_is_asked_for(emulated: PrinterOnTcp, width: int) -> None:
    printer = profile(usual(width))
    assert Press(TcpPrinter("127.0.0.1", emulated.port)).print(page(printer)).state is PrintState.PRINTED
    (sheet,) = sheets(emulated.sheets[0].raw)
    assert (sheet.letters, sheet.codes) == ([OWN_LETTERS], [CODE])
    picture = sheet.picture()
    assert picture.width == printer.dots
    columns = [picture.crop((x, 0, x + 1, picture.height)).histogram()[0] for x in (0, printer.dots - 1)]
    assert min(columns) >= 40  # both sides of the frame, on the outermost dots
    assert len({question.on_paper[0] for question in QUESTIONS}) == len(QUESTIONS)


def test_a_row_that_was_made_narrower_stays_so_and_can_be_made_narrower_again() -> None:
    """The page is printed with what was found before; the test is run until its frame has both sides."""
    probed = Probed(Health(Condition.OK), True, False, Barrier.GS_R)
    printer, before = profile("generic-80"), dict[str, Any]()
    rows = []
    for whole in (False, False, True):
        printed_with = replace(printer, **before)
        before = facts(printed_with, probed, {"width": whole}, before)
        rows.append(before["dots"])
    assert rows == [512, 432, 432]


def test_what_was_passed_over_this_time_stays_as_it_was_found() -> None:
    probed = Probed(Health(Condition.OK), True, False, Barrier.GS_R)
    before = {"cutter": False, "barrier": Barrier.GS_H}
    assert facts(profile("generic-80"), probed, {"own_code": True}, before) == {
        **probed.facts, "cutter": False, "native_qr": True,
    }  # fmt: skip


def test_answers_become_facts_and_what_was_not_answered_stays_as_it_was() -> None:
    probed = Probed(Health(Condition.OK), True, False, Barrier.GS_R)
    printer = profile("generic-80")
    asked = {"asks": True, "asb": False, "barrier": Barrier.GS_R}
    assert facts(printer, probed, {}) == asked
    found = facts(printer, probed, {"own_code": True, "cut": False, "width": False, "letters": True})
    assert found == {**asked, "native_qr": True, "cutter": False, "dots": 512}
    assert advice(printer, {"width": False}) == "The row was made narrower; run the test again"
    assert advice(printer, {"letters": False}) is not None
    assert advice(printer, {"letters": True, "width": True}) is None

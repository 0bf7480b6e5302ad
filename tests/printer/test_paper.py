"""The one at the printer: never makes anybody wait, tells what came of each ticket, sees the printer mend."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from PIL import Image

from printer.decode import decode
from printer.drawing import Drawing, Mark
from printer.orders import OfficeNames, Sheet, Slip, marks_of, values_of
from printer.paper import Desk, Pace, PaperWorker
from printer.press import Patience, Press
from printer.template import Block, Kind, Templates, load_templates
from printer.transport.emulator import PrinterOnTcp
from printer.transport.tcp import TcpPrinter
from printer.transport.virtual import VirtualPrinter
from tests.printer.deaf import deaf_port

VIETNAM = timezone(timedelta(hours=7))
NAMES = OfficeNames("Bộ phận Tiếp nhận và Trả kết quả", "ỦY BAN NHÂN DÂN XÃ THANH SƠN")
SLIP = Slip(
    ticket=23,
    number="A023",
    service="Chứng thực",
    counters="1, 2, 3",
    ahead=7,
    wait=None,
    issued_at_ms=1_795_398_120_000,  # 2026-11-23 08:42 in Viet Nam
    priority=False,
    reprint=False,
    training=False,
    asked_at_mono=0.0,
)


BRISK = Pace(first_look=0.2, tell_again=(0.01, 0.02, 0.05, 0.1))
"""Nobody has to wait for the looks at an idle printer here."""


def slip(ticket: int = 23, age_s: float = 0.0) -> Slip:
    return replace(SLIP, ticket=ticket, number=f"A{ticket:03}", asked_at_mono=time.monotonic() - age_s)


@dataclass
class Recorder:
    """An office that writes down what it is told; refuses the first `refuses` reports."""

    refuses: int = 0
    prints: list[tuple[int, str, str | None, str | None]] = field(default_factory=list)
    conditions: list[tuple[str, str | None]] = field(default_factory=list)
    mm: list[int] = field(default_factory=list)
    slips: list[tuple[str, str, str | None, int]] = field(default_factory=list)
    _change: threading.Condition = field(default_factory=threading.Condition)

    def report_print(self, *, ticket: int, state: str, reason: str | None, job: str | None, mm: int = 0) -> None:
        def write() -> None:
            self.prints.append((ticket, state, reason, job))
            self.mm.append(mm)

        self._take(write)

    def report_slip(self, *, slip: str, state: str, reason: str | None, mm: int = 0) -> None:
        self._take(lambda: self.slips.append((slip, state, reason, mm)))

    def report_device(self, *, device: str, condition: str, detail: str | None = None) -> None:
        assert device == "printer"
        self._take(lambda: self.conditions.append((condition, detail)))

    def _take(self, write: Callable[[], None]) -> None:
        with self._change:
            if self.refuses:
                self.refuses -= 1
                raise RuntimeError("database is locked")
            write()
            self._change.notify_all()

    def wait(self, true: Callable[["Recorder"], bool], seconds: float = 5.0) -> None:
        with self._change:
            assert self._change.wait_for(lambda: true(self), seconds), (self.prints, self.conditions)


@pytest.fixture(scope="module")
def templates() -> Templates:
    return load_templates(80)


@contextmanager
def at_work(press: Press, desk: Desk, templates: Templates, keep_for_s: float = 5.0) -> Iterator[PaperWorker]:
    worker = PaperWorker(press, desk, templates, lambda: NAMES, timezone=VIETNAM, keep_for_s=keep_for_s, pace=BRISK)
    worker.start()
    try:
        yield worker
    finally:
        assert worker.stop(5)


def tcp(port: int) -> Press:
    patience = Patience(connect=0.5, status=0.3, band=0.4, barrier=0.5, closing=0.2)
    return Press(TcpPrinter("127.0.0.1", port), patience=patience)


def test_the_values_on_a_ticket_are_in_the_offices_time() -> None:
    values = values_of(SLIP, NAMES, VIETNAM)
    assert (values["time"], values["date"]) == ("08:42", "23/11/2026")
    assert (values["ahead"], values["wait"], values["leader"]) == ("7", None, None)
    assert values_of(replace(SLIP, ahead=None), NAMES, VIETNAM)["ahead"] is None


def test_a_ticket_carries_its_marks() -> None:
    assert marks_of(SLIP) == ()
    special = replace(SLIP, priority=True, reprint=True, training=True)
    assert marks_of(special) == (Mark.TRAINING, Mark.PRIORITY, Mark.REPRINT)


def test_tickets_come_out_in_order_with_their_own_values(tmp_path: Path, templates: Templates) -> None:
    desk, printer = Recorder(), VirtualPrinter(tmp_path)
    with at_work(Press(printer), desk, templates) as worker:
        for ticket in range(1, 6):
            worker.submit(slip(ticket))
        desk.wait(lambda told: len(told.prints) == 5)
    printer.stop()
    assert desk.prints == [(n, "printed", None, f"{n:04}") for n in range(1, 6)]
    assert desk.conditions == [("ok", None)]
    with Image.open(tmp_path / "0005.png") as picture:
        expected = Drawing(templates.ticket).draw(values_of(slip(5), NAMES, VIETNAM))
        assert picture.tobytes() == expected.tobytes()


def test_an_absent_printer_never_keeps_the_office_waiting(templates: Templates) -> None:
    desk = Recorder()
    all_submitted = threading.Event()

    class Gone(TcpPrinter):
        """Looked for until everybody has asked for a slip: an office that waited for it would wait here."""

        def open(self, deadline: float) -> None:
            assert all_submitted.wait(30)
            super().open(max(deadline, time.monotonic() + 0.5))

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with at_work(Press(Gone("127.0.0.1", closed.getsockname()[1])), desk, templates) as worker:
            for ticket in range(50):
                worker.submit(slip(ticket))
            assert not desk.prints
            all_submitted.set()
            desk.wait(lambda told: len(told.prints) == 50)
    assert {told[1:] for told in desk.prints} == {("failed", "unreachable", None)}
    assert desk.conditions == [("unreachable", None)]


def test_a_long_slip_on_a_slow_line_is_not_taken_for_a_worker_that_hangs(
    emulated: PrinterOnTcp, templates: Templates
) -> None:
    """The pulse ends a service whose printing takes minutes: each piece that the printer takes counts as getting on."""
    desk, since, all_made = Recorder(), list[float | None](), threading.Event()

    class Watched(TcpPrinter):
        def write(self, data: bytes, deadline: float) -> None:
            assert all_made.wait(30)
            since.append(worker.busy_since)
            super().write(data, deadline)

    with at_work(Press(Watched("127.0.0.1", emulated.port)), desk, templates) as worker:
        all_made.set()
        worker.submit(slip(1))
        desk.wait(lambda told: len(told.prints) == 1)
    told = [at for at in since if at is not None]
    assert told == sorted(told)
    assert len(set(told)) > 6  # header, bands, tail


def test_a_swallowed_connection_costs_each_ticket_at_most_two_seconds(templates: Templates) -> None:
    desk = Recorder()
    with deaf_port() as port, at_work(tcp(port), desk, templates) as worker:
        desk.wait(lambda told: told.conditions == [("unreachable", None)])
        began = time.monotonic()
        worker.submit(slip(1))
        worker.submit(slip(2))
        desk.wait(lambda told: len(told.prints) == 2)
        assert time.monotonic() - began < 2.0
    assert [told[1:3] for told in desk.prints] == [("failed", "unreachable")] * 2


def test_paper_out_is_told_once_and_mends_by_itself(emulated: PrinterOnTcp, templates: Templates) -> None:
    desk = Recorder()
    with at_work(tcp(emulated.port), desk, templates) as worker:
        desk.wait(lambda told: told.conditions == [("ok", None)])
        emulated.faults.paper_out = True
        for ticket in (1, 2, 3):
            worker.submit(slip(ticket))
        desk.wait(lambda told: len(told.prints) == 3)
        assert {told[1:] for told in desk.prints} == {("failed", "paper_out", None)}
        assert desk.conditions == [("ok", None), ("paper_out", None)]
        emulated.faults.paper_out = False
        desk.wait(lambda told: told.conditions[-1] == ("ok", None), 9)
        worker.submit(slip(4))
        desk.wait(lambda told: len(told.prints) == 4)
    assert desk.prints[-1] == (4, "printed", None, None)
    assert len(emulated.sheets) == 1


def test_a_printer_that_comes_back_is_found_by_itself(templates: Templates) -> None:
    desk = Recorder()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with at_work(tcp(port), desk, templates):
        desk.wait(lambda told: told.conditions == [("unreachable", None)])
        with PrinterOnTcp(port=port):
            desk.wait(lambda told: told.conditions[-1:] == [("ok", None)], 9)


def test_a_slip_whose_turn_comes_too_late_is_not_printed(tmp_path: Path, templates: Templates) -> None:
    desk = Recorder()
    with at_work(Press(VirtualPrinter(tmp_path)), desk, templates, keep_for_s=1.0) as worker:
        worker.submit(slip(1, age_s=1.5))
        worker.submit(slip(2))
        desk.wait(lambda told: len(told.prints) == 2)
    assert desk.prints == [(1, "failed", "stale", None), (2, "printed", None, "0001")]


def test_near_end_is_told_and_tickets_go_on(emulated: PrinterOnTcp, templates: Templates) -> None:
    desk = Recorder()
    emulated.faults.near_end = True
    with at_work(tcp(emulated.port), desk, templates) as worker:
        worker.submit(slip(1))
        desk.wait(lambda told: bool(told.prints))
    assert desk.prints == [(1, "printed", None, None)]
    assert desk.conditions == [("near_end", None)]
    assert len(decode(bytes(emulated.received))) == 1


def test_a_busy_database_is_told_again_until_it_listens(tmp_path: Path, templates: Templates) -> None:
    desk = Recorder(refuses=2)
    with at_work(Press(VirtualPrinter(tmp_path)), desk, templates) as worker:
        worker.submit(slip(1))
        desk.wait(lambda told: bool(told.prints))
    assert desk.prints == [(1, "printed", None, "0001")]
    assert desk.conditions == [("ok", None)]


def test_an_office_that_never_listens_loses_the_report_and_not_the_printer(
    tmp_path: Path, templates: Templates
) -> None:
    desk = Recorder(refuses=5)
    with at_work(Press(VirtualPrinter(tmp_path)), desk, templates) as worker:
        worker.submit(slip(1))
        desk.wait(lambda told: bool(told.prints or told.conditions))
        worker.submit(slip(2))
        desk.wait(lambda told: told.prints[-1:] == [(2, "printed", None, "0002")])


def test_a_mistake_with_one_ticket_ends_no_other(tmp_path: Path, templates: Templates) -> None:
    desk = Recorder()
    with at_work(Press(VirtualPrinter(tmp_path)), desk, templates) as worker:
        worker.submit(replace(slip(1), issued_at_ms=10**30))
        worker.submit(replace(slip(2), number=None))  # type: ignore[arg-type]
        worker.submit(slip(3))
        desk.wait(lambda told: len(told.prints) == 3)
    assert [told[:2] for told in desk.prints] == [(1, "failed"), (2, "printed"), (3, "printed")]


def test_stopping_tells_what_was_not_printed(emulated: PrinterOnTcp, templates: Templates) -> None:
    desk = Recorder()
    emulated.line.late_s = 0.02
    with at_work(tcp(emulated.port), desk, templates) as worker:
        for ticket in range(20):
            worker.submit(slip(ticket))
        desk.wait(lambda told: bool(told.prints))
    states = [told[1:3] for told in desk.prints]
    assert len(states) == 20
    assert set(states) == {("printed", None), ("failed", "stopped")}
    assert states[-1] == ("failed", "stopped")


def test_a_template_that_is_replaced_is_used_for_the_next_ticket(tmp_path: Path) -> None:
    desk, templates = Recorder(), load_templates(80)
    printer = VirtualPrinter(tmp_path)
    with at_work(Press(printer), desk, templates) as worker:
        worker.submit(slip(1))
        desk.wait(lambda told: len(told.prints) == 1)
        templates.ticket = load_templates(58).ticket
        worker.submit(slip(2))
        desk.wait(lambda told: len(told.prints) == 2)
    printer.stop()
    widths = []
    for name in ("0001", "0002"):
        with Image.open(tmp_path / f"{name}.png") as picture:
            widths.append(picture.width)
    assert widths == [576, 384]


def test_every_slip_tells_how_much_paper_it_took(tmp_path: Path, templates: Templates) -> None:
    desk, printer = Recorder(), VirtualPrinter(tmp_path)
    with at_work(Press(printer), desk, templates) as worker:
        worker.submit(slip(1))
        desk.wait(lambda told: len(told.prints) == 1)
    printer.stop()
    with Image.open(tmp_path / "0001.png") as picture:
        printed = picture.height / 8
    assert printed <= desk.mm[0] <= printed + 20  # and the way from the head to the knife


def test_a_slip_that_is_no_ticket_comes_out_and_is_told(tmp_path: Path, templates: Templates) -> None:
    desk, printer, done = Recorder(), VirtualPrinter(tmp_path), threading.Event()
    with at_work(Press(printer), desk, templates) as worker:
        worker.print_sheet(Sheet("day", lambda *_: done.set(), time.monotonic(), {"given": "3"}))
        assert done.wait(5)
        desk.wait(lambda told: len(told.slips) == 1)
    printer.stop()
    ((name, state, reason, mm),) = desk.slips
    assert (name, state, reason, desk.prints) == ("day", "printed", None, [])
    assert mm > 50


def test_a_slip_whose_turn_comes_too_late_is_told_and_not_printed(templates: Templates, tmp_path: Path) -> None:
    told: list[tuple[str, str | None]] = []
    late = Sheet("test", lambda state, reason: told.append((state, reason)), time.monotonic() - 60)
    printer = VirtualPrinter(tmp_path)
    with at_work(Press(printer), Recorder(), templates) as worker:
        worker.print_sheet(late)
        assert worker.stop(5)
    printer.stop()
    assert told == [("failed", "stale")] or told == [("failed", "stopped")]
    assert not list(tmp_path.glob("*.png"))


def test_a_slip_that_cannot_be_drawn_is_told_and_the_next_ticket_comes(tmp_path: Path, templates: Templates) -> None:
    desk, printer, told = Recorder(), VirtualPrinter(tmp_path), list[tuple[str, str | None]]()
    long = "https://x.vn/" + "a" * 480
    with at_work(Press(printer), desk, templates) as worker:
        template = replace(templates.get("survey"), blocks=(Block(Kind.QR, 200, text="{url}" * 9),))
        worker.print_sheet(
            Sheet("survey", lambda *how: told.append(how), time.monotonic(), {"url": long}, template=template)
        )
        worker.submit(slip(1))
        desk.wait(lambda told: len(told.prints) == 1)
    printer.stop()
    assert told == [("failed", "bad_template")]
    assert desk.prints[0][1] == "printed"


def test_a_ticket_asked_for_again_is_drawn_by_its_own_template_with_the_time(templates: Templates) -> None:
    again = replace(SLIP, reprint=True)
    values = values_of(again, NAMES, VIETNAM)
    assert values["printed"] is not None
    assert values_of(SLIP, NAMES, VIETNAM)["printed"] is None
    lines = Drawing(templates.get("reprint")).lines(values, marks_of(again))
    assert ("In lại lúc", values["printed"]) in [(line.text, line.value) for line in lines]
    assert [line.text for line in lines if line.kind is Kind.NUMBER] == ["A023"]

"""Paper: from the tap to the first and the last byte on each line in each mode, what a ticket costs, and what an absent
printer costs those who take a number.

The printers are emulated: a line of so many bits a second takes no more, a head's own time is reckoned beside it.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from printer.composing import RESET
from printer.modes import Composer, Mode
from printer.preview import SAMPLE
from printer.profiles import profile
from printer.template import load_templates
from printer.transport.emulated import EmulatedPrinter
from printer.transport.emulator import PrinterOnTcp
from printer.transport.emulator_pty import PrinterOnPty
from printer.transport.mechanism import Printed
from tests.bench.calling import Caller, timed
from tests.bench.figures import Row, at_most, percentile, times_row
from tests.demo.offices import served

EPSON = "epson-tm-t20"
LINES = (
    ("tcp", None, Mode.RASTER),
    ("usblp", None, Mode.RASTER),
    ("serial", 115_200, Mode.HYBRID),
    ("serial", 115_200, Mode.RASTER),
    ("serial", 9_600, Mode.HYBRID),
    ("serial", 9_600, Mode.RASTER),
)
SLOWEST = 2
"""Tickets on lines that take longer than `LONG_S` for each."""
LONG_S = 5.0


@dataclass
class Noted(EmulatedPrinter):
    """A printer that notes when a ticket's first byte came and when its sheet was out."""

    begun: float = 0.0
    out: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    ended: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        self.keep = self._note

    def take(self, data: bytes) -> None:
        if RESET in data:
            self.begun = time.perf_counter()
        super().take(data)

    def _note(self, printed: Printed) -> None:
        self.ended = time.perf_counter()
        self.out.release()


@contextmanager
def _plugged(transport: str, baud: int | None, folder: Path, printer: EmulatedPrinter) -> Iterator[str]:
    """The lines of `[printer]` that lead to it."""
    with ExitStack() as stack:
        if transport == "tcp":
            tcp = stack.enter_context(PrinterOnTcp(printer=printer))
            yield f'transport = "tcp"\nhost = "127.0.0.1"\nport = {tcp.port}'
            return
        folder.mkdir(parents=True, exist_ok=True)
        pty = PrinterOnPty(folder / "port", printer, baud=baud, on_usb=transport == "usblp")
        stack.enter_context(pty)
        speed = "" if baud is None else f'\nbaud = {baud}\nflow = "none"'
        yield f'transport = "{transport}"\ndevice = "{pty.path}"{speed}'


def measure(folder: Path, quick: bool) -> list[Row]:
    rows = list[Row]()
    for place, (transport, baud, mode) in enumerate(LINES):
        if quick and baud == 9_600 and mode is Mode.RASTER:
            continue
        rows += _on_line(folder / f"line-{place}", transport, baud, mode, 5 if quick else 40)
    rows += [_cost(mode, paper) for paper in (80, 58) for mode in (Mode.RASTER, Mode.HYBRID)]
    return [*rows, *_absent(folder / "absent", 40 if quick else 400)]


def _on_line(folder: Path, transport: str, baud: int | None, mode: Mode, count: int) -> list[Row]:
    printer = Noted(keep_all=False)
    firsts, lasts = list[float](), list[float]()
    with _plugged(transport, baud, folder, printer) as lines:
        wish = f'{lines}\nprofile = "{EPSON}"\nmode = "{mode}"'
        with served(folder / "office", 5, wish) as office:
            screen = Caller(office.url, office.prepared.screen_token)
            _one(screen, printer)  # the first one loads Pillow and the fonts
            while len(lasts) < count and (len(lasts) < SLOWEST or lasts[-1] < LONG_S):
                first, last = _one(screen, printer)
                firsts.append(first)
                lasts.append(last)
    what = f"{transport} {baud or ''}".strip() + f", {mode}"
    head = _head_s(mode)
    over = percentile([last - first for first, last in zip(firsts, lasts, strict=True)], 0.5) / head
    return [
        times_row(f"tap → first byte of the ticket, {what}", firsts, p99_ms=60),
        times_row(f"tap → last byte, {what}", lasts),
        Row(f"… first → last byte beside the head's own time, {what}", f"{over:.2f} × {head:.2f} s"),
    ]


def _one(screen: Caller, printer: Noted) -> tuple[float, float]:
    tapped = time.perf_counter()
    timed(lambda: screen.post("/tickets", service="A"))
    assert printer.out.acquire(timeout=60), "no ticket came out"
    time.sleep(0.1)  # the answer is heard, the ticket settled
    return printer.begun - tapped, printer.ended - tapped


def _head_s(mode: Mode) -> float:
    """What the head itself needs for a ticket."""
    composer = Composer(profile(EPSON), mode)
    return composer.job(composer.drawing(load_templates(80).ticket), SAMPLE).mm / composer.printer.mm_per_s


def _cost(mode: Mode, paper: int) -> Row:
    composer = Composer(profile(EPSON if paper == 80 else "pos-5890"), mode)
    drawing = composer.drawing(load_templates(paper).ticket)
    numbers = [f"A{place:03}" for place in range(100)]
    composer.job(drawing, SAMPLE)
    begun = time.process_time()
    jobs = [composer.job(drawing, {**SAMPLE, "number": number}) for number in numbers]
    cpu_ms = (time.process_time() - begun) / len(jobs) * 1000
    return Row(f"a ticket of {paper} mm, {mode}", f"{len(jobs[0].data):,} bytes, {cpu_ms:.1f} ms CPU, {jobs[0].mm} mm")


def _absent(folder: Path, count: int) -> list[Row]:
    """Two offices at once, asked in turn, so that both see the same machine."""
    rows = list[Row]()
    with socket.socket() as nobody, _deaf() as deaf:
        nobody.bind(("127.0.0.1", 0))  # bound, but nobody listens
        for name, port in (("refuses", nobody.getsockname()[1]), ("swallows the connection", deaf)):
            absent = f'transport = "tcp"\nhost = "127.0.0.1"\nport = {port}'
            place = folder / name.split()[0]
            with served(place / "off", 5) as off, served(place / "on", 5, absent) as on:
                callers = [Caller(office.url, office.prepared.screen_token) for office in (off, on)]
                pairs = [[_issue(caller) for caller in callers] for _ in range(count + 10)][10:]
            without, with_it = (percentile(list(times), 0.5) for times in zip(*pairs, strict=True))
            more = f" (p50 {with_it * 1000:.1f} beside {without * 1000:.1f} ms, n = {count})"
            rows.append(at_most(f"issue, printer absent ({name}) beside off", with_it / without, "×", 1.1, more))
    return rows


def _issue(caller: Caller) -> float:
    return timed(lambda: caller.post("/tickets", service="A"))


@contextmanager
def _deaf() -> Iterator[int]:
    """A port whose waiting room is full: a connection is never made, as with a printer that was unplugged."""
    with socket.socket() as full, ExitStack() as crowd:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):
            one = crowd.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        yield full.getsockname()[1]

"""Paper: from the tap to the first and the last byte on each line in each mode, what a ticket costs, and what an absent
printer costs those who take a number.

The printers are emulated: a line of so many bits a second takes no more, a head's own time is reckoned beside it.
"""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from printer.modes import Composer, Mode
from printer.preview import SAMPLE
from printer.profiles import profile
from printer.template import load_templates
from printer.transport.emulator import PrinterOnTcp
from printer.transport.emulator_pty import PrinterOnPty
from tests.bench.calling import Caller, timed
from tests.bench.figures import Row, at_most, percentile, times_row
from tests.bench.noting import NOTES, Noted, Noting, NotingFile
from tests.demo.offices import Served, served
from tests.printer.deaf import deaf_port

EPSON = "epson-tm-t20"
LINES = (
    ("tcp", None, Mode.RASTER),
    ("usblp", None, Mode.RASTER),
    ("usb", None, Mode.RASTER),
    ("serial", 115_200, Mode.HYBRID),
    ("serial", 115_200, Mode.RASTER),
    ("serial", 9_600, Mode.HYBRID),
    ("serial", 9_600, Mode.RASTER),
)
SLOWEST = 2
"""Tickets on lines that take longer than `LONG_S` for each."""
LONG_S = 5.0


@contextmanager
def _plugged(transport: str, baud: int | None, folder: Path, mode: Mode) -> Iterator[tuple[Served, Noting]]:
    """An office with a printer behind this plug, and what notes its tickets."""
    folder.mkdir(parents=True, exist_ok=True)
    told = f'\nprofile = "{EPSON}"\nmode = "{mode}"'
    with ExitStack() as stack:
        if transport == "usb":  # libusb has no other end that could be emulated: the bus is in the office's own process
            office = served(folder / "office", 5, f'transport = "usb"{told}', program="tests.bench.usb_office")
            yield stack.enter_context(office), NotingFile(folder / "office" / "data" / NOTES)
            return
        printer = Noted(keep_all=False)
        if transport == "tcp":
            tcp = stack.enter_context(PrinterOnTcp(printer=printer))
            lines = f'transport = "tcp"\nhost = "127.0.0.1"\nport = {tcp.port}'
        else:
            pty = PrinterOnPty(folder / "port", printer, baud=baud, on_usb=transport == "usblp")
            stack.enter_context(pty)
            speed = "" if baud is None else f'\nbaud = {baud}\nflow = "none"'
            lines = f'transport = "{transport}"\ndevice = "{pty.path}"{speed}'
        yield stack.enter_context(served(folder / "office", 5, lines + told)), printer


def measure(folder: Path, quick: bool) -> list[Row]:
    rows = list[Row]()
    for place, (transport, baud, mode) in enumerate(LINES):
        if quick and baud == 9_600 and mode is Mode.RASTER:
            continue
        rows += _on_line(folder / f"line-{place}", transport, baud, mode, 5 if quick else 40)
    rows += [_cost(mode, paper) for paper in (80, 58) for mode in (Mode.RASTER, Mode.HYBRID)]
    return [*rows, *_absent(folder / "absent", 40 if quick else 400)]


def _on_line(folder: Path, transport: str, baud: int | None, mode: Mode, count: int) -> list[Row]:
    firsts, lasts = list[float](), list[float]()
    with _plugged(transport, baud, folder, mode) as (office, printer):
        screen = Caller(office.url, office.prepared.screen_token)
        _one(screen, printer)  # the first one loads Pillow and the fonts
        while len(lasts) < count and (len(lasts) < SLOWEST or lasts[-1] < LONG_S):
            if not lasts or lasts[-1] > LONG_S:  # a connection that was idle for so long is closed by the service
                screen.close()
                screen = Caller(office.url, office.prepared.screen_token)
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


def _one(screen: Caller, printer: Noting) -> tuple[float, float]:
    tapped = time.perf_counter()
    timed(lambda: screen.post("/tickets", service="A"))
    begun, ended = printer.next_ticket(90)
    time.sleep(0.1)  # the answer is heard, the ticket settled
    return begun - tapped, ended - tapped


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
    with socket.socket() as nobody, deaf_port() as deaf:
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

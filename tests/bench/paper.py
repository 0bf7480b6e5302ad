"""What a ticket costs on this machine: drawing, bytes, and the way through the virtual printer."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from printer.composing import compose
from printer.drawing import Drawing
from printer.press import Press
from printer.preview import SAMPLE
from printer.template import load_templates
from printer.transport.virtual import VirtualPrinter

TICKETS = 200


def rows() -> list[tuple[str, str]]:
    """Lines of the table that `./run bench` prints: what, and its figure."""
    found = []
    for paper in (80, 58):
        drawing = Drawing(load_templates(paper).ticket)
        each = _timed(lambda n, on=drawing: compose(on.draw({**SAMPLE, "number": f"A{n:03}"})))  # type: ignore[misc]
        size = len(compose(drawing.draw(SAMPLE)).data)
        found.append((f"draw and compose a ticket, {paper} mm", f"{_figure(each)}, {size:,} bytes"))
    found.append(("a ticket through the virtual printer, with its files", _figure(_virtual())))
    return found


def _virtual() -> list[float]:
    drawing = Drawing(load_templates(80).ticket)
    with tempfile.TemporaryDirectory() as folder:
        printer = VirtualPrinter(Path(folder))
        press = Press(printer)
        each = _timed(lambda n: press.print(compose(drawing.draw({**SAMPLE, "number": f"A{n:03}"}))))
        printer.stop()
    return each


def _timed(print_one: Callable[[int], object]) -> list[float]:
    """Milliseconds of each ticket; the first few only warm up."""
    each = []
    for n in range(TICKETS + 5):
        began = time.perf_counter()
        print_one(n)
        each.append((time.perf_counter() - began) * 1000)
    return each[5:]


def _figure(each: list[float]) -> str:
    return f"p50 {statistics.median(each):.1f} ms, p99 {statistics.quantiles(each, n=100)[98]:.1f} ms"

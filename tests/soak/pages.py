"""The pages through a long day, in a real Chromium: updates of the hall, visits at the tablet; the heap is flat."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.bench.figures import Row
from tests.browsing import chromium, until_true
from tests.screens.conftest import openings
from tests.screens.opening import Opening
from tests.screens.serving import office
from tests.screens.tablet import face, finish_somebody, levels_given, put_up, sees
from tests.screens.television import hall as put_up_hall
from tests.soak.windows import flat, none

PIECE = 500
NOISE_MB = 2.0
IDLE_AGAIN_MS = 31_000

A_STREAM_OF_OURS = """
window.EventSource = function () {
  window.toldBy = {};
  this.addEventListener = function (kind, hear) { window.toldBy[kind] = hear; };
  this.close = function () { window.toldBy = null; };
};
"""
"""What the page hears then comes from the test, through everything that the page does with what it hears."""

TELL = """([from, until]) => {
  const state = window.told, letters = 'ABDEGT';
  for (let n = from; n < until; n += 1) {
    const number = letters[n % 6] + String(n % 999 + 1).padStart(3, '0'), at = new Date().toISOString();
    const call = { ticket: n + 1, number, service: number[0], counter: n % 4 + 1, priority: n % 9 === 0,
                   called_at: at, recall: n % 7 === 0 };
    state.seq += 1;
    state.recent_calls = [call, ...state.recent_calls].slice(0, 10);
    state.missed = n % 5 ? state.missed : [number, ...state.missed].slice(0, 12);
    state.now = at;
    const fact = { seq: state.seq, stream: state.stream, at, kind: 'ticket.called', version: 1,
                   subject: 'ticket:' + call.ticket, fact: { ...call, state: 'called' } };
    window.toldBy.fact({ data: JSON.stringify(fact), lastEventId: String(state.seq) });
    window.toldBy.state({ data: JSON.stringify(state), lastEventId: String(state.seq) });
  }
  const rows = document.getElementById('last').textContent;
  return state.recent_calls.slice(0, 4).filter(call => rows.includes(call.number)).length >= 3;
}"""


def hall(folder: Path, count: int) -> list[Row]:
    """Calls with their states, as the stream tells them; every one is drawn."""
    with _opening() as opening, office(folder / "data") as house:
        page = put_up_hall(opening, house, before=A_STREAM_OF_OURS, clock=False)
        until_true(page, "Boolean(window.toldBy && window.toldBy.state)")
        page.evaluate("fetch('/api/v1/state?as=hall').then(a => a.json()).then(s => { window.told = s; })")
        until_true(page, "Boolean(window.told)")
        heap, elements, drawn = list[float](), list[int](), True
        for begun in range(0, count, PIECE):
            drawn &= page.evaluate(TELL, [begun, min(begun + PIECE, count)])
            if begun == count * 2 // 5 // PIECE * PIECE or begun + PIECE >= count:
                heap.append(_heap_mb(page))
                elements.append(page.evaluate("document.getElementsByTagName('*').length"))
    what = f"/hall in Chromium, {count:,} updates"
    return [
        flat(f"{what}: JavaScript heap", [heap[0], heap[-1]], NOISE_MB),
        none(f"{what}: new elements", elements[-1] - elements[0], elements[0]),
        Row(f"{what}: the last calls stand there", "yes" if drawn else "no", "yes", drawn),
    ]


def tablet(folder: Path, count: int) -> list[Row]:
    """People are served and tap a face, one after the other."""
    heap = list[float]()
    with _opening() as opening, office(folder / "data") as house:
        page = put_up(opening, house)
        for visit in range(count):
            finish_somebody(page, house)
            face(page, visit % 2 + 3).tap()
            sees(page, "thanks")
            page.clock.fast_forward(IDLE_AGAIN_MS)
            if visit in (count * 2 // 5, count - 1):
                heap.append(_heap_mb(page))
        given = len(levels_given(house))
    what = f"/rate/3 in Chromium, {count:,} visits"
    return [
        none(f"{what}: without a rating, or with two", abs(given - count), count),
        flat(f"{what}: JavaScript heap", heap, NOISE_MB),
    ]


@contextmanager
def _opening() -> Iterator[Opening]:
    """Fails at the end when a script of a page failed."""
    with chromium() as browser, openings(browser) as opening:
        yield opening


def _heap_mb(page: Page) -> float:
    """After everything was thrown away that nobody holds."""
    tool: Any = page.context.new_cdp_session(page)
    tool.send("HeapProfiler.enable")
    for _ in range(3):
        tool.send("HeapProfiler.collectGarbage")
    used: float = tool.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    tool.detach()
    return used

"""A key of the console: from the press to the frame that shows it pressed, in a real Chromium with a real office."""

from pathlib import Path

from tests.bench.figures import Row, times_row
from tests.browsing import chromium
from tests.pages.conftest import SIZE, in_english, sit_down
from tests.pages.console_driver import Console
from tests.pages.serving import house

WAITING = 12
PRESSES = ("Enter", "*", "+")
"""Next, start, recall: each far enough from its like that it is no bounce."""

WATCH = """() => {
  window.felt = [];
  addEventListener("keydown", (press) => requestAnimationFrame(() => {
    const pressed = Boolean(document.querySelector(".is-pressed"));
    const drawn = new MessageChannel();
    drawn.port1.onmessage = () => felt.push(pressed ? performance.now() - press.timeStamp : -1);
    drawn.port2.postMessage(0);
  }), true);
}"""
"""A message sent from a frame's callback arrives when that frame has been drawn. -1: no key was down in that frame."""


def measure(folder: Path, quick: bool) -> list[Row]:
    rounds = 4 if quick else WAITING
    with house(folder / "data") as office, chromium() as browser:
        for _ in range(WAITING):
            office.take("A")
        page = browser.new_context(viewport=SIZE).new_page()
        in_english(page, office)
        console = sit_down(page, office)
        page.evaluate(WATCH)
        for _ in range(rounds):
            _serve_somebody(console)
        felt: list[float] = page.evaluate("felt")
    unfelt = sum(1 for ms in felt if ms < 0)
    return [
        times_row(
            "press at the console → a frame with the key down", [ms / 1000 for ms in felt if ms >= 0], p99_ms=100
        ),
        Row("… presses whose next frame did not show it", f"{unfelt} of {len(felt)}", "0", unfelt == 0),
    ]


def _serve_somebody(console: Console) -> None:
    for key in PRESSES:
        console.press_apart(key)

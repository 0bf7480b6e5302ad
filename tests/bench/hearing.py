"""From a press at a counter to the first sample of the voice, with all screens connected and nobody else speaking."""

import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.calling import Caller
from tests.bench.figures import Row, times_row
from tests.bench.glass import staffed
from tests.bench.listening import COUNTERS, LISTENERS, Ears
from tests.demo.offices import Served, served

READY_S = 120
HEADER = 44


def measure(folder: Path, quick: bool) -> list[Row]:
    presses = 3 if quick else 20
    with served(folder, COUNTERS, player="file") as office:
        staff = staffed(office, presses + 1)
        screen = Caller(office.url, office.prepared.screen_token)
        _await_condition(screen, "voice")
        early = _press(office, staff[0], 1)
        _say_it_once(office)
        _await_condition(screen, "voice-clips")
        ears = Ears(office.url, office.prepared.screen_token, LISTENERS)
        try:
            found = [_press(office, staff[at % COUNTERS], at % COUNTERS + 1) for at in range(1, presses + 1)]
        finally:
            ears.close()
    what = f"press → first sample of the voice, {COUNTERS} counters, {LISTENERS} live connections"
    return [
        times_row(what, found, p99_ms=700),
        Row("… the first call of a new office, whose clips are still being made", f"{early * 1000:.0f} ms"),
    ]


def _press(office: Served, clerk: Caller, counter: int) -> float:
    """Presses when nobody speaks; seconds until the file of what is heard grows."""
    _await(lambda: _is_silent(office), "nobody stops speaking")
    before, began = _size(office), time.perf_counter()
    clerk.post(f"/counters/{counter}/next")
    _await(lambda: _size(office) != before, "nothing was heard", 0.001)
    return time.perf_counter() - began


def _heard(office: Served, ending: str) -> Path:
    return office.data / "voices" / "heard" / f"heard.{ending}"


def _size(office: Served) -> int:
    """Bytes of everything that was begun."""
    path = _heard(office, "wav")
    return path.stat().st_size if path.exists() else 0


def _is_silent(office: Served) -> bool:
    """What was begun last has ended: its line is there."""
    path = _heard(office, "csv")
    if not path.exists():
        return _size(office) == 0
    at, count = path.read_text(encoding="utf-8").splitlines()[-1].split(",")[2:4]
    return HEADER + 2 * (int(at) + int(count)) == _size(office)


def _await_condition(screen: Caller, device: str) -> None:
    def is_well() -> bool:
        found = {one["device"]: one["condition"] for one in screen.ask("GET", "/state")[1]["devices"]}
        return found.get(device) == "ok"

    _await(is_well, f"{device} is not well")


def _await(what: Callable[[], bool], else_: str, pause_s: float = 0.05) -> None:
    until = time.monotonic() + READY_S
    while not what():
        assert time.monotonic() < until, else_
        time.sleep(pause_s)


def _say_it_once(office: Served) -> None:
    """So that a call takes half the time; what comes before its first sample is the same."""
    assert office.prepared.head is not None
    door = Caller(office.url)
    who = {"clerk": office.prepared.head.id, "pin": office.prepared.head.pin}
    head = Caller(office.url, door.ask("POST", "/session", who)[1]["token"])
    voice = head.ask("GET", "/admin/settings")[1]["settings"]["voice"]
    head.post("/admin/settings/voice", **{**voice, "repeat": False})
    door.close()
    head.close()

"""How soon the service answers, and how much memory it has taken a minute later."""

import time
from pathlib import Path

from kiosk.demo.keeping import Address, Keeper
from kiosk.demo.readiness import asked
from tests.bench.calling import Caller
from tests.bench.figures import Row, at_most, percentile
from tests.demo.offices import SERVICES, served, written
from tests.memory import pss_mb


def measure(folder: Path, quick: bool) -> list[Row]:
    runs = 2 if quick else 7
    first = [_until_answer(_with_voice(folder / f"new-{run}"), folder / f"new-{run}" / "data") for run in range(runs)]
    again = [_until_answer(folder / "new-0" / "config.toml", folder / "new-0" / "data") for _ in range(runs)]
    return [
        _row("serve, very first start → first answer", first),
        _row("serve, start on existing data → first answer", again),
        _memory(folder / "memory", 10 if quick else 60),
    ]


def _with_voice(folder: Path) -> Path:
    return written(folder, 5, player="file")


def _row(what: str, seconds: list[float]) -> Row:
    more = f" (median of {len(seconds)}, longest {max(seconds):.2f} s)"
    return at_most(what, percentile(seconds, 0.5), "s", 1.8, more)


def _until_answer(config: Path, data: Path) -> float:
    data.mkdir(parents=True, exist_ok=True)
    address = Address(0)
    keeper = Keeper(config, data, address.port)
    begun = time.monotonic()
    keeper.start()
    try:
        while asked(address.url, "/api/v1/health") is None:
            assert not keeper.has_died(), keeper.last_words()
            time.sleep(0.005)
        return time.monotonic() - begun
    finally:
        keeper.stop()
        address.give_back()


def _memory(folder: Path, after_s: int) -> Row:
    """With the virtual printer and the voice, after a hundred tickets."""
    with served(folder, 5, 'transport = "virtual"', player="file") as office:
        begun = time.monotonic()
        screen = Caller(office.url, office.prepared.screen_token)
        for place in range(100):
            screen.post("/tickets", service=SERVICES[place % len(SERVICES)])
        time.sleep(max(0.0, after_s - (time.monotonic() - begun)))
        size = pss_mb(office.keeper.pid)
    return at_most(f"memory after {after_s} s and 100 tickets on paper (PSS)", size, "MB", 110)

"""A worker of the real office that really hangs is named, and systemd hears nothing more."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.timers import Ticker
from office.domain.people import SYSTEM
from office.premises import Premises
from tests.durability.running import opened_by_hand, prepare, wiring
from tests.notified import listening
from web.pulse import Pulse, Watched
from web.supervision import Supervisor


@pytest.fixture
def premises(tmp_path: Path) -> Iterator[Premises]:
    config, data = wiring(tmp_path), tmp_path / "data"
    prepare(config, data, ())
    with opened_by_hand(config, data) as opened:
        yield opened


def test_an_act_that_never_ends_holds_the_writer_and_the_ticker_and_both_are_named(
    tmp_path: Path, premises: Premises
) -> None:
    begun, released = threading.Event(), threading.Event()

    def hangs(_act: object) -> object:
        begun.set()
        released.wait()
        raise RuntimeError("it was a test")

    def act() -> None:
        with suppress(RuntimeError):
            premises.performer.perform("hang", SYSTEM, None, {}, hangs)  # type: ignore[arg-type]

    ticker, hanging = Ticker(premises.desk), threading.Thread(target=act)
    watched = [Watched.of("ticker", 1.0, ticker), Watched.of("writer", 1.0, premises.performer)]
    with listening(tmp_path) as heard:
        pulse = Pulse(watched, lambda: True, Supervisor(heard.around(watchdog_s=0.4)))
        ticker.start()
        pulse.start()
        heard.wait_for("STATUS=2 workers get on")
        hanging.start()
        assert begun.wait(30)
        heard.wait_for("STATUS=late: ", "ticker (", "writer (")
        heard.take(0.1)
        assert heard.take(0.5) == []
        released.set()
        heard.told.clear()
        heard.wait_for("STATUS=2 workers get on")
        pulse.stop()
        hanging.join(30)
        ticker.stop()

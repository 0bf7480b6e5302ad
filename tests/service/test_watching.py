"""A worker of the real office that really hangs is named, and systemd hears nothing more."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.config import load
from kiosk.service import Started, serve
from kiosk.timers import Ticker
from kiosk.watching import LIMITS
from office.clock import MachineClock
from office.domain.moment import Moment
from office.domain.people import SYSTEM
from office.domain.refusals import StoreUnavailable
from office.premises import Premises
from tests.appliance.test_ups import Upsd
from tests.durability.running import opened_by_hand, prepare, stretched, wiring
from tests.notified import Listening, listening
from tests.office_fixture import rid, seat, take
from web.authority import make
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


# --- the service as it is composed -----------------------------------------------------------------------------------
@dataclass
class StuckClock(MachineClock):
    """In the threads whose name begins like `stuck` nobody comes back from asking what time it is."""

    stuck: str = "nobody"
    released: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__()

    def now(self) -> Moment:
        if threading.current_thread().name.startswith(self.stuck):
            self.released.wait()
        return super().now()

    def hold(self, thread: str) -> None:
        self.released.clear()
        self.stuck = thread

    def release(self) -> None:
        self.stuck = "nobody"
        self.released.set()


@dataclass
class Composed:
    """What `serve` runs, with a systemd that listens."""

    started: Started
    clock: StuckClock
    upsd: Upsd
    heard: Listening

    def call(self) -> None:
        """Somebody takes a number and is called: paper, voice and the courier get something to do.

        Unless whoever hangs holds the writer meanwhile.
        """
        desk = self.started.premises.desk
        with suppress(StoreUnavailable):
            take(desk)
            desk.call_next(seat(self.started.premises, "c1", 1), rid(), counter=1)


PARTS = """
[voice]
player = "file"
[ups]
name = "ups"
port = {ups}
[district]
transport = "loopback"
socket = "post.sock"
[[boards]]
name = "b1"
driver = "gpro"
port = "nowhere"
id = 1
counter = 1
"""
WEB = '[web]\nlisten = "127.0.0.1:0"\ntls = "tls"\n'
WAITS_S = 12.0
"""The printer is looked at every ten seconds, and waiting for that counts."""


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composed]:
    folder = tmp_path_factory.mktemp("composed")
    upsd, clock, up, found = Upsd(), StuckClock(), threading.Event(), list[Started]()
    config = wiring(folder, printer='transport = "virtual"')
    text = config.read_text(encoding="utf-8").replace('[voice]\nplayer = "off"\n', PARTS.format(ups=upsd.port))
    config.write_text(WEB + text, encoding="utf-8")
    make(folder / "tls", ("motcua.local",), datetime.now(UTC), office="test")

    def ready(started: Started) -> None:
        found.append(started)
        up.set()

    with pytest.MonkeyPatch.context() as patch, listening(folder) as heard:
        for name, value in heard.around(watchdog_s=0.4).items():
            patch.setenv(name, value)
        for name in ("kiosk.caretaker.part.EVERY_S", "kiosk.lan.EVERY_S"):
            patch.setattr(name, 0.1)
        how = {"clock": clock, "ready": ready, "limits": dict.fromkeys(LIMITS, 3.0) | {"paper": WAITS_S}}
        thread = threading.Thread(target=serve, args=(load(config).at(data=folder / "data"),), kwargs=how)
        thread.start()
        try:
            assert up.wait(stretched(30.0))
            yield Composed(found[0], clock, upsd, heard)
        finally:
            clock.release()
            for one in found:
                one.stop()
            thread.join(stretched(20.0))
            upsd.close()
        assert not thread.is_alive()


def _nothing(_: Composed) -> None:
    """It is at work by itself."""


def _unplugged(one: Composed) -> None:
    one.upsd.answer = 'VAR ups ups.status "OB"\n'


@pytest.mark.parametrize(
    ("thread", "worker", "given"),
    [
        ("paper", "paper", Composed.call),
        ("reader-paper", "paper", Composed.call),
        ("announcer", "voice", _nothing),
        ("reader-voice", "voice", Composed.call),
        ("boards", "boards", _nothing),
        ("courier", "district", Composed.call),
        ("caretaker", "caretaker", _nothing),
        ("AnyIO worker", "web", _nothing),
        ("ups", "ups", _unplugged),
        ("certificate", "certificate", _nothing),
    ],
)
def test_whoever_hangs_in_the_service_is_named_and_the_watchdog_is_not_fed(
    composed: Composed, thread: str, worker: str, given: Callable[[Composed], None]
) -> None:
    heard = composed.heard
    heard.told.clear()
    heard.wait_for("WATCHDOG=1", seconds=30)
    composed.clock.hold(thread)
    try:
        given(composed)
        heard.wait_for("STATUS=late: ", f"{worker} (", seconds=30)
        heard.take(0.1)
        assert "WATCHDOG=1" not in heard.take(0.5)
    finally:
        composed.clock.release()
    heard.told.clear()
    heard.wait_for("STATUS=10 workers get on", seconds=30)

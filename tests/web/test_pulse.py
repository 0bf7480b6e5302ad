"""Systemd hears that the service lives only while all of its workers get on."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from tests.notified import Listening, listening
from web.knock import Knock
from web.pulse import Late, Pulse, Watched
from web.supervision import ALIVE, READY, STOPPING, Supervisor, status

SOON_S = 30.0


def supervisor(heard: Listening, watchdog_s: float = 0.2) -> Supervisor:
    return Supervisor(heard.around(watchdog_s))


class Hand:
    """A worker that somebody else leads."""

    busy_since: float | None = None


class Loop:
    """A worker with a thread that waits for things to do and can be hung up for real."""

    def __init__(self) -> None:
        self.busy_since: float | None = None
        self.released, self._things = threading.Event(), threading.Event()
        self._ending = False
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> "Loop":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending = True
        self.released.set()
        self._things.set()
        self._thread.join(10)

    def hang(self) -> None:
        self._things.set()

    def _work(self) -> None:
        while not self._ending:
            self._things.wait()
            self._things.clear()
            self.busy_since = time.monotonic()
            self.released.wait()
            self.busy_since = None


def test_ready_is_told_when_the_door_is_open_and_not_before(tmp_path: Path) -> None:
    is_open = threading.Event()
    with listening(tmp_path) as heard:
        pulse = Pulse([], is_open.is_set, supervisor(heard))
        pulse.start()
        assert heard.take(0.3) == []
        is_open.set()
        heard.wait_for(ALIVE)
        pulse.stop()
    assert heard.told[0] == READY


def test_a_worker_that_waits_for_work_is_never_late(tmp_path: Path) -> None:
    pulse = Pulse([Watched.of("paper", 5, Hand())], lambda: True, now=lambda: 1e9)
    assert pulse.late() == ()


def test_a_worker_beyond_its_own_limit_is_named_with_its_time() -> None:
    paper, voice = Hand(), Hand()
    paper.busy_since, voice.busy_since = 100.0, 100.0
    pulse = Pulse([Watched.of("paper", 60, paper), Watched.of("voice", 300, voice)], lambda: True, now=lambda: 190.4)
    assert pulse.late() == (Late("paper", 90),)


def test_a_worker_that_hangs_gets_no_sign_of_life_until_it_goes_on(tmp_path: Path) -> None:
    with listening(tmp_path) as heard, Loop() as worker:
        pulse = Pulse([Watched.of("paper", 0.3, worker)], lambda: True, supervisor(heard))
        pulse.start()
        heard.wait_for(status("1 workers get on"))
        worker.hang()
        heard.wait_for("STATUS=late: paper (")
        heard.take(0.01)
        assert heard.take(0.5) == []  # ten times the usual wait
        heard.told.clear()
        worker.released.set()
        heard.wait_for(ALIVE)
        assert heard.told[0] == status("1 workers get on")
        pulse.stop()


def test_the_end_is_told_first(tmp_path: Path) -> None:
    with listening(tmp_path) as heard:
        pulse = Pulse([], lambda: True, supervisor(heard))
        pulse.start()
        heard.wait_for(ALIVE)
        pulse.stop()
        heard.wait_for(STOPPING)


def test_without_systemd_nothing_runs_and_nothing_fails() -> None:
    pulse = Pulse([], lambda: True, Supervisor({}))
    before = threading.active_count()
    pulse.start()
    assert threading.active_count() == before
    pulse.beat()
    pulse.stop()


def test_a_systemd_that_went_away_disturbs_nobody(tmp_path: Path) -> None:
    with listening(tmp_path) as heard:
        gone = supervisor(heard)
    (tmp_path / "notify").unlink(missing_ok=True)
    gone.tell(READY)


def test_a_name_without_a_file_is_understood(tmp_path: Path) -> None:
    address = f"@motcua-{time.monotonic_ns()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as own:
        own.bind("\0" + address[1:])
        own.settimeout(SOON_S)
        Supervisor({"NOTIFY_SOCKET": address}).tell(READY, status("two\nlines"))
        assert own.recv(100) == b"READY=1\nSTATUS=two lines"


def test_a_watchdog_for_another_process_is_not_ours() -> None:
    around = {"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}
    assert Supervisor(around, pid=7).watchdog_s is None
    assert Supervisor(around, pid=1).watchdog_s == 60
    assert Supervisor({"WATCHDOG_USEC": "soon"}, pid=1).watchdog_s is None


# --- the door -----------------------------------------------------------------------------------------------------


async def _hanging(scope: dict[str, Any], _receive: Any, send: Any) -> None:
    """An application whose loop hangs as long as `scope["state"]` says."""
    if scope["type"] != "http":
        return
    if HANGS.is_set():
        RELEASED.wait()
    await send({"type": "http.response.start", "status": 503, "headers": []})
    await send({"type": "http.response.body", "body": b""})


HANGS, RELEASED = threading.Event(), threading.Event()


@contextmanager
def served() -> Iterator[int]:
    """A real server; gives its port."""
    HANGS.clear()
    RELEASED.clear()
    server = uvicorn.Server(uvicorn.Config(_hanging, log_config=None, lifespan="off", timeout_graceful_shutdown=1))
    door = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([door])))
    thread.start()
    try:
        yield door.getsockname()[1]
    finally:
        server.should_exit = True
        RELEASED.set()
        thread.join(10)
        door.close()


def wait_until(condition: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + SOON_S
    while not condition():
        assert time.monotonic() < until, what
        time.sleep(0.02)


def test_any_answer_at_the_own_door_counts_and_a_loop_that_hangs_gives_none() -> None:
    with served() as port:
        knock = Knock(lambda: socket.create_connection(("127.0.0.1", port), timeout=0.3))
        knock.start()
        wait_until(lambda: knock.has_answered and knock.busy_since is None, "no answer")
        HANGS.set()
        knock.has_answered = False  # knocks quickly again
        wait_until(lambda: knock.busy_since is not None and time.monotonic() - knock.busy_since > 1, "answered")
        HANGS.clear()
        RELEASED.set()
        wait_until(lambda: knock.has_answered and knock.busy_since is None, "no answer again")
        knock.stop()


def test_a_door_that_is_not_there_yet_is_knocked_at_until_it_opens() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        knock = Knock(lambda: socket.create_connection(other.getsockname(), timeout=0.3))
        knock.start()
        wait_until(lambda: knock.busy_since is not None, "it did not begin")
        assert not knock.has_answered
        knock.stop()

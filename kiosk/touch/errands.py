"""Sends questions to the office from a thread of their own, so that no finger ever waits for the network.

The answer, or the exception in its place, is handed back in the window's thread. What surprises: an errand cannot be
called back; whoever no longer wants the answer ignores it.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

import structlog

Answer = TypeVar("Answer")
Post = Callable[[Callable[[], None]], None]

_AT_ONCE = 3
_log = structlog.get_logger()


class Errands(Protocol):
    """Somebody who asks for us and comes back."""

    def run(self, work: Callable[[], Answer], done: Callable[[Answer | Exception], None]) -> None:
        """`work` blocks elsewhere; `done` is called later in the window's thread with what came of it."""
        ...


class Runner:
    """`Errands` with a few threads; `post` hands a call to the window's thread. `close` after the office is closed."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="errand")

    def run(self, work: Callable[[], Answer], done: Callable[[Answer | Exception], None]) -> None:
        self._threads.submit(self._go, work, done)

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _go(self, work: Callable[[], Answer], done: Callable[[Answer | Exception], None]) -> None:
        outcome: Answer | Exception
        try:
            outcome = work()
        except Exception as error:  # noqa: BLE001 -- the outer loop of an errand: the model decides what it means
            _log.info("errand.failed", why=repr(error))
            outcome = error
        self._post(lambda: done(outcome))

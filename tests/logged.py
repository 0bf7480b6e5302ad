"""What the program logs, whatever ran before in this process: a service says how its loggers speak, and how loud."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog


@contextmanager
def heard() -> Iterator[list[MutableMapping[str, Any]]]:
    """The lines of all loggers."""
    structlog.reset_defaults()
    with structlog.testing.capture_logs() as lines:
        yield lines

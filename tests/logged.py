"""What a part of the program logs, whatever ran before in this process: a service fixes how its loggers speak."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog


@contextmanager
def heard(logger: Any) -> Iterator[list[MutableMapping[str, Any]]]:
    """The lines of all loggers that have not spoken yet, and of `logger` in any case."""
    vars(logger).pop("bind", None)
    structlog.reset_defaults()
    with structlog.testing.capture_logs() as lines:
        yield lines

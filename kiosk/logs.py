"""What the service says while it works: one line a thing on standard output, where systemd keeps it."""

import logging
import sys
from collections.abc import Sequence

import structlog

from office.journal import FactView

_log = structlog.get_logger()


def speak(level: str) -> None:
    """`level`: debug | info | warning | error. Key=value lines with UTC times; no citizen's data is ever logged."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(stream=sys.stdout, level=logging.WARNING, format="level=%(levelname)s event=%(message)s")


def log_facts(facts: Sequence[FactView]) -> None:
    """One line a fact: its kind, number in the journal and subject."""
    for fact in facts:
        _log.info(fact["kind"], seq=fact["seq"], subject=fact["subject"])

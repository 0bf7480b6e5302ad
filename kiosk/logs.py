"""One line in the log for every fact of the office."""

from collections.abc import Sequence

import structlog

from office.journal import FactView

_log = structlog.get_logger()


def log_facts(facts: Sequence[FactView]) -> None:
    """One line a fact: its kind, number in the journal and subject."""
    for fact in facts:
        _log.info(fact["kind"], seq=fact["seq"], subject=fact["subject"])

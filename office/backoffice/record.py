"""Whether the journal is whole: every chain computed anew, and how many numbers it holds. Reading only."""

from typing import TypedDict

from sqlalchemy import Connection

from office.journal import verify


class StreamReport(TypedDict):
    """`broken_at`: the first fact that does not hold, None = whole; `why`: missing | changed."""

    stream: str
    facts: int
    broken_at: int | None
    why: str | None


def verified(conn: Connection) -> list[StreamReport]:
    """One report for each stream, the oldest first. Reads every fact: about 100,000 a second."""
    return [
        StreamReport(
            stream=name,
            facts=checked,
            broken_at=None if fault is None else fault.seq,
            why=None if fault is None else fault.why,
        )
        for name, checked, fault in verify(conn)
    ]

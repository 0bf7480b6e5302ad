"""What was made of the facts: one row a ticket, a call, a rating window, an answer, a change of a seat or a device.

A row is a set of *groups* of columns. Each group is written by some kinds of facts and carries the seq of the fact that
wrote it last, in a column of its own: the higher seq wins, in whatever order facts arrive. Rows can always be made
again from the raw facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, text

from district.store.metadata import metadata
from district.store.tables import Ms


@dataclass(frozen=True, slots=True)
class Shape:
    """A table, its key after `stream_no`, and its groups: name → columns; `{name}_seq` is the group's version."""

    table: Table
    key: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]


def _seq(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default=text("0"))


def _key(name: str) -> Column[int]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


ticket = Table(
    "ticket",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    _key("ticket"),
    _seq("state_seq"),
    Column("number", Text),
    Column("service", Text),
    Column("state", Text),
    Column("priority", Boolean),
    Column("counter", Integer),
    Column("clerk", Text),
    Column("calls", Integer),
    Column("training", Boolean),
    Column("by_hand", Boolean),
    Column("changed_at", Ms),
    _seq("issue_seq"),
    Column("date", Text),  # the business day
    Column("channel", Text),
    Column("ahead", Integer),
    Column("issued_at", Ms),
    _seq("call_seq"),
    Column("called_at", Ms),
    Column("rule", Text),
    Column("because", Text),
    Column("waited_ms", BigInteger),
    _seq("start_seq"),
    Column("started_at", Ms),
    Column("implied_start", Boolean),
    _seq("finish_seq"),
    Column("finished_at", Ms),
    Column("served_ms", BigInteger),
    _seq("print_seq"),
    Column("print_state", Text),
    Column("print_reason", Text),
    Index("ix_ticket_date_stream_no", "date", "stream_no"),
)
call = Table(
    "call",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    _key("seq"),
    Column("ticket", BigInteger),
    Column("number", Text),
    Column("service", Text),
    Column("counter", Integer),
    Column("clerk", Text),
    Column("at", Ms),
    Column("recall", Boolean),
    Column("priority", Boolean),
    Column("training", Boolean),
    Column("because", Text),
    Column("waited_ms", BigInteger),
    Index("ix_call_at", "at"),
)
undoing = Table(
    "undoing",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    _key("seq"),
    Column("ticket", BigInteger),
    Column("act", Text),
    Column("state", Text),
    Column("counter", Integer),
    Column("clerk", Text),
    Column("at", Ms),
    Column("training", Boolean),
)
rating_window = Table(
    "rating_window",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    _key("ticket"),
    _seq("about_seq"),
    Column("counter", Integer),
    Column("clerk", Text),
    Column("service", Text),
    Column("scale", Integer),
    Column("training", Boolean),
    _seq("open_seq"),
    Column("opened_at", Ms),
    _seq("end_seq"),
    Column("outcome", Text),  # NULL = open; rated | declined | timeout | cut_short; withdrawn is no chance to rate
    Column("ended_at", Ms),
    _seq("reasons_seq"),
    Column("reasons", Text),  # JSON list of ids
    Column("text_hash", Text),
    Index("ix_rating_window_ended_at", "ended_at"),
)
answer = Table(
    "answer",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    _key("ticket"),
    Column("question", Text, primary_key=True),
    _seq("level_seq"),
    Column("level", Integer),
    Column("scale", Integer),
    Column("counter", Integer),
    Column("clerk", Text),
    Column("service", Text),
    Column("training", Boolean),
    _seq("given_seq"),
    Column("given_at", Ms),
    Column("channel", Text),
    Index("ix_answer_given_at", "given_at"),
)
seating = Table(
    "seating",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    _key("seq"),
    Column("counter", Integer),
    Column("clerk", Text),
    Column("event", Text),  # opened | closed | paused | resumed
    Column("reason", Text),
    Column("at", Ms),
    Index("ix_seating_at", "at"),
)
device_change = Table(
    "device_change",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    _key("seq"),
    Column("device", Text),
    Column("condition", Text),
    Column("detail", Text),
    Column("at", Ms),
    Index("ix_device_change_at", "at"),
)
counting = Table(
    "counting",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    _key("seq"),
    Column("date", Text),
    Column("first", BigInteger),
    Column("last", BigInteger),
    Column("counts", Text),  # JSON: kind → how many of the facts first … last the office says it wrote
)

suggestion = Table(
    "suggestion",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    _key("suggestion"),
    _seq("made_seq"),
    Column("made_at", Ms),
    Column("reasons", Text),  # JSON list of ids
    Column("labels", Text),  # JSON list of what stood on the buttons
    Column("text_hash", Text),  # the words are in `district.store.words`
    Column("training", Boolean),
    _seq("gone_seq"),
    Column("gone_at", Ms),  # the office erased it
    Index("ix_suggestion_made_at", "made_at"),
)
lookup_day = Table(
    "lookup_day",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    _key("seq"),
    Column("date", Text),
    Column("searches", Integer),
    Column("opened", Integer),
    Column("missed", Integer),
    Column("at", Ms),
    Index("ix_lookup_day_date", "date"),
)
catalogue = Table(
    "catalogue",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    _key("seq"),
    Column("source", Text),
    Column("total", Integer),
    Column("added", Integer),
    Column("changed", Integer),
    Column("repealed", Integer),
    Column("at", Ms),
)

TICKET = Shape(
    ticket,
    ("ticket",),
    {
        "state": (
            "number",
            "service",
            "state",
            "priority",
            "counter",
            "clerk",
            "calls",
            "training",
            "by_hand",
            "changed_at",
        ),
        "issue": ("date", "channel", "ahead", "issued_at"),
        "call": ("called_at", "rule", "because", "waited_ms"),
        "start": ("started_at", "implied_start"),
        "finish": ("finished_at", "served_ms"),
        "print": ("print_state", "print_reason"),
    },
)
WINDOW = Shape(
    rating_window,
    ("ticket",),
    {
        "about": ("counter", "clerk", "service", "scale", "training"),
        "open": ("opened_at",),
        "end": ("outcome", "ended_at"),
        "reasons": ("reasons", "text_hash"),
    },
)
ANSWER = Shape(
    answer,
    ("ticket", "question"),
    {
        "level": ("level", "scale", "counter", "clerk", "service", "training"),
        "given": ("given_at", "channel"),
    },
)
SUGGESTION = Shape(
    suggestion,
    ("suggestion",),
    {"made": ("made_at", "reasons", "labels", "text_hash", "training"), "gone": ("gone_at",)},
)


def _events(table: Table) -> Shape:
    """Rows that are written once: their seq is their key."""
    return Shape(table, ("seq",), {"": tuple(c.name for c in table.columns if not c.primary_key)})


CALL, UNDOING, SEATING = _events(call), _events(undoing), _events(seating)
DEVICE_CHANGE, COUNTING = _events(device_change), _events(counting)
LOOKUP_DAY, CATALOGUE = _events(lookup_day), _events(catalogue)
SHAPES = (
    TICKET,
    CALL,
    UNDOING,
    WINDOW,
    ANSWER,
    SEATING,
    DEVICE_CHANGE,
    COUNTING,
    SUGGESTION,
    LOOKUP_DAY,
    CATALOGUE,
)

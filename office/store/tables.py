"""The tables of the office. What must never be wrong is a constraint here, not code elsewhere.

Columns `…_at` are ms of UTC since 1970; columns of type `MomentText` also carry the machine's own counter.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from office.store import letter_tables, lookup_tables, procedure_tables, schema_tables
from office.store.columns import MomentText, PartsText
from office.store.metadata import metadata

# whole only with all of them
__all__ = ["letter_tables", "lookup_tables", "metadata", "procedure_tables", "schema_tables"]

# --- the journal -----------------------------------------------------------------------------------------------------
stream = Table(
    "stream",
    metadata,
    Column("no", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("made_at", Integer, nullable=False),
    Column("reason", Text, nullable=False),  # created | restored | cloned
    Column("machine", Text, nullable=False),  # fingerprint of the machine that made it
)
fact = Table(
    "fact",
    metadata,
    Column("stream_no", ForeignKey("stream.no"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("mono", Integer, nullable=False),
    Column("boot", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("fact", Text, nullable=False),  # canonical JSON
    Column("digest", LargeBinary, nullable=False),
    Index("ix_fact_kind", "kind", "stream_no", "seq"),
    sqlite_with_rowid=False,
)
anchor = Table(
    "anchor",
    metadata,
    Column("stream_no", ForeignKey("stream.no"), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("at", Integer, nullable=False),
)
reader = Table(
    "reader",
    metadata,
    Column("name", Text, primary_key=True),
    Column("stream_no", ForeignKey("stream.no"), primary_key=True),
    Column("place", Integer, nullable=False),
)
free_text = Table(
    "free_text",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("text", Text),  # NULL once erased; the fact keeps only the salted hash
    Column("made_at", Integer, nullable=False),
    Column("erased_at", Integer),
)
kept_answer = Table(
    "kept_answer",
    metadata,
    Column("request_id", Text, primary_key=True),
    Column("digest", LargeBinary, nullable=False),  # of act, actor and arguments
    Column("created", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Integer, nullable=False, index=True),
)

# --- the house -------------------------------------------------------------------------------------------------------
setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", JSON, nullable=False),
)
service = Table(
    "service",
    metadata,
    Column("id", Text, primary_key=True),
    Column("prefix", Text, CheckConstraint("prefix GLOB '[A-Z]'", name="letter"), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default=""),
    Column("detail_en", Text, nullable=False, server_default=""),
    Column("switched_on", Boolean, nullable=False, server_default=text("1")),
    Column("quota", Integer, CheckConstraint("quota IS NULL OR quota >= 0", name="quota")),
    Column("position", Integer, nullable=False, server_default=text("0")),
    Column("retired", Boolean, nullable=False, server_default=text("0")),
    Column(
        "quota_morning",
        Integer,
        CheckConstraint("quota_morning IS NULL OR quota_morning >= 0", name="quota_morning"),
    ),
    Column(
        "quota_afternoon",
        Integer,
        CheckConstraint("quota_afternoon IS NULL OR quota_afternoon >= 0", name="quota_afternoon"),
    ),
    Column("stop_before", Integer, CheckConstraint("stop_before IS NULL OR stop_before >= 0", name="stop_before")),
    Column("off_until", Text),  # ISO date of the day that switches it on again
    Index("uq_service_prefix", "prefix", unique=True, sqlite_where=text("NOT retired")),
)
counter = Table(
    "counter",
    metadata,
    Column("number", Integer, CheckConstraint("number BETWEEN 1 AND 99", name="number"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("retired", Boolean, nullable=False, server_default=text("0")),
    # Ordinary calls since the last priority call: the memory of the interleaved rule.
    Column("run", Integer, nullable=False, server_default=text("0")),
)
counter_service = Table(
    "counter_service",
    metadata,
    Column("counter", ForeignKey("counter.number"), primary_key=True),
    Column("service", ForeignKey("service.id"), primary_key=True),
)

# --- people and devices ----------------------------------------------------------------------------------------------
clerk = Table(
    "clerk",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    Column(
        "role",
        Text,
        CheckConstraint("role IN ('clerk','head','technician','inspector')", name="role"),
        nullable=False,
    ),
    Column("area", JSON(none_as_null=True)),  # list of counter numbers, NULL = all
    Column("pin_hash", Text),  # argon2id; NULL = no PIN was given yet, nobody can sign in
    Column("disabled", Boolean, nullable=False, server_default=text("0")),
    Column("photo", LargeBinary),  # PNG of 256×256
    Column("photo_at", Integer),
    Column("made_at", Integer, nullable=False),
)
device_token = Table(
    "device_token",
    metadata,
    Column("id", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("made_at", Integer, nullable=False),
    Column("revoked_at", Integer),
)
one_time_key = Table(
    "one_time_key",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("device", ForeignKey("device_token.id"), nullable=False),
    Column("expires_at", Integer, nullable=False),
)
web_session = Table(
    "web_session",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("clerk", ForeignKey("clerk.id")),
    Column("device", ForeignKey("device_token.id")),
    Column("counter", ForeignKey("counter.number")),
    Column("csrf", Text, nullable=False),
    Column("made", MomentText, nullable=False),
    Column("expires_at", Integer, nullable=False),
    CheckConstraint("(clerk IS NULL) <> (device IS NULL)", name="owner"),
)
ended_session = Table(
    "ended_session",  # of a page whose person signed in elsewhere: it is told so, once it asks
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("counter", Integer, nullable=False),
    Column("moved_to", Integer, nullable=False),
    Column("at", Integer, nullable=False),
)
counter_session = Table(
    "counter_session",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("counter", ForeignKey("counter.number"), nullable=False),
    Column("clerk", ForeignKey("clerk.id"), nullable=False),
    Column("opened_at", Integer, nullable=False),
    Column("closed_at", Integer),
    Column("paused_at", Integer),
    Column("pause_reason", Text),
    Column("paused_ms", Integer, nullable=False, server_default=text("0")),  # pauses that have ended
    Index("uq_open_session_counter", "counter", unique=True, sqlite_where=text("closed_at IS NULL")),
    Index("uq_open_session_clerk", "clerk", unique=True, sqlite_where=text("closed_at IS NULL")),
)
device_condition = Table(
    "device_condition",
    metadata,
    Column("device", Text, primary_key=True),
    Column("condition", Text, nullable=False),
    Column("detail", Text),
    Column("since", Integer, nullable=False),
)

# --- the day ---------------------------------------------------------------------------------------------------------
day = Table(
    "day",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("date", Text, nullable=False, index=True),
    Column("status", Text, CheckConstraint("status IN ('open','closed')", name="status"), nullable=False),
    Column("training", Boolean, nullable=False, server_default=text("0")),
    Column("opened", MomentText, nullable=False),
    Column("closed_at", Integer),
    Column("closed_by", Text),
    # The next place among those who come back, and the latest place in the line: both only rise.
    Column("last_return", Integer, nullable=False, server_default=text("0")),
    Column("last_arrival", Integer, nullable=False, server_default=text("0")),
    Index("uq_open_day", "status", unique=True, sqlite_where=text("status = 'open'")),
)
series = Table(
    "series",
    metadata,
    Column("day", ForeignKey("day.id"), primary_key=True),
    Column("prefix", Text, primary_key=True),
    Column("last", Integer, nullable=False),  # the highest place given
    Column("given", Integer, nullable=False, server_default=text("0")),  # tickets counted against the quota
    Column("calls", Integer, nullable=False, server_default=text("0")),
)
series_floor = Table(
    "series_floor",
    metadata,
    Column("date", Text, primary_key=True),
    Column("prefix", Text, primary_key=True),  # '*' = every series that has no floor of its own
    Column("last", Integer, nullable=False),
)
ticket = Table(
    "ticket",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", ForeignKey("day.id"), nullable=False),
    Column("number", Text, nullable=False),
    Column("service", ForeignKey("service.id"), nullable=False),
    Column("priority", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("arrival", Integer, nullable=False),
    Column("first_arrival", Integer, nullable=False),
    Column("issued_at", Integer, nullable=False),
    Column("returned", Integer),
    Column("for_counter", ForeignKey("counter.number")),
    Column("counter", ForeignKey("counter.number")),
    Column("clerk", ForeignKey("clerk.id")),
    Column("calls", Integer, nullable=False, server_default=text("0")),
    Column("called_at", Integer),
    Column("started_at", Integer),
    Column("finished_at", Integer),
    Column("first_call", MomentText),
    Column("left", MomentText),
    Column("issued", MomentText),
    Column("started", MomentText),
    Column("served_ms", Integer),
    Column("calls_at_left", Integer),
    Column("park_reason", Text),
    Column("rule", Text),
    Column("because", Text),
    Column("training", Boolean, nullable=False, server_default=text("0")),
    Column("by_hand", Boolean, nullable=False, server_default=text("0")),
    Column("ahead_at_issue", Integer),
    Column("print_state", Text, nullable=False, server_default="off"),
    Column("print_reason", Text),
    Column("print_job", Text),
    Column("reprints", Integer, nullable=False, server_default=text("0")),
    Column("version", Integer, nullable=False, server_default=text("0")),
    # What the ticket was told at its issue (minutes as shown, the point between them, the kind of mark that made the
    # band), and its first real wait.
    Column("wait_low", Integer),
    Column("wait_high", Integer),
    Column("wait_ms", Integer),
    Column("wait_kind", Text),
    Column("waited_ms", Integer),
    Column("parts", PartsText),  # services of the same visit that ended before the present one
    Column("noted", Boolean, nullable=False, server_default=text("0")),
    Column("inexact", Boolean, nullable=False, server_default=text("0")),
    UniqueConstraint("day", "number"),
    CheckConstraint(
        "state IN ('waiting','called','serving','parked','done','no_show','cancelled','expired')",
        name="state",
    ),
    CheckConstraint("state NOT IN ('called','serving') OR counter IS NOT NULL", name="active_has_counter"),
    Index("uq_active_ticket_counter", "counter", unique=True, sqlite_where=text("state IN ('called','serving')")),
    Index("ix_ticket_day_state", "day", "state"),
    sqlite_autoincrement=True,
)
ticket_note = Table(
    "ticket_note",
    metadata,
    Column("ticket", ForeignKey("ticket.id"), primary_key=True),
    Column("text", ForeignKey("free_text.id"), nullable=False, index=True),
    Column("clerk", Text, nullable=False),
    Column("at", Integer, nullable=False),
)
call = Table(
    "call",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", ForeignKey("day.id"), nullable=False, index=True),
    Column("ticket", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("counter", ForeignKey("counter.number"), nullable=False),
    Column("at", Integer, nullable=False),
    Column("recall", Boolean, nullable=False),
)
last_act = Table(
    "last_act",
    metadata,
    Column("counter", ForeignKey("counter.number"), primary_key=True),
    Column("act", Text, nullable=False),
    Column("clerk", Text, nullable=False),
    Column("day", ForeignKey("day.id"), nullable=False),
    Column("at", MomentText, nullable=False),
    Column("undo", JSON(none_as_null=True)),  # what to put back; NULL = this act has no undo
)
learned = Table(
    "learned",  # what the office knows of its own waiting, a row a service or mark
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("at", Integer, nullable=False),
)

# --- ratings ---------------------------------------------------------------------------------------------------------
rating_window = Table(
    "rating_window",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("counter", ForeignKey("counter.number"), nullable=False),
    Column("clerk", ForeignKey("clerk.id")),
    Column("service", ForeignKey("service.id"), nullable=False),
    Column("opened", MomentText, nullable=False),
    Column("closes_at", Integer, nullable=False),
    Column("scale", Integer, nullable=False),
    Column("outcome", Text),
    Column("closed", MomentText),
    Index("uq_open_window_counter", "counter", unique=True, sqlite_where=text("outcome IS NULL")),
)
rating = Table(
    "rating",
    metadata,
    Column("ticket", ForeignKey("ticket.id"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("window", ForeignKey("rating_window.id"), nullable=False, index=True),
    Column("level", Integer, nullable=False),
    Column("scale", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    Column("first", MomentText, nullable=False),
    CheckConstraint("level BETWEEN 1 AND scale", name="level"),
)
rating_reasons = Table(
    "rating_reasons",
    metadata,
    Column("ticket", ForeignKey("ticket.id"), primary_key=True),
    Column("reasons", JSON, nullable=False),
    Column("text", ForeignKey("free_text.id"), index=True),
    Column("at", Integer, nullable=False),
)

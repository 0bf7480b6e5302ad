"""What arrived: offices, their streams and starts, the raw facts, how far each stream has come, and what was refused.

Columns `…_at` are ms of UTC since 1970. A fact's body stands as the text that was hashed, so the chain can be reckoned
again at any time. `fact` has no foreign keys: 4 million rows a day pay for each of them, and `stream` rows never go.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from district.store.metadata import metadata

Ms = BigInteger
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

office = Table(
    "office",
    metadata,
    Column("no", Integer, Identity(), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("first_seen_at", Ms, nullable=False),
    Column("online", Boolean, nullable=False, server_default=text("false")),
    Column(
        "cleared", Boolean, nullable=False, server_default=text("false")
    ),  # took its retained state away: it is gone
    Column("boot", Text),
    Column("version", Text),
    Column("devices", Json),
    Column("configs", Json),
    Column("state_at", Ms),  # by the office's clock
    Column("hello_at", Ms),  # by ours
    Column("clock_offset_ms", Ms),  # office − district, at the last hello
    Column("clock_trusted", Boolean),
)
stream = Table(
    "stream",
    metadata,
    Column("no", Integer, Identity(), primary_key=True),
    Column("office_no", ForeignKey("office.no"), nullable=False),
    Column("id", Text, nullable=False),
    Column("first_seen_at", Ms, nullable=False),
    UniqueConstraint("office_no", "id"),
)
boot = Table(
    "boot",
    metadata,
    Column("no", Integer, Identity(), primary_key=True),
    Column("office_no", ForeignKey("office.no"), nullable=False),
    Column("id", Text, nullable=False),
    Column("epoch", Ms),  # our clock − the machine's own counter, the least over all hellos; NULL = never sampled
    Column("greeted_at", Ms),  # its last hello
    Column("returns", Integer, nullable=False, server_default=text("0")),  # hellos after another start had said hello
    UniqueConstraint("office_no", "id"),
)
fact = Table(
    "fact",
    metadata,
    Column("stream_no", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Ms, nullable=False),  # as the office's clock had it
    Column("corrected_at", Ms),  # by our clock; NULL = that start of the machine was never compared with ours
    Column("boot_no", Integer, nullable=False),
    Column("mono", Ms, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON
    Column("digest", LargeBinary, nullable=False),
    Column("arrived_at", Ms, nullable=False),
    sqlite_with_rowid=False,
)
head = Table(
    "head",
    metadata,
    Column("stream_no", ForeignKey("stream.no"), primary_key=True, autoincrement=False),
    Column("spans", Text, nullable=False, server_default="[]"),  # what has arrived: `district.spans`
    Column("complete_to", BigInteger, nullable=False, server_default=text("0")),
    Column("known_to", BigInteger, nullable=False, server_default=text("0")),
    Column("pruned_to", BigInteger, nullable=False, server_default=text("0")),
    Column("pruned_digest", LargeBinary),  # where the chain of what is left begins
    Column("received", BigInteger, nullable=False, server_default=text("0")),
    Column("last_fact_at", Ms),
    Column(
        "live_at", Ms
    ),  # the last hello or live batch, by our clock: which of an office's streams is the present one
)
unprojected = Table(
    "unprojected",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("stream_no", Integer, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("live", Boolean, nullable=False, server_default=text("false")),  # came by the live lane: goes first
)

# --- what did not go in ----------------------------------------------------------------------------------------------
quarantine = Table(
    "quarantine",
    metadata,
    Column("stream_no", ForeignKey("stream.no"), primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Ms, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("boot", Text, nullable=False),
    Column("arrived_at", Ms, nullable=False),
)
reject = Table(
    "reject",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("office_no", ForeignKey("office.no"), nullable=False),
    Column("box", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("stream", Text),
    Column("seq", BigInteger),
    Column("size", Integer, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("arrived_at", Ms, nullable=False),
    Index("ix_reject_office_no", "office_no"),
)
tally = Table(
    "tally",
    metadata,
    Column("office_no", ForeignKey("office.no"), primary_key=True, autoincrement=False),
    Column("what", Text, primary_key=True),  # a code of a refusal, `shed`
    Column("times", BigInteger, nullable=False),
    Column("last_at", Ms, nullable=False),
)
alarm = Table(
    "alarm",
    metadata,
    Column("office_no", ForeignKey("office.no"), primary_key=True, autoincrement=False),
    Column("what", Text, primary_key=True),  # fork | cloned | rejects | audit | chain
    Column("times", BigInteger, nullable=False),
    Column("first_at", Ms, nullable=False),
    Column("last_at", Ms, nullable=False),
    Column("detail", Text, nullable=False),
    Column("seen_at", Ms),  # somebody has looked at it
)

# --- what else offices say --------------------------------------------------------------------------------------------
result = Table(
    "result",
    metadata,
    Column("office_no", ForeignKey("office.no"), primary_key=True, autoincrement=False),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("arrived_at", Ms, nullable=False),
)
audit = Table(
    "audit",
    metadata,
    Column("stream_no", ForeignKey("stream.no"), primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # of the fact in which the office counted
    Column("date", Text, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("announced", Json, nullable=False),  # kind → n
    Column("found", Json, nullable=False),
    Column("agrees", Boolean, nullable=False),
    Column("at", Ms, nullable=False),
)

"""The tables of the tier itself: its tree of units and offices, the people who sign in, tokens of programs, deeds.

`node_change` is the history from which the tree of any day is read: what something was called, where it belonged, into
what it was merged, which certificate it had. `deed` is who did what here.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from district.store.metadata import metadata

_ID = 64
_BIG = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only a plain INTEGER

node = Table(
    "node",
    metadata,
    Column("id", String(_ID), primary_key=True),
    Column("is_office", Boolean, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

node_change = Table(
    "node_change",
    metadata,
    Column("no", _BIG, primary_key=True, autoincrement=True),
    Column("node", String(_ID), ForeignKey("node.id"), nullable=False),
    Column("day", String(10), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("value", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(_ID), nullable=False),
    Index("ix_node_change_node", "node"),
)

person = Table(
    "person",
    metadata,
    Column("id", String(_ID), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("role", String(16), nullable=False),
    Column("node", String(_ID), ForeignKey("node.id")),
    Column("pin_hash", Text),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("made_at", BigInteger, nullable=False),
)

web_session = Table(
    "web_session",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("person", String(_ID), ForeignKey("person.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("node", String(_ID), ForeignKey("node.id")),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("made_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)

deed = Table(
    "deed",
    metadata,
    Column("no", _BIG, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("by", String(_ID), nullable=False),
    Column("what", String(40), nullable=False),
    Column("about", String(_ID), nullable=False),
    Column("detail", Text, nullable=False),
)

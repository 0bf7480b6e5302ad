"""What goes down: documents that people of the tier wrote, the letters made of them for each office, and commands.

A document is one thing for one part of the tree; nothing is overwritten, the latest of each name and target counts. A
letter is what one office shall have of one name, signed, with a version that only rises. What became of a command
stands in `result`, where the collector puts it.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text

from district.store.metadata import metadata

_ID, _NAME = 64, 32
_BIG = BigInteger().with_variant(Integer, "sqlite")

document = Table(
    "document",
    metadata,
    Column("no", _BIG, primary_key=True, autoincrement=True),
    Column("name", String(_NAME), nullable=False),  # notices | opening | ticket-80 | ticket-58 | procedures
    Column("target", String(_ID), nullable=False),  # a unit or an office, "" = the whole tier
    Column("body", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(_ID), nullable=False),
)
letter = Table(
    "letter",
    metadata,
    Column("office", String(_ID), primary_key=True),
    Column("name", String(_NAME), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("manifest", LargeBinary, nullable=False),  # as it is published
    Column("at", BigInteger, nullable=False),
)
command = Table(
    "command",
    metadata,
    Column("id", String(_ID), primary_key=True),
    Column("office", String(_ID), nullable=False),
    Column("name", String(_NAME), nullable=False),
    Column("args", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(_ID), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("ix_command_office", "office"),
)

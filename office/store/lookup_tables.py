"""The tables of the search: its index, everyday words, and what people looked for. No word of a person by name."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, Table, Text

from office.store.metadata import metadata

INDEX = "procedure_words"

# SQLite's full text index: SQLAlchemy and Alembic do not know such tables, so it is not one of the office's `metadata`.
procedure_words = Table(
    INDEX,
    MetaData(),
    Column("rowid", Integer, primary_key=True),  # the id in procedure_version
    Column("name", Text),  # words as `office.lookup.words` compares them, with single blanks
    Column("field", Text),
    Column("codes", Text),
)
synonym = Table(
    "synonym",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("said", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
    Column("means", Text, nullable=False),
    Column("at", Integer, nullable=False),
)
lookup_count = Table(
    "lookup_count",
    metadata,
    Column("date", Text, primary_key=True),
    Column("kind", Text, CheckConstraint("kind IN ('searched','opened','missed')", name="kind"), primary_key=True),
    Column("code", Text, primary_key=True),  # of an opened procedure, else ''
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
lookup_miss = Table(
    "lookup_miss",
    metadata,
    Column("date", Text, primary_key=True),
    Column("query", Text, primary_key=True),  # masked and folded
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
lookup_told = Table(
    "lookup_told",  # the misses of a day as one text, beside the fact that tells the figures
    metadata,
    Column("text", ForeignKey("free_text.id"), primary_key=True),
    Column("date", Text, nullable=False, index=True),
)

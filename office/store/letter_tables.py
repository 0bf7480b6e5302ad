"""The tables of what citizens write to the head (letters), and of the pages of information that they read."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from office.store.metadata import metadata

letter = Table(
    "letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("by", Text, nullable=False),  # the screen where it was written, never a person
    Column("reasons", JSON, nullable=False),  # [{id, label, label_en}] as they were shown
    Column("text", ForeignKey("free_text.id"), index=True),
    Column("training", Boolean, nullable=False, server_default=text("0")),
    Column("read_at", Integer),
    Column("erased_at", Integer),
    Index("ix_letter_at", "at"),
    sqlite_autoincrement=True,
)
content_page = Table(
    "content_page",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("version", Integer, nullable=False),  # the one that holds
    Column("removed", Boolean, nullable=False, server_default=text("0")),
)
content_version = Table(
    "content_version",
    metadata,
    Column("slug", ForeignKey("content_page.slug"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("pictogram", Text, nullable=False),
    Column("since", Text, nullable=False),  # ISO date, "" = no limit on that side
    Column("until", Text, nullable=False),
    Column("markdown", Text, nullable=False),
    Column("blocks", JSON, nullable=False),  # what it says, as the screens draw it
    Column("at", Integer, nullable=False),
    Column("by", Text, nullable=False),
)

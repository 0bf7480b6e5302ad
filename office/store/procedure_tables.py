"""The tables of the catalogue of procedures: what there is, and every version of each."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text, UniqueConstraint

from office.store.metadata import metadata

procedure = Table(
    "procedure",
    metadata,
    Column("code", Text, primary_key=True),
    Column("latest", Integer, nullable=False),  # the highest version; it may not be in force yet
    Column("repealed", Text),  # ISO date from which nothing of it is in force
)
procedure_version = Table(
    "procedure_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", ForeignKey("procedure.code"), nullable=False),
    Column("version", Integer, nullable=False),
    # In force from `since` to the day before `until`; both the same: never. '' = as long as anybody remembers.
    Column("since", Text, nullable=False),
    Column("until", Text),
    # What lists and the search need of the body, so that they read no JSON.
    Column("name", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("service", Text),
    Column("body", Text, nullable=False),  # canonical JSON
    Column("digest", LargeBinary, nullable=False),  # SHA-256 of it
    Column("source", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Integer, nullable=False),
    UniqueConstraint("code", "version"),
)

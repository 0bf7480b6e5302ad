"""Waiting times: what was promised to each ticket, how long it really waited, and what the office learns from it."""

from alembic import op

revision = "0002"
down_revision = "0001"

# The DDL is pinned here as it was released; `office.store.tables` may move on, this text may not.
DDL = """
ALTER TABLE ticket ADD COLUMN wait_low INTEGER;

ALTER TABLE ticket ADD COLUMN wait_high INTEGER;

ALTER TABLE ticket ADD COLUMN wait_ms INTEGER;

ALTER TABLE ticket ADD COLUMN wait_kind TEXT;

ALTER TABLE ticket ADD COLUMN waited_ms INTEGER;

CREATE TABLE learned (
    name TEXT NOT NULL,
    value JSON NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT pk_learned PRIMARY KEY (name)
);
"""


def upgrade() -> None:
    for statement in DDL.split(";\n\n"):
        op.execute(statement.strip().removesuffix(";"))

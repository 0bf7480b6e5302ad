"""Several services in one visit, notes, times that are known to be wrong, sessions that were taken over."""

from alembic import op

revision = "0004"
down_revision = "0003"

DDL = """
ALTER TABLE ticket ADD COLUMN parts TEXT;

ALTER TABLE ticket ADD COLUMN noted BOOLEAN DEFAULT 0 NOT NULL;

ALTER TABLE ticket ADD COLUMN inexact BOOLEAN DEFAULT 0 NOT NULL;

ALTER TABLE counter_session ADD COLUMN paused_ms INTEGER DEFAULT 0 NOT NULL;

CREATE TABLE ticket_note (
    ticket INTEGER NOT NULL,
    text INTEGER NOT NULL,
    clerk TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT pk_ticket_note PRIMARY KEY (ticket),
    CONSTRAINT fk_ticket_note_ticket FOREIGN KEY(ticket) REFERENCES ticket (id),
    CONSTRAINT fk_ticket_note_text FOREIGN KEY(text) REFERENCES free_text (id)
);

CREATE TABLE ended_session (
    hash BLOB NOT NULL,
    counter INTEGER NOT NULL,
    moved_to INTEGER NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT pk_ended_session PRIMARY KEY (hash)
);
"""


def upgrade() -> None:
    for statement in DDL.split(";\n\n"):
        op.execute(statement.strip().removesuffix(";"))

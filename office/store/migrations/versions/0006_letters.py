"""Letters of citizens to the head, and pages of information."""

from alembic import op

revision = "0006"
down_revision = "0005"

DDL = """
CREATE TABLE letter (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    reasons JSON NOT NULL,
    text INTEGER,
    training BOOLEAN DEFAULT 0 NOT NULL,
    read_at INTEGER,
    erased_at INTEGER,
    CONSTRAINT fk_letter_text FOREIGN KEY(text) REFERENCES free_text (id)
);

CREATE INDEX ix_letter_at ON letter (at);

CREATE TABLE content_page (
    slug TEXT NOT NULL,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    removed BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT pk_content_page PRIMARY KEY (slug)
);

CREATE TABLE content_version (
    slug TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    pictogram TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    markdown TEXT NOT NULL,
    blocks JSON NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    CONSTRAINT pk_content_version PRIMARY KEY (slug, version),
    CONSTRAINT fk_content_version_slug FOREIGN KEY(slug) REFERENCES content_page (slug)
);
"""


def upgrade() -> None:
    for statement in filter(str.strip, DDL.split(";\n\n")):
        op.execute(statement.strip().removesuffix(";"))

"""The catalogue of procedures: every version of each, the index of the search, everyday words, what was asked for."""

from alembic import op

revision = "0005"
down_revision = "0004"

DDL = """
CREATE TABLE procedure (
    code TEXT NOT NULL,
    latest INTEGER NOT NULL,
    repealed TEXT,
    CONSTRAINT pk_procedure PRIMARY KEY (code)
);

CREATE TABLE procedure_version (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    name TEXT NOT NULL,
    field TEXT NOT NULL,
    service TEXT,
    body TEXT NOT NULL,
    digest BLOB NOT NULL,
    source TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    CONSTRAINT pk_procedure_version PRIMARY KEY (id),
    CONSTRAINT fk_procedure_version_code FOREIGN KEY(code) REFERENCES procedure (code),
    CONSTRAINT uq_procedure_version_code_version UNIQUE (code, version)
);

-- The search: its index (only SQLite knows such a table), everyday words, what was looked for.
CREATE VIRTUAL TABLE procedure_words
    USING fts5(name, field, codes, prefix='2 3', tokenize="unicode61 remove_diacritics 0");

CREATE TABLE synonym (
    id INTEGER NOT NULL,
    said TEXT NOT NULL,
    folded TEXT NOT NULL,
    means TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT pk_synonym PRIMARY KEY (id),
    CONSTRAINT uq_synonym_folded UNIQUE (folded)
);

CREATE TABLE lookup_count (
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    n INTEGER NOT NULL,
    CONSTRAINT pk_lookup_count PRIMARY KEY (date, kind, code),
    CONSTRAINT ck_lookup_count_kind CHECK (kind IN ('searched','opened','missed'))
) WITHOUT ROWID;

CREATE TABLE lookup_miss (
    date TEXT NOT NULL,
    query TEXT NOT NULL,
    n INTEGER NOT NULL,
    CONSTRAINT pk_lookup_miss PRIMARY KEY (date, query)
) WITHOUT ROWID;

CREATE TABLE lookup_told (
    text INTEGER NOT NULL,
    date TEXT NOT NULL,
    CONSTRAINT pk_lookup_told PRIMARY KEY (text),
    CONSTRAINT fk_lookup_told_text FOREIGN KEY(text) REFERENCES free_text (id)
);

CREATE INDEX ix_lookup_told_date ON lookup_told (date);
"""


def upgrade() -> None:
    for statement in filter(str.strip, DDL.split(";\n\n")):
        op.execute(statement.strip().removesuffix(";"))

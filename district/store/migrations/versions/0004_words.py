"""Words of people beside the facts; letters, what was looked up, and catalogues that offices took in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _words()
    _letters()
    _lookups()


def _words() -> None:
    op.create_table(
        "words",
        sa.Column("office_no", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("stream_no", sa.Integer),
        sa.Column("seq", sa.BigInteger),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("text", sa.Text),
        sa.Column("arrived_at", sa.BigInteger, nullable=False),
        sa.Column("erased_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("office_no", "hash", name="pk_words"),
        sa.ForeignKeyConstraint(["office_no"], ["office.no"], name="fk_words_office_no_office"),
    )
    op.create_index("ix_words_arrived_at", "words", ["arrived_at"])
    op.create_table(
        "miss",
        sa.Column("stream_no", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("arrived_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("stream_no", "seq", "query", name="pk_miss"),
    )
    op.create_index("ix_miss_arrived_at", "miss", ["arrived_at"])


def _letters() -> None:
    op.create_table(
        "suggestion",
        sa.Column("stream_no", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("suggestion", sa.BigInteger, autoincrement=False, nullable=False),
        _version("made_seq"),
        sa.Column("made_at", sa.BigInteger),
        sa.Column("reasons", sa.Text),
        sa.Column("labels", sa.Text),
        sa.Column("text_hash", sa.Text),
        sa.Column("training", sa.Boolean),
        _version("gone_seq"),
        sa.Column("gone_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("stream_no", "suggestion", name="pk_suggestion"),
    )
    op.create_index("ix_suggestion_made_at", "suggestion", ["made_at"])


def _lookups() -> None:
    op.create_table(
        "lookup_day",
        *_key(),
        sa.Column("date", sa.Text),
        sa.Column("searches", sa.Integer),
        sa.Column("opened", sa.Integer),
        sa.Column("missed", sa.Integer),
        sa.Column("at", sa.BigInteger),
        sa.PrimaryKeyConstraint("stream_no", "seq", name="pk_lookup_day"),
    )
    op.create_index("ix_lookup_day_date", "lookup_day", ["date"])
    op.create_table(
        "catalogue",
        *_key(),
        sa.Column("source", sa.Text),
        sa.Column("total", sa.Integer),
        sa.Column("added", sa.Integer),
        sa.Column("changed", sa.Integer),
        sa.Column("repealed", sa.Integer),
        sa.Column("at", sa.BigInteger),
        sa.PrimaryKeyConstraint("stream_no", "seq", name="pk_catalogue"),
    )


def _key() -> list[sa.Column[int]]:
    return [
        sa.Column("stream_no", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger, autoincrement=False, nullable=False),
    ]


def _version(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default=sa.text("0"))

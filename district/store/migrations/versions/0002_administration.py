"""The tree of units and offices, people, sessions, tokens, deeds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _tree()
    _people()
    _programs_and_deeds()


def _tree() -> None:
    op.create_table(
        "node",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("is_office", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_node"),
    )
    op.create_table(
        "node_change",
        sa.Column("no", _BIG, autoincrement=True, nullable=False),
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_node_change"),
        sa.ForeignKeyConstraint(["node"], ["node.id"], name="fk_node_change_node"),
    )
    op.create_index("ix_node_change_node", "node_change", ["node"])


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("node", sa.String(64)),
        sa.Column("pin_hash", sa.Text),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.ForeignKeyConstraint(["node"], ["node.id"], name="fk_person_node"),
    )
    op.create_table(
        "web_session",
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_web_session"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_web_session_person"),
    )


def _programs_and_deeds() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("node", sa.String(64)),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.ForeignKeyConstraint(["node"], ["node.id"], name="fk_api_token_node"),
        sa.UniqueConstraint("hash", name="uq_api_token_hash"),
    )
    op.create_table(
        "deed",
        sa.Column("no", _BIG, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_deed"),
    )

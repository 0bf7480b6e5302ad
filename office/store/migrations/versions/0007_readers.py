"""Which programs may open the database. From here on every migration only adds (docs/adr/0008)."""

from alembic import op

revision = "0007"
down_revision = "0006"

DDL = """
CREATE TABLE schema_readers (
    version TEXT NOT NULL,
    oldest TEXT NOT NULL,
    CONSTRAINT pk_schema_readers PRIMARY KEY (version)
);

INSERT INTO schema_readers (version, oldest) VALUES ('0007', '0007');
"""


def upgrade() -> None:
    for statement in filter(str.strip, DDL.split(";\n\n")):
        op.execute(statement.strip().removesuffix(";"))

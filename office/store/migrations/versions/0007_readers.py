"""Which programs may open the database. From here on every migration only adds (docs/adr/0008).

Five indexes: without them each old ticket, window or text that goes would be looked for in whole tables.
"""

from alembic import op

revision = "0007"
down_revision = "0006"

DDL = """
CREATE TABLE schema_readers (
    version TEXT NOT NULL,
    oldest TEXT NOT NULL,
    CONSTRAINT pk_schema_readers PRIMARY KEY (version)
);

CREATE INDEX ix_call_ticket ON call (ticket);

CREATE INDEX ix_rating_window ON rating ("window");

CREATE INDEX ix_rating_reasons_text ON rating_reasons (text);

CREATE INDEX ix_ticket_note_text ON ticket_note (text);

CREATE INDEX ix_letter_text ON letter (text);

INSERT INTO schema_readers (version, oldest) VALUES ('0007', '0007');
"""


def upgrade() -> None:
    for statement in filter(str.strip, DDL.split(";\n\n")):
        op.execute(statement.strip().removesuffix(";"))

"""A service has quotas for morning and afternoon, an own end of giving numbers, and a day from which it is back."""

from alembic import op

revision = "0003"
down_revision = "0002"

DDL = """
ALTER TABLE service ADD COLUMN quota_morning INTEGER
    CONSTRAINT ck_service_quota_morning CHECK (quota_morning IS NULL OR quota_morning >= 0);

ALTER TABLE service ADD COLUMN quota_afternoon INTEGER
    CONSTRAINT ck_service_quota_afternoon CHECK (quota_afternoon IS NULL OR quota_afternoon >= 0);

ALTER TABLE service ADD COLUMN stop_before INTEGER
    CONSTRAINT ck_service_stop_before CHECK (stop_before IS NULL OR stop_before >= 0);

ALTER TABLE service ADD COLUMN off_until TEXT;
"""


def upgrade() -> None:
    for statement in DDL.split(";\n\n"):
        op.execute(statement.strip().removesuffix(";"))

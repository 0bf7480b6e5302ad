"""Raw facts, heads, what was refused, and the projections."""

from alembic import op

revision = "0001"
down_revision = None

# The DDL is pinned here as it was released; `district.store.tables` may move on, this text may not.
DDL = """
CREATE TABLE answer (
    stream_no INTEGER NOT NULL,
    ticket BIGINT NOT NULL,
    question TEXT NOT NULL,
    level_seq BIGINT DEFAULT 0 NOT NULL,
    level INTEGER,
    scale INTEGER,
    counter INTEGER,
    clerk TEXT,
    service TEXT,
    training BOOLEAN,
    given_seq BIGINT DEFAULT 0 NOT NULL,
    given_at BIGINT,
    channel TEXT,
    CONSTRAINT pk_answer PRIMARY KEY (stream_no, ticket, question)
);
CREATE INDEX ix_answer_given_at ON answer (given_at);
CREATE TABLE call (
    stream_no INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    ticket BIGINT,
    number TEXT,
    service TEXT,
    counter INTEGER,
    clerk TEXT,
    at BIGINT,
    recall BOOLEAN,
    priority BOOLEAN,
    training BOOLEAN,
    because TEXT,
    waited_ms BIGINT,
    CONSTRAINT pk_call PRIMARY KEY (stream_no, seq)
);
CREATE INDEX ix_call_at ON call (at);
CREATE TABLE counting (
    stream_no INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    date TEXT,
    first BIGINT,
    last BIGINT,
    counts TEXT,
    CONSTRAINT pk_counting PRIMARY KEY (stream_no, seq)
);
CREATE TABLE device_change (
    stream_no INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    device TEXT,
    condition TEXT,
    detail TEXT,
    at BIGINT,
    CONSTRAINT pk_device_change PRIMARY KEY (stream_no, seq)
);
CREATE INDEX ix_device_change_at ON device_change (at);
CREATE TABLE fact (
    stream_no INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    at BIGINT NOT NULL,
    corrected_at BIGINT,
    boot_no INTEGER NOT NULL,
    mono BIGINT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    digest {blob} NOT NULL,
    arrived_at BIGINT NOT NULL,
    CONSTRAINT pk_fact PRIMARY KEY (stream_no, seq)
){without_rowid};
CREATE TABLE office (
    no {identity},
    id TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    online BOOLEAN DEFAULT false NOT NULL,
    cleared BOOLEAN DEFAULT false NOT NULL,
    boot TEXT,
    version TEXT,
    devices {json},
    configs {json},
    state_at BIGINT,
    hello_at BIGINT,
    clock_offset_ms BIGINT,
    clock_trusted BOOLEAN,
    CONSTRAINT pk_office PRIMARY KEY (no),
    CONSTRAINT uq_office_id UNIQUE (id)
);
CREATE TABLE rating_window (
    stream_no INTEGER NOT NULL,
    ticket BIGINT NOT NULL,
    about_seq BIGINT DEFAULT 0 NOT NULL,
    counter INTEGER,
    clerk TEXT,
    service TEXT,
    scale INTEGER,
    training BOOLEAN,
    open_seq BIGINT DEFAULT 0 NOT NULL,
    opened_at BIGINT,
    end_seq BIGINT DEFAULT 0 NOT NULL,
    outcome TEXT,
    ended_at BIGINT,
    reasons_seq BIGINT DEFAULT 0 NOT NULL,
    reasons TEXT,
    text_hash TEXT,
    CONSTRAINT pk_rating_window PRIMARY KEY (stream_no, ticket)
);
CREATE INDEX ix_rating_window_ended_at ON rating_window (ended_at);
CREATE TABLE seating (
    stream_no INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    counter INTEGER,
    clerk TEXT,
    event TEXT,
    reason TEXT,
    at BIGINT,
    CONSTRAINT pk_seating PRIMARY KEY (stream_no, seq)
);
CREATE INDEX ix_seating_at ON seating (at);
CREATE TABLE ticket (
    stream_no INTEGER NOT NULL,
    ticket BIGINT NOT NULL,
    state_seq BIGINT DEFAULT 0 NOT NULL,
    number TEXT,
    service TEXT,
    state TEXT,
    priority BOOLEAN,
    counter INTEGER,
    clerk TEXT,
    calls INTEGER,
    training BOOLEAN,
    by_hand BOOLEAN,
    changed_at BIGINT,
    issue_seq BIGINT DEFAULT 0 NOT NULL,
    date TEXT,
    channel TEXT,
    ahead INTEGER,
    issued_at BIGINT,
    call_seq BIGINT DEFAULT 0 NOT NULL,
    called_at BIGINT,
    rule TEXT,
    because TEXT,
    waited_ms BIGINT,
    start_seq BIGINT DEFAULT 0 NOT NULL,
    started_at BIGINT,
    implied_start BOOLEAN,
    finish_seq BIGINT DEFAULT 0 NOT NULL,
    finished_at BIGINT,
    served_ms BIGINT,
    print_seq BIGINT DEFAULT 0 NOT NULL,
    print_state TEXT,
    print_reason TEXT,
    CONSTRAINT pk_ticket PRIMARY KEY (stream_no, ticket)
);
CREATE INDEX ix_ticket_date_stream_no ON ticket (date, stream_no);
CREATE TABLE undoing (
    stream_no INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    ticket BIGINT,
    act TEXT,
    state TEXT,
    counter INTEGER,
    clerk TEXT,
    at BIGINT,
    training BOOLEAN,
    CONSTRAINT pk_undoing PRIMARY KEY (stream_no, seq)
);
CREATE TABLE unprojected (
    id {big_identity},
    stream_no INTEGER NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    live BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT pk_unprojected PRIMARY KEY (id)
);
CREATE TABLE alarm (
    office_no INTEGER NOT NULL,
    what TEXT NOT NULL,
    times BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    detail TEXT NOT NULL,
    seen_at BIGINT,
    CONSTRAINT pk_alarm PRIMARY KEY (office_no, what),
    CONSTRAINT fk_alarm_office_no FOREIGN KEY(office_no) REFERENCES office (no)
);
CREATE TABLE boot (
    no {identity},
    office_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    epoch BIGINT,
    greeted_at BIGINT,
    returns INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_boot PRIMARY KEY (no),
    CONSTRAINT uq_boot_office_no_id UNIQUE (office_no, id),
    CONSTRAINT fk_boot_office_no FOREIGN KEY(office_no) REFERENCES office (no)
);
CREATE TABLE reject (
    id {identity},
    office_no INTEGER NOT NULL,
    box TEXT NOT NULL,
    code TEXT NOT NULL,
    stream TEXT,
    seq BIGINT,
    size INTEGER NOT NULL,
    payload {blob} NOT NULL,
    arrived_at BIGINT NOT NULL,
    CONSTRAINT pk_reject PRIMARY KEY (id),
    CONSTRAINT fk_reject_office_no FOREIGN KEY(office_no) REFERENCES office (no)
);
CREATE INDEX ix_reject_office_no ON reject (office_no);
CREATE TABLE result (
    office_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    arrived_at BIGINT NOT NULL,
    CONSTRAINT pk_result PRIMARY KEY (office_no, id),
    CONSTRAINT fk_result_office_no FOREIGN KEY(office_no) REFERENCES office (no)
);
CREATE TABLE stream (
    no {identity},
    office_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    CONSTRAINT pk_stream PRIMARY KEY (no),
    CONSTRAINT uq_stream_office_no_id UNIQUE (office_no, id),
    CONSTRAINT fk_stream_office_no FOREIGN KEY(office_no) REFERENCES office (no)
);
CREATE TABLE tally (
    office_no INTEGER NOT NULL,
    what TEXT NOT NULL,
    times BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    CONSTRAINT pk_tally PRIMARY KEY (office_no, what),
    CONSTRAINT fk_tally_office_no FOREIGN KEY(office_no) REFERENCES office (no)
);
CREATE TABLE audit (
    stream_no INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    date TEXT NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    announced {json} NOT NULL,
    found {json} NOT NULL,
    agrees BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (stream_no, seq),
    CONSTRAINT fk_audit_stream_no FOREIGN KEY(stream_no) REFERENCES stream (no)
);
CREATE TABLE head (
    stream_no INTEGER NOT NULL,
    spans TEXT DEFAULT '[]' NOT NULL,
    complete_to BIGINT DEFAULT 0 NOT NULL,
    known_to BIGINT DEFAULT 0 NOT NULL,
    pruned_to BIGINT DEFAULT 0 NOT NULL,
    pruned_digest {blob},
    received BIGINT DEFAULT 0 NOT NULL,
    last_fact_at BIGINT,
    live_at BIGINT,
    CONSTRAINT pk_head PRIMARY KEY (stream_no),
    CONSTRAINT fk_head_stream_no FOREIGN KEY(stream_no) REFERENCES stream (no)
);
CREATE TABLE quarantine (
    stream_no INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    digest {blob} NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    at BIGINT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    boot TEXT NOT NULL,
    arrived_at BIGINT NOT NULL,
    CONSTRAINT pk_quarantine PRIMARY KEY (stream_no, seq, digest),
    CONSTRAINT fk_quarantine_stream_no FOREIGN KEY(stream_no) REFERENCES stream (no)
);
"""
WORDS = {
    "postgresql": {
        "blob": "BYTEA",
        "json": "JSONB",
        "identity": "INTEGER GENERATED BY DEFAULT AS IDENTITY",
        "big_identity": "BIGINT GENERATED BY DEFAULT AS IDENTITY",
        "without_rowid": "",
    },
    "sqlite": {
        "blob": "BLOB",
        "json": "JSON",
        "identity": "INTEGER NOT NULL",
        "big_identity": "INTEGER NOT NULL",
        "without_rowid": " WITHOUT ROWID",
    },
}


def upgrade() -> None:
    conn = op.get_bind()
    for statement in DDL.format_map(WORDS[conn.dialect.name]).strip().split(";\n"):
        conn.exec_driver_sql(statement.removesuffix(";"))

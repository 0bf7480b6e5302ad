"""The first schema."""

from alembic import op

revision = "0001"
down_revision = None

# The DDL is pinned here as it was released; `office.store.tables` may move on, this text may not.
DDL = """
CREATE TABLE clerk (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    role TEXT NOT NULL CONSTRAINT ck_clerk_role CHECK (role IN ('clerk','head','technician','inspector')),
    area JSON,
    pin_hash TEXT,
    disabled BOOLEAN DEFAULT 0 NOT NULL,
    photo BLOB,
    photo_at INTEGER,
    made_at INTEGER NOT NULL,
    CONSTRAINT pk_clerk PRIMARY KEY (id)
);

CREATE TABLE counter (
    number INTEGER NOT NULL CONSTRAINT ck_counter_number CHECK (number BETWEEN 1 AND 99),
    name TEXT NOT NULL,
    retired BOOLEAN DEFAULT 0 NOT NULL,
    run INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (number)
);

CREATE TABLE day (
    id INTEGER NOT NULL,
    date TEXT NOT NULL,
    status TEXT NOT NULL CONSTRAINT ck_day_status CHECK (status IN ('open','closed')),
    training BOOLEAN DEFAULT 0 NOT NULL,
    opened TEXT NOT NULL,
    closed_at INTEGER,
    closed_by TEXT,
    last_return INTEGER DEFAULT 0 NOT NULL,
    last_arrival INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_day PRIMARY KEY (id)
);

CREATE INDEX ix_day_date ON day (date);

CREATE UNIQUE INDEX uq_open_day ON day (status) WHERE status = 'open';

CREATE TABLE device_condition (
    device TEXT NOT NULL,
    condition TEXT NOT NULL,
    detail TEXT,
    since INTEGER NOT NULL,
    CONSTRAINT pk_device_condition PRIMARY KEY (device)
);

CREATE TABLE device_token (
    id TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    hash BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    revoked_at INTEGER,
    CONSTRAINT pk_device_token PRIMARY KEY (id),
    CONSTRAINT uq_device_token_hash UNIQUE (hash)
);

CREATE TABLE free_text (
    id INTEGER NOT NULL,
    salt BLOB NOT NULL,
    text TEXT,
    made_at INTEGER NOT NULL,
    erased_at INTEGER,
    CONSTRAINT pk_free_text PRIMARY KEY (id)
);

CREATE TABLE kept_answer (
    request_id TEXT NOT NULL,
    digest BLOB NOT NULL,
    created BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT pk_kept_answer PRIMARY KEY (request_id)
);

CREATE INDEX ix_kept_answer_at ON kept_answer (at);

CREATE TABLE series_floor (
    date TEXT NOT NULL,
    prefix TEXT NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT pk_series_floor PRIMARY KEY (date, prefix)
);

CREATE TABLE service (
    id TEXT NOT NULL,
    prefix TEXT NOT NULL CONSTRAINT ck_service_letter CHECK (prefix GLOB '[A-Z]'),
    name TEXT NOT NULL,
    name_en TEXT DEFAULT '' NOT NULL,
    detail TEXT DEFAULT '' NOT NULL,
    detail_en TEXT DEFAULT '' NOT NULL,
    switched_on BOOLEAN DEFAULT 1 NOT NULL,
    quota INTEGER CONSTRAINT ck_service_quota CHECK (quota IS NULL OR quota >= 0),
    position INTEGER DEFAULT 0 NOT NULL,
    retired BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT pk_service PRIMARY KEY (id)
);

CREATE UNIQUE INDEX uq_service_prefix ON service (prefix) WHERE NOT retired;

CREATE TABLE setting (
    "key" TEXT NOT NULL,
    value JSON NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY ("key")
);

CREATE TABLE stream (
    no INTEGER NOT NULL,
    id TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    machine TEXT NOT NULL,
    CONSTRAINT pk_stream PRIMARY KEY (no),
    CONSTRAINT uq_stream_id UNIQUE (id)
);

CREATE TABLE anchor (
    stream_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    digest BLOB NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT pk_anchor PRIMARY KEY (stream_no),
    CONSTRAINT fk_anchor_stream_no FOREIGN KEY(stream_no) REFERENCES stream (no)
);

CREATE TABLE counter_service (
    counter INTEGER NOT NULL,
    service TEXT NOT NULL,
    CONSTRAINT pk_counter_service PRIMARY KEY (counter, service),
    CONSTRAINT fk_counter_service_counter FOREIGN KEY(counter) REFERENCES counter (number),
    CONSTRAINT fk_counter_service_service FOREIGN KEY(service) REFERENCES service (id)
);

CREATE TABLE counter_session (
    id INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    clerk TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    paused_at INTEGER,
    pause_reason TEXT,
    CONSTRAINT pk_counter_session PRIMARY KEY (id),
    CONSTRAINT fk_counter_session_counter FOREIGN KEY(counter) REFERENCES counter (number),
    CONSTRAINT fk_counter_session_clerk FOREIGN KEY(clerk) REFERENCES clerk (id)
);

CREATE UNIQUE INDEX uq_open_session_clerk ON counter_session (clerk) WHERE closed_at IS NULL;

CREATE UNIQUE INDEX uq_open_session_counter ON counter_session (counter) WHERE closed_at IS NULL;

CREATE TABLE fact (
    stream_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    mono INTEGER NOT NULL,
    boot TEXT NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    subject TEXT NOT NULL,
    fact TEXT NOT NULL,
    digest BLOB NOT NULL,
    CONSTRAINT pk_fact PRIMARY KEY (stream_no, seq),
    CONSTRAINT fk_fact_stream_no FOREIGN KEY(stream_no) REFERENCES stream (no)
)
 WITHOUT ROWID;

CREATE INDEX ix_fact_kind ON fact (kind, stream_no, seq);

CREATE TABLE last_act (
    counter INTEGER NOT NULL,
    act TEXT NOT NULL,
    clerk TEXT NOT NULL,
    day INTEGER NOT NULL,
    at TEXT NOT NULL,
    undo JSON,
    CONSTRAINT pk_last_act PRIMARY KEY (counter),
    CONSTRAINT fk_last_act_counter FOREIGN KEY(counter) REFERENCES counter (number),
    CONSTRAINT fk_last_act_day FOREIGN KEY(day) REFERENCES day (id)
);

CREATE TABLE one_time_key (
    hash BLOB NOT NULL,
    device TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT pk_one_time_key PRIMARY KEY (hash),
    CONSTRAINT fk_one_time_key_device FOREIGN KEY(device) REFERENCES device_token (id)
);

CREATE TABLE reader (
    name TEXT NOT NULL,
    stream_no INTEGER NOT NULL,
    place INTEGER NOT NULL,
    CONSTRAINT pk_reader PRIMARY KEY (name, stream_no),
    CONSTRAINT fk_reader_stream_no FOREIGN KEY(stream_no) REFERENCES stream (no)
);

CREATE TABLE series (
    day INTEGER NOT NULL,
    prefix TEXT NOT NULL,
    last INTEGER NOT NULL,
    given INTEGER DEFAULT 0 NOT NULL,
    calls INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_series PRIMARY KEY (day, prefix),
    CONSTRAINT fk_series_day FOREIGN KEY(day) REFERENCES day (id)
);

CREATE TABLE ticket (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    day INTEGER NOT NULL,
    number TEXT NOT NULL,
    service TEXT NOT NULL,
    priority BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    channel TEXT NOT NULL,
    arrival INTEGER NOT NULL,
    first_arrival INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    returned INTEGER,
    for_counter INTEGER,
    counter INTEGER,
    clerk TEXT,
    calls INTEGER DEFAULT 0 NOT NULL,
    called_at INTEGER,
    started_at INTEGER,
    finished_at INTEGER,
    first_call TEXT,
    "left" TEXT,
    issued TEXT,
    started TEXT,
    served_ms INTEGER,
    calls_at_left INTEGER,
    park_reason TEXT,
    rule TEXT,
    because TEXT,
    training BOOLEAN DEFAULT 0 NOT NULL,
    by_hand BOOLEAN DEFAULT 0 NOT NULL,
    ahead_at_issue INTEGER,
    print_state TEXT DEFAULT 'off' NOT NULL,
    print_reason TEXT,
    print_job TEXT,
    reprints INTEGER DEFAULT 0 NOT NULL,
    version INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT uq_ticket_day_number UNIQUE (day, number),
    CONSTRAINT ck_ticket_state CHECK (state IN ('waiting','called','serving','parked','done','no_show','cancelled','expired')),
    CONSTRAINT ck_ticket_active_has_counter CHECK (state NOT IN ('called','serving') OR counter IS NOT NULL),
    CONSTRAINT fk_ticket_day FOREIGN KEY(day) REFERENCES day (id),
    CONSTRAINT fk_ticket_service FOREIGN KEY(service) REFERENCES service (id),
    CONSTRAINT fk_ticket_for_counter FOREIGN KEY(for_counter) REFERENCES counter (number),
    CONSTRAINT fk_ticket_counter FOREIGN KEY(counter) REFERENCES counter (number),
    CONSTRAINT fk_ticket_clerk FOREIGN KEY(clerk) REFERENCES clerk (id)
);

CREATE INDEX ix_ticket_day_state ON ticket (day, state);

CREATE UNIQUE INDEX uq_active_ticket_counter ON ticket (counter) WHERE state IN ('called','serving');

CREATE TABLE web_session (
    hash BLOB NOT NULL,
    clerk TEXT,
    device TEXT,
    counter INTEGER,
    csrf TEXT NOT NULL,
    made TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT pk_web_session PRIMARY KEY (hash),
    CONSTRAINT ck_web_session_owner CHECK ((clerk IS NULL) <> (device IS NULL)),
    CONSTRAINT fk_web_session_clerk FOREIGN KEY(clerk) REFERENCES clerk (id),
    CONSTRAINT fk_web_session_device FOREIGN KEY(device) REFERENCES device_token (id),
    CONSTRAINT fk_web_session_counter FOREIGN KEY(counter) REFERENCES counter (number)
);

CREATE TABLE call (
    id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    ticket INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    at INTEGER NOT NULL,
    recall BOOLEAN NOT NULL,
    CONSTRAINT pk_call PRIMARY KEY (id),
    CONSTRAINT fk_call_day FOREIGN KEY(day) REFERENCES day (id),
    CONSTRAINT fk_call_ticket FOREIGN KEY(ticket) REFERENCES ticket (id),
    CONSTRAINT fk_call_counter FOREIGN KEY(counter) REFERENCES counter (number)
);

CREATE INDEX ix_call_day ON call (day);

CREATE TABLE rating_reasons (
    ticket INTEGER NOT NULL,
    reasons JSON NOT NULL,
    text INTEGER,
    at INTEGER NOT NULL,
    CONSTRAINT pk_rating_reasons PRIMARY KEY (ticket),
    CONSTRAINT fk_rating_reasons_ticket FOREIGN KEY(ticket) REFERENCES ticket (id),
    CONSTRAINT fk_rating_reasons_text FOREIGN KEY(text) REFERENCES free_text (id)
);

CREATE TABLE rating_window (
    id INTEGER NOT NULL,
    ticket INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    clerk TEXT,
    service TEXT NOT NULL,
    opened TEXT NOT NULL,
    closes_at INTEGER NOT NULL,
    scale INTEGER NOT NULL,
    outcome TEXT,
    closed TEXT,
    CONSTRAINT pk_rating_window PRIMARY KEY (id),
    CONSTRAINT fk_rating_window_ticket FOREIGN KEY(ticket) REFERENCES ticket (id),
    CONSTRAINT fk_rating_window_counter FOREIGN KEY(counter) REFERENCES counter (number),
    CONSTRAINT fk_rating_window_clerk FOREIGN KEY(clerk) REFERENCES clerk (id),
    CONSTRAINT fk_rating_window_service FOREIGN KEY(service) REFERENCES service (id)
);

CREATE INDEX ix_rating_window_ticket ON rating_window (ticket);

CREATE UNIQUE INDEX uq_open_window_counter ON rating_window (counter) WHERE outcome IS NULL;

CREATE TABLE rating (
    ticket INTEGER NOT NULL,
    question TEXT NOT NULL,
    window INTEGER NOT NULL,
    level INTEGER NOT NULL,
    scale INTEGER NOT NULL,
    channel TEXT NOT NULL,
    first TEXT NOT NULL,
    CONSTRAINT pk_rating PRIMARY KEY (ticket, question),
    CONSTRAINT ck_rating_level CHECK (level BETWEEN 1 AND scale),
    CONSTRAINT fk_rating_ticket FOREIGN KEY(ticket) REFERENCES ticket (id),
    CONSTRAINT fk_rating_window FOREIGN KEY(window) REFERENCES rating_window (id)
);

CREATE TRIGGER fact_stays BEFORE UPDATE ON fact
BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;

CREATE TRIGGER fact_goes_only_behind_anchor BEFORE DELETE ON fact
WHEN OLD.seq > COALESCE((SELECT seq FROM anchor WHERE stream_no = OLD.stream_no), 0)
BEGIN SELECT RAISE(ABORT, 'a fact is removed only behind the anchor'); END;
"""


def upgrade() -> None:
    for statement in DDL.split(";\n\n"):
        op.execute(statement.strip().removesuffix(";"))

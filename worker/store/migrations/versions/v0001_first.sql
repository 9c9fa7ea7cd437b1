CREATE TABLE audit (
    id {counter},
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action VARCHAR(32) NOT NULL,
    case_id VARCHAR(32),
    person VARCHAR(32),
    detail TEXT NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (id)
);

CREATE INDEX ix_audit_at ON audit (at);

CREATE INDEX ix_audit_case_id ON audit (case_id);

CREATE INDEX ix_audit_person ON audit (person);

CREATE TABLE buckets (
    name VARCHAR(32) NOT NULL,
    tokens FLOAT NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_buckets PRIMARY KEY (name)
);

CREATE TABLE cursors (
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    since BIGINT,
    CONSTRAINT pk_cursors PRIMARY KEY (account, folder)
);

CREATE TABLE mails (
    id {counter},
    account TEXT NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    twin VARCHAR(64),
    case_id VARCHAR(32) NOT NULL,
    message_id TEXT,
    size BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    state VARCHAR(12) NOT NULL,
    due BIGINT,
    owner TEXT,
    fence INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    faults INTEGER NOT NULL,
    error TEXT,
    forgotten_at BIGINT,
    CONSTRAINT pk_mails PRIMARY KEY (id),
    CONSTRAINT uq_mails_account_content_hash UNIQUE (account, content_hash),
    CONSTRAINT uq_mails_case_id UNIQUE (case_id)
);

CREATE INDEX ix_mails_account_twin ON mails (account, twin);

CREATE INDEX ix_mails_due ON mails (due);

CREATE INDEX ix_mails_state ON mails (state);

CREATE TABLE settings (
    name VARCHAR(32) NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_settings PRIMARY KEY (name)
);

CREATE TABLE spending (
    name VARCHAR(32) NOT NULL,
    day VARCHAR(10) NOT NULL,
    number INTEGER NOT NULL,
    CONSTRAINT pk_spending PRIMARY KEY (name, day)
);

CREATE TABLE cases (
    id VARCHAR(32) NOT NULL,
    mail_id {key} NOT NULL,
    account TEXT NOT NULL,
    arrived_at BIGINT NOT NULL,
    judged_at BIGINT NOT NULL,
    outcome VARCHAR(16) NOT NULL,
    bucket VARCHAR(32),
    confidence FLOAT NOT NULL,
    language VARCHAR(8) NOT NULL,
    verdict VARCHAR(16),
    priority VARCHAR(8) NOT NULL,
    gap VARCHAR(64),
    cash_out BIGINT NOT NULL,
    mrr_change BIGINT NOT NULL,
    currency VARCHAR(3),
    digest VARCHAR(64) NOT NULL,
    checked_at BIGINT NOT NULL,
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    status VARCHAR(16) NOT NULL,
    status_at BIGINT NOT NULL,
    status_by TEXT,
    snoozed_until BIGINT,
    changed TEXT,
    draft_state VARCHAR(12),
    memory TEXT NOT NULL,
    shown TEXT NOT NULL,
    CONSTRAINT pk_cases PRIMARY KEY (id),
    CONSTRAINT uq_cases_mail_id UNIQUE (mail_id),
    CONSTRAINT fk_cases_mail_id FOREIGN KEY(mail_id) REFERENCES mails (id) ON DELETE CASCADE
);

CREATE INDEX ix_cases_arrived_at_id ON cases (arrived_at, id);

CREATE INDEX ix_cases_bucket_arrived_at ON cases (bucket, arrived_at);

CREATE INDEX ix_cases_gap ON cases (gap);

CREATE INDEX ix_cases_outcome_status_checked_at ON cases (outcome, status, checked_at);

CREATE TABLE customers (
    mail_id {key} NOT NULL,
    customer VARCHAR(255) NOT NULL,
    CONSTRAINT pk_customers PRIMARY KEY (mail_id, customer),
    CONSTRAINT fk_customers_mail_id FOREIGN KEY(mail_id) REFERENCES mails (id) ON DELETE CASCADE
);

CREATE INDEX ix_customers_customer ON customers (customer);

CREATE TABLE locations (
    id {counter},
    mail_id {key} NOT NULL,
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_locations PRIMARY KEY (id),
    CONSTRAINT uq_locations_account_folder_uidvalidity_uid_name UNIQUE (account, folder, uidvalidity, uid, name),
    CONSTRAINT fk_locations_mail_id FOREIGN KEY(mail_id) REFERENCES mails (id) ON DELETE CASCADE
);

CREATE INDEX ix_locations_account_name ON locations (account, name);

CREATE INDEX ix_locations_mail_id ON locations (mail_id);

CREATE TABLE outbox (
    mail_id {key} NOT NULL,
    "key" VARCHAR(128) NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (mail_id, "key"),
    CONSTRAINT fk_outbox_mail_id FOREIGN KEY(mail_id) REFERENCES mails (id) ON DELETE CASCADE
);

CREATE TABLE persons (
    mail_id {key} NOT NULL,
    person VARCHAR(32) NOT NULL,
    role VARCHAR(10) NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_persons PRIMARY KEY (mail_id, person, role),
    CONSTRAINT fk_persons_mail_id FOREIGN KEY(mail_id) REFERENCES mails (id) ON DELETE CASCADE
);

CREATE INDEX ix_persons_person_role_at ON persons (person, role, at);

CREATE TABLE raws (
    mail_id {key} NOT NULL,
    taken_at BIGINT NOT NULL,
    sealed {bytes} NOT NULL,
    CONSTRAINT pk_raws PRIMARY KEY (mail_id),
    CONSTRAINT fk_raws_mail_id FOREIGN KEY(mail_id) REFERENCES mails (id) ON DELETE CASCADE
);

CREATE INDEX ix_raws_taken_at ON raws (taken_at);

CREATE TABLE steps (
    mail_id {key} NOT NULL,
    name VARCHAR(64) NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_steps PRIMARY KEY (mail_id, name),
    CONSTRAINT fk_steps_mail_id FOREIGN KEY(mail_id) REFERENCES mails (id) ON DELETE CASCADE
);

CREATE TABLE threads (
    mail_id {key} NOT NULL,
    "key" VARCHAR(32) NOT NULL,
    role VARCHAR(10) NOT NULL,
    CONSTRAINT pk_threads PRIMARY KEY (mail_id, "key", role),
    CONSTRAINT fk_threads_mail_id FOREIGN KEY(mail_id) REFERENCES mails (id) ON DELETE CASCADE
);

CREATE INDEX ix_threads_key_role ON threads ("key", role);

CREATE TABLE corrections (
    id {counter},
    case_id VARCHAR(32) NOT NULL,
    at BIGINT NOT NULL,
    "by" TEXT NOT NULL,
    kind VARCHAR(16) NOT NULL,
    was TEXT,
    should_be TEXT,
    remark TEXT,
    CONSTRAINT pk_corrections PRIMARY KEY (id),
    CONSTRAINT fk_corrections_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
);

CREATE INDEX ix_corrections_at ON corrections (at);

CREATE INDEX ix_corrections_case_id ON corrections (case_id);

CREATE TABLE drafts (
    case_id VARCHAR(32) NOT NULL,
    revision INTEGER NOT NULL,
    written_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_drafts PRIMARY KEY (case_id, revision),
    CONSTRAINT fk_drafts_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
);

CREATE TABLE notes (
    case_id VARCHAR(32) NOT NULL,
    revision INTEGER NOT NULL,
    written_at BIGINT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_notes PRIMARY KEY (case_id, revision),
    CONSTRAINT fk_notes_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
);

CREATE TABLE records (
    case_id VARCHAR(32) NOT NULL,
    message TEXT NOT NULL,
    reading TEXT NOT NULL,
    billing TEXT NOT NULL,
    judged TEXT NOT NULL,
    CONSTRAINT pk_records PRIMARY KEY (case_id),
    CONSTRAINT fk_records_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
);

CREATE TABLE reviews (
    id {counter},
    case_id VARCHAR(32) NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    at BIGINT NOT NULL,
    "by" TEXT NOT NULL,
    decision VARCHAR(16) NOT NULL,
    reason TEXT,
    subject TEXT,
    body TEXT,
    edited FLOAT,
    CONSTRAINT pk_reviews PRIMARY KEY (id),
    CONSTRAINT uq_reviews_case_id_version UNIQUE (case_id, version),
    CONSTRAINT fk_reviews_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
);

CREATE INDEX ix_reviews_at ON reviews (at)

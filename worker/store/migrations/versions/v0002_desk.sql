CREATE TABLE lines (
    case_id VARCHAR(32) NOT NULL,
    sender TEXT NOT NULL,
    subject TEXT NOT NULL,
    proposed TEXT NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT pk_lines PRIMARY KEY (case_id),
    CONSTRAINT fk_lines_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
);

CREATE TABLE agents (
    name VARCHAR(64) NOT NULL,
    role VARCHAR(8) NOT NULL,
    password TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT pk_agents PRIMARY KEY (name)
);

CREATE TABLE sessions (
    token VARCHAR(64) NOT NULL,
    agent VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    CONSTRAINT pk_sessions PRIMARY KEY (token),
    CONSTRAINT fk_sessions_agent FOREIGN KEY(agent) REFERENCES agents (name) ON DELETE CASCADE
);

CREATE INDEX ix_sessions_agent ON sessions (agent);

CREATE TABLE clients (
    name VARCHAR(64) NOT NULL,
    token VARCHAR(64) NOT NULL,
    role VARCHAR(8) NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT,
    CONSTRAINT pk_clients PRIMARY KEY (name),
    CONSTRAINT uq_clients_token UNIQUE (token)
);

CREATE TABLE traits (
    case_id VARCHAR(32) NOT NULL,
    intent VARCHAR(32) NOT NULL,
    template VARCHAR(96),
    plan VARCHAR(16),
    CONSTRAINT pk_traits PRIMARY KEY (case_id),
    CONSTRAINT fk_traits_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
);

CREATE TABLE hits (
    case_id VARCHAR(32) NOT NULL,
    rule VARCHAR(96) NOT NULL,
    CONSTRAINT pk_hits PRIMARY KEY (case_id, rule),
    CONSTRAINT fk_hits_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
);

CREATE INDEX ix_hits_rule ON hits (rule)

CREATE TABLE answers (
    key VARCHAR(32) NOT NULL,
    case_id VARCHAR(32),
    person VARCHAR(32),
    at BIGINT NOT NULL,
    sealed {bytes} NOT NULL,
    CONSTRAINT pk_answers PRIMARY KEY (key)
);

CREATE INDEX ix_answers_case_id ON answers (case_id);

CREATE INDEX ix_answers_person ON answers (person);

CREATE INDEX ix_answers_at ON answers (at);

CREATE TABLE asks (
    day VARCHAR(10) NOT NULL,
    model VARCHAR(96) NOT NULL,
    result VARCHAR(64) NOT NULL,
    number INTEGER NOT NULL,
    milliseconds BIGINT NOT NULL,
    tokens_in BIGINT NOT NULL,
    tokens_out BIGINT NOT NULL,
    dropped INTEGER NOT NULL,
    CONSTRAINT pk_asks PRIMARY KEY (day, model, result)
);

CREATE TABLE testimonies (
    case_id VARCHAR(32) NOT NULL,
    model VARCHAR(96) NOT NULL,
    prompt VARCHAR(16) NOT NULL,
    intent VARCHAR(32),
    CONSTRAINT pk_testimonies PRIMARY KEY (case_id),
    CONSTRAINT fk_testimonies_case_id FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
)

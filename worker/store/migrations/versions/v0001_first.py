"""The first shape of the store."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

# A column that counts up has its own type on each database, and so have bytes.
_WORDS_OF_SQLITE = {"counter": "INTEGER NOT NULL", "key": "INTEGER", "bytes": "BLOB"}
_WORDS_OF_POSTGRESQL = {"counter": "BIGSERIAL NOT NULL", "key": "BIGINT", "bytes": "BYTEA"}
_REFUSAL = "audit is append-only"
_SQLITE = (
    f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
        WHEN NOT (NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.actor IS OLD.actor AND NEW.action IS OLD.action
            AND NEW.case_id IS OLD.case_id AND NEW.person IS OLD.person AND NEW.detail = '{{"erased":true}}')
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
)
_POSTGRESQL = (
    f"""CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF (NEW.id, NEW.at, NEW.actor, NEW.action, NEW.case_id, NEW.person)
                    IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.actor, OLD.action, OLD.case_id, OLD.person)
                    AND NEW.detail = '{{"erased":true}}' THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION '{_REFUSAL}';
        END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
        FOR EACH ROW EXECUTE FUNCTION audit_append_only()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()""",
)


def upgrade() -> None:
    """Everything from nothing."""
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    words = _WORDS_OF_SQLITE if sqlite else _WORDS_OF_POSTGRESQL
    tables = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").format(**words)
    for statement in (*tables.split(";\n\n"), *(_SQLITE if sqlite else _POSTGRESQL)):
        connection.exec_driver_sql(statement)

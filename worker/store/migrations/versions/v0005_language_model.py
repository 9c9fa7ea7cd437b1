"""What the language model answered, what it cost, and what it said of each case."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"

_BYTES = {"sqlite": "BLOB", "postgresql": "BYTEA"}


def upgrade() -> None:
    """The new tables."""
    connection = op.get_bind()
    tables = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in tables.format(bytes=_BYTES[connection.dialect.name]).split(";\n\n"):
        connection.exec_driver_sql(statement)

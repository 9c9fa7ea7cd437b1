"""What the review desk needs: the lines of its queue, its agents, their sessions, and the clients of its API."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """The new tables."""
    connection = op.get_bind()
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split(";\n\n"):
        connection.exec_driver_sql(statement)

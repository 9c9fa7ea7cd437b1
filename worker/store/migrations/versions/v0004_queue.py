"""What the queue shows of a case beside its bucket: label, why a human must look, amount. Lines are drawn anew."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The columns; the lines themselves are drawn when the store is next opened."""
    connection = op.get_bind()
    for name in ("label", "why", "amount"):
        connection.exec_driver_sql(f"ALTER TABLE lines ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
    connection.exec_driver_sql("DELETE FROM lines")
    connection.exec_driver_sql("DELETE FROM settings WHERE name = 'lines drawn'")

"""What of a mail its server did not give: a column, since a field in the mail is anybody's words."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """One more column; null for what came whole."""
    op.get_bind().exec_driver_sql("ALTER TABLE mails ADD COLUMN lacking TEXT")

"""The moment at which the tests' mails arrive."""

from datetime import UTC, datetime

MONDAY = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)

"""The case book: every mail, what was made of it, and who works on it."""

from pathlib import Path
from typing import Self

from sqlalchemy import make_url

from parsers.errors import ConfigError
from worker.store import schema
from worker.store.accounts import Agents
from worker.store.case_reader import Archive
from worker.store.database import Clock, Database
from worker.store.encryption import Cipher, key_beside
from worker.store.inbox_store import Mailroom
from worker.store.maintenance import Upkeep
from worker.store.queue_pages import QueuePages
from worker.store.recheck_store import Revisions
from worker.store.review_store import Decisions
from worker.store.statistics import Statistics
from worker.store.work_queue import Worklist


class CaseBook(Mailroom, Worklist, Archive, Upkeep, Decisions, Revisions, Agents, Statistics, QueuePages):
    """Open with `CaseBook.open`. Safe for several threads; several processes may share one database.

    Every method raises `StoreUnavailable` where the database is out of reach.
    """

    @classmethod
    def open(cls, url: str, *, key: str | None = None, clock: Clock | None = None, sender_cap: int = 10) -> Self:
        """Open or make the store at an SQLAlchemy URL, brought to the newest shape.

        `key` is a Fernet key; without one, that of an SQLite database lies in a file beside it, made on first use.
        `clock` stands in for the database's in tests. Raises `ConfigError`, `StoreUnavailable`.
        """
        database = Database(url, clock=clock)
        try:
            vault = Cipher(_prepared(url, key))
            schema.migrate(database)
            book = cls(database, vault, schema.pseudonyms(database, vault), sender_cap=sender_cap)
            book.draw_lines()
            return book
        except BaseException:
            database.close()
            raise


def _prepared(url: str, key: str | None) -> str:
    """The store's key; an SQLite file is made first, readable by its owner only, as its log and key will be."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        path = Path(parsed.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        return key or key_beside(path)
    if not key:
        raise ConfigError('store.key is not set: write key = { env = "DESKHAND_STORE_KEY" } under [store]')
    return key

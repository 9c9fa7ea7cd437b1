"""Brings a database to the newest shape, and settles the secrets that belong to it."""

import hashlib
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from parsers.errors import ConfigError
from worker.store.database import Database, Transaction
from worker.store.encryption import Cipher, Pseudonyms, new_pepper
from worker.store.tables import settings

HEAD = "0002"
_LOCK = int.from_bytes(hashlib.sha256(b"deskhand:schema").digest()[:8], "big", signed=True)


def migrate(database: Database) -> None:
    """Up to the newest migration, all or nothing; two that start at once take turns. Raises `ConfigError` for a store
    that a newer version wrote.
    """
    with database.read() as tx:
        if _version(tx.connection) == HEAD:
            return
    with database.write(durable=True) as tx:
        if not tx.sqlite:
            tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        version = _version(tx.connection)
        if version != HEAD:
            _upgrade(tx.connection, version)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def _upgrade(connection: Connection, version: str | None) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version and version not in known:
        raise ConfigError(f"the store was written by a newer version (schema {version}): upgrade deskhand")
    command.upgrade(config, "head")


def pseudonyms(database: Database, vault: Cipher) -> Pseudonyms:
    """The store's own pepper, made on the first start; opening it proves the key. Raises `ConfigError`."""
    with database.write(durable=True) as tx:
        sealed = vault.seal(new_pepper()).decode()
        tx.execute(tx.insert(settings).on_conflict_do_nothing(), {"name": "pepper", "value": sealed})
        return Pseudonyms(vault.open(_setting(tx, "pepper").encode()))


def _setting(tx: Transaction, name: str) -> str:
    return str(tx.execute(settings.select().where(settings.c.name == name)).one().value)

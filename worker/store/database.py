"""The engine beneath the case book: SQLite or PostgreSQL, how a transaction begins, and whose clock counts."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Engine, Executable, Result, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError

from parsers.errors import ConfigError, StoreUnavailable
from worker.store.storable import keep_storable
from worker.store.times import moment

Clock = Callable[[], datetime]
Insert = postgresql.Insert | sqlite.Insert

_BUSY_SECONDS = 30


class Transaction:
    """An open transaction. `now` is one time for all of it: the database's own on PostgreSQL, where workers on
    several machines must agree when a lease ends; this machine's on SQLite.
    """

    def __init__(self, connection: Connection, clock: Clock | None) -> None:
        self.connection = connection
        self.sqlite = connection.dialect.name == "sqlite"
        self._clock = clock

    @cached_property
    def now(self) -> datetime:
        """Aware, UTC."""
        if self._clock:
            return self._clock()
        if self.sqlite:
            return datetime.now(UTC)
        clock = text("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)")
        return moment(self.connection.execute(clock).scalar_one())

    def execute(self, statement: Executable, rows: Any = None) -> Result[Any]:
        """Run a statement; `rows` are its parameters."""
        return self.connection.execute(statement, rows)

    def change(self, statement: Executable, values: Any = None) -> int:
        """Run an UPDATE or DELETE; how many rows it found."""
        return int(cast("CursorResult[Any]", self.connection.execute(statement, values)).rowcount)

    def insert(self, table: Table) -> Insert:
        """An INSERT that knows ON CONFLICT."""
        return insert_into(table, self.sqlite)


def insert_into(table: Table, is_sqlite: bool) -> Insert:
    """An INSERT that knows ON CONFLICT, of either database."""
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


class Database:
    """Opens transactions. Raises `ConfigError` for an URL we cannot use."""

    def __init__(self, url: str, *, clock: Clock | None = None) -> None:
        self._clock = clock
        self.engine = _engine(url)
        keep_storable(self.engine)
        self.sqlite = self.engine.dialect.name == "sqlite"
        # SQLite's own wait for a lock sleeps and asks again; a queue in this process is quicker and fair.
        self._turn = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Takes no lock. On SQLite each statement sees the newest state: a read that spans several must not rely on
        their agreeing.
        """
        with _translated(), self.engine.connect() as connection, connection.begin():
            yield Transaction(connection, self._clock)

    @contextmanager
    def write(self, *, durable: bool = False) -> Iterator[Transaction]:
        """All or nothing.

        Every commit survives the death of the process. `durable` survives the death of the machine too, and with it
        all commits before: it is for promises to others (a mail accepted, a draft about to be put down), and costs
        an fsync.
        """
        with _translated(), self._turn if self.sqlite else _nothing(), self.engine.connect() as connection:
            # IMMEDIATE: a read that turns into a write may find the database locked, and no wait would help.
            connection.execution_options(begin="BEGIN IMMEDIATE", synchronous="FULL" if durable else "NORMAL")
            with connection.begin():
                if not self.sqlite and not durable:
                    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
                yield Transaction(connection, self._clock)

    @contextmanager
    def bare(self) -> Iterator[Connection]:
        """A connection outside any transaction: for VACUUM and the like."""
        with _translated(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(url)
        if parsed.drivername == "postgresql+psycopg":
            return create_engine(parsed, pool_pre_ping=True, pool_size=8, max_overflow=16)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise ConfigError(f"store.url cannot be used: {error}") from error
    raise ConfigError(
        f"store.url: {parsed.drivername} is not supported; write sqlite:///deskhand.db or postgresql+psycopg://…"
    )


def _sqlite(url: str) -> Engine:
    if make_url(url).database in {None, "", ":memory:"}:
        raise ConfigError("store.url names no file: write sqlite:///deskhand.db")
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        # The driver must not begin transactions on its own: it would begin them too late, and not around DDL.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if "begin" not in options:
            return
        if connection.info.get("synchronous") != options["synchronous"]:
            connection.exec_driver_sql(f"PRAGMA synchronous={options['synchronous']}")
            connection.info["synchronous"] = options["synchronous"]
        connection.exec_driver_sql(options["begin"])

    return engine


@contextmanager
def _translated() -> Iterator[None]:
    """What passes on a database is a passing fault of ours; a slip of ours stays what it is."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StoreUnavailable(f"the store does not answer: {error.orig}") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StoreUnavailable(f"the store went away: {error.orig}") from error
        raise


@contextmanager
def _nothing() -> Iterator[None]:
    yield

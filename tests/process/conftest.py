"""A shell in a fresh installation; it sees to it that a test runs the commands it stands for in the table."""

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from tests.process.shell import Shell
from tests.process.table import not_run, run_by
from worker.demo.stripe import StandIn

RECORDED = ("duplicate", "cancel", "invoice", "out-of-office")


@pytest.fixture(scope="session")
def stripe() -> Iterator[StandIn]:
    """The demo's Stripe account."""
    with StandIn(Path(str(files("worker.demo").joinpath("scenario.toml")))) as found:
        yield found


@pytest.fixture
def shell(tmp_path: Path, stripe: StandIn, request: pytest.FixtureRequest) -> Iterator[Shell]:
    """In an installation that has read nothing yet."""
    for part in ("new", "cur", "tmp"):
        (tmp_path / "mail" / part).mkdir(parents=True)
    found = Shell(tmp_path, stripe)
    found.configure()
    yield found
    test = f"{request.path.name}::{request.node.originalname}"
    for command in run_by(test):
        assert not_run(command, found.typed) == set(), f"{test} stands in the table and runs not all of {command}"


@pytest.fixture(scope="session")
def done_once(tmp_path_factory: pytest.TempPathFactory, stripe: StandIn) -> Path:
    """A folder whose four sample mails were worked off: what a process did once serves many tests."""
    folder = tmp_path_factory.mktemp("worked")
    for part in ("new", "cur", "tmp"):
        (folder / "mail" / part).mkdir(parents=True)
    made = Shell(folder, stripe)
    made.configure()
    made.receive(*RECORDED)
    assert made.run("once").status == 0
    return folder


@pytest.fixture
def worked(shell: Shell, done_once: Path) -> Shell:
    """In an installation that has worked off four sample mails."""
    shutil.copytree(done_once, shell.folder, dirs_exist_ok=True)
    return shell

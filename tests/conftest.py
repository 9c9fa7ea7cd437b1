"""Leaves out the tests whose real part is missing, and says so in the last lines; under CI that is a failure."""

import os

import pytest

from tests.support.parts import Part, missing

_LEFT_OUT = pytest.StashKey[dict[Part, int]]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    absent = {part.fixture: part for part in missing()}
    left_out: dict[Part, int] = {}
    kept: list[pytest.Item] = []
    dropped: list[pytest.Item] = []
    for item in items:
        needs = [absent[name] for name in getattr(item, "fixturenames", ()) if name in absent]
        for part in needs:
            left_out[part] = left_out.get(part, 0) + 1
        (dropped if needs else kept).append(item)
    config.stash[_LEFT_OUT] = left_out
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if session.config.stash.get(_LEFT_OUT, {}) and os.environ.get("CI") == "true" and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    for part, count in config.stash.get(_LEFT_OUT, {}).items():
        print(f"left out {count} tests: {part.program} is not installed; bring it with: {part.mend}")

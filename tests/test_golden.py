"""The golden folders: the specification of cases, drafts and notes, byte for byte."""

import difflib
from collections.abc import Iterator

import pytest

from tests.golden_cases import GOLDEN, Bench, Golden, ending, goldens, texts
from tests.golden_write import KEPT

FOLDERS = tuple(goldens())
TWINS = tuple(golden for golden in FOLDERS if golden.folder.name == "twin")


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


@pytest.mark.parametrize("golden", FOLDERS, ids=lambda golden: golden.name)
def test_a_golden_folder_comes_out_as_written(golden: Golden, bench: Bench) -> None:
    made = texts(bench.consider(golden))
    kept = {name: path.read_text(encoding="utf-8") for name in KEPT if (path := golden.folder / name).exists()}
    assert made == kept


@pytest.mark.parametrize("twin", TWINS, ids=lambda golden: golden.name)
def test_a_twin_differs_in_one_fact_and_ends_elsewhere(twin: Golden, bench: Bench) -> None:
    first = Golden(name=twin.folder.parent.name, mail=twin.mail, folder=twin.folder.parent)
    lines = [golden.account.read_text(encoding="utf-8").splitlines() for golden in (first, twin)]
    changed = [line for line in difflib.ndiff(lines[0], lines[1]) if line[0] in "+-" and line[1:].strip()]
    assert 1 <= len(changed) <= 3, changed
    assert ending(bench.consider(first)) != ending(bench.consider(twin))


def test_there_is_a_folder_for_every_situation_we_know() -> None:
    assert len([golden for golden in FOLDERS if golden not in TWINS]) >= 60
    assert {path.name for path in GOLDEN.iterdir() if path.is_dir()} == {
        golden.name for golden in FOLDERS if golden not in TWINS
    }

"""kill -9 at any step, then a restart: nothing is lost, nothing is done twice."""

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.store.made import KEY, delivery
from worker.store import CaseBook

ROOT = Path(__file__).parent.parent.parent


def work(url: str, effects: Path, *, die_at: str = "", pause: float = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.run.dying", url, die_at, str(effects), str(pause)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def end(worker: subprocess.Popen[str]) -> tuple[int, str]:
    """How it ended and what it said."""
    said, _ = worker.communicate(timeout=60)
    return worker.returncode, said


def filed(effects: Path) -> Counter[tuple[str, str]]:
    lines = effects.read_text().splitlines()
    return Counter((line.split()[0], line.split()[1]) for line in lines)


def stored(url: str, mails: int) -> None:
    book = CaseBook.open(url, key=KEY)
    book.take([delivery(number=number) for number in range(1, mails + 1)])
    book.close()


@pytest.mark.parametrize("step", ["claimed", "kept", "draft", "note"])
def test_a_restart_goes_on_where_the_dead_worker_stopped(url: str, tmp_path: Path, step: str) -> None:
    stored(url, 3)
    effects = tmp_path / "effects"
    assert end(work(url, effects, die_at=f"2:{step}")) == (-signal.SIGKILL, "")
    assert "'waiting': 0" in end(work(url, effects))[1]
    counted = filed(effects)
    assert len(counted) == 6
    assert set(counted.values()) == {1}
    book = CaseBook.open(url, key=KEY)
    assert book.counts() == {"done": 3}
    assert [entry.action for entry in book.trail()].count("done") == 3
    book.close()


def test_a_mail_that_kills_its_worker_is_quarantined_after_five_deaths(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/deskhand.db"
    stored(url, 2)
    for _ in range(5):
        assert end(work(url, tmp_path / "effects", die_at="1:claimed"))[0] == -signal.SIGKILL
    assert "'quarantined': 1" in end(work(url, tmp_path / "effects", die_at="1:claimed"))[1]
    book = CaseBook.open(url, key=KEY)
    assert book.counts() == {"done": 1, "quarantined": 1}
    reasons = [record.shown["reason"] for record in book.cases() if record.outcome == "quarantined"]
    assert reasons == ["the worker died on it 5 times"]
    book.close()


def test_two_processes_share_the_work(url: str, tmp_path: Path) -> None:
    stored(url, 40)
    workers = [work(url, tmp_path / f"effects{number}", pause=0.01) for number in range(2)]
    assert [end(worker)[0] for worker in workers] == [0, 0]
    shares = [filed(tmp_path / f"effects{number}") for number in range(2)]
    assert all(len(share) > 10 for share in shares)
    assert sum(len(share) for share in shares) == 80
    assert len(shares[0] | shares[1]) == 80

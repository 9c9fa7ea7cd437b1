"""Every class of attack, a few tries of each, and the runner as a user calls it."""

import json
import subprocess
import sys
from random import Random

import pytest

from tests.attack.classes import CLASSES
from tests.attack.tally import Attack

FEW = 60


@pytest.mark.parametrize(("name", "attack"), CLASSES, ids=[name for name, _ in CLASSES])
def test_a_few_of_each_hold(name: str, attack: Attack) -> None:
    found = attack(Random(f"few of {name}"), FEW)
    assert found.tried > 0
    assert found.held == found.tried, "\n".join(found.failures)


def test_the_same_seed_draws_the_same() -> None:
    name, attack = CLASSES[0]
    draws = [Random(f"3 {name}").random() for _ in range(2)]
    assert draws[0] == draws[1]
    assert attack(Random(3), 5) == attack(Random(3), 5)


def test_the_runner_ends_with_one_json_object() -> None:
    command = [sys.executable, "-m", "tests.attack", "--seed", "5", "--tries", "3", "proof"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    *lines, last = map(json.loads, done.stdout.splitlines())
    assert last["tried"] == last["held"] == sum(line["tried"] for line in lines) > 0
    assert last["seed"] == 5
    assert list(last["classes"]) == [name for name, _ in CLASSES if "proof" in name]

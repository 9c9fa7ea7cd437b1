"""The targets of README: run where that is quick and changes nothing here, else what they would run is looked up."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.process.shell import ROOT
from tests.process.table import MAKE
from tests.support.parts import missing

BIN = Path(sys.executable).parent
# As after the installation, which is not repeated here.
INSTALLED = (f"BIN={BIN}", "-o", ".venv/ready", "-o", ".venv/ready-for-tests")


# The suite itself may have been started by make, whose level and flags a user's shell does not hold.
OF_THE_MAKE_ABOVE = {"MAKELEVEL", "MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES"}


def make(*words: str, timeout: float = 100.0) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_MAKE_ABOVE}
    command = ["make", *INSTALLED, *words]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=timeout, check=False
    )


def test_demo() -> None:
    ran = make("demo", "ARGS=--exit")
    assert ran.returncode == 0, ran.stderr
    assert "What became of the sample inbox" in ran.stdout


@pytest.mark.skipif(bool(missing()), reason="it would install what is missing")
def test_test() -> None:
    ran = make("test", "ARGS=tests/test_config.py")
    assert ran.returncode == 0, ran.stdout
    assert " passed" in ran.stdout


def test_eval_intent(tmp_path: Path) -> None:
    rows = [f"Please refund me number {number},refund" for number in range(9)]
    rows += [f"Please cancel my plan {number},cancel" for number in range(9)]
    (tmp_path / "rows.csv").write_text("\n".join(["text,intent", *rows]), encoding="utf-8")
    ran = make("eval-intent", f"FILE={tmp_path}/rows.csv")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout.splitlines()[-1])["rows"] == 18


def test_eval_mail(tmp_path: Path) -> None:
    ran = make("eval-mail", f"FILE={tmp_path}")
    assert ran.returncode in {0, 2}, ran.stderr


@pytest.mark.parametrize("target", [name for name, test in MAKE.items() if test.endswith("_is_there")])
def test_what_it_would_run_is_there(target: str) -> None:
    said = make("-n", target).stdout
    modules = re.findall(r"python -m (\S+)", said)
    programs = re.findall(rf"^{BIN}/(?!python )(\S+)", said, re.MULTILINE)
    paths = re.findall(r"\btests/\S+", said)
    assert modules or programs
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []
    assert [name for name in programs if not (BIN / name).exists()] == []

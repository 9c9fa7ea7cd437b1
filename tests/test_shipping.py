"""The wheel, as a user installs it: all its data is in it, none of the tests, and the commands run from it alone."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("worker", "parsers", "classifiers", "templates")
RUBBISH = {"__pycache__"}


def run(*command: str, cwd: Path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=timeout, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT), cwd=folder)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("deskhand-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that holds the wheel and what it asks for, and nothing else."""
    home = tmp_path_factory.mktemp("home")
    venv.create(home, with_pip=True, symlinks=True)
    made = run(str(home / "bin" / "python"), "-m", "pip", "install", "-q", str(wheel), cwd=home)
    assert made.returncode == 0, made.stderr
    return home / "bin"


def test_it_holds_every_file_of_the_product_and_no_other(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    listed = run("git", "ls-files", *ROOMS, cwd=ROOT).stdout.split()
    assert held == set(listed)


@pytest.mark.timeout(600)
def test_the_demo_runs_from_it(installed: Path, tmp_path: Path) -> None:
    ran = run(str(installed / "deskhand"), "demo", "--exit", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "What became of the sample inbox" in ran.stdout + ran.stderr


@pytest.mark.timeout(600)
def test_the_doctor_speaks_from_it(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[inbox]\nkind = "maildir"\npath = "mail"\n', encoding="utf-8")
    ran = run(str(installed / "deskhand"), "--config", "config.toml", "doctor", cwd=tmp_path)
    assert ran.returncode in {1, 2}
    assert "config.toml" in ran.stderr + ran.stdout
    assert "Traceback" not in ran.stderr


@pytest.mark.timeout(600)
def test_none_of_the_tests_libraries_is_needed(installed: Path, tmp_path: Path) -> None:
    asked = "import importlib.util as u; print([n for n in ('pytest', 'sklearn', 'tests') if u.find_spec(n)])"
    assert run(str(installed / "python"), "-c", asked, cwd=tmp_path).stdout.strip() == "[]"

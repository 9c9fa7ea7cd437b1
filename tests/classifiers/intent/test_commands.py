"""`deskhand keywords …`, as ops run it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.classifiers.intent.conftest import shipped
from worker.cli.commands import app


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration lies here: the shipped files are in use."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["keywords", *arguments])


@pytest.fixture
def rows(tmp_path: Path) -> str:
    path = tmp_path / "rows.csv"
    lines = ["text,intent", "Please refund me,refund", "Sever our ties now,cancel", "Sever our ties today,cancel"]
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def test_check_finds_the_shipped_files_valid() -> None:
    found = run("check")
    assert found.exit_code == 0
    assert "en.toml: valid" in found.stdout
    assert "de.toml: valid" in found.stdout


def test_check_reads_a_changed_file(tmp_path: Path) -> None:
    path = tmp_path / "en.new.toml"
    path.write_text(shipped()["en"].replace('any = ["cancel|', 'any = ["cancel", "cancel|'), "utf-8")
    found = run("check", str(path), "--json")
    assert found.exit_code == 0
    assert [fault["kind"] for fault in json.loads(found.stdout)["en"]] == ["doubled"]


def test_check_refuses_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "en.toml"
    path.write_text("[[rule]]\nid = 3", "utf-8")
    found = run("check", str(path))
    assert found.exit_code != 0
    assert 'needs an "id"' in str(found.exception)
    assert str(found.exception).startswith(f"{path}:")


@pytest.mark.parametrize("name", ["en.toml", "en.new.toml", "new-en.toml", "my-en.toml", "en_2026.toml"])
def test_check_speaks_of_the_file_it_was_given_and_of_no_other(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(shipped()["en"].replace('any = ["cancel|', 'any = ["cancel", "cancel|'), "utf-8")
    found = run("check", str(path))
    assert found.exit_code == 0
    assert found.stdout.startswith(f"{path}: valid; ")
    assert all(line.strip().startswith(f"{path}:") for line in found.stdout.splitlines())


def test_a_failing_test_of_the_file_itself_is_told_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "new-en.toml"
    path.write_text(shipped()["en"].replace('hit = ["', 'hit = ["What a nice day", "', 1), "utf-8")
    assert f"{path}:" in str(run("check", str(path)).exception)


def test_a_file_of_no_language_and_two_of_one_are_refused(tmp_path: Path) -> None:
    for name in ("words.toml", "en.toml", "new-en.toml"):
        (tmp_path / name).write_text(shipped()["en"], "utf-8")
    assert "words.toml: name a keyword file after its language" in str(run("check", "words.toml").exception)
    assert "en.toml and new-en.toml are both" in str(run("check", "en.toml", "new-en.toml").exception)


def test_eval_prints_figures_as_json(rows: str) -> None:
    found = json.loads(run("eval", rows, "--json").stdout)
    assert found["rows"] == 3
    assert found["by_rule"] == {"–": 2}
    assert found["confusion"]["cancel"] == {"other": 2}


def test_eval_prints_the_worst_misses(rows: str) -> None:
    found = run("eval", rows).stdout
    assert "cancel read as other" in found
    assert "Sever our ties now" in found


def test_suggest_names_a_phrase(rows: str) -> None:
    found = json.loads(run("suggest", rows, "--json").stdout)
    assert found[0]["phrase"] == "sever our ties"

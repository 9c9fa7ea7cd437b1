"""`keywords …`: check, measure, replay, improve, train."""

from importlib.resources import files
from pathlib import Path

from tests.process.shell import Shell

ROWS = "text,intent\nPlease refund me,refund\nMy dog ate the invoice and so did I,cancel\n"
OWN = str(files("classifiers").joinpath("keywords", "en.toml"))


def test_check(shell: Shell) -> None:
    ran = shell.run("keywords", "check")
    assert ran.status == 0
    assert "valid; " in ran.out
    (shell.folder / "new-en.toml").write_text("[[rule]]\nid = 3\n", encoding="utf-8")
    broken = shell.run("keywords", "check", "new-en.toml", "--json")
    assert (broken.status, broken.out) == (2, "")
    assert broken.err.startswith("deskhand: new-en.toml:")


def test_eval(shell: Shell) -> None:
    (shell.folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    ran = shell.run("keywords", "eval", "rows.csv", "--keywords", OWN, "--reader", "rules")
    assert ran.status == 0
    assert "macro F1" in ran.out
    assert shell.run("keywords", "eval", "rows.csv", "--corrections", "--json").json()["rows"] == 2
    assert shell.run("keywords", "eval").status == 2


def test_replay(worked: Shell) -> None:
    text = Path(OWN).read_text(encoding="utf-8")
    (worked.folder / "new-en.toml").write_text(text, encoding="utf-8")
    same = worked.run("keywords", "replay", "new-en.toml", "--fail-above", "0", "--json")
    assert same.status == 0, same.err
    assert (same.json()["cases"], same.json()["changed"]) == (4, 0)
    assert worked.run("keywords", "replay", "new-en.toml").out == "4 cases, 0 would change\n"
    assert worked.run("keywords", "replay", "--reader", "rules,learned").out == "4 cases, 0 would change\n"


def test_suggest(shell: Shell) -> None:
    (shell.folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    ran = shell.run("keywords", "suggest", "rows.csv", "--least", "1", "--keywords", OWN)
    assert ran.status == 0
    found = shell.run("keywords", "suggest", "rows.csv", "--least", "1", "--corrections", "--json")
    assert {each["intent"] for each in found.json()} == {"cancel"}


def test_train(shell: Shell) -> None:
    nothing = shell.run("keywords", "train", "--json")
    assert nothing.status == 2
    assert "corrected" in nothing.err
    back = shell.run("keywords", "train", "--back")
    assert back.status == 0
    assert "shipped reader" in back.out

"""No command without a test that runs it: those of `--help`, those of README."""

import re
from itertools import product

import pytest

from tests.process.shell import ROOT, Shell
from tests.process.table import MAKE, TABLE, commands, not_run

HERE = ROOT / "tests" / "process"
README = (ROOT / "README.md").read_text(encoding="utf-8").replace("\\|", "|")
# `deskhand agents add|list` and `deskhand demo [--exit]` in running text, tables and blocks.
_CALL = re.compile(r"(?<![\w./-])deskhand((?: [a-z|]+)+)((?: (?:\[?--[a-z-]+\]?|[A-Z]+|[\w.-]+))*)")
_MAKE = re.compile(r"(?:`|^    )make ([a-z-]+)", re.MULTILINE)


def called() -> set[str]:
    """Every command that README calls by name."""
    return {" ".join(words) for call in _CALL.finditer(README) for words in _spelt(call[1].split())}


def _spelt(words: list[str]) -> list[tuple[str, ...]]:
    """`agents add|list` is two commands; what follows a command are its arguments."""
    choices = list(product(*(word.split("|") for word in words)))
    known = [choice[:length] for choice in choices for length in (1, 2) if " ".join(choice[:length]) in commands()]
    return known or choices


def test_every_command_has_its_test() -> None:
    assert set(TABLE) == set(commands())


def test_help_names_the_same_commands(shell: Shell) -> None:
    """As somebody reads them who only has the program."""
    listed = _listed(shell.run("--help").out)
    for group in ("agents", "clients", "keywords"):
        listed = (listed - {group}) | {f"{group} {name}" for name in _listed(shell.run(group, "--help").out)}
    assert listed == set(TABLE)


def _listed(page: str) -> set[str]:
    return set(re.findall(r"^  ([a-z-]+)  ", page.partition("Commands:")[2], re.MULTILINE))


def test_readme_names_only_commands_that_there_are() -> None:
    assert called() <= set(commands())
    assert set(commands()) - called() <= {"keywords train"}


def test_readme_names_only_options_that_there_are() -> None:
    known = {option for options in commands().values() for option in options}
    named = {option for call in _CALL.finditer(README) for option in re.findall(r"--[a-z-]+", call[0])}
    assert named <= known


def test_every_target_of_readme_has_its_test() -> None:
    assert set(_MAKE.findall(README)) == set(MAKE)


@pytest.mark.parametrize("test", sorted({*TABLE.values(), *MAKE.values()}))
def test_the_table_names_tests_that_there_are(test: str) -> None:
    file, _, name = test.partition("::")
    assert f"\ndef {name}(" in (HERE / file).read_text(encoding="utf-8")


def test_a_missing_entry_is_noticed() -> None:
    assert not_run("demo", []) == {"demo", "--exit"}
    assert not_run("demo", [("--config", "x", "demo", "--exit")]) == set()
    assert not_run("keywords check", [("keywords", "eval", "--json")]) == {"keywords check", "--json"}

"""Which test runs which command. A command, or one of its options, that no test here runs fails the suite."""

from collections.abc import Iterator

from typer.core import TyperGroup
from typer.main import get_command

from worker.cli.commands import app

# Each command of `deskhand --help`, and the test that runs it as a process.
TABLE = {
    "run": "test_worker.py::test_run_works_until_it_is_told_to_stop",
    "once": "test_worker.py::test_once",
    "triage": "test_worker.py::test_triage",
    "explain": "test_looking.py::test_explain",
    "cases": "test_looking.py::test_cases",
    "show": "test_looking.py::test_show",
    "doctor": "test_worker.py::test_doctor",
    "forget": "test_looking.py::test_forget",
    "login": "test_login.py::test_login",
    "desk": "test_desk.py::test_the_desk_answers_where_it_says",
    "demo": "test_demo.py::test_demo",
    "agents add": "test_desk.py::test_an_agent_signs_in",
    "agents list": "test_desk.py::test_an_agent_signs_in",
    "agents password": "test_desk.py::test_an_agent_signs_in",
    "agents remove": "test_desk.py::test_an_agent_signs_in",
    "clients add": "test_desk.py::test_a_tool_calls",
    "clients list": "test_desk.py::test_a_tool_calls",
    "clients remove": "test_desk.py::test_a_tool_calls",
    "keywords check": "test_keywords.py::test_check",
    "keywords eval": "test_keywords.py::test_eval",
    "keywords replay": "test_keywords.py::test_replay",
    "keywords suggest": "test_keywords.py::test_suggest",
    "keywords train": "test_keywords.py::test_train",
}
# Each target that README names, and the test that runs it or reads what it would run.
MAKE = {
    "demo": "test_make.py::test_demo",
    "test": "test_make.py::test_test",
    "check": "test_make.py::test_what_it_would_run_is_there",
    "golden": "test_make.py::test_what_it_would_run_is_there",
    "train": "test_make.py::test_what_it_would_run_is_there",
    "bench": "test_make.py::test_what_it_would_run_is_there",
    "crash": "test_make.py::test_what_it_would_run_is_there",
    "eval-mail": "test_make.py::test_eval_mail",
    "eval-intent": "test_make.py::test_eval_intent",
}


def commands() -> dict[str, set[str]]:
    """Every command there is, with its options."""
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    return dict(_below(root, ()))


def _below(group: TyperGroup, path: tuple[str, ...]) -> Iterator[tuple[str, set[str]]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _below(command, (*path, name))
        else:
            options = {each for param in command.params for each in param.opts if each.startswith("--")}
            yield " ".join((*path, name)), options - {"--help"}


def run_by(test: str) -> list[str]:
    """The commands that this test is there for."""
    return [command for command, by in TABLE.items() if by == test]


def not_run(command: str, typed: list[tuple[str, ...]]) -> set[str]:
    """What of a command was not typed: the command, or its options."""
    words = tuple(command.split())
    lines = [line for line in typed if _has(line, words)]
    return {*(() if lines else (command,)), *(commands()[command] - {word for line in lines for word in line})}


def _has(line: tuple[str, ...], words: tuple[str, ...]) -> bool:
    rest = line[2:] if line[:1] == ("--config",) else line
    return rest[: len(words)] == words

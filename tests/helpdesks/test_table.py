"""The README's table of helpdesks is the one that the code makes."""

from pathlib import Path

from tests.tools.helpdesk_table import table
from worker.helpdesks import BY_NAME
from worker.ports import Capability

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_says_what_the_code_says() -> None:
    """To mend it: put what `python -m tests.tools.helpdesk_table` prints between the marks."""
    text = README.read_text(encoding="utf-8")
    between = text.partition("<!-- helpdesks -->\n")[2].partition("<!-- /helpdesks -->")[0]
    assert between == table()


def test_every_helpdesk_has_its_row() -> None:
    assert {line.split("`")[1] for line in table().splitlines()[2:]} == set(BY_NAME)


def test_what_is_said_of_drafts_is_true() -> None:
    for kind, made in BY_NAME.items():
        capabilities: frozenset[Capability] = made.capabilities
        assert (made.traits.draft is not None) == (Capability.DRAFT in capabilities), kind

"""The recipes work as they are written: every block is a valid configuration, and makes the adapter it speaks of."""

import re
from pathlib import Path

import pytest

import worker.helpdesks
from worker.config.settings import load_settings
from worker.helpdesks import BY_NAME
from worker.wiring import helpdesk

RECIPES = Path(worker.helpdesks.__file__).with_name("RECIPES.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", RECIPES, re.DOTALL)
INBOXES = [block for block in BLOCKS if "[inbox]" in block]
HELPDESKS = {found[1]: block for block in BLOCKS if (found := re.search(r'kind = "(\w+)"', block))}


def test_every_helpdesk_has_a_recipe() -> None:
    assert set(HELPDESKS) == set(BY_NAME) - {"desk"}


@pytest.mark.parametrize("inbox", INBOXES, ids=lambda block: block.split('"')[1])
@pytest.mark.parametrize("kind", sorted(HELPDESKS))
def test_each_inbox_goes_with_each_helpdesk(
    kind: str, inbox: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = inbox + HELPDESKS[kind]
    for name in re.findall(r'env = "(\w+)"', text):
        monkeypatch.setenv(name, "hush")
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    made = helpdesk(load_settings(tmp_path / "config.toml"))
    assert made.kind == kind
    made.close()


def test_the_rights_that_the_code_names_stand_in_the_recipes() -> None:
    for kind, rights in (("front", r"[a-z]+:[a-z]+"), ("rt", r"[A-Z][a-z]+(?:[A-Z][a-z]+)+")):
        for right in re.findall(rights, BY_NAME[kind].traits.rights):
            assert right in RECIPES, right

"""The configuration's tables become the adapters' arguments."""

from inspect import signature
from pathlib import Path

import pytest

from parsers.errors import ConfigError
from worker.adapters import helpdesk, helpdesk_arguments
from worker.config import load_settings
from worker.helpdesks import BY_NAME

KINDS = sorted(set(BY_NAME) - {"desk", "imap"})


def configured(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_table_is_an_argument(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "hush")
    secrets = {"token", "app_secret"} & set(signature(BY_NAME[kind]).parameters)
    wanted = [name for name, each in signature(BY_NAME[kind]).parameters.items() if each.default is each.empty]
    lines = [
        f'{name} = {{ env = "A_SECRET" }}' if name in secrets else f'{name} = "https://x.example"' for name in wanted
    ]
    text = f'[helpdesk]\nkind = "{kind}"\n[helpdesk.{kind}]\n' + "\n".join(lines) + "\n"
    settings = load_settings(configured(tmp_path, text))
    arguments = helpdesk_arguments(settings, kind)
    assert set(wanted) <= set(arguments) <= set(signature(BY_NAME[kind]).parameters)
    assert {arguments[name] for name in secrets} == {"hush"}
    made = helpdesk(settings)
    assert made.kind == kind
    made.close()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_set_is_named(kind: str, tmp_path: Path) -> None:
    settings = load_settings(configured(tmp_path, f'[helpdesk]\nkind = "{kind}"\n'))
    with pytest.raises(ConfigError, match=rf"\[helpdesk\.{kind}\]"):
        helpdesk(settings)


def test_an_unknown_helpdesk_is_named_with_the_known_ones(tmp_path: Path) -> None:
    settings = load_settings(configured(tmp_path, '[helpdesk]\nkind = "zendesc"\n'))
    with pytest.raises(ConfigError, match="zendesk"):
        helpdesk(settings)

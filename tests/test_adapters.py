"""The configuration's tables become the adapters' arguments."""

from datetime import timedelta
from inspect import signature
from pathlib import Path

import pytest

from parsers.errors import ConfigError
from worker.config.settings import load_settings
from worker.helpdesks import BY_NAME
from worker.helpdesks.base import ConversationDesk
from worker.helpdesks.matching import NotFoundPolicy, WhenNotFound
from worker.wiring import helpdesk, helpdesk_arguments

KINDS = sorted(set(BY_NAME) - {"desk", "imap"})
SECRETS = {"token", "app_secret"}


def _needed(kind: str) -> list[str]:
    return [name for name, each in signature(BY_NAME[kind]).parameters.items() if each.default is each.empty]


def _stanza(kind: str) -> str:
    """A configuration with what the helpdesk cannot do without; its secrets stand in A_SECRET."""
    values = {name: '{ env = "A_SECRET" }' if name in SECRETS else '"https://x.example"' for name in _needed(kind)}
    lines = [f"{name} = {value}\n" for name, value in values.items()]
    return "".join([f'[helpdesk]\nkind = "{kind}"\n[helpdesk.{kind}]\n', *lines])


def configured(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_table_is_an_argument(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "hush")
    secrets = SECRETS & set(signature(BY_NAME[kind]).parameters)
    wanted = _needed(kind)
    settings = load_settings(configured(tmp_path, _stanza(kind)))
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


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_stays_a_number(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table takes `timeout`, in seconds, which an adapter hands to its HTTP client."""
    monkeypatch.setenv("A_SECRET", "hush")
    parameters = signature(BY_NAME[kind]).parameters
    settings = load_settings(configured(tmp_path, _stanza(kind) + "timeout = 3\n"))
    arguments = helpdesk_arguments(settings, kind)
    assert arguments["timeout"] == 3.0
    assert type(arguments["timeout"]) is type(parameters["timeout"].default) is float


@pytest.mark.parametrize(
    ("keys", "absence"),
    [
        ("", NotFoundPolicy(then=WhenNotFound.DESK, wait=timedelta(hours=1))),
        (
            'wait_minutes = 5\nwhen_not_found = "wait"\n',
            NotFoundPolicy(then=WhenNotFound.WAIT, wait=timedelta(minutes=5)),
        ),
        (
            'wait_minutes = 0\nwhen_not_found = "quarantine"\n',
            NotFoundPolicy(then=WhenNotFound.QUARANTINE, wait=timedelta(0)),
        ),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_what_becomes_of_a_mail_without_a_conversation(
    kind: str, keys: str, absence: NotFoundPolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET", "hush")
    text = _stanza(kind).replace("[helpdesk]\n", f"[helpdesk]\n{keys}")
    made = helpdesk(load_settings(configured(tmp_path, text)))
    made.close()
    assert isinstance(made, ConversationDesk)
    assert made.absence == absence

"""The configuration: the example is complete and true, and every mistake is named with its mend."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from parsers.errors import ConfigError
from worker.config.settings import Settings, load_settings
from worker.config.toml import _is_secret, _model

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_settings(path)
    return str(caught.value)


def leaves(model: type[BaseModel], at: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, held in model.model_fields.items():
        if not held.exclude:
            inner = _model(Settings, (*at, name))
            found += leaves(inner, (*at, name)) if inner else [(*at, name)]
    return found


def uncommented(text: str) -> dict[str, Any]:
    """The example with every commented key switched on."""
    text = re.sub(r"^# (\[|\w+ = )", r"\1", text, flags=re.MULTILINE)
    return tomllib.loads(text)


def test_example_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKHAND_INBOX_PASSWORD", "secret")
    settings = load_settings(EXAMPLE)
    assert settings.secret("inbox.password") == "secret"
    assert settings.inbox.own_address == "support@example.com"


@pytest.mark.parametrize("keys", leaves(Settings), ids=".".join)
def test_example_names_every_key(keys: tuple[str, ...]) -> None:
    table: Any = uncommented(EXAMPLE.read_text(encoding="utf-8"))
    for key in keys:
        assert key in table, f"config.example.toml lacks {'.'.join(keys)}"
        table = table[key]


@pytest.mark.parametrize("keys", leaves(Settings), ids=".".join)
def test_example_shows_the_defaults(keys: tuple[str, ...]) -> None:
    if _is_secret(Settings, keys) or keys[:2] == ("inbox", "oauth2") or keys == ("stripe", "handle_metadata"):
        return
    if keys in {("inbox", "host"), ("inbox", "username"), ("inbox", "addresses"), ("inbox", "authserv_ids")}:
        return
    table: Any = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    default: Any = Settings.model_construct()
    for key in keys:
        default = getattr(default, key)
        table = table.get(key, {}) if isinstance(table, dict) else table
    assert table == {} or (tuple(table) if isinstance(table, list) else table) == default


def test_unknown_key_names_line_and_nearest(tmp_path: Path) -> None:
    said = complaint(write(tmp_path, '[inbox]\nfolder = "INBOX"\nauthserv_id = ["mx"]\n'))
    assert "config.toml:3" in said
    assert "did you mean authserv_ids?" in said


def test_unknown_table_names_nearest(tmp_path: Path) -> None:
    assert "did you mean stripe?" in complaint(write(tmp_path, '[strip]\napi_base = "x"\n'))


def test_bare_secret_is_refused_and_not_shown(tmp_path: Path) -> None:
    said = complaint(write(tmp_path, '[inbox]\npassword = "hunter2hunter2"\n'))
    assert "config.toml:2" in said
    assert '{ env = "NAME" }' in said
    assert "hunter2" not in said


def test_wrong_value_names_line_and_value(tmp_path: Path) -> None:
    said = complaint(write(tmp_path, '[inbox]\n\nport = "many"\n'))
    assert "config.toml:3" in said
    assert "'many'" in said


def test_broken_toml_names_line(tmp_path: Path) -> None:
    assert "line 2" in complaint(write(tmp_path, "[inbox]\nhost = \n"))


def test_absent_file_names_the_mend(tmp_path: Path) -> None:
    assert "config.example.toml" in complaint(tmp_path / "config.toml")


def test_unset_variable_is_named_when_needed(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, '[stripe]\napi_key = { env = "NO_SUCH_VARIABLE" }\n'))
    with pytest.raises(ConfigError, match="NO_SUCH_VARIABLE"):
        settings.secret("stripe.api_key")


def test_secret_from_file_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("rk_test_x\n", encoding="utf-8")
    settings = load_settings(write(tmp_path, '[stripe]\napi_key = { file = "key" }\n'))
    assert settings.secret("stripe.api_key") == "rk_test_x"
    assert isinstance(settings.stripe.api_key, SecretStr)
    assert "rk_test_x" not in repr(settings)


def test_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKHAND_INBOX__HOST", "other.example.com")
    monkeypatch.setenv("DESKHAND_INBOX__ADDRESSES", "a@example.com, b@example.com")
    monkeypatch.setenv("DESKHAND_POLICY__REFUND_DAYS", "7")
    settings = load_settings(write(tmp_path, '[inbox]\nhost = "imap.example.com"\nfolder = "Support"\n'))
    assert settings.inbox.host == "other.example.com"
    assert settings.inbox.folder == "Support"
    assert settings.inbox.addresses == ("a@example.com", "b@example.com")
    assert settings.policy.refund_days == 7


def test_misspelt_variable_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKHAND_INBOX__ADRESSES", "a@example.com")
    said = complaint(write(tmp_path, "[inbox]\n"))
    assert "DESKHAND_INBOX__ADRESSES" in said
    assert "addresses" in said

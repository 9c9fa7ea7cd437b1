"""How the configuration signs in to the mail server: by password, or by OAuth2 tokens."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from parsers.errors import ConfigError
from worker.config.settings import OAuth2, Settings
from worker.inbox.oauth import OAuthTokens, Provider, find_provider
from worker.inbox.oauth_file import TokenFile
from worker.inbox.oauth_login import login_by_browser, login_by_code


def credentials(settings: Settings) -> dict[str, Any]:
    """The arguments that sign in: `password`, or `tokens` and `mechanism`. Raises `ConfigError`."""
    if settings.inbox.oauth2 is None:
        return {"password": settings.secret("inbox.password")}
    return {"tokens": tokens(settings, settings.inbox.oauth2), "mechanism": settings.inbox.oauth2.mechanism}


def tokens(settings: Settings, oauth2: OAuth2) -> OAuthTokens:
    """Access tokens; a refresh token that the provider replaces is kept in a file beside the configuration."""
    kept = token_file(settings)
    return OAuthTokens(
        provider=provider(oauth2),
        client_id=settings.require("inbox.oauth2.client_id"),
        client_secret=_optional(settings, "inbox.oauth2.client_secret"),
        grant=oauth2.grant,
        refresh_token=_optional(settings, "inbox.oauth2.refresh_token"),
        recall=kept.recall,
        keep=kept.keep,
        timeout=settings.inbox.timeout,
    )


def token_file(settings: Settings) -> TokenFile:
    """Where the newest refresh token lies."""
    return TokenFile(Path(settings.beside("deskhand.oauth2")))


def provider(oauth2: OAuth2) -> Provider:
    """The provider that the configuration names. Raises `ConfigError`."""
    return find_provider(
        oauth2.provider,
        grant=oauth2.grant,
        tenant=oauth2.tenant,
        token_url=oauth2.token_url,
        device_url=oauth2.device_url,
        authorize_url=oauth2.authorize_url,
        scope=oauth2.scope,
    )


def login(settings: Settings, *, device: bool, show: Callable[..., None]) -> None:
    """Have a person consent, and keep the refresh token. Raises `ConfigError`, `SignInRefused`."""
    oauth2 = settings.inbox.oauth2
    if oauth2 is None or oauth2.grant != "refresh_token":
        raise ConfigError('[inbox.oauth2] with grant = "refresh_token" is what `deskhand login` is for; it is not set')
    consent = login_by_code if device else login_by_browser
    token = consent(
        provider(oauth2),
        client_id=settings.require("inbox.oauth2.client_id"),
        client_secret=_optional(settings, "inbox.oauth2.client_secret"),
        show=show,
    )
    token_file(settings).keep(token)


def _optional(settings: Settings, path: str) -> str:
    section, key = settings.inbox.oauth2, path.rpartition(".")[2]
    return settings.secret(path) if getattr(section, key, None) else ""

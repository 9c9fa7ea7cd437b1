"""Where to sign in, and as whom."""

import ipaddress
from dataclasses import dataclass, field
from typing import Literal, Protocol, Required, TypedDict

from parsers.errors import ConfigError

Security = Literal["tls", "starttls", "none"]


class AccessTokens(Protocol):
    """Where OAuth2 access tokens come from."""

    def token(self) -> str:
        """A token that holds for some minutes more. Raises `MailboxUnavailable`."""
        ...

    def discard(self) -> None:
        """The server refused the last one: fetch another next time, whatever its date says."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """An IMAP server and a way in; `tokens` stand in for the password. `timeout` is seconds for every wait."""

    host: str
    username: str
    port: int = 993
    security: Security = "tls"
    password: str = field(default="", repr=False)
    tokens: AccessTokens | None = field(default=None, repr=False)
    mechanism: str = "xoauth2"  # or oauthbearer (RFC 7628); counts only with tokens
    timeout: float = 30.0
    ca_file: str = ""

    def __post_init__(self) -> None:
        if self.security not in {"tls", "starttls", "none"}:
            raise ConfigError(f'[inbox] security = "{self.security}" is none of tls, starttls, none')
        if self.security == "none" and not _loopback(self.host):
            raise ConfigError(
                f'[inbox] security = "none" would send the password to {self.host} in the clear: '
                'write "tls" (port 993) or "starttls" (port 143); "none" is for loopback only'
            )


class ServerArguments(TypedDict, total=False):
    """The fields of `MailServer`, for whoever is made with them among other arguments."""

    host: Required[str]
    username: Required[str]
    port: int
    security: Security
    password: str
    tokens: AccessTokens | None
    mechanism: str
    timeout: float
    ca_file: str


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

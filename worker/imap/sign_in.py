"""Signing in by password or by OAuth2 token, and what to do where the server says no."""

import imaplib
import json
import re
from typing import Any

from imapclient.exceptions import LoginError  # type: ignore[import-untyped]

from parsers.errors import MailboxUnavailable
from worker.imap.errors import SignInRefused, is_passing, spoken
from worker.imap.server import MailServer

# What LOGIN may carry without quotes (RFC 9051 atom) and imaplib sends as it is.
_ATOM = re.compile(r"[A-Za-z0-9.@_+=&'/!#$?^`|~-]+")


def sign_in(client: Any, server: MailServer) -> None:
    """Raises `SignInRefused` with the mend; `MailboxUnavailable` where the server cannot say yes or no just now."""
    with spoken("signing in"):
        try:
            if server.tokens is None:
                _by_password(client, server)
            else:
                _by_token(client, server, server.tokens.token())
        except LoginError as error:
            raise _refused(error, server) from error


def _by_password(client: Any, server: MailServer) -> None:
    plain = _ATOM.fullmatch(server.username) and server.password.isascii()
    if plain and not client.has_capability("LOGINDISABLED"):
        client.login(server.username, server.password)
    else:  # imaplib neither quotes a user name nor sends anything beyond ASCII in LOGIN
        client.plain_login(server.username, server.password)


def _by_token(client: Any, server: MailServer, token: str) -> None:
    answer = _Bearer(server, token)
    try:
        client.sasl_login(server.mechanism.upper(), answer)
    except LoginError as error:
        raise LoginError(f"{error} {answer.complaint}".strip()) from error


class _Bearer:
    """The client's side of XOAUTH2 and OAUTHBEARER (RFC 7628): the token, then an empty answer to the complaint.

    imapclient's own `oauth2_login` repeats the token to the complaint, and the server's reason is lost.
    """

    def __init__(self, server: MailServer, token: str) -> None:
        self._bearer = server.mechanism.lower() == "oauthbearer"
        escaped = server.username.replace("=", "=3D").replace(",", "=2C")
        head = f"n,a={escaped}," if self._bearer else f"user={server.username}"
        self._first: str | None = f"{head}\1auth=Bearer {token}\1\1"
        self.complaint = ""

    def __call__(self, challenge: bytes) -> str:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        self.complaint = _readable(challenge)
        return "\1" if self._bearer else ""


def _readable(challenge: bytes) -> str:
    try:
        said = json.loads(challenge)
    except ValueError:
        return ""
    return ", ".join(f"{key} {said[key]}" for key in ("status", "scope") if isinstance(said, dict) and said.get(key))


def _refused(error: LoginError, server: MailServer) -> MailboxUnavailable:
    # imapclient turns every failure in sign-in into LoginError, a cut connection too.
    if _cut(error):
        return MailboxUnavailable(f"connection lost while signing in: {error}")
    if "[LIMIT]" in str(error) or "TOO MANY" in str(error).upper():
        mend = "close other clients of this account, or raise the server's limit (Dovecot: mail_max_userip_connections)"
        return MailboxUnavailable(f"the server admits no further connection: {error}; {mend}")
    if is_passing(str(error)):
        return MailboxUnavailable(f"the server cannot sign us in just now: {error}")
    return SignInRefused(f"sign-in as {server.username} refused: {error}; {_mend(server)}")


def _cut(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, imaplib.IMAP4.abort):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _mend(server: MailServer) -> str:
    if server.tokens is None:
        return "check [inbox] username and password (Gmail wants an app password, Microsoft 365 only [inbox.oauth2])"
    return "run `deskhand login` again, and check the scope and that [inbox] username is the token's own mailbox"

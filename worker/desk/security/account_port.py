"""What the desk asks of the store about who may enter."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol


class Account(Protocol):
    """Who may sign in; `password` is an argon2 hash, `role` is `agent` or `ops`."""

    @property
    def name(self) -> str: ...

    @property
    def role(self) -> str: ...

    @property
    def password(self) -> str: ...


class Client(Protocol):
    """A tool that may call the API."""

    @property
    def name(self) -> str: ...

    @property
    def role(self) -> str: ...


class Doors(Protocol):
    """Accounts, sessions and clients. A `token` here is always the hash of what the other side holds."""

    def account(self, name: str) -> Account | None:
        """The account of this name."""
        ...

    def accounts(self) -> Sequence[Account]:
        """All accounts; none: the desk is this machine's alone."""
        ...

    def open_session(self, token: str, name: str) -> None:
        """Remember that `name` signed in."""
        ...

    def session(self, token: str, *, idle: timedelta, absolute: timedelta) -> Account | None:
        """Whose session this is; None where it ended."""
        ...

    def close_session(self, token: str, *, older_than: timedelta) -> None:
        """Sign out."""
        ...

    def client(self, token: str) -> Client | None:
        """The API's client of this token."""
        ...

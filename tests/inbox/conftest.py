"""An account on the shared Dovecot, an intake in memory, and inboxes that are closed at the end."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.inbox.memory import MemoryIntake
from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.dovecot import dovecot as dovecot
from tests.support.mailbox import Account
from worker.inbox.imap import ImapInbox

MakeInbox = Callable[..., ImapInbox]


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    return Account(dovecot, dovecot.user())


@pytest.fixture
def intake() -> MemoryIntake:
    return MemoryIntake()


@pytest.fixture
def make_inbox(account: Account) -> Iterator[MakeInbox]:
    """An inbox on the account; keywords replace the defaults."""
    made: list[ImapInbox] = []

    def make(**changes: Any) -> ImapInbox:
        plain: dict[str, Any] = {
            "account": "test",
            "host": account.server.host,
            "port": account.server.port,
            "security": "none",
            "username": account.user,
            "password": PASSWORD,
            "timeout": 5.0,
            "since": "all",
        }
        made.append(ImapInbox(**(plain | changes)))
        return made[-1]

    yield make
    for inbox in made:
        inbox.close()

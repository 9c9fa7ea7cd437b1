"""An account on the shared Dovecot."""

import pytest

from tests.dovecot import Dovecot
from tests.dovecot import dovecot as dovecot
from tests.mailbox import Account


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    return Account(dovecot, dovecot.user())

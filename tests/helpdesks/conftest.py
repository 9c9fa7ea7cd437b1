"""An account on the shared Dovecot, and the Request Tracker that all tests here share."""

import pytest

from tests.support.dovecot import Dovecot
from tests.support.dovecot import dovecot as dovecot
from tests.support.mailbox import Account
from tests.support.request_tracker import request_tracker as request_tracker


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    return Account(dovecot, dovecot.user())

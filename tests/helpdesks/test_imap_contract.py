"""The contract, kept by the IMAP helpdesk on a real Dovecot."""

from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any

import pytest

from tests.helpdesks.contract import HelpdeskContract, Text
from tests.helpdesks.memory import SUPPORT
from tests.support.dovecot import PASSWORD
from tests.support.mailbox import Account
from worker.helpdesks.imap_helpdesk import ImapHelpdesk
from worker.ports import Capability


def imap_helpdesk(account: Account, **changes: Any) -> ImapHelpdesk:
    plain: dict[str, Any] = {
        "host": account.server.host,
        "port": account.server.port,
        "security": "none",
        "username": account.user,
        "password": PASSWORD,
        "own_address": SUPPORT,
        "timeout": 5.0,
    }
    return ImapHelpdesk(**(plain | changes))


class TestImap(HelpdeskContract):
    @pytest.fixture(autouse=True)
    def _account(self, account: Account) -> None:
        self.account = account

    def helpdesk(self) -> ImapHelpdesk:
        return imap_helpdesk(self.account)

    def filed(self) -> Sequence[Text]:
        return [*self._texts("Drafts", Capability.DRAFT), *self._texts("Handoff", Capability.NOTE)]

    def _texts(self, folder: str, capability: Capability) -> list[Text]:
        return [self._text(mail, capability) for mail in self.account.mails(folder)]

    def _text(self, mail: EmailMessage, capability: Capability) -> Text:
        fields = ("To", "Cc", "Bcc")
        to = {address for _, address in getaddresses([str(mail[name]) for name in fields if mail[name]])}
        assert capability is Capability.DRAFT or to == {SUPPORT}
        return Text(capability=capability, body=mail.get_content(), to=tuple(to - {SUPPORT}))

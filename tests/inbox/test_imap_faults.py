"""A wire that is cut at any place of the talk: every mail is taken in once, in order."""

from contextlib import suppress

import pytest

from parsers.errors import MailboxUnavailable
from tests.inbox.conftest import MakeInbox
from tests.inbox.memory import MemoryIntake
from tests.support.cutting_proxy import CuttingProxy
from tests.support.mailbox import Account
from tests.support.mails import make_mail


@pytest.mark.parametrize("line", [1, 4, 9, 14, 19, 25, 40, 80, 160, 240, 280])
def test_nothing_is_lost_and_nothing_comes_twice(
    account: Account, intake: MemoryIntake, make_inbox: MakeInbox, line: int
) -> None:
    with account.client() as client:
        client.multiappend("INBOX", [make_mail(f"mail {n}", message_id=f"<{n}@x.example>") for n in range(20)])
    with CuttingProxy(target=account.server.port, cut_before=line) as proxy:
        inbox = make_inbox(port=proxy.port, batch_bytes=1500)
        with suppress(MailboxUnavailable):
            inbox.collect(intake)
        inbox.close()
    make_inbox().collect(intake)
    assert intake.bodies == [f"mail {n}" for n in range(20)]
    assert proxy.cut

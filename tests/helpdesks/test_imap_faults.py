"""Half an answer at every place of the talk: what the server did and we never heard of is not done again."""

import pytest

from parsers.errors import HelpdeskUnavailable
from tests.helpdesks.memory import MemoryOutbox, make_packet
from tests.helpdesks.test_imap_contract import imap_helpdesk
from tests.support.cutting_proxy import CuttingProxy
from tests.support.mailbox import Account
from worker.ports import Packet


def file_all(helpdesk_account: Account, port: int, packets: list[Packet], outbox: MemoryOutbox) -> bool:
    """True once everything is filed."""
    helpdesk = imap_helpdesk(helpdesk_account, port=port)
    try:
        for packet in packets:
            helpdesk.file_draft(packet, outbox)
            helpdesk.file_note(packet, outbox)
    except HelpdeskUnavailable:
        return False
    finally:
        helpdesk.close()
    return True


# Every line in turn takes two minutes; these meet each kind of answer, and the last is past the end of the talk.
@pytest.mark.parametrize("line", [*range(29, 100, 8), 83, 84, 86, 500])
def test_a_cut_leaves_one_of_each(account: Account, line: int) -> None:
    """Two revisions are filed; of the draft the newer stays, of the notes both."""
    outbox, first = MemoryOutbox(), make_packet()
    packets = [first, make_packet(revision=2, body="newer", arrived_at=first.arrived_at)]
    with CuttingProxy(target=account.server.port, cut_before=line) as proxy:
        filed = file_all(account, proxy.port, packets, outbox)
    assert filed or file_all(account, account.server.port, packets, outbox)
    assert [mail.get_content().strip() for mail in account.mails("Drafts")] == ["newer"]
    assert len(account.mails("Handoff")) == 2
    assert proxy.cut is not (line == 500)

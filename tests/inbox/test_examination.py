"""What `doctor` says of an inbox."""

from pathlib import Path

import pytest

from tests.inbox.conftest import MakeInbox
from tests.inbox.memory import MemoryIntake
from tests.support.mailbox import Account
from tests.support.mails import make_mail
from worker.inbox.examination import verdicts_seen
from worker.inbox.maildir import MaildirInbox
from worker.inbox.smtp import SmtpInbox
from worker.ports import Finding

VERDICT = {"Authentication-Results": "mx.example.com; dkim=pass header.d=customer.example"}


def failures(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.text for finding in findings if not finding.ok and not finding.warning]


def test_imap(account: Account, make_inbox: MakeInbox, intake: MemoryIntake) -> None:
    account.deliver(make_mail(headers=VERDICT), make_mail("second", headers=VERDICT))
    inbox = make_inbox(authserv_ids=("mx.example.com",))
    findings = tuple(inbox.check())
    text = "\n".join(finding.text for finding in findings)
    assert all(finding.ok for finding in findings)
    assert "holds 2 mails" in text
    assert "IDLE" in text
    assert "mx.example.com (2)" in text
    assert account.flags("INBOX") == [set(), set()]
    assert inbox.collect(intake) == 2


def test_imap_that_cannot_sign_in(make_inbox: MakeInbox) -> None:
    assert "password" in failures(tuple(make_inbox(password="wrong").check()))[0]


def test_a_foreign_verdict_is_offered_for_trust(account: Account, make_inbox: MakeInbox) -> None:
    account.deliver(make_mail(headers=VERDICT))
    (last,) = [finding for finding in make_inbox(authserv_ids=("mx.other.example",)).check() if not finding.ok]
    assert last.warning
    assert 'authserv_ids = ["mx.example.com"]' in last.mend


@pytest.mark.parametrize(
    ("header", "trusted", "ok"),
    [
        (b"Authentication-Results: spf=pass smtp.mailfrom=a.example", "microsoft", True),
        (b"authentication-results : (by) mx.example.com 1; dmarc=pass", "MX.example.com", True),
        (b"Subject: none of it", "mx.example.com", False),
    ],
)
def test_whose_verdicts(header: bytes, trusted: str, ok: bool) -> None:
    (finding,) = verdicts_seen([header], (trusted,))
    assert finding.ok is ok


def test_maildir(tmp_path: Path) -> None:
    inbox = MaildirInbox(account="test", path=tmp_path, authserv_ids=("mx.example.com",))
    assert failures(tuple(inbox.check()))
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    assert not failures(tuple(inbox.check()))
    (tmp_path / "new" / "1.host").write_bytes(make_mail(headers=VERDICT))
    assert "mx.example.com (1)" in tuple(inbox.check())[-1].text


def test_smtp(intake: MemoryIntake) -> None:
    inbox = SmtpInbox(account="test", port=0, addresses=("support@example.com",))
    assert "support@example.com" in inbox.check()[0].text
    inbox.collect(intake)
    assert not failures(tuple(inbox.check()))
    other = SmtpInbox(account="other", port=inbox.address[1])
    assert failures(tuple(other.check()))
    inbox.close()
    open_door = SmtpInbox(account="test", host="0.0.0.0", port=0, trust_authentication_results=True)
    assert [finding.warning for finding in open_door.check()] == [False, True, True]

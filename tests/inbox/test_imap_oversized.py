"""Mails above the limit: their text is read, their attachments are only named."""

from email import message_from_bytes
from email.policy import default

from tests.inbox.conftest import MakeInbox
from tests.inbox.memory import MemoryIntake
from tests.support.mailbox import Account
from tests.support.mails import make_mail

LIMIT = 20_000
PDF = ("application/pdf", b"%PDF-1.4" + b"x" * 100_000)


def read(raw: bytes, account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> bytes:
    account.deliver(raw)
    assert make_inbox(max_size=LIMIT).collect(intake) == 1
    (mail,) = intake.mails
    assert mail.size is not None
    assert mail.size >= LIMIT
    return mail.raw


def test_text_is_whole_and_attachments_are_named(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    whole = make_mail("Grüße, please refund", html="<p>Grüße</p>", attachments={"receipt.pdf": PDF})
    raw = read(whole, account, intake, make_inbox)
    assert len(raw) < 5_000
    mail = message_from_bytes(raw, policy=default)
    assert mail["X-Deskhand-Incomplete"].startswith("without-attachments; ")
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().strip() == "Grüße, please refund"
    assert html.get_content().strip() == "<p>Grüße</p>"
    assert [(part.get_filename(), part.get_content_type()) for part in mail.iter_attachments()] == [
        ("receipt.pdf", "application/pdf")
    ]
    assert not mail.defects


def test_the_text_is_found_behind_the_attachment(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    huge = b"QUJD" * 19 + b"\r\n"
    whole = (
        b"From: dana@customer.example\r\nSubject: picture first\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b=_1"\r\n\r\n'
        b"--b=_1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + huge * 2000 + b"--b=_1\r\n"
        b"Content-Type: text/plain\r\n\r\nthe words come last\r\n--b=_1--\r\n"
    )
    mail = message_from_bytes(read(whole, account, intake, make_inbox), policy=default)
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "the words come last"


def test_one_huge_text_is_cut_at_a_line(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    line = b"all work and no play\r\n"
    whole = b"From: dana@customer.example\r\nSubject: long\r\n\r\nfirst words\r\n" + line * 100_000
    raw = read(whole, account, intake, make_inbox)
    assert len(raw) <= 1_001_000
    assert b"first words" in raw
    assert raw.endswith(line)


def test_a_forwarded_mail_within_is_not_taken_for_the_text(
    account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    inner = make_mail("inner words " + "y" * 50)
    whole = make_mail("outer words", attachments={"a.bin": PDF, "mail.eml": ("application/octet-stream", inner)})
    raw = read(whole, account, intake, make_inbox)
    assert b"outer words" in raw
    assert b"inner words" not in raw


def test_small_mails_beside_it_are_whole(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    small = make_mail("small", message_id="<small@x.example>")
    account.deliver(small, make_mail("big", attachments={"a.pdf": PDF}), small.replace(b"small", b"other"))
    assert make_inbox(max_size=LIMIT).collect(intake) == 3
    assert [b"X-Deskhand-Incomplete" in mail.raw for mail in intake.mails] == [False, True, False]
    assert intake.mails[0].raw == small

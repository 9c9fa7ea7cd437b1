"""Mail comes in once, whatever the servers on its way did to it."""

import threading
from dataclasses import replace

from tests.store.made import ACCOUNT, at_uid, claimed, delivery, inbox_place, work_off
from tests.support.mails import make_mail
from worker.store import CaseBook


def test_the_cursor_moves_with_the_mail(book: CaseBook) -> None:
    assert book.cursor(ACCOUNT, "INBOX") is None
    assert book.take([delivery(location=inbox_place(7))], cursor=at_uid(7)) == 1
    assert book.cursor(ACCOUNT, "INBOX") == at_uid(7)
    assert book.arrived.is_set()


def test_a_slower_poller_does_not_move_the_cursor_back(book: CaseBook) -> None:
    book.take([], cursor=at_uid(7))
    book.take([], cursor=at_uid(5))
    assert book.cursor(ACCOUNT, "INBOX") == at_uid(7)
    book.take([], cursor=at_uid(2, uidvalidity=9))
    assert book.cursor(ACCOUNT, "INBOX") == at_uid(2, uidvalidity=9)


def test_the_same_bytes_are_one_mail(book: CaseBook) -> None:
    assert book.take([delivery(), delivery()]) == 1
    assert book.take([delivery()]) == 0
    assert book.waiting() == 1


def test_a_new_uidvalidity_brings_no_mail_back(book: CaseBook) -> None:
    book.take([delivery(number=n, location=inbox_place(n)) for n in (1, 2)], cursor=at_uid(2))
    assert work_off(book) == 2
    again = [delivery(number=n, location=inbox_place(n + 40, uidvalidity=2)) for n in (1, 2)]
    assert book.take(again, cursor=at_uid(42, uidvalidity=2)) == 0
    assert book.waiting() == 0
    assert len(book.cases()) == 2


def test_a_mail_delivered_twice_is_one_though_its_received_lines_differ(book: CaseBook) -> None:
    raw = make_mail()
    others = [
        b"Received: from a.example by b.example; Mon, 2 Nov 2026 09:30:01 +0000\r\n" + raw,
        raw.replace(b"\r\n", b"\n"),
    ]
    assert book.take([delivery(raw)]) == 1
    assert book.take([delivery(other) for other in others]) == 0


def test_two_mails_that_share_a_message_id_are_two(book: CaseBook) -> None:
    assert book.take([delivery(make_mail("One")), delivery(make_mail("Two"))]) == 2
    assert book.take([delivery(make_mail("One", sender="Eve <eve@other.example>"))]) == 1


def test_mails_without_a_message_id_are_told_apart_by_their_bytes(book: CaseBook) -> None:
    bare = make_mail(headers={"Message-ID": ""})
    assert book.take([delivery(bare), delivery(b"X-Hop: 2\r\n" + bare)]) == 2


def test_one_mail_in_two_inboxes_is_two(book: CaseBook) -> None:
    assert book.take([delivery(), replace(delivery(), account="other")]) == 2


def test_maildir_names_are_known_also_of_twins(book: CaseBook) -> None:
    place = inbox_place(0, uidvalidity=0)
    book.take([delivery(location=replace(place, name="a")), delivery(location=replace(place, name="b"))])
    assert book.known(ACCOUNT, "a")
    assert book.known(ACCOUNT, "b")
    assert not book.known(ACCOUNT, "c")
    assert not book.known("other", "a")


def test_the_claim_has_the_mail_as_it_came(book: CaseBook) -> None:
    raw = b"From: \xff\xfe <>\nMessage-ID: <a\x00b\xe9@x>\n\n\x00\x80 not text"
    book.take([replace(delivery(raw, location=inbox_place(3)), size=999)])
    claim = claimed(book)
    assert claim.raw == raw
    assert claim.size == 999
    assert claim.location == inbox_place(3)
    assert claim.message_id
    assert "\0" not in claim.message_id


def test_hostile_heads_come_in(book: CaseBook) -> None:
    heads = [b"", b"\n\n", b"From", b"From: " + b"(" * 100_000, b"Message-ID: <[>\n\nx", b"A: b\n" * 50_000 + b"\nx"]
    assert book.take([delivery(head) for head in heads]) == len(heads)


def test_pollers_side_by_side_store_a_mail_once(book: CaseBook) -> None:
    new: list[int] = []
    start = threading.Barrier(4)

    def poll(hop: int) -> None:
        start.wait()
        for number in range(10):
            raw = f"Received: hop {hop}\r\n".encode() + make_mail(f"Mail {number}", message_id=f"<{number}@x.example>")
            new.append(book.take([delivery(raw)]))

    threads = [threading.Thread(target=poll, args=(hop,)) for hop in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(new) == 10
    assert book.waiting() == 10

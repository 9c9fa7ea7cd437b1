"""Text that no column takes never reaches a database, whichever statement bears it."""

from hypothesis import given
from hypothesis import strategies as st

from tests.store.made import claimed, delivery, keep
from worker.store import CaseBook
from worker.store.storable import storable


@given(st.text())
def test_storable_text_stays_as_it_is(text: str) -> None:
    plain = text.replace("\0", "")
    assert storable(plain) == plain
    assert "\0" not in storable(text)


@given(st.text(st.characters(categories=["Cs", "Cc", "Lu"])))
def test_what_is_stored_can_be_encoded_and_keeps_its_length(text: str) -> None:
    assert len(storable(text)) == len(text)
    assert b"\0" not in storable(text).encode()


def test_it_passes_every_way_into_the_store(book: CaseBook) -> None:
    book.take([delivery()])
    claim = claimed(book)
    book.outbox(claim).remember("k\0", "v\0\ud800")
    assert book.outbox(claim).recall("k\ufffd") == "v\ufffd\ufffd"
    keep(book, claim, subject="a\0b")
    book.audit("agent\0", "looked\0", case_id=claim.case_id, remark="\0")
    book.postpone(claim, "unreadable \0", 0)
    assert book.case("\0") is None
    assert book.cases(bucket="\0") == ()
    again = claimed(book)
    book.quarantine(again, "\0\udfff")
    assert book.case(claim.case_id)

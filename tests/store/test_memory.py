"""What the store knows of the past: threads, persons, our own drafts, and who writes too often."""

from datetime import timedelta

import pytest

from parsers.vocabulary import (
    Authentication,
    AuthenticationStatus,
    Cue,
    CueFound,
    Identity,
    Intent,
    IntentScore,
    Mailbox,
    Reading,
    Verdict,
)
from tests.store.made import billing, claimed, delivery, judged, keep, message
from tests.support.clock import MONDAY
from tests.support.mails import make_mail
from worker.case_json import case_json
from worker.store import CaseBook, Claim

FIRST = "<first@customer.example>"


def arrive(book: CaseBook, number: int) -> Claim:
    book.take([delivery(number=number)])
    return claimed(book)


def done(book: CaseBook, number: int, **fields: object) -> Claim:
    claim = arrive(book, number)
    keep(book, claim, body=f"Body {number}", **fields)
    book.finish(claim)
    return claim


def test_a_reply_knows_the_thread_before_it(book: CaseBook) -> None:
    first = done(book, 1)
    other = done(book, 2, subject="Something else")
    reply = arrive(book, 3)
    assert first.message_id
    found = book.history(message(reply, in_reply_to=(first.message_id,)), ())
    assert [(case.id, case.same_thread, case.bucket) for case in found] == [(first.case_id, True, "self_serve_gap")]
    assert found[0].intents == ("refund",)
    assert found[0].objects == ("ch_1",)
    assert found[0].actions[0].object == "ch_1"
    assert other.case_id not in {case.id for case in found}


def test_replies_to_one_lost_mail_are_one_thread(book: CaseBook) -> None:
    first = done(book, 1, references=("<lost@elsewhere.example>",))
    found = book.history(message(arrive(book, 2), references=("<lost@elsewhere.example>",)), ())
    assert [case.id for case in found] == [first.case_id]


def test_a_person_is_known_by_their_customer_records(book: CaseBook) -> None:
    first, second = done(book, 1), done(book, 2)
    found = book.history(message(arrive(book, 3)), ("cus_dana", "cus_other"))
    assert [(case.id, case.same_thread) for case in found] == [(second.case_id, False), (first.case_id, False)]
    assert book.history(message(arrive(book, 4)), ("cus_other",)) == ()


def test_a_strangers_mail_about_a_person_is_not_theirs(book: CaseBook) -> None:
    claim = arrive(book, 1)
    stranger = Identity(verdict=Verdict.MISMATCH, customer_ids=("cus_dana",))
    case = judged(claim, identity=stranger)
    wishes = Reading(intents=(IntentScore(intent=Intent.CANCEL, score=1, primary=True),))
    book.keep(
        claim,
        message=message(claim),
        reading=wishes,
        state=billing(claim),
        case=case,
        draft=None,
        note=None,
        shown=case_json(case, None, None),
    )
    assert book.history(message(arrive(book, 2)), ("cus_dana",)) == ()
    [known] = book.history(message(arrive(book, 3), references=(claim.message_id,)), ())
    assert not known.asked_cancel
    assert known.proven_for == ()


CANCEL = IntentScore(intent=Intent.CANCEL, score=1, primary=True)


def _kept(book: CaseBook, claim: Claim, wishes: Reading) -> None:
    case = judged(claim)
    book.keep(
        claim,
        message=message(claim),
        reading=wishes,
        state=billing(claim),
        case=case,
        draft=None,
        note=None,
        shown=case_json(case, None, None),
    )


def test_a_verified_wish_to_cancel_is_notice(book: CaseBook) -> None:
    claim = arrive(book, 1)
    _kept(book, claim, Reading(intents=(CANCEL,), sure=True))
    book.draft_is(claim, "filed")
    [known] = book.history(message(arrive(book, 2)), ("cus_dana",))
    assert known.asked_cancel
    assert known.proven_for == ("cus_dana",)
    assert known.draft_state == "filed"
    assert known.at == claim.arrived_at


@pytest.mark.parametrize(
    "wishes",
    [
        Reading(intents=(CANCEL,), sure=False),
        Reading(intents=(CANCEL,), cues=(CueFound(cue=Cue.DECLINES_CANCEL),), sure=True),
        Reading(sure=True),
    ],
)
def test_what_is_no_clear_wish_is_no_notice(book: CaseBook, wishes: Reading) -> None:
    _kept(book, arrive(book, 1), wishes)
    [known] = book.history(message(arrive(book, 2)), ("cus_dana",))
    assert not known.asked_cancel


def test_the_mail_itself_and_later_ones_are_not_its_past(book: CaseBook) -> None:
    first, second = done(book, 1), done(book, 2)
    assert book.history(message(first), ("cus_dana",)) == ()
    assert [case.id for case in book.history(message(second), ("cus_dana",))] == [first.case_id]


def test_our_own_drafts_of_the_thread_newest_first(book: CaseBook) -> None:
    first = done(book, 1)
    second = done(book, 2, references=(first.message_id,))
    done(book, 3)
    assert second.message_id
    assert book.own_drafts([second.message_id]) == ("Body 2",)
    assert first.message_id
    assert set(book.own_drafts([first.message_id])) == {"Body 1", "Body 2"}
    assert book.own_drafts([]) == ()
    assert book.own_drafts(["<unknown@x.example>"]) == ()


def test_the_cap_counts_a_sender_within_a_thread_and_an_hour(book: CaseBook) -> None:
    for number in range(1, 11):
        done(book, number, references=(FIRST,), subject=f"Re: no {number}")
    next_one = message(arrive(book, 11), references=(FIRST,), subject="Re: no 11")
    assert book.sender_rate(next_one) == 10
    crowd = book.crowd(next_one)
    assert crowd is not None
    assert len(crowd.case_ids) == 10
    assert crowd.handed_over is None
    elsewhere = message(arrive(book, 12), subject="Another thread")
    assert book.sender_rate(elsewhere) == 0
    somebody = message(arrive(book, 13), references=(FIRST,), senders=(Mailbox(address="eve@other.example"),))
    assert book.sender_rate(somebody) == 0
    later = message(arrive(book, 14), references=(FIRST,), subject="x", arrived_at=MONDAY + timedelta(hours=2))
    assert book.sender_rate(later) == 0


PROVEN = Authentication(status=AuthenticationStatus.AUTHENTICATED)


def test_unproven_mails_never_count_against_a_proven_sender(book: CaseBook) -> None:
    for number in range(1, 12):
        done(book, number, references=(FIRST,))
    true = message(arrive(book, 12), references=(FIRST,), authentication=PROVEN)
    assert book.sender_rate(true) == 0
    assert book.crowd(true) is None


def test_a_crowd_is_handed_over_once_an_hour(book: CaseBook) -> None:
    for number in range(1, 11):
        done(book, number, references=(FIRST,), authentication=PROVEN)
    claim = done(book, 11, references=(FIRST,), authentication=PROVEN, crowd=("too many",))
    crowd = book.crowd(message(arrive(book, 12), references=(FIRST,), authentication=PROVEN))
    assert crowd is not None
    assert crowd.handed_over == claim.case_id
    forged = message(arrive(book, 13), references=(FIRST,))
    assert book.crowd(forged) is None


def test_a_machine_without_references_is_known_by_its_subject(book: CaseBook) -> None:
    for number in range(1, 5):
        done(book, number, subject="AW: Re: Ticket  17")
    assert book.sender_rate(message(arrive(book, 5), subject="ticket 17")) == 4


def test_mails_of_several_senders_have_no_cap(book: CaseBook) -> None:
    two = (Mailbox(address="a@x.example"), Mailbox(address="b@x.example"))
    assert book.sender_rate(message(arrive(book, 1), senders=two)) == 0


def test_two_mails_that_share_a_message_id_are_kept_apart(book: CaseBook) -> None:
    book.take([delivery(make_mail("One"))])
    one = claimed(book)
    keep(book, one)
    book.take([delivery(make_mail("Two"))])
    two = claimed(book)
    assert book.kept(two) is None
    assert [case.id for case in book.history(message(two), ())] == [one.case_id]
    assert keep(book, two).case_id != one.case_id

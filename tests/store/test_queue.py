"""The review desk's queue, filtered, sorted and counted by both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from parsers.vocabulary import Bucket, Draft, Level, Mailbox, Outcome
from tests.store.made import Clock, billing, claimed, delivery, judged, message, reading, work_off
from tests.store.test_forget import keep_of_eve
from tests.support.clock import MONDAY
from tests.support.mails import make_mail
from worker.case_json import case_json
from worker.store import Asked, CaseBook, Claim, Review
from worker.store.tables import lines, settings


def _keep(book: CaseBook, claim: Claim, **fields: object) -> None:
    case = judged(claim, **{key: value for key, value in fields.items() if key not in {"text", "subject", "name"}})
    sender = Mailbox(address="dana@customer.example", name=str(fields.get("name", "Dana Example")))
    mail = message(
        claim,
        new_text=str(fields.get("text", "Hello")),
        subject=str(fields.get("subject", "A bill")),
        senders=(sender,),
    )
    draft = Draft(to=("dana@customer.example",), subject="Re", body="Hello", template="refund", language="en")
    book.keep(
        claim,
        message=mail,
        reading=reading(),
        state=billing(claim),
        case=case,
        draft=draft,
        note=None,
        shown=case_json(case, draft, None),
    )


def filled(book: CaseBook, *cases: dict[str, object]) -> list[str]:
    """One case each, in the order of arrival; their ids."""
    book.take([delivery(number=number) for number in range(1, len(cases) + 1)])
    waiting = iter(cases)
    work_off(book, lambda store, claim: _keep(store, claim, **next(waiting)))
    return [record.id for record in book.cases()]


def ids(book: CaseBook, **asked: object) -> list[str]:
    return [line.id for line in book.queue(Asked(**asked))[0]]  # type: ignore[arg-type]


def test_urgent_first_then_the_oldest(book: CaseBook) -> None:
    first, second, third, fourth = filled(
        book, {"priority": Level.LOW}, {"priority": Level.MEDIUM}, {"priority": Level.HIGH}, {}
    )
    assert ids(book) == [third, second, first, fourth]


def test_a_line_shows_what_one_glances_at(book: CaseBook) -> None:
    filled(book, {"subject": "Refund?"})
    (line,), total, counts = book.queue(Asked())
    assert (line.sender, line.subject, line.proposed) == ("Dana Example <dana@customer.example>", "Refund?", "refund")
    assert (total, counts) == (1, {"self_serve_gap": 1})


def test_filters_narrow_and_counts_go_on_for_every_bucket(book: CaseBook) -> None:
    gap, team, odd = filled(
        book, {}, {"bucket": Bucket.TEAM_PURCHASE, "confidence": 0.6}, {"outcome": Outcome.NOT_BILLING, "bucket": None}
    )
    assert ids(book, outcome="drafted") == [gap, team]
    found, total, counts = book.queue(Asked(outcome="drafted", bucket="team_purchase"))
    assert ([line.id for line in found], total) == ([team], 1)
    assert counts == {"self_serve_gap": 1, "team_purchase": 1}
    assert ids(book, outcome="drafted", below=0.7) == [team]
    assert ids(book, outcome="drafted", least=0.7) == [gap]
    assert ids(book, verdict="mismatch") == []
    assert ids(book, outcome="not_billing") == [odd]
    assert ids(book, language="de") == []
    assert book.languages() == ("en",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("straße", 1),
        ("STRASSE", 1),
        ("dana refund", 1),
        ("refund elephant", 0),
        ("100%", 1),
        ("100_", 0),
        ("%", 1),
        ("o'hara", 1),
        ("\\", 0),
        ("", 2),
    ],
)
def test_every_word_must_stand_somewhere(book: CaseBook, text: str, found: int) -> None:
    filled(book, {"text": "I want a refund of 100% at O'Hara Straße"}, {"text": "Hello", "name": "Ben"})
    assert len(ids(book, text=text)) == found


def test_what_was_put_off_comes_back(empty_url: str) -> None:
    clock = Clock()
    book = CaseBook.open(empty_url, key="x9f0wRb2pG8cV1mQ7tYz3uK5nJ6hD4sA0eLiOwXvBkE=", clock=clock)
    (case,) = filled(book, {})
    review = Review(case_id=case, version=1, by="ann", decision="snooze")
    book.decide(review, status="snoozed", snoozed_until=MONDAY + timedelta(days=1))
    assert (ids(book, status="open"), ids(book, status="snoozed")) == ([], [case])
    before = book.pulse()
    clock.forward(days=2)
    assert (ids(book, status="open"), ids(book, status="snoozed")) == ([case], [])
    assert book.pulse() != before
    book.close()


def test_pages_hold_everything_once(book: CaseBook) -> None:
    every = filled(book, *({} for _ in range(7)))
    paged = [one for start in (0, 3, 6) for one in ids(book, start=start, limit=3)]
    assert paged == every


def test_the_pulse_moves_with_every_change(book: CaseBook) -> None:
    (case,) = filled(book, {})
    before = book.pulse()
    assert book.pulse() == before
    book.decide(Review(case_id=case, version=1, by="ann", decision="take_over"), status="taken_over")
    assert book.pulse() != before


def test_who_is_forgotten_is_found_no_more(book: CaseBook) -> None:
    filled(book, {"text": "I am Dana"})
    book.forget("dana@customer.example")
    (line,), _, _ = book.queue(Asked())
    assert (line.sender, line.subject) == ("", "")
    assert ids(book, text="dana") == []


def test_whom_others_merely_named_is_found_no_more(book: CaseBook) -> None:
    eve = make_mail(sender="Eve <eve@other.example>", message_id="<e@other.example>")
    book.take([delivery(eve)])
    claim = claimed(book)
    keep_of_eve(book, claim, (Mailbox(address="eve@other.example", name="Eve"),))
    book.finish(claim)
    assert ids(book, text="dana@customer.example example") == [claim.case_id]
    assert book.forget("dana@customer.example")["mentions"] == 1
    assert ids(book, text="dana") == []
    assert ids(book, text="eve [erased]") == [claim.case_id]


def test_cases_of_an_older_version_get_their_lines_once(book: CaseBook) -> None:
    filled(book, {"subject": "Old one"})
    with book._database.write() as tx:
        tx.execute(delete(lines))
        tx.execute(delete(settings).where(settings.c.name == "lines drawn"))
    assert book.draw_lines() == 1
    assert book.draw_lines() == 0
    assert book.queue(Asked())[0][0].subject == "Old one"

"""What an agent writes into a draft: the gates run on it, and what no fact carries is confirmed by name."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from parsers.vocabulary import Action, ActionKind, Draft, Money, Refund, Verdict
from tests.desk.case_desk import DUPLICATE, CaseDesk, case_desk, window
from tests.render.people import CASE, MESSAGE, STATE
from worker.commitments import undertakings
from worker.desk.edits import marks, unconfirmed
from worker.desk.queue_port import CaseRow, CaseView
from worker.desk.quote import joined, split

LETTER = "Hi Dana,\n\nWe are refunding the $49.00.\n\nBest regards,\nThe support team"
QUOTE = "On 2 November 2026, Dana wrote:\n> Please refund me $77.\n>\n> Dana"
DRAFT = Draft(
    to=("dana@customer.example",), subject="Re: help", body=joined(LETTER, QUOTE), template="x", language="en"
)


def view(verdict: Verdict = Verdict.VERIFIED, **changes: object) -> CaseView:
    assert CASE.identity is not None
    case = replace(CASE, identity=replace(CASE.identity, verdict=verdict))
    row = CaseRow(
        id="c", arrived_at=datetime(2026, 11, 2, tzinfo=UTC), sender="", subject="", outcome="drafted", bucket="x",
        verdict=verdict.value, confidence=1.0, priority="low", language="en", proposed="", gap=None, status="open",
    )  # fmt: skip
    whole = CaseView(row=row, shown={}, message=MESSAGE, reading=None, state=STATE, case=case, draft=DRAFT)
    return replace(whole, **changes)  # type: ignore[arg-type]


def tokens(added: str, seen: CaseView | None = None) -> list[str]:
    body = joined(LETTER.replace("Best regards", f"{added}\n\nBest regards"), QUOTE)
    return [mark.token for mark in marks(seen or view(), DRAFT.subject, body)]


@pytest.mark.parametrize(
    ("added", "marked"),
    [
        ("We refund 999 USD today.", "999 USD"),
        ("You get €12.50 from us.", "€12.50"),
        ("It will be there on 3 March 2031.", "3 March 2031"),
        ("It will be there by 03.04.2031.", "03.04.2031"),
        ("Write to boss@elsewhere.example.", "boss@elsewhere.example"),
        ("See https://elsewhere.example/pay now.", "https://elsewhere.example/pay"),
        ("Your invoice is QX-0042.", "QX-0042"),
        ("You pay nine hundred dollars.", "hundred dollars"),
        ("Your subscription has been paused and deleted.", "has been paused and deleted"),
        ("We will give you a free month.", "free month"),
        ("Wir erstatten Ihnen 80 Euro.", "80 Euro"),
        ("You will hear from us within 24 hours.", "24"),
    ],
)
def test_what_no_fact_carries_is_marked(added: str, marked: str) -> None:
    assert any(marked in token for token in tokens(added)), tokens(added)


@pytest.mark.parametrize(
    "added",
    ["Thank you for your patience.", "We cannot refund more than that.", "It was our mistake, and we are sorry."],
)
def test_plain_words_are_not(added: str) -> None:
    assert tokens(added) == []


def test_what_stripe_shows_may_be_said_in_any_spelling() -> None:
    charge = STATE.charges[0]
    assert charge.created is not None
    at = charge.created
    for said in ("$49.00", "$49", "49 USD", f"{at.day} {at:%B} {at.year}", f"{at:%Y-%m-%d}", f"{at:%b} {at.day}"):
        assert tokens(f"This is about {said}, as you know.") == [], said


def test_nothing_of_the_account_to_somebody_unproven() -> None:
    assert tokens("You paid $49 again.") == []
    assert tokens("You paid $49 again.", view(Verdict.UNVERIFIED)) == ["$49"]


def test_as_drafted_is_not_questioned_and_the_quote_is_theirs() -> None:
    assert marks(view(), DRAFT.subject, DRAFT.body) == ()
    assert marks(view(), DRAFT.subject, joined(LETTER, "")) == ()  # the quote may be left out
    changed = joined(LETTER, QUOTE.replace("$77", "$7,700"))  # words in their mouth
    assert "$7,700" in [one.token for one in marks(view(), DRAFT.subject, changed)]
    assert [one.token for one in marks(view(), "Re: help with $31", DRAFT.body)] == ["$31"]


def test_a_mark_stands_in_its_line_and_is_confirmed_by_name() -> None:
    (first, *_) = marks(view(), DRAFT.subject, joined(f"{LETTER}\nWe owe you 31 USD, do we?", QUOTE))
    assert (first.before, first.token, first.after) == ("We owe you ", "31 USD", ", do we?")
    assert unconfirmed((first,), ("31  USD",)) == ()
    assert unconfirmed((first,), ("31",)) == (first,)


def test_where_nothing_is_kept_everything_is_to_be_confirmed() -> None:
    assert tokens("You paid $50.00 twice.", view(state=None)) == ["$50.00"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("We will refund you.", ActionKind.REFUND),
        ("I'm crediting your card.", ActionKind.REFUND),
        ("You will get your money back.", ActionKind.REFUND),
        ("Wir zahlen Ihnen das Geld zurück.", ActionKind.REFUND),
        ("We'll cancel it for you.", ActionKind.CANCEL),
        ("Wir kündigen das Abonnement.", ActionKind.CANCEL),
        ("We promise it.", None),
        ("You will hear from us tomorrow.", None),
        ("This will never happen again.", None),
    ],
)
def test_an_undertaking_is_carried_by_the_action_that_is_proposed(said: str, kind: ActionKind | None) -> None:
    assert list(undertakings(said, ()))
    proposed = Action(kind=kind or ActionKind.REFUND, object="x", amount=Money(1, "usd"))
    assert bool(list(undertakings(said, (proposed,)))) is (kind is None)


@pytest.mark.parametrize("said", ["We cannot refund it.", "We will not cancel it.", "Once you reply we cancel it."])
def test_a_refusal_is_no_undertaking(said: str) -> None:
    assert list(undertakings(said, ())) == []


def test_a_refund_that_stripe_shows_may_be_told() -> None:
    done = Refund(id="re_1", charge="ch_new", amount=Money(1700, "usd"), status="succeeded", created=STATE.read_at)
    charges = (replace(STATE.charges[0], refunds=(done,)), *STATE.charges[1:])
    seen = view(state=replace(STATE, charges=charges))
    assert tokens("We have refunded $17.00 already.") != []
    assert tokens("We have refunded $17.00 already.", seen) == []


@pytest.mark.parametrize("body", [DRAFT.body, f"{LETTER}\n", "> all quoted\n> indeed\n", "one\n> two\nthree\n", ""])
def test_letter_and_quote_make_the_body_again(body: str) -> None:
    letter, quote = split(body)
    assert joined(letter, quote).strip() == body.strip()
    assert not quote or quote.split("\n")[1].startswith(">")


@pytest.fixture(scope="module")
def editing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseDesk]:
    with case_desk(tmp_path_factory.mktemp("editing")) as desk:
        yield desk


@pytest.fixture
def ana(chromium: Browser, editing: CaseDesk) -> Iterator[Page]:
    with window(chromium, editing.url, may_say="422") as page:
        yield page


def test_marked_while_typing_and_not_approved_before_it_is_confirmed(ana: Page, editing: CaseDesk) -> None:
    case_id = editing.case_of(DUPLICATE)
    ana.goto(f"/cases/{case_id}")
    draft = ana.locator("textarea#draft")
    assert ">" not in draft.input_value()  # the quote is folded outside
    draft.fill("We refund 999 USD today.\n\n" + draft.input_value())
    expect(ana.locator(".marks mark").get_by_text("999 USD", exact=True)).to_be_visible()
    ana.keyboard.press("Escape")
    ana.get_by_role("button", name="Approve").click()
    expect(ana.get_by_role("alert")).to_contain_text("999 USD")
    assert editing.app.book.reviews(case_id) == ()
    expect(draft).to_contain_text("999 USD")
    for box in ana.locator("[name=confirm]").all():
        box.check()
    ana.get_by_role("button", name="Approve").click()
    expect(ana.locator(".notice")).to_contain_text("Nothing was sent")
    ana.goto(f"/cases/{case_id}")
    told = ana.locator(".history li", has_text="vouched for")
    expect(told).to_contain_text("999 USD")


def test_a_confirmation_stays_while_one_goes_on_typing(ana: Page, editing: CaseDesk) -> None:
    ana.goto(f"/cases/{editing.case_of('Double charge')}")
    draft = ana.locator("textarea#draft")
    draft.fill("It is $31.\n\n" + draft.input_value())
    box = ana.locator("[name=confirm][value='$31']")
    box.check()
    draft.fill("It is $31, not $32.\n\n" + draft.input_value().partition("\n\n")[2])
    expect(ana.locator("[name=confirm][value='$32']")).to_be_visible()
    expect(box).to_be_checked()
    ana.locator("textarea#draft").fill("It is neither.")
    expect(ana.locator(".marks")).to_have_count(0)


def test_without_scripts_the_page_asks_too(chromium: Browser, editing: CaseDesk) -> None:
    with window(chromium, editing.url, may_say="422", java_script_enabled=False) as page:
        page.goto(f"/cases/{editing.case_of('Invoice for October')}")
        page.locator("textarea#draft").fill("Pay 12 USD.")
        page.get_by_role("button", name="Approve").click()
        expect(page.locator(".marks")).to_contain_text("12 USD")
        page.locator("[name=confirm]").first.check()
        page.get_by_role("button", name="Approve").click()
        expect(page.locator(".notice")).to_contain_text("Approved")

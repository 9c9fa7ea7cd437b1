"""Deciding on a case in the browser: each way out, and two agents on one case."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.case_desk import DUPLICATE, CaseDesk, case_desk, window


@pytest.fixture(scope="module")
def deciding(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseDesk]:
    with case_desk(tmp_path_factory.mktemp("deciding")) as desk:
        yield desk


@pytest.fixture
def ana(chromium: Browser, deciding: CaseDesk) -> Iterator[Page]:
    with window(chromium, deciding.url) as page:
        yield page


def status(desk: CaseDesk, case_id: str) -> tuple[str, str | None]:
    record = desk.app.book.case(case_id)
    assert record is not None
    return record.status, record.status_by


def test_approve_edited_by_keys_then_copy_and_download(ana: Page, deciding: CaseDesk) -> None:
    case_id = deciding.case_of(DUPLICATE)
    kept = deciding.app.book.record(case_id)
    assert kept is not None
    assert kept.draft is not None
    ana.goto(f"/cases/{case_id}")
    ana.keyboard.press("e")
    expect(ana.locator("#draft")).to_be_focused()
    ana.keyboard.press("Control+Home")
    ana.keyboard.type("Good news. ")
    ana.keyboard.press("Escape")
    ana.keyboard.press("a")
    expect(ana.locator(".notice")).to_contain_text("Nothing was sent")
    ana.locator(".notice a", has_text=DUPLICATE).click()  # another case came up, which tells of this one
    expect(ana.locator(".standing").first).to_contain_text("Approved by ana on")
    expect(ana.locator(".history")).to_contain_text("approved the draft")
    assert status(deciding, case_id) == ("to_do", "ana")
    review = deciding.app.book.reviews(case_id)[-1]
    assert review.body is not None
    assert review.body.startswith("Good news. ")
    assert review.edited is not None
    assert 0 < review.edited < 0.2
    ana.wait_for_load_state()
    ana.keyboard.press("c")
    expect(ana.locator(".hand-over .said")).to_contain_text("Refund $49.00")
    ana.get_by_role("button", name="Copy the text").click()
    expect(ana.locator(".hand-over .said")).to_have_text("Copied.")
    assert ana.evaluate("navigator.clipboard.readText()") == review.body
    with ana.expect_download() as download:
        ana.get_by_role("button", name=".eml").click()
    mail = message_from_bytes(Path(download.value.path()).read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail["X-Unsent"] == "1"
    assert mail["To"] == ", ".join(kept.draft.to)
    assert mail["Cc"] is None
    assert mail["Bcc"] is None
    assert mail["In-Reply-To"] == kept.message.message_id
    assert kept.message.message_id in mail["References"]
    assert mail.get_content().replace("\r\n", "\n").strip() == review.body.strip()
    ana.reload()
    expect(ana.locator(".history")).to_contain_text("downloaded the draft as a mail")
    ana.get_by_role("button", name="Open again").click()
    letter, _, quote = review.body.partition("\n\nOn ")
    expect(ana.locator("textarea#draft")).to_have_value(letter)
    expect(ana.locator("#quote")).to_have_text(f"On {quote.strip()}")


def test_untouched_is_unedited(ana: Page, deciding: CaseDesk) -> None:
    case_id = deciding.case_of("Double charge")
    ana.goto(f"/cases/{case_id}")
    ana.get_by_role("button", name="Approve").click()
    expect(ana.locator(".notice")).to_contain_text("Double charge")
    assert status(deciding, case_id) == ("approved", "ana")  # nothing is to do in Stripe
    assert deciding.app.book.reviews(case_id)[-1].edited == 0.0


def test_reject_needs_a_reason(chromium: Browser, deciding: CaseDesk) -> None:
    case_id = deciding.case_of("still paying monthly after switching to yearly")
    with window(chromium, deciding.url, may_say="422") as page:
        page.goto(f"/cases/{case_id}")
        page.locator("#draft").fill("my own words")
        page.keyboard.press("Escape")
        page.keyboard.press("r")
        expect(page.get_by_label("Why")).to_be_focused()
        page.get_by_role("button", name="Reject the draft").click()
        expect(page.get_by_role("alert")).to_contain_text("choose a reason")
        expect(page.locator("#draft")).to_have_value("my own words")
        page.get_by_label("Why").select_option("tone")  # what was refused stands open
        page.get_by_label("In a few words").fill("too cool")
        page.get_by_role("button", name="Reject the draft").click()
        expect(page.locator(".standing")).to_contain_text("Rejected by ana")
        expect(page.locator(".history")).to_contain_text("too cool")
    assert status(deciding, case_id) == ("rejected", "ana")


def test_take_over_put_off_and_open_again(ana: Page, deciding: CaseDesk) -> None:
    case_id = deciding.case_of("Invoice for October")
    ana.goto(f"/cases/{case_id}")
    ana.get_by_role("button", name="Take over").click()
    expect(ana.locator(".standing")).to_contain_text("Taken over by ana")
    ana.locator("summary", has_text="Put off").click()
    ana.get_by_label("in three days").check()
    ana.get_by_role("button", name="Put off").click()
    expect(ana.locator(".standing")).to_contain_text("Put off until")
    record = deciding.app.book.case(case_id)
    assert record is not None
    assert record.snoozed_until is not None
    ana.get_by_role("button", name="Open again").click()
    expect(ana.locator(".standing")).to_have_count(0)
    assert [one.decision for one in deciding.app.book.reviews(case_id)] == ["take_over", "snooze", "reopen"]


def test_wrong_intent_customer_and_bucket_are_kept(ana: Page, deciding: CaseDesk) -> None:
    case_id = deciding.case_of("Invoice for October")
    ana.goto(f"/cases/{case_id}")
    for kind, should_be in (("intent", "cancel"), ("bucket", "needs_human"), ("customer", "other")):
        side = ana.locator("details.side", has=ana.locator("summary", has_text=f"Wrong {kind}"))
        side.locator("summary").click()
        side.locator("select").select_option(should_be)
        side.get_by_label("Remark").fill(f"about the {kind}")
        side.get_by_role("button", name=f"Wrong {kind}").click()
        expect(ana.locator(".history")).to_contain_text(f"about the {kind}")
    kept = [(one.kind, one.should_be, one.by) for one in deciding.app.book.corrections(case_id=case_id)]
    assert kept == [("intent", "cancel", "ana"), ("bucket", "needs_human", "ana"), ("customer", "other", "ana")]


def test_two_agents_do_not_overwrite_each_other(chromium: Browser, deciding: CaseDesk) -> None:
    subject = next(k.message.subject for k in deciding.app.book.recorded() if k.draft and _open(deciding, k.case_id))
    case_id = deciding.case_of(subject)
    with (
        window(chromium, deciding.url, "ana") as first,
        window(chromium, deciding.url, "ben", may_say="409") as second,
    ):
        first.goto(f"/cases/{case_id}")
        second.goto(f"/cases/{case_id}")
        second.locator("#draft").fill("Ben's own words <b>here</b>")
        first.get_by_role("button", name="Take over").click()
        expect(first.locator(".standing")).to_contain_text("Taken over by ana")
        second.get_by_role("button", name="Approve").click()
        expect(second.get_by_role("alert")).to_contain_text("Somebody was faster")
        expect(second.get_by_role("alert")).to_contain_text("Taken over by ana")
        expect(second.locator("textarea#draft")).to_have_value("Ben's own words <b>here</b>")
        assert status(deciding, case_id) == ("taken_over", "ana")
        second.get_by_role("button", name="Approve").click()  # having seen it
        expect(second.locator(".notice")).to_contain_text("Nothing was sent")
        first.reload()
        expect(first.locator(".standing")).to_contain_text("Approved by ben on")
        first.keyboard.press("a")  # there is nothing left to approve
        expect(first.locator(".standing")).to_contain_text("Approved by ben on")
    assert [one.by for one in deciding.app.book.reviews(case_id)] == ["ana", "ben"]


def test_the_slower_one_keeps_their_text_where_it_was_approved(chromium: Browser, deciding: CaseDesk) -> None:
    kept = next(k for k in deciding.app.book.recorded() if k.draft and _open(deciding, k.case_id))
    with (
        window(chromium, deciding.url, "ana") as first,
        window(chromium, deciding.url, "ben", may_say="409") as second,
    ):
        first.goto(f"/cases/{kept.case_id}")
        second.goto(f"/cases/{kept.case_id}")
        second.locator("#draft").fill("Words that must not be lost")
        first.get_by_role("button", name="Approve").click()
        expect(first.locator(".notice")).to_contain_text("Nothing was sent")
        second.get_by_role("button", name="Approve").click()
        expect(second.get_by_role("alert")).to_contain_text("Approved by ana on")
        expect(second.locator("main")).to_contain_text("Words that must not be lost")


def test_a_card_number_is_not_approved(chromium: Browser, deciding: CaseDesk) -> None:
    kept = next(k for k in deciding.app.book.recorded() if k.draft and _open(deciding, k.case_id))
    with window(chromium, deciding.url, may_say="422") as page:
        page.goto(f"/cases/{kept.case_id}")
        page.locator("#draft").fill("Your card 4242 4242 4242 4242 was charged.")
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_role("alert")).to_contain_text("card number")
    assert _open(deciding, kept.case_id)


def _open(desk: CaseDesk, case_id: str) -> bool:
    return status(desk, case_id)[0] == "open"

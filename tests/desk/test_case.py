"""The case page in the browser: evidence, checklist against Stripe, stale cases, and what hostile text cannot do."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.case_desk import DUPLICATE, CaseDesk, case_desk, letter, window
from tests.desk.conftest import SCRIPT
from worker.demo.stripe.faults import Fault, FaultKind

ARTEFACTS = Path(__file__).parents[2] / "artefacts"
SOURCE = letter("source please refund", f"Refund me. My card is 4242 4242 4242 4242. {SCRIPT}")


@pytest.fixture(scope="module")
def looking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseDesk]:
    with case_desk(tmp_path_factory.mktemp("looking"), extra={"source": SOURCE}) as desk:
        yield desk


@pytest.fixture
def ana(chromium: Browser, looking: CaseDesk) -> Iterator[Page]:
    with window(chromium, looking.url) as page:
        yield page


def test_the_evidence_is_linked_to_the_dashboard(ana: Page, looking: CaseDesk) -> None:
    case_id = looking.case_of(DUPLICATE)
    ana.goto(f"/cases/{case_id}")
    expect(ana.locator(".new-text mark").first).to_be_visible()
    kept = looking.app.book.record(case_id)
    assert kept is not None
    mode = "" if kept.state.livemode else "/test"
    ana.locator(".facts summary").click()
    customer = kept.state.customers[0].id
    expect(ana.locator(".facts a", has_text=customer)).to_have_attribute(
        "href", f"https://dashboard.stripe.com{mode}/customers/{customer}"
    )
    assert ana.locator(".note a").count() > 0
    ana.locator("summary", has_text="Why these words").click()
    expect(ana.locator(".more table code").first).to_be_visible()


def test_the_source_is_text_without_what_must_not_be_shown(ana: Page, looking: CaseDesk) -> None:
    case_id = looking.case_of("source please refund")
    answer = ana.request.get(f"/cases/{case_id}/source")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Subject: source please refund" in answer.text()
    assert "4242 4242" not in answer.text()
    assert "<script>" in answer.text()  # as text, in a page that is none
    assert ana.request.get("/cases/nosuchcase/source").status == 404
    ana.goto(f"/cases/{case_id}/source")
    assert ana.evaluate("window.stolen") is None
    assert any(one.action == "viewed source" for one in looking.app.book.trail(case_id=case_id))


def test_before_you_send_stripe_says_what_is_done(ana: Page, looking: CaseDesk) -> None:
    case_id = looking.case_of(DUPLICATE)
    kept = looking.app.book.record(case_id)
    assert kept is not None
    cancel, refund = kept.case.actions
    assert refund.amount is not None
    ana.goto(f"/cases/{case_id}")
    expect(ana.locator(".steps .amount")).to_have_text("$49.00")
    expect(ana.locator(".proposal li").last).to_contain_text("Refund $49.00 of")
    expect(ana.locator(".steps .command code").last).to_contain_text("--idempotency deskhand-refund-")
    ana.get_by_role("button", name="Approve").click()
    ana.locator(".notice a").click()
    expect(ana.locator(".standing").first).to_contain_text("To do in Stripe")
    ana.get_by_role("button", name="Look at Stripe again").click()
    expect(ana.locator(".check b")).to_have_text(["not done", "not done"])
    world = looking.stripe.world
    world.change(str(refund.object), amount_refunded=refund.amount.amount, refunded=True)
    ana.get_by_role("button", name="Look at Stripe again").click()
    expect(ana.locator(".check b")).to_have_text(["not done", "done"])
    world.change(str(cancel.object), status="canceled", ended_at=int(datetime.now(UTC).timestamp()))
    ana.get_by_role("button", name="Look at Stripe again").click()
    expect(ana.locator(".check b")).to_have_text(["done", "done"])
    expect(ana.locator(".steps .command")).to_have_count(0)  # what is done is not offered again
    expect(ana.locator(".history")).to_contain_text("read Stripe again")
    expect(ana.locator(".standing")).to_contain_text("Approved by ana")  # what was approved is not judged anew
    record = looking.app.book.case(case_id)
    assert record is not None
    assert record.status == "approved"  # no longer to do in Stripe


def test_a_stale_case_says_what_changed(ana: Page, looking: CaseDesk) -> None:
    kept = next(
        each
        for each in looking.app.book.recorded()
        if each.case.bucket == "failed_payment" and any(one.status == "open" for one in each.state.invoices)
    )
    ana.goto(f"/cases/{kept.case_id}")
    for one in kept.state.subscriptions:
        looking.stripe.world.change(one.id, status="active")
    for each in kept.state.invoices:
        if each.status == "open":
            looking.stripe.world.change(each.id, status="paid", amount_remaining=0, amount_paid=each.total)
    if ana.get_by_role("button", name="Look at Stripe again").count():
        ana.get_by_role("button", name="Look at Stripe again").click()
    looking.app.freshness.look(kept.case_id)
    ana.goto(f"/cases/{kept.case_id}")
    expect(ana.locator(".standing")).to_contain_text("Stale")
    expect(ana.locator(".changed")).to_contain_text("→ paid")


def test_stripe_out_of_reach_is_said(chromium: Browser, looking: CaseDesk, tmp_path: Path) -> None:
    with case_desk(tmp_path) as desk, window(chromium, desk.url, may_say="503") as page:
        case_id = desk.case_of(DUPLICATE)
        page.goto(f"/cases/{case_id}")
        desk.stripe.faults.add(Fault(kind=FaultKind.SERVER_ERROR))
        page.get_by_role("button", name="Look at Stripe again").click()
        expect(page.get_by_role("alert")).to_contain_text("Stripe could not be read")
        expect(page.locator("textarea#draft")).to_be_visible()


def test_hostile_words_run_nowhere(chromium: Browser, tmp_path: Path) -> None:
    """In the mail, in what Stripe says, in what agents type, and in an agent's own name."""
    mails = {
        "evil": letter(f"refund {SCRIPT}", f"Please refund me {SCRIPT}, you charged me twice.\n\n> quoted {SCRIPT}")
    }
    with case_desk(tmp_path, extra=mails) as desk:
        case_id = desk.case_of(DUPLICATE)
        kept = desk.app.book.record(case_id)
        assert kept is not None
        world = desk.stripe.world
        world.change(kept.state.customers[0].id, name=f"Maya {SCRIPT}")
        for each in world.kind("product"):
            world.change(each["id"], name=f"Pro {SCRIPT}")
        for each in world.kind("charge"):
            world.change(each["id"], description=SCRIPT)
        for one in kept.state.subscriptions:  # something that makes the case stale
            world.change(one.id, status="past_due")
        desk.app.freshness.look(case_id)
        others = [k.case_id for k in desk.app.book.recorded() if "onerror" in k.message.subject]
        with window(chromium, desk.url, "<b>eve</b>", may_say="422") as page:
            page.add_init_script("window.addEventListener('error', () => { window.broke = 1 }, true)")
            for name in (case_id, *others):
                page.goto(f"/cases/{name}")
                if page.locator("textarea#draft").count():
                    page.locator("textarea#draft").fill(f"</textarea>{SCRIPT}")
                    page.locator(".decide input[name=subject]").fill(f'"><script>window.stolen=1</script>{SCRIPT}')
                wrong = page.locator("details.side", has=page.locator("summary", has_text="Wrong intent"))
                wrong.locator("summary").click()
                wrong.locator("select").select_option("other")
                wrong.get_by_label("Remark").fill(SCRIPT)
                wrong.get_by_role("button", name="Wrong intent").click()
                expect(page.locator(".history")).to_contain_text("onerror")
                if page.locator("textarea#draft").count():
                    page.locator("textarea#draft").fill(f"</textarea>{SCRIPT}")
                    page.locator(".decide input[name=subject]").fill(f'"><script>window.stolen=1</script>{SCRIPT}')
                    page.get_by_role("button", name="Approve").click()
                    for box in page.locator("[name=confirm]").all():
                        box.check()
                    if page.locator("[name=confirm]").count():
                        page.get_by_role("button", name="Approve").click()
                    page.goto(f"/cases/{name}")
                    expect(page.locator("#draft")).to_contain_text("onerror")
                for folded in page.locator("details").all():
                    folded.evaluate("element => { element.open = true }")
                assert page.evaluate("window.stolen") is None
                assert page.locator("main script, main img, .history b b").count() == 0
                assert page.get_by_text("{{ 7*7 }}").count() > 0
                assert page.locator(".history b", has_text="<b>eve</b>").count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_looks_right(chromium: Browser, looking: CaseDesk, width: int, scheme: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    screen: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with window(chromium, looking.url, **screen) as page:
        for name, subject in (("approved", DUPLICATE), ("open", "Double charge")):
            page.goto(f"/cases/{looking.case_of(subject)}")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            page.screenshot(path=ARTEFACTS / f"case-{name}-{width}-{scheme}.png", full_page=True)
        page.goto(f"/cases/{looking.case_of('Double charge')}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_texts_say_their_language_and_direction(chromium: Browser, tmp_path: Path) -> None:
    mails = {
        "arabic": letter("طلب استرداد", "مرحبا، تم خصم المبلغ مرتين من بطاقتي. أرجو استرداد المبلغ. شكرا"),
        "finnish": letter("Hyvitys", "Hei, minulta on veloitettu kaksi kertaa. Haluan rahat takaisin, kiitos."),
    }
    with case_desk(tmp_path, extra=mails) as desk, window(chromium, desk.url) as page:
        for subject, code, name, direction in (
            ("طلب استرداد", "ar", "Arabic", "rtl"),
            ("Hyvitys", "fi", "Finnish", "ltr"),
        ):
            page.goto(f"/?language={code}&status=&outcome=")
            expect(page.locator("a.row")).to_have_count(1)
            expect(page.locator("a.row .language")).to_have_text(name)
            expect(page.locator("a.row .subject")).to_have_attribute("dir", "auto")
            page.goto(f"/cases/{desk.case_of(subject)}")
            expect(page.locator(".lead .language")).to_have_text(name)
            for theirs in ("h1", ".new-text"):
                expect(page.locator(theirs)).to_have_attribute("lang", code)
                expect(page.locator(theirs)).to_have_attribute("dir", direction)
            for attribute, value in (("lang", "en"), ("dir", "ltr")):
                expect(page.locator("textarea#draft")).to_have_attribute(attribute, value)
            expect(page.locator(".note")).to_have_attribute("lang", "en")
            expect(page.locator(".note")).to_contain_text(f"they wrote in {name}; the draft is in English")

"""Outcomes, memory of earlier mails, churn risk, confidence, freshness: what surrounds the rows."""

from dataclasses import replace

import pytest

from classifiers.digest import digest
from classifiers.judge import judge
from classifiers.product_gaps import TEXTS
from parsers.vocabulary import (
    Action,
    ActionKind,
    Automatic,
    AutomaticKind,
    BillingState,
    Case,
    Certainty,
    Cue,
    EarlierCase,
    Hit,
    Intent,
    Language,
    Money,
    Policy,
    Span,
    Unread,
)
from tests.classifiers.judging import POLICY, gap, judged, steps
from tests.support.making import (
    ADDRESS,
    FORGED,
    NO_PORTAL,
    ago,
    make_customer,
    make_message,
    make_paid,
    make_reading,
    make_refund,
    make_state,
    make_subscription,
)

CUSTOMER = make_customer()
RENEWED = make_state(
    CUSTOMER,
    make_subscription(period_start=ago(3)),
    make_paid("old", created=ago(33)),
    make_paid("one", created=ago(3)),
)


def automatic(certainty: Certainty) -> Automatic:
    return Automatic(kind=AutomaticKind.LIST, certainty=certainty, reason="List-Id: <news.example>")


def outcome(
    *, certainty: Certainty | None = None, about: bool = True, state: BillingState = RENEWED, sender: str = ADDRESS
) -> Case:
    mail = make_message("Please cancel", sender=sender, automatic=automatic(certainty) if certainty else None)
    return judge(mail, make_reading(Intent.CANCEL, about=about), state, policy=POLICY, case_id="x")


class TestOutcome:
    def test_certainly_a_machine(self) -> None:
        case = outcome(certainty=Certainty.CERTAIN)
        assert (case.outcome, case.reason) == ("ignored", "List-Id: <news.example>")
        assert case.bucket is None
        assert case.identity is None
        assert case.actions == ()

    def test_likely_a_machine_on_a_customer_record_is_a_person(self) -> None:
        assert outcome(certainty=Certainty.LIKELY).outcome == "drafted"

    def test_likely_a_machine_that_does_not_write_like_a_person(self) -> None:
        assert outcome(certainty=Certainty.LIKELY, about=False).outcome == "ignored"

    def test_likely_a_machine_of_a_stranger(self) -> None:
        assert outcome(certainty=Certainty.LIKELY, state=make_state()).outcome == "ignored"

    def test_not_billing(self) -> None:
        case = outcome(about=False)
        assert (case.outcome, case.bucket, case.identity) == ("not_billing", None, None)

    def test_the_default_language_where_none_is_known(self) -> None:
        mail = make_message("Please cancel", language=Language())
        case = judge(mail, make_reading(Intent.CANCEL), RENEWED, policy=Policy(default_language="de"), case_id="x")
        assert case.language == "de"


def before(**changes_: object) -> EarlierCase:
    base = EarlierCase(id="case-0", at=ago(10), same_thread=False, proven_for=(CUSTOMER.id,))
    return replace(base, **changes_)  # type: ignore[arg-type]


class TestMemory:
    WORDS = (Intent.REFUND, Cue.UNEXPECTED_CHARGE)

    def test_a_second_mail_about_the_same_charge(self) -> None:
        case = judged(RENEWED, *self.WORDS, earlier=(before(objects=("ch_one",)),))
        assert any("second mail about ch_one: case case-0" in line for line in case.because)
        assert any("second mail about ch_one" in line for line in case.follow_up)
        assert case.priority == "medium"

    def test_another_charge_is_no_second_mail(self) -> None:
        case = judged(RENEWED, *self.WORDS, earlier=(before(objects=("ch_other",)),))
        assert not any("second mail" in line for line in case.follow_up)

    def test_a_forged_mail_is_no_second_mail(self) -> None:
        case = judged(RENEWED, *self.WORDS, earlier=(before(objects=("ch_one",), same_thread=True, forged=True),))
        assert not any("second mail" in line for line in (*case.because, *case.follow_up))
        assert any("likely forged" in line for line in case.follow_up)
        assert case.priority == judged(RENEWED, *self.WORDS).priority

    @pytest.mark.parametrize("whose", [(), ("cus_mallory",)])
    def test_what_others_wrote_is_told_as_theirs_and_weighs_nothing(self, whose: tuple[str, ...]) -> None:
        others = before(objects=("ch_one",), intents=("cancel",), asked_cancel=True, proven_for=whose)
        case, alone = judged(RENEWED, *self.WORDS, earlier=(others,)), judged(RENEWED, *self.WORDS)
        assert replace(case, follow_up=()) == replace(alone, follow_up=())
        (told,) = set(case.follow_up) - set(alone.follow_up)
        assert "case case-0" in told
        assert "asking for cancel" in told
        assert "counts for nothing" in told

    def test_many_mails_of_others_do_not_fill_the_note(self) -> None:
        others = tuple(before(id=f"case-{n}", same_thread=True, proven_for=()) for n in range(20))
        case = judged(RENEWED, *self.WORDS, earlier=others)
        assert sum("counts for nothing" in line for line in case.follow_up) == 3
        assert any("17 more" in line for line in case.follow_up)

    def test_the_same_thread_is_named(self) -> None:
        case = judged(RENEWED, *self.WORDS, earlier=(before(same_thread=True),))
        assert any("an earlier mail in this thread" in line for line in case.follow_up)

    def refund_before(self, draft_state: str) -> EarlierCase:
        action = Action(kind=ActionKind.REFUND, object="ch_one", amount=Money(4900, "usd"))
        return before(actions=(action,), draft_state=draft_state)

    @pytest.mark.parametrize(("draft_state", "promised"), [("sent", True), ("gone", True), ("filed", False)])
    def test_a_refund_we_wrote_of_and_stripe_does_not_show(self, draft_state: str, promised: bool) -> None:
        case = judged(RENEWED, *self.WORDS, earlier=(self.refund_before(draft_state),))
        assert any("promise unkept: refund ch_one" in line for line in case.follow_up) is promised
        assert (case.priority == "high") is promised

    def test_a_refund_that_stripe_shows_is_kept(self) -> None:
        state = make_state(
            CUSTOMER,
            make_subscription(),
            make_paid("one", amount_refunded=4900, refunded=True, refunds=(make_refund(),)),
        )
        case = judged(state, Intent.REFUND, earlier=(self.refund_before("sent"),))
        assert not any("promise" in line for line in case.follow_up)

    def test_a_cancellation_that_stripe_does_not_show(self) -> None:
        earlier = before(actions=(Action(kind=ActionKind.CANCEL, object="sub_one"),), draft_state="sent")
        case = judged(RENEWED, Intent.CANCEL, earlier=(earlier,))
        assert any("promise unkept: cancel sub_one" in line for line in case.follow_up)

    def test_notice_in_an_earlier_mail_has_no_window(self) -> None:
        state = make_state(
            CUSTOMER,
            make_subscription(period_start=ago(20)),
            make_paid("old", created=ago(50)),
            make_paid("one", created=ago(20)),
        )
        notice = before(at=ago(40), asked_cancel=True)
        case = judged(state, Intent.REFUND, Cue.ALREADY_CANCELLED, earlier=(notice,))
        assert steps(case) == [("cancel", "sub_one", "now", None), ("refund", "ch_one", None, 4900)]
        assert steps(judged(state, Intent.REFUND, Cue.ALREADY_CANCELLED))[0][0] == "portal"

    def test_notice_counts_not_for_a_sender_who_is_not_proven(self) -> None:
        mail = make_message(authentication=FORGED)
        state = make_state(CUSTOMER, make_subscription(), make_paid("one", created=ago(20)))
        case = judged(state, Intent.REFUND, message=mail, earlier=(before(at=ago(40), asked_cancel=True),))
        assert "charged_after_cancel" not in [each.name for each in case.anomalies]


class TestChurnAndPriority:
    @pytest.mark.parametrize(
        ("words", "level"),
        [
            ((Intent.CANCEL,), "high"),
            ((Intent.REFUND, Cue.TRUST_BREAK), "high"),
            ((Intent.REFUND,), "medium"),
            ((Intent.INVOICE_REQUEST,), "low"),
        ],
    )
    def test_churn(self, words: tuple[Intent | Cue, ...], level: str) -> None:
        case = judged(RENEWED, *words)
        assert case.churn_risk == level
        assert bool(case.churn_facts) is (level != "low")

    def test_a_wish_on_a_condition_is_churn_risk_only(self) -> None:
        hit = Hit(rule="leaving", text="or I will leave", field="body", span=Span(0, 5))
        reading = replace(make_reading(Intent.INVOICE_REQUEST), churn_risk=(hit,))
        case = judge(make_message(), reading, RENEWED, policy=POLICY, case_id="x")
        assert (case.bucket, case.churn_risk) == ("self_serve_gap", "medium")

    @pytest.mark.parametrize(
        ("cue", "level"), [(Cue.CHARGEBACK_THREAT, "high"), (Cue.LEGAL_THREAT, "high"), (Cue.ASKS_HOW, "low")]
    )
    def test_priority(self, cue: Cue, level: str) -> None:
        assert judged(RENEWED, Intent.CANCEL, cue).priority == level


class TestConfidence:
    def test_facts_and_words_make_it(self) -> None:
        sure = judged(RENEWED, Intent.CANCEL)
        weak = judge(make_message(), make_reading(Intent.CANCEL, confidence=0.7), RENEWED, policy=POLICY, case_id="x")
        unread = judged(replace(RENEWED, unread=(Unread(section="portal", reason="403"),)), Intent.CANCEL)
        assert 0 < weak.confidence < sure.confidence <= 1
        assert unread.confidence < sure.confidence

    def test_row_one_rests_on_facts(self) -> None:
        mail = make_message(authentication=FORGED)
        case = judge(mail, make_reading(Intent.CANCEL, confidence=0.3), RENEWED, policy=POLICY, case_id="x")
        assert case.confidence > 0.9


class TestFreshness:
    def test_the_same_facts_in_any_order_read_at_any_time(self) -> None:
        other = replace(
            RENEWED,
            read_at=ago(-1),
            charges=tuple(reversed(RENEWED.charges)),
            invoices=tuple(reversed(RENEWED.invoices)),
        )
        assert digest(other) == digest(RENEWED)
        assert judged(RENEWED, Intent.CANCEL).digest == digest(RENEWED)

    def test_a_changed_fact_changes_it(self) -> None:
        charges = tuple(replace(each, amount_refunded=100) if each.id == "ch_one" else each for each in RENEWED.charges)
        assert digest(replace(RENEWED, charges=charges)) != digest(RENEWED)
        assert digest(replace(RENEWED, subscriptions=())) != digest(RENEWED)

    def test_metadata_order_does_not_matter(self) -> None:
        one = make_state(make_customer(metadata={"a": "1", "b": "2"}))
        other = make_state(make_customer(metadata={"b": "2", "a": "1"}))
        assert digest(one) == digest(other)


def test_every_gap_has_its_sentence() -> None:
    case = judged(make_state(CUSTOMER, make_subscription(), portal=NO_PORTAL), Intent.CANCEL)
    assert case.product_gap is not None
    assert case.product_gap.text == TEXTS[gap(case) or ""]

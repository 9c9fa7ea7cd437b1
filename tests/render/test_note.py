"""The agent's note: six headings, short whatever the input, and all the policy asks for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from parsers.vocabulary import (
    Action,
    ActionKind,
    Anomaly,
    AnomalyName,
    Attachment,
    BillingState,
    Bucket,
    Carried,
    CarrierKind,
    Case,
    Cue,
    CueFound,
    Dispute,
    Hit,
    Identity,
    Intent,
    IntentScore,
    Invoice,
    Level,
    Mailbox,
    Message,
    Money,
    ProductGap,
    Revenue,
    Span,
    Unread,
    Verdict,
    When,
)
from tests.render.people import CANCEL, CASE, DANA, MESSAGE, REFUND, STATE, VERIFIED, charge, subscription
from tests.support.clock import MONDAY
from worker.render.note import write_note
from worker.render.note_actions import command
from worker.render.note_plain import shortly

HEADINGS = ["CUSTOMER", "BILLING STATE", "DECISION", "ACTION TAKEN", "FOLLOW-UP", "PRODUCT GAP"]


def note(case: Case = CASE, message: Message = MESSAGE, state: BillingState = STATE) -> str:
    return write_note(case, message, state, draft_says="explains it", draft_language="en")


def section(text: str, heading: str) -> list[str]:
    lines = text.split("\n")
    start = lines.index(heading) + 1
    rest = [number for number in range(start, len(lines)) if not lines[number].startswith("- ")]
    return [line.removeprefix("- ") for line in lines[start : rest[0]]]


def test_it_has_the_six_headings_and_lines_below_them() -> None:
    lines = note().rstrip("\n").split("\n")
    assert [line for line in lines if not line.startswith("- ")] == HEADINGS
    assert len(lines) < 45


def test_the_verdict_and_its_evidence_come_first() -> None:
    assert section(note(), "CUSTOMER")[0] == "identity: verified; matched by from_address; dmarc=pass"


def test_a_forged_mail_says_so_before_all_else() -> None:
    forged = replace(CASE, identity=Identity(verdict=Verdict.UNVERIFIED, forged=True))
    assert note(forged).split("\n")[1] == "- likely forged: do not send"


def test_a_mismatch_masks_the_owner() -> None:
    robin = replace(DANA, id="cus_robin", name="Robin Owner", email="robin@owner.example")
    case = replace(
        CASE,
        identity=Identity(verdict=Verdict.MISMATCH, customer_ids=("cus_robin",), evidence=("Robin Owner pays",)),
        because=("robin@owner.example is on the record of Robin Owner",),
    )
    text = note(case, state=replace(STATE, customers=(robin,)))
    assert "Robin" not in text
    assert "robin@" not in text
    assert "r…@owner.example" in text
    assert "cus_robin" in text


def test_third_parties_are_masked_everywhere() -> None:
    mail = replace(MESSAGE, cc=(Mailbox(address="colleague@firm.example"),))
    text = note(replace(CASE, mentioned=("names boss@firm.example",)), mail)
    assert "colleague@" not in text
    assert "boss@" not in text
    assert "c…@firm.example" in text


def test_each_action_has_its_command_undo_and_link() -> None:
    lines = section(note(), "ACTION TAKEN")
    assert lines[0] == "none; proposed:"
    assert lines[1].startswith("1. cancel sub_new now")
    assert "cannot be undone" in lines[1]
    assert "https://dashboard.stripe.com/subscriptions/sub_new" in lines[1]
    assert lines[2] == "stripe subscriptions cancel sub_new --idempotency deskhand-cancel-sub_new-now --live"
    assert "$49.00" in lines[3]
    assert lines[4] == (
        "stripe refunds create --charge ch_new --amount 4900 --reason duplicate "
        "--idempotency deskhand-refund-ch_new-4900 --live"
    )
    assert "24 hours" in lines[5]
    assert lines[6] == "Revenue impact: cash out now $49.00, MRR change -$49.00, ARR change -$588.00"


def test_test_mode_links_and_commands_stay_in_test_mode() -> None:
    text = note(state=replace(STATE, livemode=False))
    assert "https://dashboard.stripe.com/test/subscriptions/sub_new" in text
    assert "--live" not in text


def test_a_cancel_at_period_end_is_an_update_that_can_be_undone() -> None:
    later = replace(CANCEL, when=When.PERIOD_END)
    assert command(later, livemode=False) == (
        "stripe subscriptions update sub_new -d cancel_at_period_end=true "
        "--idempotency deskhand-cancel-sub_new-period_end"
    )
    assert "can be undone" in section(note(replace(CASE, actions=(later,))), "ACTION TAKEN")[1]


@pytest.mark.parametrize("object_id", [None, "", "sub_x; rm -rf /", "ch_x\n--live", "$(id)"])
def test_what_is_no_id_never_stands_on_a_command_line(object_id: str | None) -> None:
    assert command(replace(REFUND, object=object_id), livemode=True) is None


def test_never_fraudulent_as_the_reason() -> None:
    assert "fraudulent" not in (command(replace(REFUND, reason="fraudulent"), livemode=True) or "")


def test_a_human_decision_carries_no_command() -> None:
    case = replace(
        CASE,
        bucket=Bucket.NEEDS_HUMAN,
        actions=(Action(kind=ActionKind.NO_OP, why="the bank decides"),),
        if_confirmed=("duplicate_subscription: cancel sub_new, refund ch_new $49.00",),
        revenue=Revenue(),
    )
    text = note(case)
    assert "stripe " not in text.replace("dashboard.stripe.com", "")
    assert "if confirmed: duplicate_subscription: cancel sub_new" in text


def test_words_that_hit_are_quoted_at_most_twelve_words_each() -> None:
    long = " ".join(f"word{number}" for number in range(40))
    hit = Hit(rule="r", text=long, field="body", span=Span(0, 1))
    case = replace(
        CASE,
        intents=(IntentScore(intent=Intent.REFUND, score=0.9, primary=True, hits=(hit,)),),
        cues=(CueFound(cue=Cue.DUPLICATE_CLAIM, hits=(hit,)),),
    )
    text = note(case)
    assert "word11 …" in text
    assert "word12" not in text


def test_what_was_not_read_is_named() -> None:
    mail = replace(MESSAGE, attachments=(Attachment(name="invoice.pdf", media_type="application/pdf", size=9),))
    state = replace(STATE, unread=(Unread(section="disputes", reason="the key lacks rak_dispute_read"),))
    text = note(message=mail, state=state)
    assert "attachments not read: invoice.pdf" in text
    assert "could not be read: disputes (the key lacks rak_dispute_read)" in text


def test_the_draft_waits_for_the_actions_it_speaks_of() -> None:
    assert "send after: sub_new is cancelled, ch_new is refunded" in section(note(), "FOLLOW-UP")


def test_the_gap_is_named_or_none() -> None:
    assert section(note(), "PRODUCT GAP") == ["none"]
    gap = replace(CASE, product_gap=ProductGap(key="duplicate_guard", text="Nothing stops a second purchase."))
    assert section(note(gap), "PRODUCT GAP") == ["duplicate_guard: Nothing stops a second purchase."]


def test_churn_risk_comes_with_its_facts() -> None:
    case = replace(CASE, churn_risk=Level.HIGH, churn_facts=("threatens a chargeback",))
    assert "churn risk high (threatens a chargeback)" in section(note(case), "DECISION")[0]


def test_a_flood_of_everything_stays_under_45_lines_and_says_what_was_left_out() -> None:
    many = range(60)
    ids = tuple(f"sub_{number}" for number in many)
    state = replace(
        STATE,
        customers=tuple(replace(DANA, id=f"cus_{n}") for n in many),
        subscriptions=tuple(subscription(f"sub_{n}", days=n, customer="cus_1") for n in many),
        charges=tuple(charge(f"ch_{n}", days=n) for n in many),
        unread=tuple(Unread(section=f"section {n}", reason="r") for n in range(9)),
    )
    case = replace(
        CASE,
        identity=replace(VERIFIED, customer_ids=tuple(f"cus_{n}" for n in many)),
        anomalies=tuple(Anomaly(name=name, objects=ids, evidence="x") for name in AnomalyName),
        because=tuple(f"fact {n}" for n in many),
        rejected=tuple(f"no {n}" for n in many),
        follow_up=tuple(f"later {n}" for n in many),
        mentioned=tuple(f"thing {n}" for n in many),
        actions=tuple(replace(CANCEL, object=f"sub_{n}") for n in many),
    )
    mail = replace(MESSAGE, cc=tuple(Mailbox(address=f"a{n}@b.example") for n in many), date=MONDAY + timedelta(days=1))
    text = note(case, mail, state)
    lines = text.rstrip("\n").split("\n")
    assert len(lines) < 45
    assert [line for line in lines if not line.startswith("- ")] == HEADINGS
    assert "left out" in text
    assert "Revenue impact:" in text
    assert max(map(len, lines)) <= 430


def test_long_ids_and_commands_survive_redaction() -> None:
    subscription_id = "sub_1QxYzAbCdEfGhIjK20262711"
    charge_id = "ch_3QN4242LkdIwHu7ix0T1234567"
    case = replace(CASE, actions=(replace(CANCEL, object=subscription_id), replace(REFUND, object=charge_id)))
    text = note(case)
    assert f"stripe subscriptions cancel {subscription_id} --idempotency" in text
    assert f"--charge {charge_id} --amount 4900" in text


def test_zero_decimal_money_is_not_divided() -> None:
    yen = replace(REFUND, amount=Money(4900, "jpy"))
    assert "¥4,900" in note(replace(CASE, actions=(yen,)))


def test_who_wrote_a_carried_mail_stands_below_who_sent_it() -> None:
    writer = Mailbox(address="robin@elsewhere.example", name="Robin")
    mail = replace(MESSAGE, reply_to=(writer,), carried=Carried(by=CarrierKind.FORM, writer=writer))
    lines = section(note(message=mail), "CUSTOMER")
    assert lines[3] == "written by, as its form says: Robin ‹robin@elsewhere.example›"
    assert not any("not used" in line for line in lines)


def test_the_money_stands_near_the_top() -> None:
    assert section(note(), "CUSTOMER")[1] == "money: refund $49.00 of 31 October 2026"
    owed = Invoice(id="in_1", customer="cus_dana", status="open", amount_remaining=4900, created=MONDAY)
    failed = replace(CASE, bucket=Bucket.FAILED_PAYMENT, actions=(Action(kind=ActionKind.PORTAL),))
    told = section(note(failed, state=replace(STATE, invoices=(owed,))), "CUSTOMER")[1]
    assert told == "money: $49.00 unpaid since 2 November 2026"
    assert section(note(failed), "CUSTOMER")[1] == "money: nothing to pay back"


def test_an_id_stands_in_full_once_and_commands_are_whole() -> None:
    named, linked = "in_1QxYzAbCdEfGhIjK2026", "ch_3QN4242LkdIwHu7ix0T1"
    case = replace(
        CASE,
        because=(f"{named} and {linked} and {named} again",),
        actions=(replace(REFUND, object=linked),),
        follow_up=(f"look at {named}",),
    )
    text = note(case)
    assert text.count(named) == 1
    assert "in_…2026 again" in text
    assert "look at in_…2026" in text
    assert text.count(linked) == 3  # the Dashboard's page, and twice in the command that is copied
    assert f"--charge {linked} --amount" in text


@pytest.mark.parametrize("line", ["needs_human: no_op", "duplicate_subscription: no_op"])
def test_no_word_that_only_machines_use(line: str) -> None:
    anomaly = Anomaly(name=AnomalyName.OPEN_DISPUTE, objects=("du_1",), evidence="open (needs_response)")
    no_op = Action(kind=ActionKind.NO_OP, why="the bank decides", flags=("verify_contract",))
    case = replace(
        CASE, bucket=Bucket.NEEDS_HUMAN, anomalies=(anomaly,), actions=(no_op,), if_confirmed=(line,), revenue=Revenue()
    )
    text = note(case)
    assert "no_op" not in text
    assert "open dispute [du_1]: open (needs response)" in text
    assert "1. nothing to do in Stripe; the bank decides" in section(text, "ACTION TAKEN")[1]
    assert ("if confirmed" in text) is line.startswith("duplicate")
    assert "(dispute: the bank decides)" in section(text, "DECISION")[0]


@pytest.mark.parametrize(
    ("dispute", "told"),
    [
        ({"reason": "duplicate", "due_by": MONDAY}, "dispute: send evidence by 2 November 2026"),
        ({"reason": "duplicate"}, "both invoices"),
        ({"reason": "general"}, "no particular claim"),
        ({"reason": "new_in_2031"}, "they claim: new in 2031"),
        ({"status": "warning_needs_response"}, "inquiry: send evidence in time"),
        ({"status": "under_review"}, "the bank is deciding"),
        ({"status": "won"}, ""),
    ],
)
def test_a_dispute_says_until_when_and_what_answers_it(dispute: dict[str, Any], told: str) -> None:
    found = Dispute(id="du_1", charge="ch_new", amount=Money(4900, "usd"), **dispute)
    state = replace(STATE, charges=(replace(charge("ch_new"), disputes=(found,)),))
    lines = "\n".join(section(note(state=state), "FOLLOW-UP"))
    assert told in lines
    assert ("dispute:" in lines or "inquiry:" in lines) is bool(told)


def test_a_page_names_products_and_shortens_ids() -> None:
    text = "2 for prod_pro: sub_1QxYzAbCdEfGhIjK2026 of 2026-03-01 (duplicate_charge)"
    assert shortly(text, STATE) == "2 for Pro: sub_…2026 of 2026-03-01 (duplicate charge)"

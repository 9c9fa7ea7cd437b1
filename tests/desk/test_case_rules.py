"""What may be decided, how much was edited, what Stripe shows done, and what of a mail's source is shown."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.vocabulary import (
    Action,
    ActionKind,
    BillingState,
    Case,
    Charge,
    Money,
    Outcome,
    Refund,
    Subscription,
    Unread,
    When,
)
from worker.desk.decisions import Unfit, edited_share, snoozed_until
from worker.desk.view.checklist import examined, steps
from worker.desk.view.source import MOST, source
from worker.desk.view.stripe_facts import linked

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
CHARGE = Charge(id="ch_1", customer="cus_1", amount=Money(4900, "usd"), payment_intent="pi_1")
SUBSCRIPTION = Subscription(id="sub_1", customer="cus_1", status="active")
BEFORE = BillingState(read_at=NOW, charges=(CHARGE,), subscriptions=(SUBSCRIPTION,))
REFUND = Action(kind=ActionKind.REFUND, object="ch_1", amount=Money(4900, "usd"))
CANCEL = Action(kind=ActionKind.CANCEL, object="sub_1", when=When.PERIOD_END)


def case(*actions: Action) -> Case:
    return Case(id="c", message_id=None, outcome=Outcome.DRAFTED, actions=actions)


def found(action: Action, now: BillingState) -> str:
    return examined(case(action), BEFORE, now)[0][0]


def charged(**values: Any) -> BillingState:
    return replace(BEFORE, charges=(replace(CHARGE, **values),))


def refund(amount: int, status: str = "succeeded") -> tuple[Refund, ...]:
    return (Refund(id="re_1", charge="ch_1", amount=Money(amount, "usd"), status=status),)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (BEFORE, "not done"),
        (charged(amount_refunded=4900, refunds=refund(4900)), "done"),
        (charged(refunds=refund(4900, "pending")), "done"),
        (charged(refunds=refund(4900, "failed")), "changed"),
        (charged(amount_refunded=1000, refunds=refund(1000)), "changed"),
        (charged(disputed=True), "changed"),
        (charged(captured=False), "changed"),
        (replace(BEFORE, charges=()), "changed"),
        (replace(BEFORE, charges=(), unread=(Unread(section="charges", reason="no right"),)), "unknown"),
    ],
)
def test_a_refund(now: BillingState, said: str) -> None:
    assert found(REFUND, now) == said
    assert found(replace(REFUND, object="pi_1"), now) == said


def test_an_earlier_partial_refund_is_not_ours() -> None:
    earlier = charged(amount_refunded=900, refunds=refund(900))
    rest = replace(REFUND, amount=Money(4000, "usd"))
    assert examined(case(rest), earlier, earlier)[0][0] == "not done"


@pytest.mark.parametrize(
    ("values", "at_end", "at_once"),
    [
        ({}, "not done", "not done"),
        ({"cancel_at_period_end": True}, "done", "changed"),
        ({"cancel_at": NOW}, "done", "changed"),
        ({"status": "canceled", "ended_at": NOW}, "changed", "done"),
        ({"status": "past_due"}, "changed", "changed"),
    ],
)
def test_a_cancellation(values: dict[str, Any], at_end: str, at_once: str) -> None:
    now = replace(BEFORE, subscriptions=(replace(SUBSCRIPTION, **values),))
    assert found(CANCEL, now) == at_end
    assert found(replace(CANCEL, when=When.NOW), now) == at_once


def test_a_step_has_its_currency_link_and_command() -> None:
    yen = replace(REFUND, amount=Money(4900, "jpy"))
    first, second = steps(case(REFUND, yen), replace(BEFORE, livemode=False))
    assert (first.amount, second.amount) == ("$49.00", "¥4,900")
    assert first.link == "https://dashboard.stripe.com/test/payments/ch_1"
    assert first.command == (
        "stripe refunds create --charge ch_1 --amount 4900 --idempotency deskhand-refund-ch_1-4900"
    )


def test_only_what_was_read_is_linked() -> None:
    text = "ch_1, ch_2 https://dashboard.stripe.com/payments/ch_1 https://dashboard.stripe.com/x/ch_1 javascript:ch_1"
    links = [piece.link for piece in linked(text, BEFORE) if piece.link]
    assert links == ["https://dashboard.stripe.com/payments/ch_1"] * 3
    assert "".join(piece.text for piece in linked("see sub_1.", BEFORE)) == "see sub_1."


def test_edited_share() -> None:
    text = "word " * 400
    assert edited_share(text, text) == 0.0
    assert 0 < edited_share(text, text + "more") < 0.02
    assert edited_share(text, "quite another text") > 0.9
    assert edited_share("", "all new") == 1.0
    assert edited_share("a " * 20_000, "b " * 20_000) > 0.4  # and soon


def test_snoozed_until() -> None:
    assert snoozed_until("tomorrow", NOW) == datetime(2026, 3, 5, 8, tzinfo=UTC)
    assert snoozed_until("3days", NOW) == datetime(2026, 3, 7, 8, tzinfo=UTC)
    assert snoozed_until("2026-04-01", NOW) == datetime(2026, 4, 1, 8, tzinfo=UTC)
    for wrong in ("", "2026-03-04", "2020-01-01", "9999-12-31", "soon"):
        with pytest.raises(Unfit):
            snoozed_until(wrong, NOW)


def test_the_source_hides_what_is_encoded_too() -> None:
    card = base64.encodebytes(b"my card is 4242 4242 4242 4242\n").decode()
    raw = (
        "From: a@example.com\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
        f"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{card}\r\n--x\r\n"
        f"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n{card}\r\n--x\r\n"
        "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "<b>4242 4242 4242 42=\r\n42</b>\r\n--x--\r\n"
    )
    shown = source(raw.encode())
    assert "From: a@example.com" in shown
    assert "4242 4242" not in shown
    assert card.strip() not in shown
    assert "image/png" in shown


def test_the_source_is_bounded() -> None:
    shown = source(b"Subject: x\n\n" + b"a b c\n" * MOST)
    assert len(shown) < MOST + 1000
    assert "more bytes are not shown" in shown

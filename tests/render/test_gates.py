"""The three gates, which see a text and what is bound to it, and nothing else."""

from dataclasses import replace

import pytest

from parsers.vocabulary import FactKind, Verdict
from worker.render.gates import Bounds, Shown, breaches

AMOUNT = Shown(kind=FactKind.AMOUNT, text="$49.00", object="ch_1", field="amount")
DAY = Shown(kind=FactKind.DATE, text="2 November 2026", object="ch_1", field="created")
LAST4 = Shown(kind=FactKind.LAST4, text="4242", object="pm_1", field="card.last4")
PLAN = Shown(kind=FactKind.PLAN, text="Pro Annual", object="sub_1", field="items")
SEATS = Shown(kind=FactKind.COUNT, text="5", object="sub_1", field="quantity")
NUMBER = Shown(kind=FactKind.INVOICE_NUMBER, text="ABC-0001", object="in_1", field="number")
LOGIN = Shown(kind=FactKind.URL, text="https://billing.stripe.com/p/login/x1", object="bpc_1", field="login_page.url")
REFUNDED = Shown(kind=FactKind.AMOUNT, text="$49.00", object="re_1", field="amount")
ENDED = Shown(kind=FactKind.DATE, text="2 November 2026", object="sub_1", field="ended_at")
OPEN = Bounds(verdict=Verdict.VERIFIED, facts=(AMOUNT, DAY, LAST4, PLAN, SEATS, NUMBER, LOGIN), plans=("Pro Annual",))


def stopped(text: str, bounds: Bounds = OPEN) -> set[str]:
    return {breach.token for breach in breaches(text, bounds)}


def gates(text: str, bounds: Bounds = OPEN) -> set[str]:
    return {breach.gate for breach in breaches(text, bounds)}


@pytest.mark.parametrize(
    "text",
    [
        "We are refunding $49.00 for Pro Annual, paid on 2 November 2026 with the card ending in 4242.",
        "Invoice ABC-0001 covers 5 seats ($49.00).",
        "You can see it at https://billing.stripe.com/p/login/x1.",
        "It takes 5 to 10 business days.",
        "$49.00/month, from 2 November 2026, on card 4242, for 5 people.",
        "Thanks for your patience. May we help with anything else?",
        "“$49.00”",
    ],
)
def test_bound_facts_pass(text: str) -> None:
    assert stopped(text) == set()


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("We are refunding $50.00.", "$50.00"),
        ("We are refunding $1,049.00.", "$1,049.00"),
        ("We are refunding $49.005.", "$49.005"),
        ("It costs\nA$49.00.", "A$49.00"),
        ("We are refunding 49.00.", "49.00"),
        ("We are refunding €49.00.", "€49.00"),
        ("We are refunding $4\u200b9.99.", "$49.99"),
        ("We are refunding ＄５０.", "$50"),
        ("We are refunding fifty dollars.", "fifty dollars"),
        ("We are refunding 50 euros.", "50 euros"),
        ("We are refunding USD 50.", "USD 50"),
        ("Paid on 3 November 2026.", "3 November 2026"),
        ("Paid on 2 November 2025.", "2 November 2025"),
        ("Paid on November 3.", "November 3"),
        ("Paid on 2026-11-03.", "2026-11-03"),
        ("Paid on 11/03/2026.", "11/03/2026"),
        ("Paid on 3.11.2026.", "3.11.2026"),
        ("Paid on 3rd of May.", "3rd of May"),
        ("Paid in December.", "December"),
        ("Paid in May.", "in May"),
        ("Bezahlt am 3. März 2026.", "3. März 2026"),
        ("The card ending in 1111.", "1111"),
        ("Invoice XYZ-0009 is open.", "XYZ-0009"),
        ("Invoice ABC-00012 is open.", "ABC-00012"),
        ("For 55 seats.", "55"),
        ("See https://evil.example/x.", "https://evil.example/x"),
        ("See evil.example/x now", "evil.example/x"),
        ("See https://billing.stripe.com/p/login/x1/../evil", "https://billing.stripe.com/p/login/x1/../evil"),
        ("Write to other@customer.example", "other@customer.example"),
        ("The charge ch_1abc is the one.", "ch_1abc"),
        ("This is a duplicate_subscription.", "duplicate_subscription"),
        ("It takes 3 to 4 business days.", "3"),
    ],
)
def test_a_token_that_is_bound_to_nothing_is_stopped(text: str, token: str) -> None:
    assert token in stopped(text)


def test_a_plan_that_is_not_bound_is_stopped() -> None:
    bounds = replace(OPEN, plans=("Pro Annual", "Enterprise"))
    assert stopped("You are on Enterprise.", bounds) == {"Enterprise"}
    assert stopped("You are on Pro Annual.", bounds) == set()


def test_the_customers_own_words_pass_between_quotation_marks_only() -> None:
    bounds = replace(OPEN, said=("$77",))
    assert stopped("You mention “$77”, which we do not see.", bounds) == set()
    assert stopped("You mention $77, which we do not see.", bounds) == {"$77"}
    assert stopped("You mention “$78”, which we do not see.", bounds) == {"$78"}


@pytest.mark.parametrize("verdict", sorted(set(Verdict) - {Verdict.VERIFIED}))
@pytest.mark.parametrize("token", ["$49.00", "2 November 2026", "4242", "ABC-0001", "Dana", "dana@customer.example"])
def test_nothing_of_an_account_passes_unless_verified(verdict: Verdict, token: str) -> None:
    bounds = replace(OPEN, verdict=verdict, account=("Dana", "dana@customer.example", "4242", "ABC-0001"))
    assert stopped(f"Hello, we see {token} here.", bounds) == {token}


def test_another_persons_data_never_passes() -> None:
    bounds = replace(OPEN, others=("Robin", "cus_9", "9999"))
    assert {"Robin", "9999"} <= stopped("Robin pays with 9999.", bounds)
    assert "disclosure" in gates("Robin pays for it.", bounds)


def test_a_secret_never_passes() -> None:
    key = "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    assert "disclosure" in gates(f"Your key is {key}.")


@pytest.mark.parametrize(
    "text",
    [
        "We have refunded you.",
        "We've refunded the payment.",
        "I refunded the payment.",
        "We have already refunded the payment.",
        "We just refunded it.",
        "The payment has been refunded.",
        "The payment was fully refunded.",
        "You are refunded.",
        "You’ve been reimbursed.",
        "Your refund was issued.",
        "Refund done!",
        "Refunded!",
        "Your money is back on your card.",
        "Consider it cancelled.",
        "Your cancellation is confirmed.",
        "The refund has already left us.",
        "We did refund you.",
        "We have put the money back on your card.",
        "We've taken care of the refund.",
        "We went ahead and refunded you.",
        "A refund has been processed.",
        "We have issued a refund.",
        "Your refund is on its way.",
        "The refund went through.",
        "We've gone ahead and sent your money back.",
        "We have cancelled your subscription.",
        "Your subscription has been canceled.",
        "Your subscription is now cancelled.",
        "Your plan was ended.",
        "We've processed the cancellation.",
        "I have updated your card.",
        "The invoice was voided.",
        "Wir haben die Zahlung erstattet.",
        "Ihr Abo wurde gekündigt.",
        "Ihre Kündigung wurde bearbeitet.",
        "Ihr Geld ist schon bei Ihnen.",
        "Die Erstattung ist erfolgt.",
        "Ihr Abo haben wir heute für Sie gekündigt.",
        "Die Erstattung ist unterwegs.",
        "Wir haben Ihnen den Betrag bereits gutgeschrieben.",
    ],
)
def test_a_completed_action_that_stripe_does_not_show_is_stopped(text: str) -> None:
    assert "promise" in gates(text)


@pytest.mark.parametrize(
    "text",
    [
        "We are refunding the payment.",
        "We will refund the payment.",
        "The payment will be refunded.",
        "The newer subscription is being cancelled today.",
        "It can be cancelled at any time.",
        "Your payment did not go through.",
        "Your card was declined.",
        "Nothing has changed on your side.",
        "You will not be charged again.",
        "Your subscription is set to end with its period.",
        "We have not refunded anything yet.",
        "If you would like it cancelled, just reply.",
        "Once it is cancelled, nothing renews.",
        "No refund was made.",
        "You asked whether it was refunded.",
        "You have made two payments.",
        "There is nothing left to be done.",
        "Wir erstatten die Zahlung.",
        "Das Abo wird gekündigt.",
    ],
)
def test_what_is_under_way_or_open_passes(text: str) -> None:
    assert gates(text) == set()


def test_what_stripe_shows_as_done_may_be_said() -> None:
    shown = Bounds(verdict=Verdict.VERIFIED, facts=(REFUNDED, ENDED))
    assert gates("We refunded $49.00.", shown) == set()
    assert gates("Your subscription ended on 2 November 2026.", shown) == set()
    assert gates("Your subscription was cancelled on 2 November 2026.", shown) == set()


def test_proof_counts_in_its_own_paragraph_only() -> None:
    shown = Bounds(verdict=Verdict.VERIFIED, facts=(REFUNDED,))
    assert gates("About the $49.00.\n\nWe refunded the other one as well.", shown) == {"promise"}


def test_a_charge_is_no_proof_of_a_refund() -> None:
    assert gates("We refunded $49.00.") == {"promise"}

"""Several customer records on one address: one person, and where the decision would differ between them."""

from parsers.vocabulary import (
    BillingState,
    Cue,
    Intent,
    Lead,
    Policy,
    Verdict,
)
from tests.classifiers.judging import NO_OP, judged, names, steps
from tests.support.making import (
    ADDRESS,
    ago,
    make_customer,
    make_paid,
    make_price,
    make_state,
    make_subscription,
)

POLICY = Policy()
STRANGER = make_customer("cus_robin", "robin@elsewhere.example")
FROM = Lead(via="from_address", written=ADDRESS, customers=("cus_dana",))
BOTH = (make_customer(), STRANGER)
NOBODY = Lead(via="from_address", written=ADDRESS, found=False)
TWO = (make_customer(), make_customer("cus_dana_too", created=ago(50)))


def test_several_customers_are_one_person() -> None:
    state = make_state(
        *TWO,
        make_subscription("sub_one"),
        make_subscription("sub_two", customer="cus_dana_too", started=ago(20)),
        make_paid("one"),
        make_paid("two", subscription="sub_two", customer="cus_dana_too", created=ago(5)),
    )
    case = judged(state, Intent.REFUND, Cue.DUPLICATE_CLAIM)
    assert case.identity is not None
    assert case.identity.verdict is Verdict.VERIFIED
    assert "several_customers" in names(case)
    assert steps(case) == [("cancel", "sub_two", "now", None), ("refund", "ch_two", None, 4900)]


OTHER = make_price("price_storage", product="prod_storage", name="Storage", amount=900)


def two_products(*, renewed_one: int, renewed_two: int) -> BillingState:
    return make_state(
        *TWO,
        make_subscription("sub_one", period_start=ago(renewed_one)),
        make_subscription("sub_two", customer="cus_dana_too", price=OTHER, period_start=ago(renewed_two)),
        make_paid("one", created=ago(renewed_one)),
        make_paid(
            "two", subscription="sub_two", customer="cus_dana_too", created=ago(renewed_two), amount=900, price=OTHER
        ),
    )


def test_ambiguous_where_the_decision_would_differ() -> None:
    case = judged(two_products(renewed_one=3, renewed_two=25), Intent.REFUND, Intent.CANCEL, Cue.UNEXPECTED_CHARGE)
    assert case.identity is not None
    assert case.identity.verdict is Verdict.AMBIGUOUS
    assert (case.bucket, steps(case)) == ("needs_human", NO_OP)
    assert case.says[0].template == "neutral/ambiguous"
    assert case.says[0].facts == ()


def test_not_ambiguous_where_the_mail_names_the_plan() -> None:
    case = judged(
        two_products(renewed_one=3, renewed_two=25), Intent.REFUND, Intent.CANCEL, text="Please cancel my Storage plan."
    )
    assert case.identity is not None
    assert case.identity.verdict is Verdict.VERIFIED


def test_not_ambiguous_where_the_decision_is_the_same() -> None:
    case = judged(two_products(renewed_one=3, renewed_two=25), Intent.INVOICE_REQUEST)
    assert case.identity is not None
    assert case.identity.verdict is Verdict.VERIFIED

"""A person, a mail and a case for the tests of drafts and notes."""

from datetime import timedelta

from parsers.vocabulary import (
    Action,
    ActionKind,
    Authentication,
    AuthenticationStatus,
    BillingState,
    Bucket,
    Case,
    Charge,
    Customer,
    Identity,
    Mailbox,
    Message,
    Money,
    Outcome,
    Paragraph,
    PaymentMethod,
    Price,
    Revenue,
    Subscription,
    SubscriptionItem,
    Verdict,
    When,
)
from tests.support.clock import MONDAY

ADDRESS = "dana@customer.example"
DANA = Customer(id="cus_dana", email=ADDRESS, name="Dana Example", created=MONDAY - timedelta(days=300))
PRO = Price(id="price_pro", product="prod_pro", product_name="Pro", unit_amount=Money(4900, "usd"), interval="month")
CARD = PaymentMethod(id="pm_dana", brand="visa", last4="4242")


def subscription(object_id: str = "sub_old", *, days: int = 300, customer: str = "cus_dana") -> Subscription:
    """A live monthly subscription that began `days` ago."""
    item = SubscriptionItem(id=f"si_{object_id}", price=PRO, period_end=MONDAY + timedelta(days=20))
    return Subscription(
        id=object_id, customer=customer, status="active", created=MONDAY - timedelta(days=days), items=(item,)
    )


def charge(object_id: str = "ch_new", *, days: int = 2, customer: str = "cus_dana") -> Charge:
    """A charge of $49.00 on Dana's card, `days` ago."""
    return Charge(
        id=object_id,
        customer=customer,
        amount=Money(4900, "usd"),
        created=MONDAY - timedelta(days=days),
        card=CARD,
    )


STATE = BillingState(
    read_at=MONDAY,
    customers=(DANA,),
    subscriptions=(subscription("sub_old"), subscription("sub_new", days=2)),
    charges=(charge("ch_new"), charge("ch_old", days=32)),
)
MESSAGE = Message(
    content_hash="0" * 64,
    message_id="<first@customer.example>",
    subject="Charged twice",
    senders=(Mailbox(address=ADDRESS, name="Dana Example"),),
    arrived_at=MONDAY,
    new_text="I was charged twice for my plan.",
    full_text="I was charged twice for my plan.",
    authentication=Authentication(status=AuthenticationStatus.AUTHENTICATED, method="dmarc"),
)
VERIFIED = Identity(
    verdict=Verdict.VERIFIED, customer_ids=("cus_dana",), matched_by="from_address", evidence=("dmarc=pass",)
)
CANCEL = Action(kind=ActionKind.CANCEL, object="sub_new", when=When.NOW, why="the newer of the two")
REFUND = Action(
    kind=ActionKind.REFUND, object="ch_new", amount=Money(4900, "usd"), reason="duplicate", why="its latest charge"
)
CASE = Case(
    id="case-1",
    message_id="<first@customer.example>",
    outcome=Outcome.DRAFTED,
    identity=VERIFIED,
    bucket=Bucket.DUPLICATE_SUBSCRIPTION,
    confidence=0.94,
    because=("two live subscriptions for Pro",),
    actions=(CANCEL, REFUND),
    revenue=Revenue(cash_out=4900, mrr_change=-4900, currency="usd"),
    says=(Paragraph(template="neutral/review"),),
)

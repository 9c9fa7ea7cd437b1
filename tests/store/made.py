"""What the tests put into a store: mails, and finished work on them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from parsers.vocabulary import (
    Action,
    ActionKind,
    BillingState,
    Bucket,
    Case,
    Charge,
    Customer,
    Draft,
    Identity,
    Intent,
    IntentScore,
    Mailbox,
    Message,
    Money,
    Outcome,
    ProductGap,
    Reading,
    Revenue,
    Verdict,
)
from tests.support.clock import MONDAY
from tests.support.mails import make_mail
from worker.case_json import case_json
from worker.ports import Cursor, Delivery, Location
from worker.store import CaseBook, Claim, Kept

KEY = "x9f0wRb2pG8cV1mQ7tYz3uK5nJ6hD4sA0eLiOwXvBkE="
ACCOUNT = "support@example.com"


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


def delivery(raw: bytes | None = None, *, number: int = 1, location: Location | None = None) -> Delivery:
    """One mail; `number` makes it another one."""
    bytes_ = make_mail(f"Hello number {number}", message_id=f"<m{number}@customer.example>") if raw is None else raw
    return Delivery(account=ACCOUNT, raw=bytes_, arrived_at=MONDAY + timedelta(seconds=number), location=location)


def inbox_place(uid: int, *, uidvalidity: int = 1) -> Location:
    return Location(folder="INBOX", uidvalidity=uidvalidity, uid=uid)


def at_uid(uid: int, *, uidvalidity: int = 1) -> Cursor:
    return Cursor(account=ACCOUNT, folder="INBOX", uidvalidity=uidvalidity, uid=uid)


def message(claim: Claim, **fields: object) -> Message:
    """What reading the claimed mail might give."""
    values: dict[str, object] = {
        "content_hash": claim.content_hash,
        "message_id": claim.message_id,
        "arrived_at": claim.arrived_at,
        "subject": "A question about my bill",
        "senders": (Mailbox(address="dana@customer.example", name="Dana Example"),),
        "to": (Mailbox(address=ACCOUNT),),
        "new_text": "Hello, please refund my last payment. Dana Example",
    }
    return Message(**{**values, **fields})  # type: ignore[arg-type]


def billing(claim: Claim) -> BillingState:
    """One customer with one charge."""
    customer = Customer(id="cus_dana", email="dana@customer.example", name="Dana Example")
    charge = Charge(id="ch_1", customer="cus_dana", amount=Money(4900, "usd"), created=claim.arrived_at)
    return BillingState(read_at=claim.arrived_at, customers=(customer,), charges=(charge,))


def reading() -> Reading:
    return Reading(intents=(IntentScore(intent=Intent.REFUND, score=0.9, primary=True),), about_billing=True, sure=True)


def judged(claim: Claim, **fields: object) -> Case:
    """A drafted case that proposes a refund."""
    values: dict[str, object] = {
        "id": claim.case_id,
        "message_id": claim.message_id,
        "outcome": Outcome.DRAFTED,
        "intents": reading().intents,
        "identity": Identity(verdict=Verdict.VERIFIED, customer_ids=("cus_dana",), evidence=("Dana Example wrote",)),
        "bucket": Bucket.SELF_SERVE_GAP,
        "confidence": 0.9,
        "actions": (Action(kind=ActionKind.REFUND, object="ch_1", amount=Money(4900, "usd")),),
        "revenue": Revenue(cash_out=4900, mrr_change=-4900, currency="usd"),
        "product_gap": ProductGap(key="no_billing_portal", text="There is no portal."),
        "digest": "d1",
    }
    return Case(**{**values, **fields})  # type: ignore[arg-type]


def keep(
    book: CaseBook, claim: Claim, *, body: str = "Dear Dana Example, we are refunding $49.00.", **fields: object
) -> Kept:
    """Keep finished work; `fields` are the message's."""
    case = judged(claim)
    draft = Draft(to=("dana@customer.example",), subject="Re: A question", body=body, template="refund", language="en")
    note = "CUSTOMER\n- Dana Example, dana@customer.example"
    return book.keep(
        claim,
        message=message(claim, **fields),
        reading=reading(),
        state=billing(claim),
        case=case,
        draft=draft,
        note=note,
        shown=case_json(case, draft, note),
    )


def claimed(book: CaseBook, *, owner: str = "one", lease: float = 60) -> Claim:
    """The next mail; there must be one."""
    found = book.claim(owner, lease)
    assert found
    return found


def work_off(book: CaseBook, work: Callable[[CaseBook, Claim], object] = keep) -> int:
    """Everything that is due; how many mails."""
    number = 0
    while claim := book.claim("one", 60):
        work(book, claim)
        book.finish(claim)
        number += 1
    return number

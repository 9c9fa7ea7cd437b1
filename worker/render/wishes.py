"""What a customer asks and tells, in the team's words: for notes about mail in a language that they may not read."""

from parsers.vocabulary import Cue, Intent

WISHES: dict[Intent, str] = {
    Intent.REFUND: "asks for money back",
    Intent.CANCEL: "asks to cancel",
    Intent.BROKEN_BILLING: "reports a billing error",
    Intent.INVOICE_REQUEST: "wants an invoice",
    Intent.PLAN_OR_SEATS: "wants another plan or seats",
    Intent.PRODUCT_FAILURE: "says the product failed",
}
TOLD: dict[Cue, str] = {
    Cue.DUPLICATE_CLAIM: "says it was charged twice",
    Cue.UNEXPECTED_CHARGE: "did not expect the charge",
    Cue.PAYMENT_FAILED: "says a payment failed",
    Cue.UPDATE_CARD: "wants another card on file",
    Cue.CANNOT_CANCEL: "finds no way to cancel",
    Cue.ALREADY_CANCELLED: "says it was cancelled before",
    Cue.TEAM_MENTION: "speaks of a team",
    Cue.PRODUCT_BROKEN: "says the product does not work",
    Cue.TRUST_BREAK: "has lost trust",
    Cue.CHARGEBACK_THREAT: "threatens a chargeback",
    Cue.LEGAL_THREAT: "threatens legal steps",
    Cue.UNAUTHORISED_PAYMENT: "says they never made the payment",
    Cue.ERASURE_REQUEST: "wants their data erased",
    Cue.PROMISED_REFUND: "was promised a refund",
    Cue.USAGE_LIMITS: "asks about limits and usage",
    Cue.PERSONAL_MISTAKE: "calls it their own mistake",
    Cue.DECLINES_REFUND: "no refund",
    Cue.DECLINES_CANCEL: "no cancellation",
    Cue.CANCEL_EVERYTHING: "wants everything ended",
    Cue.PAID_NOT_SERVED: "paid, and still locked out",
    Cue.ASKS_HOW: "asks how or where",
    Cue.HARDSHIP: "speaks of hardship",
}


def wish_in_words(intent: Intent) -> str:
    """What somebody with this wish asks for."""
    return WISHES.get(intent, intent.value)


def cue_in_words(cue: Cue) -> str:
    """What somebody of whom this cue holds says."""
    return TOLD.get(cue, cue.value)

"""Short answers to what else the mail asks; never the first."""

# Path: when the case asks for it, and the facts it receives; see `Situation`.
ABOUT: dict[str, tuple[str, str]] = {
    "also/invoice_portal": (
        "an invoice is asked for too: the sign-in page",
        "portal_url:url",
    ),
    "also/invoice_attached": (
        "an invoice is asked for too: the agent attaches it",
        "invoice_number:invoice_number?",
    ),
    "also/card_portal": (
        "a new card too: the sign-in page",
        "portal_url:url",
    ),
    "also/card_arranged": (
        "a new card too: a colleague arranges it",
        "",
    ),
    "also/cancel_waits": (
        "cancel asked too, and nothing ends yet: a colleague takes it up",
        "plan:plan?",
    ),
    "also/already_scheduled": (
        "cancel asked too: it is set to end already",
        "ends_on:date plan:plan?",
    ),
    "also/already_ended": (
        "cancel asked too: it is over already",
        "ended_on:date plan:plan?",
    ),
    "also/not_cancelled": (
        "they say they cancelled before, and Stripe shows no cancellation",
        "plan:plan?",
    ),
    "also/open_invoice": (
        "a payment that failed is spoken of too: its invoice is open and left alone",
        "open_amount:amount invoice_number:invoice_number?",
    ),
    "also/earlier_charges": (
        "the extra was charged before as well: a colleague looks at those",
        "count:count",
    ),
    "also/refund_review": (
        "money back asked too, and no refund is proposed: a colleague looks at it",
        "amount:amount? charged_on:date?",
    ),
    "also/already_refunded": (
        "money back asked too, and it was refunded: with amount and date",
        "refund:amount refunded_on:date provider:method?",
    ),
    "also/refund_pending": (
        "money back asked too, and a refund is in flight",
        "refund:amount refund_started_on:date provider:method?",
    ),
    "also/lost_dispute": (
        "money back asked too, and it came back through the bank",
        "disputed:amount disputed_on:date provider:method?",
    ),
    "also/plan_change": (
        "another plan or number of seats too: a colleague sets it up",
        "",
    ),
    "also/product_failure": (
        "something is broken too: the product team looks at it",
        "",
    ),
    "also/broken_billing": (
        "a billing error is complained of too: a colleague looks at it",
        "",
    ),
    "also/credited": (
        "money back asked too, and it was given back as credit",
        "credit:amount credited_on:date?",
    ),
    "also/refund_failed": (
        "money back asked too, and its refund did not go through: one of us sees to it today",
        "refund:amount refund_started_on:date?",
    ),
    "also/paid_from_credit": (
        "money back asked too, and credit paid for the renewal: no card was charged",
        "credit:amount charged_on:date?",
    ),
    "also/debit_under_way": (
        "a debit was started before the end: it cannot be stopped, what comes in is looked at then",
        "amount:amount charged_on:date?",
    ),
    "also/stopped_invoice": (
        "an invoice of what ends is still open: it need not be paid, a colleague takes care of it",
        "open_amount:amount invoice_number:invoice_number?",
    ),
}

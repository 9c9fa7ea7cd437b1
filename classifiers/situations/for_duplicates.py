"""Situations of rows 3 and 3b: one too many, or a claim of it that is refuted or settled."""

# Path: when the case asks for it, and the facts it receives; see `Situation`.
ABOUT: dict[str, tuple[str, str]] = {
    "duplicate_subscription/cancel_and_refund": (
        "the extra is cancelled and its latest charge refunded",
        "refund:amount whole:amount? charged_on:date extra_plan:plan? extra_started:date? kept_plan:plan? "
        "kept_started:date? brand:card_brand? last4:last4?",
    ),
    "duplicate_subscription/cancel": (
        "the extra is cancelled at once and nothing is refunded (not asked, declined, or nothing was charged for it)",
        "extra_plan:plan? extra_started:date? kept_plan:plan? kept_started:date?",
    ),
    "duplicate_subscription/cancel_at_period_end": (
        "the extra ends with the period already paid, nothing is refunded",
        "extra_plan:plan? extra_started:date? kept_plan:plan? kept_started:date? ends_on:date?",
    ),
    "duplicate_subscription/cancel_refund_held": (
        "the extra is cancelled; the refund asked for is stopped by the guard: a colleague looks at the charge",
        "extra_plan:plan? extra_started:date? kept_plan:plan? kept_started:date? ends_on:date? amount:amount? "
        "charged_on:date?",
    ),
    "duplicate_subscription/cancel_open_invoice": (
        "the extra is cancelled; its open invoice need not be paid (a colleague voids it)",
        "open_amount:amount invoice_number:invoice_number? extra_plan:plan? extra_started:date? kept_plan:plan? "
        "kept_started:date?",
    ),
    "duplicate_subscription/cancel_never_charged": (
        "the extra is cancelled; money back was asked, and no payment for the extra ever went through",
        "open_amount:amount? invoice_number:invoice_number? extra_plan:plan? extra_started:date? kept_plan:plan? "
        "kept_started:date?",
    ),
    "duplicate_subscription/refund_charge": (
        "one thing was charged twice: the later charge is refunded",
        "refund:amount whole:amount? charged_on:date first_charged_on:date? plan:plan? brand:card_brand? last4:last4?",
    ),
    "duplicate_subscription/cancel_several": (
        "more than one extra is cancelled; what may be refunded of each is refunded",
        "count:count plan_1:plan? started_1:date? refund_1:amount? plan_2:plan? started_2:date? refund_2:amount? "
        "plan_3:plan? started_3:date? refund_3:amount? held:count?",
    ),
    "duplicate_subscription/refund_charges": (
        "one thing was charged more than twice: all but the first charge are refunded",
        "first_charged_on:date? plan:plan? count:count refund_1:amount charged_on_1:date refund_2:amount? "
        "charged_on_2:date? refund_3:amount? charged_on_3:date?",
    ),
    "duplicate_subscription/refund_held": (
        "one thing was charged twice, and the guard stops the refund: a colleague looks at both",
        "amount:amount? charged_on:date? first_charged_on:date?",
    ),
    "duplicate_subscription/one_charge": (
        "Stripe shows a single charge",
        "amount:amount charged_on:date plan:plan? brand:card_brand? last4:last4?",
    ),
    "duplicate_subscription/pending_authorisation": (
        "the second is a mere authorisation that drops off by itself",
        "hold:amount hold_on:date amount:amount? charged_on:date? brand:card_brand? last4:last4?",
    ),
    "duplicate_subscription/failed_then_paid": (
        "one attempt failed and took nothing, the next one paid",
        "failed_on:date amount:amount charged_on:date brand:card_brand? last4:last4?",
    ),
    "duplicate_subscription/failed_and_owed": (
        "the newest attempts failed and took nothing, their invoice is open; the last payment lies further back",
        "open_amount:amount failed_on:date? amount:amount? charged_on:date? invoice_number:invoice_number? "
        "portal_url:url? invoice_url:url?",
    ),
    "duplicate_subscription/consecutive_periods": (
        "two charges for two periods of one subscription",
        "amount:amount charged_on:date earlier_amount:amount earlier_charged_on:date plan:plan? "
        "period_start:date? period_end:date? earlier_period_start:date? earlier_period_end:date?",
    ),
    "duplicate_subscription/different_products": (
        "two charges for two different products",
        "amount:amount charged_on:date plan:plan? other_amount:amount other_charged_on:date other_plan:plan?",
    ),
    "duplicate_subscription/other_ends": (
        "the other subscription is set to end already; nothing more will be charged for it",
        "ends_on:date ending_plan:plan? kept_plan:plan?",
    ),
    "duplicate_subscription/already_refunded": (
        "the money was refunded; soon after the charge it may show as a reversal",
        "refund:amount refunded_on:date amount:amount? charged_on:date? brand:card_brand? last4:last4?",
    ),
    "duplicate_subscription/refund_failed": (
        "the refund that was promised failed or was cancelled: said plainly, one of us sees to it today",
        "refund:amount refund_started_on:date amount:amount? charged_on:date?",
    ),
    "duplicate_subscription/refund_pending": (
        "a refund is in flight",
        "refund:amount refund_started_on:date amount:amount? charged_on:date? brand:card_brand? last4:last4?",
    ),
    "duplicate_subscription/lost_dispute": (
        "the bank decided for the customer: the money came back through it",
        "disputed:amount disputed_on:date amount:amount? charged_on:date?",
    ),
}

"""Situations of row 6: what they could have done themselves; a cancel draft always offers to do it by reply as well."""

# Path: when the case asks for it, and the facts it receives; see `Situation`.
ABOUT: dict[str, tuple[str, str]] = {
    "self_serve_gap/cancel_portal": (
        "cancel on the sign-in page, or by reply",
        "portal_url:url plan:plan? ends_on:date?",
    ),
    "self_serve_gap/cancel_portal_how": (
        "the same where they asked how or could not find it",
        "portal_url:url plan:plan? ends_on:date?",
    ),
    "self_serve_gap/cancel_portal_now": (
        "the same where nothing is paid ahead: by reply it ends at once; an open invoice is left alone",
        "portal_url:url plan:plan? open_amount:amount? invoice_number:invoice_number? trial_ends:date?",
    ),
    "self_serve_gap/cancel_period_end": (
        "cancelled with the end of the paid period",
        "plan:plan? ends_on:date?",
    ),
    "self_serve_gap/cancel_now": (
        "cancelled at once: it is trialing, past due, unpaid or paused",
        "plan:plan? open_amount:amount? invoice_number:invoice_number? trial_ends:date?",
    ),
    "self_serve_gap/cancel_everything": (
        "each live subscription is cancelled",
        "count:count plan_1:plan? ends_1:date? plan_2:plan? ends_2:date? plan_3:plan? ends_3:date? plan_4:plan? "
        "ends_4:date? open_amount:amount? invoice_number:invoice_number?",
    ),
    "self_serve_gap/cancel_and_refund": (
        "cancelled now, and the current period's charge refunded (unwanted renewal, withdrawal, also after a trial)",
        "refund:amount whole:amount? charged_on:date plan:plan? brand:card_brand? last4:last4?",
    ),
    "self_serve_gap/late_cancel_and_refund": (
        "they asked before to cancel and it was not done: cancelled now, and what came after is refunded",
        "refund:amount whole:amount? charged_on:date plan:plan? brand:card_brand? last4:last4?",
    ),
    "self_serve_gap/withdrawn": (
        "the first purchase is undone within its first days: cancelled now, the charge refunded",
        "refund:amount whole:amount? charged_on:date plan:plan? brand:card_brand? last4:last4?",
    ),
    "self_serve_gap/cancel_refund_held": (
        "cancelled; the refund asked for is stopped by the guard: a colleague looks at the charge",
        "plan:plan? ends_on:date? amount:amount? charged_on:date?",
    ),
    "self_serve_gap/refund_after_cancel": (
        "a charge after the subscription had ended is refunded",
        "refund:amount whole:amount? charged_on:date plan:plan? ended_on:date? brand:card_brand? last4:last4?",
    ),
    "self_serve_gap/refunds_after_cancel": (
        "several charges after the subscription had ended are refunded",
        "plan:plan? ended_on:date? count:count refund_1:amount charged_on_1:date refund_2:amount? "
        "charged_on_2:date? refund_3:amount? charged_on_3:date?",
    ),
    "self_serve_gap/refund": (
        "a charge is refunded and there is no subscription to cancel (a one-off purchase, or it is over)",
        "refund:amount whole:amount? charged_on:date plan:plan? ended_on:date? ends_on:date? brand:card_brand? "
        "last4:last4?",
    ),
    "self_serve_gap/refund_held": (
        "the refund asked for is stopped by the guard, nothing to cancel: a colleague looks at the charge",
        "amount:amount? charged_on:date? plan:plan? ends_on:date? ended_on:date?",
    ),
    "self_serve_gap/stays": (
        "they want to stay, and nothing is set to end: it goes on and renews",
        "plan:plan? renews_on:date?",
    ),
    "self_serve_gap/take_back": (
        "they want to stay, and it is set to end: by reply the cancellation is taken back",
        "ends_on:date plan:plan?",
    ),
    "self_serve_gap/already_scheduled": (
        "set to end already: the date is confirmed",
        "ends_on:date plan:plan?",
    ),
    "self_serve_gap/already_ended": (
        "over already: the date is confirmed",
        "ended_on:date plan:plan?",
    ),
    "self_serve_gap/nothing_to_cancel": (
        "cancel asked, and there is no subscription: ask what is meant",
        "",
    ),
    "self_serve_gap/invoice_portal": (
        "invoices lie on the sign-in page",
        "portal_url:url",
    ),
    "self_serve_gap/invoice_attached": (
        "the agent attaches the invoice",
        "invoice_number:invoice_number? amount:amount? invoiced_on:date? count:count?",
    ),
    "self_serve_gap/card_portal": (
        "the card is changed on the sign-in page",
        "portal_url:url brand:card_brand? last4:last4?",
    ),
    "self_serve_gap/card_open_invoice": (
        "the open invoice's page takes another card",
        "invoice_url:url amount:amount invoice_number:invoice_number?",
    ),
    "self_serve_gap/card_arranged": (
        "a colleague arranges the new card",
        "brand:card_brand? last4:last4?",
    ),
}

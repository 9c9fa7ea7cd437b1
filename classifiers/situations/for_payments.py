"""Situations of rows 2, 4 and 5: teams, failed payments, and a product that failed."""

# Path: when the case asks for it, and the facts it receives; see `Situation`.
ABOUT: dict[str, tuple[str, str]] = {
    "team_purchase/seats": (
        "one subscription of several seats: one charge for all",
        "count:count plan:plan? amount:amount? charged_on:date?",
    ),
    "team_purchase/change": (
        "one subscription of several seats, and another number is wished: a colleague sets it up",
        "count:count plan:plan?",
    ),
    "team_purchase/workspaces": (
        "several subscriptions, one for each workspace or seat: one charge each; nothing is cancelled",
        "count:count plan:plan?",
    ),
    "team_purchase/said": (
        "several subscriptions and only the mail says that they are a team's: nothing is cancelled, whom is each for?",
        "count:count plan:plan?",
    ),
    "team_purchase/marked": (
        "metadata marks a team, the price is a plain one: one charge for all",
        "plan:plan? amount:amount? charged_on:date?",
    ),
    "team_purchase/model": (
        "priced by a tier, no count is known",
        "plan:plan? amount:amount? charged_on:date?",
    ),
    "failed_payment/portal": (
        "a renewal failed or the card will: update the payment method on the sign-in page",
        "portal_url:url plan:plan? amount:amount? brand:card_brand? last4:last4?",
    ),
    "failed_payment/expired_portal": (
        "nothing failed yet, but the card on file has expired: update it on the sign-in page",
        "portal_url:url plan:plan? brand:card_brand? last4:last4?",
    ),
    "failed_payment/no_card_portal": (
        "nothing failed, but there is no card for the next payment: enter one on the sign-in page",
        "portal_url:url plan:plan?",
    ),
    "failed_payment/open_invoice": (
        "the open invoice's own page, where another card can pay it",
        "invoice_url:url amount:amount plan:plan? invoice_number:invoice_number?",
    ),
    "failed_payment/send_invoice": (
        "an invoice to be paid by transfer or on its page is open: no card wording at all",
        "invoice_url:url amount:amount plan:plan? invoice_number:invoice_number? due_on:date? was_due_on:date?",
    ),
    "failed_payment/processing": (
        "a bank debit is under way: neither failed nor paid, nothing to do",
        "amount:amount charged_on:date",
    ),
    "failed_payment/checkout_again": (
        "the checkout expired: start it again; nothing was taken",
        "plan:plan?",
    ),
    "failed_payment/arranged": (
        "no page offers it: a colleague arranges the new card",
        "plan:plan? amount:amount? brand:card_brand? last4:last4?",
    ),
    "product_failure/refund_and_cancel": (
        "the affected charge is refunded and the subscription cancelled",
        "refund:amount whole:amount? charged_on:date plan:plan? ends_on:date? brand:card_brand? last4:last4?",
    ),
    "product_failure/not_served": (
        "the money arrived, they say, and the product does not know it; Stripe shows the payment: access is opened",
        "amount:amount charged_on:date plan:plan?",
    ),
    "product_failure/refund": (
        "the affected charge is refunded",
        "refund:amount whole:amount? charged_on:date plan:plan? brand:card_brand? last4:last4?",
    ),
    "product_failure/cancel": (
        "the subscription is cancelled, no refund asked; `ends_on` only where it ends with its period",
        "plan:plan? ends_on:date?",
    ),
    "product_failure/refund_held": (
        "a refund asked for is stopped by the guard: a colleague looks at the charge",
        "amount:amount? charged_on:date? plan:plan?",
    ),
    "product_failure/cancel_refund_held": (
        "the subscription is cancelled; the refund asked for is stopped by the guard",
        "plan:plan? ends_on:date? amount:amount? charged_on:date?",
    ),
    "product_failure/nothing_to_end": (
        "cancel asked, and Stripe shows it over or ending already",
        "plan:plan? ends_on:date? ended_on:date?",
    ),
}

"""Situations that leave the decision to a human: the neutral ones, and rows 1 and 7."""

# Path: when the case asks for it, and the facts it receives; see `Situation`.
ABOUT: dict[str, tuple[str, str]] = {
    "neutral/unproven": (
        "unverified, mismatch, not_found: one text for all three",
        "",
    ),
    "neutral/ambiguous": (
        "several customers and the decision would differ between them",
        "",
    ),
    "neutral/review": (
        "verified, and a human must decide: nothing is stated",
        "",
    ),
    "needs_human/dispute": (
        "an open chargeback: the bank decides",
        "amount:amount? charged_on:date? provider:method?",
    ),
    "needs_human/inquiry": (
        "the bank asks about the charge meant",
        "amount:amount? charged_on:date? provider:method?",
    ),
    "needs_human/legal": (
        "a lawyer, a court or an authority is named",
        "",
    ),
    "needs_human/unauthorised": (
        "the customer says they never made this payment",
        "",
    ),
    "needs_human/erasure": (
        "the customer wants their data erased",
        "",
    ),
    "needs_human/hardship": (
        "a death, an illness or lost work is told: a human sentence first, and a human decides",
        "",
    ),
    "needs_human/encrypted": (
        "the mail could not be read: ask for it in plain text",
        "",
    ),
    "needs_human/unread_body": (
        "all of the text came in a file that could not be read (winmail.dat): ask for it once more",
        "",
    ),
    "needs_human/which_subscription": (
        "cancel, several live products, none named: ask which",
        "count:count plan_1:plan? plan_2:plan? plan_3:plan? plan_4:plan?",
    ),
    "needs_human/which_wish": (
        "the words leave it open whether an end or the money back is wished, and the facts would do another thing: ask",
        "",
    ),
    "needs_human/which_extra": (
        "the subscription the customer names and the one the facts call the extra differ: ask to confirm the one named",
        "named_plan:plan? named_started:date? other_plan:plan? other_started:date?",
    ),
    "needs_human/which_charge": (
        "money back asked, and it is not clear of which charge: ask which",
        "",
    ),
    "needs_human/no_such_charge": (
        "amount, day or card that the mail names fit no payment here: ask how it stands on the statement",
        "",
    ),
    "needs_human/refund_wish": (
        "money back asked, and no rule proposes it: a colleague looks at this charge",
        "amount:amount? charged_on:date? plan:plan?",
    ),
    "needs_human/charge_shown": (
        "a charge or an error is complained of, money was not asked back: what was charged and for which period",
        "amount:amount charged_on:date plan:plan? period_start:date? period_end:date? trial_ended:date?",
    ),
    "needs_human/nothing_found": (
        "billing is said to be broken and Stripe shows nothing: ask for details",
        "",
    ),
    "needs_human/went_through": (
        "a payment is said to have failed, and Stripe shows that the newest one was taken",
        "amount:amount charged_on:date plan:plan? brand:card_brand? last4:last4?",
    ),
    "needs_human/plan_change": (
        "another plan or number of seats is wished: a colleague sets it up",
        "plan:plan?",
    ),
    "needs_human/usage_limits": (
        "limits or usage in question: a colleague looks at it",
        "plan:plan?",
    ),
    "needs_human/which_of_these": (
        "one of several is named by a trait that fits none or several, or holds more than the other: ask which",
        "count:count plan_1:plan? started_1:date? price_1:amount? plan_2:plan? started_2:date? price_2:amount? "
        "plan_3:plan? started_3:date? price_3:amount? plan_4:plan? started_4:date? price_4:amount?",
    ),
    "needs_human/add_on": (
        "one thing of a subscription that holds several is to go: only that, and the rest stays",
        "add_on:plan? plan:plan? add_on_price:amount? ends_on:date?",
    ),
    "needs_human/quantity": (
        "more than one was bought, they say by mistake: a colleague sets the number right and looks at the money",
        "count:count plan:plan? unit:amount?",
    ),
    "needs_human/paused": (
        "the plan's collection is paused: until when, and that nothing is charged meanwhile",
        "plan:plan? paused_until:date?",
    ),
    "needs_human/paid_from_credit": (
        "a charge or a renewal is asked about, and credit paid for it: by how much, and what is left of the credit",
        "credit:amount renewed_on:date? plan:plan? left:amount?",
    ),
    "needs_human/plan_changed": (
        "a change of plan is asked about: what was charged for it, and what comes next",
        "amount:amount? charged_on:date? plan:plan? credited:amount? next_amount:amount? renews_on:date?",
    ),
    "needs_human/ended_by_itself": (
        "Stripe ended it for want of payment, or for a dispute: nobody had asked for it",
        "ended_on:date plan:plan? disputed:count?",
    ),
    "needs_human/open_invoice_disputed": (
        "they say that they do not owe an open invoice: it is left alone while a colleague looks at it",
        "open_amount:amount invoice_number:invoice_number? invoiced_on:date?",
    ),
}

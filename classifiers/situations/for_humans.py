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
        "amount:amount? charged_on:date?",
    ),
    "needs_human/inquiry": (
        "the bank asks about the charge meant",
        "amount:amount? charged_on:date?",
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
}

"""Every situation a draft can be written for: the template's name, when it is used, and the facts it receives."""

from enum import StrEnum


class Situation(StrEnum):
    """A path below `templates/drafts/<language>/`, without ending.

    `when` says when the case asks for it. `facts` are the names a template may use, each with its `FactKind` behind
    the colon; one with `?` may be missing. Names mean the same everywhere: `amount` and `charged_on` are the charge
    the answer is about, `plan` the product it concerns, `refund` what will be (or was) paid back.
    """

    when: str
    facts: tuple[str, ...]

    def __new__(cls, value: str, when: str = "", facts: str = "") -> "Situation":
        """A member from its path, its use, and its facts parted by blanks."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.when = when
        member.facts = tuple(facts.split())
        return member

    # Neutral: nothing about any account.
    UNPROVEN = "neutral/unproven", "unverified, mismatch, not_found: one text for all three"
    AMBIGUOUS = "neutral/ambiguous", "several customers and the decision would differ between them"
    REVIEW = "neutral/review", "verified, and a human must decide: nothing is stated"

    # Row 1 and row 7: a human decides.
    DISPUTE = "needs_human/dispute", "an open chargeback: the bank decides", "amount:amount? charged_on:date?"
    INQUIRY = "needs_human/inquiry", "the bank asks about the charge meant", "amount:amount? charged_on:date?"
    LEGAL = "needs_human/legal", "a lawyer, a court or an authority is named"
    UNAUTHORISED = "needs_human/unauthorised", "the customer says they never made this payment"
    ERASURE = "needs_human/erasure", "the customer wants their data erased"
    ENCRYPTED = "needs_human/encrypted", "the mail could not be read: ask for it in plain text"
    WHICH_SUBSCRIPTION = (
        "needs_human/which_subscription",
        "cancel, several live products, none named: ask which",
        "count:count plan_1:plan? plan_2:plan? plan_3:plan? plan_4:plan?",
    )
    WHICH_EXTRA = (
        "needs_human/which_extra",
        "the subscription the customer names and the one the facts call the extra differ: ask to confirm the one named",
        "named_plan:plan? named_started:date? other_plan:plan? other_started:date?",
    )
    WHICH_CHARGE = "needs_human/which_charge", "money back asked, and it is not clear of which charge: ask which"
    NO_SUCH_CHARGE = (
        "needs_human/no_such_charge",
        "amount, day or card that the mail names fit no payment here: ask how it stands on the statement",
    )
    REFUND_WISH = (
        "needs_human/refund_wish",
        "money back asked, and no rule proposes it: a colleague looks at this charge",
        "amount:amount? charged_on:date? plan:plan?",
    )
    CHARGE_SHOWN = (
        "needs_human/charge_shown",
        "a charge or an error is complained of, money was not asked back: what was charged and for which period",
        "amount:amount charged_on:date plan:plan? period_start:date? period_end:date? trial_ended:date?",
    )
    NOTHING_FOUND = (
        "needs_human/nothing_found",
        "billing is said to be broken and Stripe shows nothing: ask for details",
    )
    WENT_THROUGH = (
        "needs_human/went_through",
        "a payment is said to have failed, and Stripe shows that the newest one was taken",
        "amount:amount charged_on:date plan:plan? brand:card_brand? last4:last4?",
    )
    PLAN_CHANGE = (
        "needs_human/plan_change",
        "another plan or number of seats is wished: a colleague sets it up",
        "plan:plan?",
    )
    USAGE_LIMITS = "needs_human/usage_limits", "limits or usage in question: a colleague looks at it", "plan:plan?"

    # Row 2: every seat stays.
    TEAM_SEATS = (
        "team_purchase/seats",
        "one subscription of several seats: one charge for all",
        "count:count plan:plan? amount:amount? charged_on:date?",
    )
    TEAM_SEATS_CHANGE = (
        "team_purchase/change",
        "one subscription of several seats, and another number is wished: a colleague sets it up",
        "count:count plan:plan?",
    )
    TEAM_WORKSPACES = (
        "team_purchase/workspaces",
        "several subscriptions, one for each workspace or seat: one charge each; nothing is cancelled",
        "count:count plan:plan?",
    )
    TEAM_SAID = (
        "team_purchase/said",
        "several subscriptions and only the mail says that they are a team's: nothing is cancelled, whom is each for?",
        "count:count plan:plan?",
    )
    TEAM_MARKED = (
        "team_purchase/marked",
        "metadata marks a team, the price is a plain one: one charge for all",
        "plan:plan? amount:amount? charged_on:date?",
    )
    TEAM_MODEL = (
        "team_purchase/model",
        "priced by a tier, no count is known",
        "plan:plan? amount:amount? charged_on:date?",
    )

    # Row 3: one too many.
    EXTRA_CANCEL_REFUND = (
        "duplicate_subscription/cancel_and_refund",
        "the extra is cancelled and its latest charge refunded",
        "refund:amount whole:amount? charged_on:date extra_plan:plan? extra_started:date? kept_plan:plan? "
        "kept_started:date? brand:card_brand? last4:last4?",
    )
    EXTRA_CANCEL = (
        "duplicate_subscription/cancel",
        "the extra is cancelled at once and nothing is refunded (not asked, declined, or nothing was charged for it)",
        "extra_plan:plan? extra_started:date? kept_plan:plan? kept_started:date?",
    )
    EXTRA_CANCEL_LATER = (
        "duplicate_subscription/cancel_at_period_end",
        "the extra ends with the period already paid, nothing is refunded",
        "extra_plan:plan? extra_started:date? kept_plan:plan? kept_started:date? ends_on:date?",
    )
    EXTRA_CANCEL_HELD = (
        "duplicate_subscription/cancel_refund_held",
        "the extra is cancelled; the refund asked for is stopped by the guard: a colleague looks at the charge",
        "extra_plan:plan? extra_started:date? kept_plan:plan? kept_started:date? ends_on:date? amount:amount? "
        "charged_on:date?",
    )
    EXTRA_CANCEL_INVOICE = (
        "duplicate_subscription/cancel_open_invoice",
        "the extra is cancelled; its open invoice need not be paid (a colleague voids it)",
        "open_amount:amount invoice_number:invoice_number? extra_plan:plan? extra_started:date? kept_plan:plan? "
        "kept_started:date?",
    )
    EXTRA_NEVER_CHARGED = (
        "duplicate_subscription/cancel_never_charged",
        "the extra is cancelled; money back was asked, and no payment for the extra ever went through",
        "open_amount:amount? invoice_number:invoice_number? extra_plan:plan? extra_started:date? kept_plan:plan? "
        "kept_started:date?",
    )
    CHARGE_REFUND = (
        "duplicate_subscription/refund_charge",
        "one thing was charged twice: the later charge is refunded",
        "refund:amount whole:amount? charged_on:date first_charged_on:date? plan:plan? brand:card_brand? last4:last4?",
    )
    EXTRAS_CANCEL = (
        "duplicate_subscription/cancel_several",
        "more than one extra is cancelled; what may be refunded of each is refunded",
        "count:count plan_1:plan? started_1:date? refund_1:amount? plan_2:plan? started_2:date? refund_2:amount? "
        "plan_3:plan? started_3:date? refund_3:amount? held:count?",
    )
    CHARGES_REFUND = (
        "duplicate_subscription/refund_charges",
        "one thing was charged more than twice: all but the first charge are refunded",
        "first_charged_on:date? plan:plan? count:count refund_1:amount charged_on_1:date refund_2:amount? "
        "charged_on_2:date? refund_3:amount? charged_on_3:date?",
    )
    CHARGE_HELD = (
        "duplicate_subscription/refund_held",
        "one thing was charged twice, and the guard stops the refund: a colleague looks at both",
        "amount:amount? charged_on:date? first_charged_on:date?",
    )

    # Row 3b: the claim is refuted or settled; explained with date and amount.
    ONE_CHARGE = (
        "duplicate_subscription/one_charge",
        "Stripe shows a single charge",
        "amount:amount charged_on:date plan:plan? brand:card_brand? last4:last4?",
    )
    AUTHORISATION = (
        "duplicate_subscription/pending_authorisation",
        "the second is a mere authorisation that drops off by itself",
        "hold:amount hold_on:date amount:amount? charged_on:date? brand:card_brand? last4:last4?",
    )
    FAILED_THEN_PAID = (
        "duplicate_subscription/failed_then_paid",
        "one attempt failed and took nothing, the next one paid",
        "failed_on:date amount:amount charged_on:date brand:card_brand? last4:last4?",
    )
    FAILED_AND_OWED = (
        "duplicate_subscription/failed_and_owed",
        "the newest attempts failed and took nothing, their invoice is open; the last payment lies further back",
        "open_amount:amount failed_on:date? amount:amount? charged_on:date? invoice_number:invoice_number? "
        "portal_url:url? invoice_url:url?",
    )
    CONSECUTIVE = (
        "duplicate_subscription/consecutive_periods",
        "two charges for two periods of one subscription",
        "amount:amount charged_on:date earlier_amount:amount earlier_charged_on:date plan:plan? period_start:date? "
        "period_end:date? earlier_period_start:date? earlier_period_end:date?",
    )
    DIFFERENT_PRODUCTS = (
        "duplicate_subscription/different_products",
        "two charges for two different products",
        "amount:amount charged_on:date plan:plan? other_amount:amount other_charged_on:date other_plan:plan?",
    )
    OTHER_ENDS = (
        "duplicate_subscription/other_ends",
        "the other subscription is set to end already; nothing more will be charged for it",
        "ends_on:date ending_plan:plan? kept_plan:plan?",
    )
    REFUNDED = (
        "duplicate_subscription/already_refunded",
        "the money was refunded; soon after the charge it may show as a reversal",
        "refund:amount refunded_on:date amount:amount? charged_on:date? brand:card_brand? last4:last4?",
    )
    REFUND_UNDERWAY = (
        "duplicate_subscription/refund_pending",
        "a refund is in flight",
        "refund:amount refund_started_on:date amount:amount? charged_on:date? brand:card_brand? last4:last4?",
    )
    LOST_DISPUTE = (
        "duplicate_subscription/lost_dispute",
        "the bank decided for the customer: the money came back through it",
        "disputed:amount disputed_on:date amount:amount? charged_on:date?",
    )

    # Row 4: a payment did not go through.
    CARD_PORTAL = (
        "failed_payment/portal",
        "a renewal failed or the card will: update the payment method on the sign-in page",
        "portal_url:url plan:plan? amount:amount? brand:card_brand? last4:last4?",
    )
    CARD_EXPIRED_PORTAL = (
        "failed_payment/expired_portal",
        "nothing failed yet, but the card on file has expired: update it on the sign-in page",
        "portal_url:url plan:plan? brand:card_brand? last4:last4?",
    )
    NO_CARD_PORTAL = (
        "failed_payment/no_card_portal",
        "nothing failed, but there is no card for the next payment: enter one on the sign-in page",
        "portal_url:url plan:plan?",
    )
    OPEN_INVOICE = (
        "failed_payment/open_invoice",
        "the open invoice's own page, where another card can pay it",
        "invoice_url:url amount:amount plan:plan? invoice_number:invoice_number?",
    )
    SEND_INVOICE = (
        "failed_payment/send_invoice",
        "an invoice to be paid by transfer or on its page is open: no card wording at all",
        "invoice_url:url amount:amount plan:plan? invoice_number:invoice_number? due_on:date? was_due_on:date?",
    )
    CHECKOUT_AGAIN = (
        "failed_payment/checkout_again",
        "the checkout expired: start it again; nothing was taken",
        "plan:plan?",
    )
    CARD_BY_AGENT = (
        "failed_payment/arranged",
        "no page offers it: a colleague arranges the new card",
        "plan:plan? amount:amount? brand:card_brand? last4:last4?",
    )

    # Row 5: the product failed them; every one of these apologises.
    FAILURE_REFUND_CANCEL = (
        "product_failure/refund_and_cancel",
        "the affected charge is refunded and the subscription cancelled",
        "refund:amount whole:amount? charged_on:date plan:plan? ends_on:date? brand:card_brand? last4:last4?",
    )
    FAILURE_REFUND = (
        "product_failure/refund",
        "the affected charge is refunded",
        "refund:amount whole:amount? charged_on:date plan:plan? brand:card_brand? last4:last4?",
    )
    FAILURE_CANCEL = (
        "product_failure/cancel",
        "the subscription is cancelled, no refund asked; `ends_on` only where it ends with its period",
        "plan:plan? ends_on:date?",
    )
    FAILURE_HELD = (
        "product_failure/refund_held",
        "a refund asked for is stopped by the guard: a colleague looks at the charge",
        "amount:amount? charged_on:date? plan:plan?",
    )
    FAILURE_CANCEL_HELD = (
        "product_failure/cancel_refund_held",
        "the subscription is cancelled; the refund asked for is stopped by the guard",
        "plan:plan? ends_on:date? amount:amount? charged_on:date?",
    )
    FAILURE_OVER = (
        "product_failure/nothing_to_end",
        "cancel asked, and Stripe shows it over or ending already",
        "plan:plan? ends_on:date? ended_on:date?",
    )

    # Row 6: what they could have done themselves. A cancel draft always offers to do it by reply as well.
    CANCEL_PORTAL = (
        "self_serve_gap/cancel_portal",
        "cancel on the sign-in page, or by reply",
        "portal_url:url plan:plan? ends_on:date?",
    )
    CANCEL_PORTAL_HOW = (
        "self_serve_gap/cancel_portal_how",
        "the same where they asked how or could not find it",
        "portal_url:url plan:plan? ends_on:date?",
    )
    CANCEL_PORTAL_NOW = (
        "self_serve_gap/cancel_portal_now",
        "the same where nothing is paid ahead: by reply it ends at once; an open invoice is left alone",
        "portal_url:url plan:plan? open_amount:amount? invoice_number:invoice_number? trial_ends:date?",
    )
    CANCEL_LATER = (
        "self_serve_gap/cancel_period_end",
        "cancelled with the end of the paid period",
        "plan:plan? ends_on:date?",
    )
    CANCEL_NOW = (
        "self_serve_gap/cancel_now",
        "cancelled at once: it is trialing, past due, unpaid or paused",
        "plan:plan? open_amount:amount? invoice_number:invoice_number? trial_ends:date?",
    )
    CANCEL_ALL = (
        "self_serve_gap/cancel_everything",
        "each live subscription is cancelled",
        "count:count plan_1:plan? ends_1:date? plan_2:plan? ends_2:date? plan_3:plan? ends_3:date? plan_4:plan? "
        "ends_4:date? open_amount:amount? invoice_number:invoice_number?",
    )
    CANCEL_REFUND = (
        "self_serve_gap/cancel_and_refund",
        "cancelled now, and the current period's charge refunded (unwanted renewal, withdrawal, also after a trial)",
        "refund:amount whole:amount? charged_on:date plan:plan? brand:card_brand? last4:last4?",
    )
    LATE_CANCEL_REFUND = (
        "self_serve_gap/late_cancel_and_refund",
        "they asked before to cancel and it was not done: cancelled now, and what came after is refunded",
        "refund:amount whole:amount? charged_on:date plan:plan? brand:card_brand? last4:last4?",
    )
    WITHDRAWN = (
        "self_serve_gap/withdrawn",
        "the first purchase is undone within its first days: cancelled now, the charge refunded",
        "refund:amount whole:amount? charged_on:date plan:plan? brand:card_brand? last4:last4?",
    )
    CANCEL_HELD = (
        "self_serve_gap/cancel_refund_held",
        "cancelled; the refund asked for is stopped by the guard: a colleague looks at the charge",
        "plan:plan? ends_on:date? amount:amount? charged_on:date?",
    )
    REFUND_AFTER_CANCEL = (
        "self_serve_gap/refund_after_cancel",
        "a charge after the subscription had ended is refunded",
        "refund:amount whole:amount? charged_on:date plan:plan? ended_on:date? brand:card_brand? last4:last4?",
    )
    REFUNDS_AFTER_CANCEL = (
        "self_serve_gap/refunds_after_cancel",
        "several charges after the subscription had ended are refunded",
        "plan:plan? ended_on:date? count:count refund_1:amount charged_on_1:date refund_2:amount? charged_on_2:date? "
        "refund_3:amount? charged_on_3:date?",
    )
    REFUND_ONLY = (
        "self_serve_gap/refund",
        "a charge is refunded and there is no subscription to cancel (a one-off purchase, or it is over)",
        "refund:amount whole:amount? charged_on:date plan:plan? ended_on:date? ends_on:date? brand:card_brand? "
        "last4:last4?",
    )
    REFUND_HELD = (
        "self_serve_gap/refund_held",
        "the refund asked for is stopped by the guard, nothing to cancel: a colleague looks at the charge",
        "amount:amount? charged_on:date? plan:plan? ends_on:date? ended_on:date?",
    )
    STAYS = (
        "self_serve_gap/stays",
        "they want to stay, and nothing is set to end: it goes on and renews",
        "plan:plan? renews_on:date?",
    )
    TAKE_BACK = (
        "self_serve_gap/take_back",
        "they want to stay, and it is set to end: by reply the cancellation is taken back",
        "ends_on:date plan:plan?",
    )
    ENDS_ALREADY = (
        "self_serve_gap/already_scheduled",
        "set to end already: the date is confirmed",
        "ends_on:date plan:plan?",
    )
    ENDED_ALREADY = "self_serve_gap/already_ended", "over already: the date is confirmed", "ended_on:date plan:plan?"
    NOTHING_TO_CANCEL = (
        "self_serve_gap/nothing_to_cancel",
        "cancel asked, and there is no subscription: ask what is meant",
    )
    INVOICE_PORTAL = "self_serve_gap/invoice_portal", "invoices lie on the sign-in page", "portal_url:url"
    INVOICE_ATTACHED = (
        "self_serve_gap/invoice_attached",
        "the agent attaches the invoice",
        "invoice_number:invoice_number? amount:amount? invoiced_on:date? count:count?",
    )
    CARD_ON_PORTAL = (
        "self_serve_gap/card_portal",
        "the card is changed on the sign-in page",
        "portal_url:url brand:card_brand? last4:last4?",
    )
    CARD_ON_INVOICE = (
        "self_serve_gap/card_open_invoice",
        "the open invoice's page takes another card",
        "invoice_url:url amount:amount invoice_number:invoice_number?",
    )
    CARD_AGENT = "self_serve_gap/card_arranged", "a colleague arranges the new card", "brand:card_brand? last4:last4?"

    # Short answers to what else the mail asks; never the first.
    ALSO_INVOICE_PORTAL = "also/invoice_portal", "an invoice is asked for too: the sign-in page", "portal_url:url"
    ALSO_INVOICE_ATTACHED = (
        "also/invoice_attached",
        "an invoice is asked for too: the agent attaches it",
        "invoice_number:invoice_number?",
    )
    ALSO_CARD_PORTAL = "also/card_portal", "a new card too: the sign-in page", "portal_url:url"
    ALSO_CARD_ARRANGED = "also/card_arranged", "a new card too: a colleague arranges it"
    ALSO_CANCEL_WAITS = (
        "also/cancel_waits",
        "cancel asked too, and nothing ends yet: a colleague takes it up",
        "plan:plan?",
    )
    ALSO_ENDS_ALREADY = (
        "also/already_scheduled",
        "cancel asked too: it is set to end already",
        "ends_on:date plan:plan?",
    )
    ALSO_ENDED_ALREADY = "also/already_ended", "cancel asked too: it is over already", "ended_on:date plan:plan?"
    ALSO_NOT_CANCELLED = (
        "also/not_cancelled",
        "they say they cancelled before, and Stripe shows no cancellation",
        "plan:plan?",
    )
    ALSO_OPEN_INVOICE = (
        "also/open_invoice",
        "a payment that failed is spoken of too: its invoice is open and left alone",
        "open_amount:amount invoice_number:invoice_number?",
    )
    ALSO_REFUND_REVIEW = (
        "also/refund_review",
        "money back asked too, and no refund is proposed: a colleague looks at it",
        "amount:amount? charged_on:date?",
    )
    ALSO_REFUNDED = (
        "also/already_refunded",
        "money back asked too, and it was refunded: with amount and date",
        "refund:amount refunded_on:date",
    )
    ALSO_REFUND_UNDERWAY = (
        "also/refund_pending",
        "money back asked too, and a refund is in flight",
        "refund:amount refund_started_on:date",
    )
    ALSO_LOST_DISPUTE = (
        "also/lost_dispute",
        "money back asked too, and it came back through the bank",
        "disputed:amount disputed_on:date",
    )
    ALSO_PLAN_CHANGE = "also/plan_change", "another plan or number of seats too: a colleague sets it up"
    ALSO_PRODUCT = "also/product_failure", "something is broken too: the product team looks at it"
    ALSO_BILLING = "also/broken_billing", "a billing error is complained of too: a colleague looks at it"


SITUATIONS: tuple[Situation, ...] = tuple(Situation)

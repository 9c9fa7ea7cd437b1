"""Every situation a draft can be written for: the template's name, when it is used, and the facts it receives."""

from enum import StrEnum

from classifiers.situations import also, for_duplicates, for_humans, for_payments, for_self_serve

ABOUT = for_humans.ABOUT | for_duplicates.ABOUT | for_payments.ABOUT | for_self_serve.ABOUT | also.ABOUT
_FACTS = {path: tuple(facts.split()) for path, (_, facts) in ABOUT.items()}


class Situation(StrEnum):
    """A path below `templates/drafts/<language>/`, without ending; what it is about stands in the tables beside.

    `when` says when the case asks for it. `facts` are the names a template may use, each with its `FactKind` behind
    the colon; one with `?` may be missing. Names mean the same everywhere: `amount` and `charged_on` are the charge
    the answer is about, `plan` the product it concerns, `refund` what will be (or was) paid back.
    """

    UNPROVEN = "neutral/unproven"
    AMBIGUOUS = "neutral/ambiguous"
    REVIEW = "neutral/review"
    DISPUTE = "needs_human/dispute"
    INQUIRY = "needs_human/inquiry"
    LEGAL = "needs_human/legal"
    UNAUTHORISED = "needs_human/unauthorised"
    ERASURE = "needs_human/erasure"
    HARDSHIP = "needs_human/hardship"
    ENCRYPTED = "needs_human/encrypted"
    WHICH_SUBSCRIPTION = "needs_human/which_subscription"
    WHICH_WISH = "needs_human/which_wish"
    WHICH_EXTRA = "needs_human/which_extra"
    WHICH_CHARGE = "needs_human/which_charge"
    NO_SUCH_CHARGE = "needs_human/no_such_charge"
    REFUND_WISH = "needs_human/refund_wish"
    CHARGE_SHOWN = "needs_human/charge_shown"
    NOTHING_FOUND = "needs_human/nothing_found"
    WENT_THROUGH = "needs_human/went_through"
    PLAN_CHANGE = "needs_human/plan_change"
    USAGE_LIMITS = "needs_human/usage_limits"
    TEAM_SEATS = "team_purchase/seats"
    TEAM_SEATS_CHANGE = "team_purchase/change"
    TEAM_WORKSPACES = "team_purchase/workspaces"
    TEAM_SAID = "team_purchase/said"
    TEAM_MARKED = "team_purchase/marked"
    TEAM_MODEL = "team_purchase/model"
    EXTRA_CANCEL_REFUND = "duplicate_subscription/cancel_and_refund"
    EXTRA_CANCEL = "duplicate_subscription/cancel"
    EXTRA_CANCEL_LATER = "duplicate_subscription/cancel_at_period_end"
    EXTRA_CANCEL_HELD = "duplicate_subscription/cancel_refund_held"
    EXTRA_CANCEL_INVOICE = "duplicate_subscription/cancel_open_invoice"
    EXTRA_NEVER_CHARGED = "duplicate_subscription/cancel_never_charged"
    CHARGE_REFUND = "duplicate_subscription/refund_charge"
    EXTRAS_CANCEL = "duplicate_subscription/cancel_several"
    CHARGES_REFUND = "duplicate_subscription/refund_charges"
    CHARGE_HELD = "duplicate_subscription/refund_held"
    ONE_CHARGE = "duplicate_subscription/one_charge"
    AUTHORISATION = "duplicate_subscription/pending_authorisation"
    FAILED_THEN_PAID = "duplicate_subscription/failed_then_paid"
    FAILED_AND_OWED = "duplicate_subscription/failed_and_owed"
    CONSECUTIVE = "duplicate_subscription/consecutive_periods"
    DIFFERENT_PRODUCTS = "duplicate_subscription/different_products"
    OTHER_ENDS = "duplicate_subscription/other_ends"
    REFUNDED = "duplicate_subscription/already_refunded"
    REFUND_UNDERWAY = "duplicate_subscription/refund_pending"
    LOST_DISPUTE = "duplicate_subscription/lost_dispute"
    CARD_PORTAL = "failed_payment/portal"
    CARD_EXPIRED_PORTAL = "failed_payment/expired_portal"
    NO_CARD_PORTAL = "failed_payment/no_card_portal"
    OPEN_INVOICE = "failed_payment/open_invoice"
    SEND_INVOICE = "failed_payment/send_invoice"
    CHECKOUT_AGAIN = "failed_payment/checkout_again"
    CARD_BY_AGENT = "failed_payment/arranged"
    PROCESSING = "failed_payment/processing"
    REFUND_FAILED = "duplicate_subscription/refund_failed"
    FAILURE_REFUND_CANCEL = "product_failure/refund_and_cancel"
    FAILURE_REFUND = "product_failure/refund"
    FAILURE_CANCEL = "product_failure/cancel"
    FAILURE_HELD = "product_failure/refund_held"
    FAILURE_CANCEL_HELD = "product_failure/cancel_refund_held"
    FAILURE_UNSERVED = "product_failure/not_served"
    FAILURE_OVER = "product_failure/nothing_to_end"
    CANCEL_PORTAL = "self_serve_gap/cancel_portal"
    CANCEL_PORTAL_HOW = "self_serve_gap/cancel_portal_how"
    CANCEL_PORTAL_NOW = "self_serve_gap/cancel_portal_now"
    CANCEL_LATER = "self_serve_gap/cancel_period_end"
    CANCEL_NOW = "self_serve_gap/cancel_now"
    CANCEL_ALL = "self_serve_gap/cancel_everything"
    CANCEL_REFUND = "self_serve_gap/cancel_and_refund"
    LATE_CANCEL_REFUND = "self_serve_gap/late_cancel_and_refund"
    WITHDRAWN = "self_serve_gap/withdrawn"
    CANCEL_HELD = "self_serve_gap/cancel_refund_held"
    REFUND_AFTER_CANCEL = "self_serve_gap/refund_after_cancel"
    REFUNDS_AFTER_CANCEL = "self_serve_gap/refunds_after_cancel"
    REFUND_ONLY = "self_serve_gap/refund"
    REFUND_HELD = "self_serve_gap/refund_held"
    STAYS = "self_serve_gap/stays"
    TAKE_BACK = "self_serve_gap/take_back"
    ENDS_ALREADY = "self_serve_gap/already_scheduled"
    ENDED_ALREADY = "self_serve_gap/already_ended"
    NOTHING_TO_CANCEL = "self_serve_gap/nothing_to_cancel"
    INVOICE_PORTAL = "self_serve_gap/invoice_portal"
    INVOICE_ATTACHED = "self_serve_gap/invoice_attached"
    CARD_ON_PORTAL = "self_serve_gap/card_portal"
    CARD_ON_INVOICE = "self_serve_gap/card_open_invoice"
    CARD_AGENT = "self_serve_gap/card_arranged"
    ALSO_INVOICE_PORTAL = "also/invoice_portal"
    ALSO_INVOICE_ATTACHED = "also/invoice_attached"
    ALSO_CARD_PORTAL = "also/card_portal"
    ALSO_CARD_ARRANGED = "also/card_arranged"
    ALSO_CANCEL_WAITS = "also/cancel_waits"
    ALSO_ENDS_ALREADY = "also/already_scheduled"
    ALSO_ENDED_ALREADY = "also/already_ended"
    ALSO_NOT_CANCELLED = "also/not_cancelled"
    ALSO_OPEN_INVOICE = "also/open_invoice"
    ALSO_EARLIER = "also/earlier_charges"
    ALSO_REFUND_REVIEW = "also/refund_review"
    ALSO_REFUNDED = "also/already_refunded"
    ALSO_REFUND_UNDERWAY = "also/refund_pending"
    ALSO_LOST_DISPUTE = "also/lost_dispute"
    ALSO_PLAN_CHANGE = "also/plan_change"
    ALSO_PRODUCT = "also/product_failure"
    ALSO_BILLING = "also/broken_billing"

    @property
    def when(self) -> str:
        """When the case asks for it."""
        return ABOUT[self.value][0]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it receives."""
        return _FACTS[self.value]


SITUATIONS: tuple[Situation, ...] = tuple(Situation)

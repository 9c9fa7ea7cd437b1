"""Which Stripe key may be used, and which permissions a restricted one needs."""

from dataclasses import dataclass
from urllib.parse import urlencode

from parsers.errors import ConfigError
from worker.ports import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One row of Stripe's form for restricted keys; without one that is not `needed`, only a section goes unread."""

    name: str  # as Stripe's error message spells it
    row: str  # as the Dashboard's form shows it
    section: str  # as `Unread.section` names what it opens
    needed: bool = True


PERMISSIONS = (
    Permission(name="rak_customer_read", row="Customers", section="customers"),
    Permission(name="rak_subscription_read", row="Subscriptions", section="subscriptions"),
    Permission(name="rak_invoice_read", row="Invoices", section="invoices"),
    Permission(name="rak_charge_read", row="Charges and Refunds", section="charges"),
    Permission(name="rak_payment_intent_read", row="PaymentIntents", section="payment_intents"),
    Permission(name="rak_payment_method_read", row="PaymentMethods", section="payment_methods"),
    Permission(name="rak_plan_read", row="Prices", section="prices"),
    Permission(name="rak_product_read", row="Products", section="products"),
    Permission(name="rak_dispute_read", row="Disputes", section="disputes", needed=False),
    Permission(name="rak_checkout_session_read", row="Checkout Sessions", section="checkout_sessions", needed=False),
    Permission(name="rak_credit_note_read", row="Credit notes", section="credit_notes", needed=False),
    Permission(name="rak_customer_portal_read", row="Customer portal", section="portal", needed=False),
)

# Undocumented by Stripe but widely linked to: the form opens with name and rows filled in.
_FORM = "https://dashboard.stripe.com/apikeys/create?"


def form_link() -> str:
    """A link to Stripe's form for a new restricted key, prefilled with every permission that Deskhand reads by."""
    rows = [(f"permissions[{number}]", each.name) for number, each in enumerate(PERMISSIONS)]
    return _FORM + urlencode([("name", "Deskhand"), *rows], safe="[]")


def check_key(key: str) -> Finding | None:
    """Refuse a key that can do harm or nothing; None for a restricted one, a warning for a secret test key.

    Raises `ConfigError` that lists the permissions a restricted key needs. The key itself is never repeated.
    """
    if key.startswith("rk_"):
        return None
    if key.startswith("sk_test_"):
        return Finding(
            area="stripe", ok=True, warning=True, text="the key is a secret test key: it could write", mend=_advice()
        )
    raise ConfigError(f"[stripe] api_key: {_fault(key)}. {_advice()}")


def _fault(key: str) -> str:
    if key.startswith("sk_"):
        return "this is a secret key, which could move money; Deskhand only reads"
    if key.startswith("pk_"):
        return "this is a publishable key, which may read nothing"
    return "this is no Stripe key (a restricted one begins with rk_live_ or rk_test_)"


def _advice() -> str:
    rows = "; ".join(f"{each.row} ({each.name})" for each in PERMISSIONS if each.needed)
    optional = "; ".join(f"{each.row} ({each.name})" for each in PERMISSIONS if not each.needed)
    return (
        f"Create a restricted key with Read on: {rows}. Worth having: {optional}. "
        f"Everything else stays None. The form, filled in: {form_link()}"
    )


def is_live(key: str) -> bool:
    """Whether the key belongs to live mode, as its prefix says."""
    return key.startswith(("rk_live_", "sk_live_"))

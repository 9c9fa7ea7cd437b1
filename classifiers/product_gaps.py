"""Product gaps: the keys that are counted, each with its sentence for the backlog."""

from parsers.vocabulary import ProductGap

TEXTS = {
    "seat_explanation": "The product does not show what each seat costs, so a team takes its charges for mistakes.",
    "duplicate_guard": "Checkout sells one person the same product twice; Stripe can limit customers to one.",
    "dunning_visibility": "A customer whose payment failed has no page of their own to see why and to update the card.",
    "product_bug": "A fault in the product cost a payment; it should reach the product team with this case.",
    "entitlement_gap": "A payment arrived and the product did not open what it paid for.",
    "no_billing_portal": "No customer portal to sign in to: no active configuration, or its login page is off.",
    "no_cancellation_flow": "The customer portal does not let a customer cancel.",
    "no_invoice_access": "The customer portal does not show invoices.",
    "no_card_update": "The customer portal does not let a customer update the card.",
    "portal_not_found": "The customer portal offers this, and the customer did not find it.",
    "usage_visibility": "The product does not show how much of a limit is used up.",
}


def gap(key: str | None) -> ProductGap | None:
    """The gap of a key."""
    return ProductGap(key=key, text=TEXTS[key]) if key else None

"""Customer records and the means of payment on them."""

from parsers.stripe_objects.fields import (
    Json,
    child,
    count,
    flag,
    metadata,
    moment,
    own_id,
    reference,
    text,
    whole,
)
from parsers.vocabulary import Customer, PaymentMethod


def customer(json: Json) -> Customer:
    """A `customer` or a `deleted_customer`, which keeps its id alone."""
    return Customer(
        id=own_id(json),
        email=text(json, "email"),
        name=text(json, "name"),
        created=moment(json, "created"),
        deleted=flag(json, "deleted"),
        livemode=flag(json, "livemode", default=True),
        delinquent=json.get("delinquent") if isinstance(json.get("delinquent"), bool) else None,
        balance=count(json, "balance"),
        currency=text(json, "currency"),
        default_payment_method=default_payment_method(child(json, "invoice_settings")),
        has_default_source=reference(json, "default_source") is not None,
        preferred_locales=_locales(json),
        metadata=metadata(json),
    )


def _locales(json: Json) -> tuple[str, ...]:
    """Stripe's `preferred_locales`: language tags; what is no text is left out."""
    found = json.get("preferred_locales")
    return tuple(each for each in found if isinstance(each, str) and each) if isinstance(found, list) else ()


def default_payment_method(json: Json) -> PaymentMethod | None:
    """The `default_payment_method` of `json`; unexpanded, only its id is known and its kind is `unknown`."""
    expanded = child(json, "default_payment_method")
    if expanded:
        return payment_method(expanded)
    method = reference(json, "default_payment_method")
    return PaymentMethod(id=method, kind="unknown") if method else None


def payment_method(json: Json) -> PaymentMethod:
    """A `payment_method`; card fields only where it is a card."""
    return means(json, own_id(json))


def means(json: Json, id: str) -> PaymentMethod:
    """A means of payment from its `type` and the fields of that type; a bank account has last digits and no brand."""
    kind = text(json, "type") or "unknown"
    card = child(json, "card")
    own = card or child(json, kind)
    return PaymentMethod(
        id=id,
        kind=kind,
        brand=text(card, "brand"),
        last4=text(own, "last4"),
        exp_month=whole(card, "exp_month"),
        exp_year=whole(card, "exp_year"),
        fingerprint=text(own, "fingerprint"),
    )

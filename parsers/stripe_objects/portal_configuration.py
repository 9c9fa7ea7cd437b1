"""The customer portal's configuration."""

from collections.abc import Iterable

from parsers.stripe_objects.fields import Json, child, count, flag, own_id, text
from parsers.vocabulary import Portal


def portal(json: Json) -> Portal:
    """A `billing_portal.configuration`."""
    features, login = child(json, "features"), child(json, "login_page")
    cancel = child(features, "subscription_cancel")
    return Portal(
        configuration=own_id(json),
        active=flag(json, "active"),
        login_page=flag(login, "enabled"),
        login_url=text(login, "url"),
        cancel=flag(cancel, "enabled"),
        cancel_mode=text(cancel, "mode"),
        update_card=flag(child(features, "payment_method_update"), "enabled"),
        invoices=flag(child(features, "invoice_history"), "enabled"),
    )


def portal_in_force(configurations: Iterable[Json]) -> Portal:
    """The configuration that customers meet: the active default one, else the newest active one, else none at all."""
    active = [each for each in configurations if flag(each, "active")]
    if not active:
        return Portal()
    return portal(max(active, key=lambda each: (flag(each, "is_default"), count(each, "created"))))

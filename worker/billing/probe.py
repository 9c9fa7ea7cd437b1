"""What `doctor` says of Stripe: the key, each permission, the portal, the clock; all by cheap reads."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from parsers.errors import TransientError
from parsers.stripe_objects import portal_in_force
from parsers.vocabulary import Portal
from worker.billing.answers import Answer, Read
from worker.billing.gateway import Gateway
from worker.billing.keys import PERMISSIONS, Permission, form_link
from worker.ports import Finding

_CLOCK_SECONDS = 300

# One cheap GET that each permission opens. An unknown id gives 404 where the right is there, 403 where it is not.
_PROBES = {
    "customers": Read(path="/v1/customers", params={"limit": 1}),
    "subscriptions": Read(path="/v1/subscriptions", params={"limit": 1}),
    "invoices": Read(path="/v1/invoices", params={"limit": 1}),
    "charges": Read(path="/v1/charges", params={"limit": 1}),
    "payment_intents": Read(path="/v1/payment_intents", params={"limit": 1}),
    "payment_methods": Read(path="/v1/payment_methods/pm_deskhandprobe"),
    "prices": Read(path="/v1/prices", params={"limit": 1}),
    "products": Read(path="/v1/products", params={"limit": 1}),
    "disputes": Read(path="/v1/disputes", params={"limit": 1}),
    "checkout_sessions": Read(path="/v1/checkout/sessions", params={"limit": 1}),
    "credit_notes": Read(path="/v1/credit_notes", params={"limit": 1}),
    "portal": Read(path="/v1/billing_portal/configurations", params={"limit": 100}),
}
_SEARCH = Read(path="/v1/customers/search", params={"query": 'email:"probe@deskhand.invalid"', "limit": 1})


def findings(gateway: Gateway, now: datetime) -> tuple[Finding, ...]:
    """One line a thing proven or found wanting; `now` is held against Stripe's clock."""
    warning = (gateway.warning,) if gateway.warning else ()
    try:
        answers = gateway.read_all([*(_PROBES[each.section] for each in PERMISSIONS), _SEARCH])
    except TransientError as error:
        return (*warning, _finding(f"Stripe cannot be read: {error}", ok=False, mend=_CONNECTION))
    *probed, search = answers
    by_section = dict(zip((each.section for each in PERMISSIONS), probed, strict=True))
    return (
        *warning,
        _finding(f"the key works, in {'live' if gateway.livemode else 'test'} mode"),
        *(_permission(each, by_section[each.section]) for each in PERMISSIONS),
        _searchable(search),
        *_portal(by_section["portal"]),
        *_clock(by_section["customers"], now),
    )


_CONNECTION = "see that [stripe] api_base is reachable from here and that the key was not revoked"


def _finding(text: str, *, ok: bool = True, mend: str = "", warning: bool = False) -> Finding:
    return Finding(area="stripe", ok=ok, text=text, mend=mend, warning=warning)


def _permission(permission: Permission, answer: Answer) -> Finding:
    """A missing right that only costs a section is a warning."""
    if answer.ok or answer.missing:
        return _finding(f"may read {permission.row} ({permission.name})")
    mend = f"give the restricted key Read on {permission.row}, or make a new one: {form_link()}"
    return _finding(f"may not read {permission.row}: {answer.why}", ok=not permission.needed, warning=True, mend=mend)


def _searchable(answer: Answer) -> Finding:
    if answer.ok:
        return _finding("the search answers")
    return _finding(
        f"the search does not answer: {answer.why}",
        warning=True,
        mend="customers are found by list alone, so other letter cases, invoice numbers and cards are not",
    )


def _portal(answer: Answer) -> Iterator[Finding]:
    if not answer.ok:
        return
    portal = portal_in_force(answer.rows)
    if portal.reachable:
        yield _finding(f"the customer portal offers {_offers(portal)}")
        return
    fault = "its login page is off" if portal.active else "there is no active configuration"
    yield _finding(
        f"the customer portal cannot be reached by customers: {fault}",
        warning=True,
        mend="Dashboard: Settings, Billing, Customer portal: activate the login link",
    )


def _offers(portal: Portal) -> str:
    controls = {
        "cancelling": portal.offers_cancel,
        "a new card": portal.offers_card,
        "invoices": portal.offers_invoices,
    }
    return ", ".join(name for name, offered in controls.items() if offered) or "nothing"


def _clock(answer: Answer, now: datetime) -> Iterator[Finding]:
    """Windows of days are counted on our clock, facts on Stripe's."""
    if not answer.date:
        return
    try:
        apart = abs((parsedate_to_datetime(answer.date) - now).total_seconds())
    except (ValueError, TypeError):
        return
    if apart <= _CLOCK_SECONDS:
        yield _finding("this machine's clock agrees with Stripe's")
    else:
        yield _finding(
            f"this machine's clock is {apart:.0f} s apart from Stripe's", ok=False, mend="set the clock by NTP"
        )

"""The join: from what a mail carries to all that Stripe says about the people it leads to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any

from parsers.stripe_objects import with_products
from parsers.vocabulary import BillingState, Identifier, Message, PaymentMethod, Reading
from worker.billing import extras, mentions, strangers
from worker.billing.budget import Take
from worker.billing.cache import Cache
from worker.billing.catalogue import LIFE_SECONDS, Catalogue
from worker.billing.gaps import gaps, known_cards
from worker.billing.gateway import API_BASE, Gateway
from worker.billing.haul import Haul, together
from worker.billing.identifiers import follow, record
from worker.billing.people import customers_at
from worker.billing.probe import findings
from worker.billing.rounds import Lookup, walk
from worker.billing.sections import sections_of, with_invoices
from worker.billing.tracing import traced, traces
from worker.ports import Finding

MOST_CUSTOMERS = 10
MOST_IDENTIFIERS = 8
SHORTEST_CATALOGUE = 5.0  # seconds


class StripeBook:
    """Stripe as the pipeline reads it: the `BillingBook` of `worker.ports`.

    `take` is the rate limit shared by all workers; `handle_metadata` maps a handle's label to a customer metadata key;
    `cache_seconds` is how long one person's records are held. Raises `ConfigError` for a key that could write.
    """

    def __init__(
        self,
        api_key: str,
        *,
        api_base: str = API_BASE,
        take: Take | None = None,
        cache_seconds: float = 180.0,
        handle_metadata: Mapping[str, str] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        gateway: Gateway | None = None,
    ) -> None:
        self.gateway = gateway or Gateway(api_key, api_base=api_base, take=take)
        self._handles = dict(handle_metadata or {})
        self._now = now
        self._cache = Cache(cache_seconds)
        self._catalogue = Catalogue(life=max(SHORTEST_CATALOGUE, min(LIFE_SECONDS, 5 * cache_seconds)))

    def look_up(self, message: Message, reading: Reading, *, fresh: bool = False) -> BillingState:
        """All that Stripe says about the people this mail leads to; `fresh` reads past the cache.

        Nothing is read for a mail that is certainly a machine's or not about billing; of one that is likely a
        machine's only the sender's record counts. Raises `BillingUnavailable` or `RateLimited`.
        """
        haul = Haul()
        if mentions.worth_reading(message, reading):
            join = _Join(self.gateway, self._catalogue, self._cache, self._handles, message, reading, fresh)
            haul = join.haul()
        return self._state(haul)

    def check(self) -> Sequence[Finding]:
        """For `doctor`: the key, each permission, the portal's configuration, and the clock."""
        return findings(self.gateway, self._now())

    def close(self) -> None:
        """Let go of threads and connections; safe to call twice."""
        self.gateway.close()

    def _state(self, haul: Haul) -> BillingState:
        cards = known_cards(haul)
        parts: dict[str, Any] = {each.name: getattr(haul, each.name) for each in fields(haul)}
        parts["unread"] = tuple(dict.fromkeys((*haul.unread, *self._catalogue.unread)))
        state = BillingState(
            read_at=self._now(), livemode=self.gateway.livemode, portal=self._catalogue.portal, **parts
        )
        return _named_and_carded(state, self._catalogue, cards)


def _named_and_carded(state: BillingState, catalogue: Catalogue, cards: Mapping[str, PaymentMethod]) -> BillingState:
    """Products get their names; a method known by its id alone gets what else shows of the card."""

    def carded(method: PaymentMethod | None) -> PaymentMethod | None:
        return cards.get(method.id, method) if method and method.kind == "unknown" else method

    return replace(
        state,
        customers=tuple(
            replace(each, default_payment_method=carded(each.default_payment_method)) for each in state.customers
        ),
        subscriptions=tuple(
            replace(with_products(each, catalogue.products), default_payment_method=carded(each.default_payment_method))
            for each in state.subscriptions
        ),
    )


@dataclass(slots=True)
class _Join:
    """One mail's way through Stripe, round by round."""

    gateway: Gateway
    catalogue: Catalogue
    cache: Cache
    handles: Mapping[str, str]
    message: Message
    reading: Reading
    fresh: bool
    sections_read: set[str] = field(default_factory=set)

    def haul(self) -> Haul:
        """Everything, in two rounds where From leads to somebody and the mail names nothing strange."""
        haul = self.senders()
        known = bool(haul.customers)
        if self.message.automatic and not (self.reading.about_billing and known):
            return haul
        if self.reading.doubted and not known and not mentions.named(self.message):
            return haul  # nobody on record, nothing named: what was not understood need not be looked into further
        haul = self.with_sections(haul)
        haul += self.others(haul, known)
        haul = self.with_sections(haul)
        return self.with_extras(haul)

    def senders(self) -> Haul:
        """Round one: who stands behind From."""
        return together(
            self.walk(
                [self.kept(("at", each.address), customers_at(each.address)) for each in mentions.senders(self.message)]
            )
        )

    def with_sections(self, haul: Haul) -> Haul:
        """Round two: subscriptions, charges and invoices of every customer met, and the records not yet read."""
        done = self.sections_read | {each.id for each in haul.customers if each.deleted}
        wanted = [each for each in haul.customer_ids[:MOST_CUSTOMERS] if each not in done]
        self.sections_read.update(wanted)
        read = {each.id for each in haul.customers}
        lookups = [self.kept(("sections", each), sections_of(each)) for each in wanted]
        lookups += [self.kept(("record", each), record(each)) for each in wanted if each not in read]
        haul = together([haul, *self.walk(lookups)])
        if len(haul.customer_ids) > MOST_CUSTOMERS:
            haul += Haul(truncated=("customers",))
        return replace(haul, charges=with_invoices(haul.charges, haul.invoices))

    def others(self, haul: Haul, known: bool) -> Haul:
        """What else the mail names: what was read already costs nothing, the rest is followed in one more round."""
        tokens = traces(haul, self.handles)
        named = [(each, traced(each, tokens)) for each in mentions.named(self.message)]
        unknown = [each for each, lead in named if lead is None]
        lookups = [follow(each, self.handles) for each in unknown[:MOST_IDENTIFIERS]]
        lookups += (
            [_text_address(each) for each in mentions.claimed_addresses(self.message)] if known else self.strangers()
        )
        local = Haul(
            leads=tuple(lead for _, lead in named if lead),
            truncated=("identifiers",) if len(unknown) > MOST_IDENTIFIERS else (),
        )
        return together([local, *self.walk(lookups)])

    def strangers(self) -> list[Lookup[Haul]]:
        """Where From finds nobody: other forms of it, guest payments, addresses in the text, the card that is named."""
        lookups: list[Lookup[Haul]] = []
        for sender in mentions.senders(self.message):
            lookups += [strangers.folded_forms(sender.address), strangers.guest_payments(sender.address)]
        lookups += [_text_address(each) for each in mentions.addresses(self.message)]
        lookups.append(strangers.card_payment(self.message.identifiers, self.message.arrived_at))
        return lookups

    def with_extras(self, haul: Haul) -> Haul:
        """Round three, in the few cases that need it."""
        lookups = [extras.disputes_of(each) for each in extras.disputed(haul)] + gaps(haul)
        if extras.checkouts_matter(self.reading, haul):
            lookups += [extras.checkouts_of(each.id, each.email) for each in haul.customers if not each.deleted]
        lookups += [extras.methods_of(each) for each in extras.nothing_to_charge(haul)]
        if unnamed := self.catalogue.unnamed(haul.subscriptions):
            lookups.append(_silently(self.catalogue.learn(unnamed)))
        haul = together([*self.walk(lookups), haul])  # a charge with its disputes stands before the same one without
        return replace(haul, charges=with_invoices(haul.charges, haul.invoices))

    def walk(self, lookups: Sequence[Lookup[Haul]]) -> tuple[Haul, ...]:
        """Run look-ups; portal and products ride along with whatever is read when they have grown old."""
        if lookups and self.catalogue.stale:
            lookups = [*lookups, _silently(self.catalogue.refresh())]
        return walk(self.gateway, lookups)

    def kept(self, key: tuple[str, str], lookup: Lookup[Haul]) -> Lookup[Haul]:
        """The look-up, or what it brought back a moment ago."""
        known = None if self.fresh else self.cache.get(key)
        if isinstance(known, Haul):
            lookup.close()
            return known
        haul = yield from lookup
        self.cache.put(key, haul)
        return haul


def _text_address(identifier: Identifier) -> Lookup[Haul]:
    haul = yield from customers_at(identifier.value, via="text_address")
    leads = (replace(lead, written=identifier.written, identifier=identifier) for lead in haul.leads)
    return replace(haul, leads=tuple(leads))


def _silently(lookup: Lookup[None]) -> Lookup[Haul]:
    yield from lookup
    return Haul()

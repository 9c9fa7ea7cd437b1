"""The join: from what a mail carries to all that Stripe says about the people it leads to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any

from parsers.stripe_objects import with_products
from parsers.vocabulary import BillingState, Identifier, Message, PaymentMethod, Reading
from worker.billing import clues, fallback_search, rare_reads
from worker.billing.batching import Lookup, walk
from worker.billing.cache import Cache
from worker.billing.catalogue import LIFE_SECONDS, Catalogue
from worker.billing.expansions import gaps, known_cards
from worker.billing.gateway import API_BASE, Gateway
from worker.billing.identifiers import follow, record
from worker.billing.partial_state import PartialState, together
from worker.billing.people import customers_at
from worker.billing.probe import findings
from worker.billing.rate_limit import Take
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
        partial = PartialState()
        if clues.worth_reading(message, reading):
            join = _Join(self.gateway, self._catalogue, self._cache, self._handles, message, reading, fresh)
            partial = join.partial()
        return self._state(partial)

    def check(self) -> Sequence[Finding]:
        """For `doctor`: the key, each permission, the portal's configuration, and the clock."""
        return findings(self.gateway, self._now())

    def close(self) -> None:
        """Let go of threads and connections; safe to call twice."""
        self.gateway.close()

    def _state(self, partial: PartialState) -> BillingState:
        cards = known_cards(partial)
        parts: dict[str, Any] = {each.name: getattr(partial, each.name) for each in fields(partial)}
        parts["unread"] = tuple(dict.fromkeys((*partial.unread, *self._catalogue.unread)))
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

    def partial(self) -> PartialState:
        """Everything, in two rounds where From leads to somebody and the mail names nothing strange."""
        partial = self.senders()
        known = bool(partial.customers)
        if self.message.automatic and not (self.reading.about_billing and known):
            return partial
        if self.reading.doubted and not known and not clues.named(self.message):
            return partial  # nobody on record, nothing named: what was not understood need not be looked into further
        partial = self.with_sections(partial)
        partial += self.others(partial, known)
        partial = self.with_sections(partial)
        return self.with_extras(partial)

    def senders(self) -> PartialState:
        """Round one: who stands behind From."""
        return together(
            self.walk(
                [self.kept(("at", each.address), customers_at(each.address)) for each in clues.senders(self.message)]
            )
        )

    def with_sections(self, partial: PartialState) -> PartialState:
        """Round two: subscriptions, charges and invoices of every customer met, and the records not yet read."""
        done = self.sections_read | {each.id for each in partial.customers if each.deleted}
        wanted = [each for each in partial.customer_ids[:MOST_CUSTOMERS] if each not in done]
        self.sections_read.update(wanted)
        read = {each.id for each in partial.customers}
        lookups = [self.kept(("sections", each), sections_of(each)) for each in wanted]
        lookups += [self.kept(("record", each), record(each)) for each in wanted if each not in read]
        partial = together([partial, *self.walk(lookups)])
        if len(partial.customer_ids) > MOST_CUSTOMERS:
            partial += PartialState(truncated=("customers",))
        return replace(partial, charges=with_invoices(partial.charges, partial.invoices))

    def others(self, partial: PartialState, known: bool) -> PartialState:
        """What else the mail names: what was read already costs nothing, the rest is followed in one more round."""
        tokens = traces(partial, self.handles)
        named = [(each, traced(each, tokens)) for each in clues.named(self.message)]
        unknown = [each for each, lead in named if lead is None]
        lookups = [follow(each, self.handles) for each in unknown[:MOST_IDENTIFIERS]]
        lookups += (
            [_text_address(each) for each in clues.claimed_addresses(self.message)] if known else self.strangers()
        )
        local = PartialState(
            leads=tuple(lead for _, lead in named if lead),
            truncated=("identifiers",) if len(unknown) > MOST_IDENTIFIERS else (),
        )
        return together([local, *self.walk(lookups)])

    def strangers(self) -> list[Lookup[PartialState]]:
        """Where From finds nobody: other forms of it, guest payments, addresses in the text, the card that is named."""
        lookups: list[Lookup[PartialState]] = []
        for sender in clues.senders(self.message):
            lookups += [fallback_search.folded_forms(sender.address), fallback_search.guest_payments(sender.address)]
        lookups += [_text_address(each) for each in clues.addresses(self.message)]
        lookups.append(fallback_search.card_payment(self.message.identifiers, self.message.arrived_at))
        return lookups

    def with_extras(self, partial: PartialState) -> PartialState:
        """Round three, in the few cases that need it."""
        lookups = [rare_reads.disputes_of(each) for each in rare_reads.disputed(partial)] + gaps(partial)
        if rare_reads.checkouts_matter(self.reading, partial):
            lookups += [rare_reads.checkouts_of(each.id, each.email) for each in partial.customers if not each.deleted]
        lookups += [rare_reads.methods_of(each) for each in rare_reads.nothing_to_charge(partial)]
        if unnamed := self.catalogue.unnamed(partial.subscriptions):
            lookups.append(_silently(self.catalogue.learn(unnamed)))
        partial = together(
            [*self.walk(lookups), partial]
        )  # a charge with its disputes stands before the same one without
        return replace(partial, charges=with_invoices(partial.charges, partial.invoices))

    def walk(self, lookups: Sequence[Lookup[PartialState]]) -> tuple[PartialState, ...]:
        """Run look-ups; portal and products ride along with whatever is read when they have grown old."""
        if lookups and self.catalogue.stale:
            lookups = [*lookups, _silently(self.catalogue.refresh())]
        return walk(self.gateway, lookups)

    def kept(self, key: tuple[str, str], lookup: Lookup[PartialState]) -> Lookup[PartialState]:
        """The look-up, or what it brought back a moment ago."""
        known = None if self.fresh else self.cache.get(key)
        if isinstance(known, PartialState):
            lookup.close()
            return known
        partial = yield from lookup
        self.cache.put(key, partial)
        return partial


def _text_address(identifier: Identifier) -> Lookup[PartialState]:
    partial = yield from customers_at(identifier.value, via="text_address")
    leads = (replace(lead, written=identifier.written, identifier=identifier) for lead in partial.leads)
    return replace(partial, leads=tuple(leads))


def _silently(lookup: Lookup[None]) -> Lookup[PartialState]:
    yield from lookup
    return PartialState()

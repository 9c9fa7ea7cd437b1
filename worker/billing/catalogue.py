"""What changes seldom and is read once: the portal's configuration and the names of products."""

from collections.abc import Callable, Iterable
from time import monotonic

from parsers.stripe_objects import Product, portal_in_force, product
from parsers.vocabulary import Portal, Subscription, Unread
from worker.billing.answers import Read
from worker.billing.batching import PAGE_SIZE, Lookup

LIFE_SECONDS = 900.0


class Catalogue:
    """Portal and products, each good for a quarter of an hour; a product met later is asked for by its id."""

    def __init__(self, *, life: float = LIFE_SECONDS, clock: Callable[[], float] = monotonic) -> None:
        self._life = life
        self._clock = clock
        self._read_at: float | None = None
        self.portal = Portal(known=False)
        self.products: dict[str, Product] = {}
        self.unread: tuple[Unread, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether it is time to read it (again)."""
        return self._read_at is None or self._read_at + self._life <= self._clock()

    def refresh(self) -> Lookup[None]:
        """Read both, side by side; refused, they are named in `unread`."""
        configurations, products = yield [
            Read(path="/v1/billing_portal/configurations", params={"limit": PAGE_SIZE}),
            Read(path="/v1/products", params={"limit": PAGE_SIZE}),
        ]
        unread = []
        if not configurations.ok:
            unread.append(Unread(section="portal", reason=configurations.why))
        if not products.ok:
            unread.append(Unread(section="products", reason=products.why))
        self.portal = portal_in_force(configurations.rows) if configurations.ok else Portal(known=False)
        self.products = {each.id: each for each in map(product, products.rows)}
        self.unread = tuple(unread)
        self._read_at = self._clock()

    def unnamed(self, subscriptions: Iterable[Subscription]) -> tuple[str, ...]:
        """Product ids whose name is not known, unless products may not be read at all."""
        if any(each.section == "products" for each in self.unread):
            return ()
        sold = {item.price.product for each in subscriptions for item in each.items if item.price.product_name is None}
        return tuple(sorted(sold - self.products.keys() - {""}))

    def learn(self, products: tuple[str, ...]) -> Lookup[None]:
        """Read these products; one that Stripe no longer knows is remembered as nameless."""
        (answer,) = yield [Read(path="/v1/products", params={"ids": list(products), "limit": PAGE_SIZE})]
        named = {each.id: each for each in map(product, answer.rows)}
        self.products |= {each: named.get(each, Product(id=each)) for each in products}

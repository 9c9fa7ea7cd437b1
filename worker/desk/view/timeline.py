"""A person's subscriptions, charges, refunds and mails as one picture, so that a duplicate is seen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from parsers.vocabulary import BillingState, Charge, Money, Subscription, exponent

WIDTH, LEFT, RIGHT, LANE, TOP = 760, 150, 16, 26, 26
SHOWN = timedelta(days=120)
MOST_LANES = 8
NEXT = 9.0  # pixels between two dots that would cover each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A subscription's life within the picture, in pixels."""

    x: float
    width: float
    y: float
    label: str
    status: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A charge, a refund, a dispute or the mail."""

    x: float
    y: float
    kind: str  # taken | failed | pending | refund | dispute
    label: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """The first of a month."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All of it; `rows` says the same in words, for those who read rather than look."""

    width: int
    height: int
    mail_x: float
    earlier_x: tuple[float, ...]
    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    rows: tuple[tuple[str, str, str], ...]


def picture(state: BillingState, arrived_at: datetime, mails: Iterable[datetime] = ()) -> Picture:
    """The four months up to a week after the mail, a lane for each subscription and one for payments beside them.

    `mails`: when the person wrote before.
    """
    earlier = sorted(mails)
    scale = _Scale(arrived_at - SHOWN, arrived_at + timedelta(days=7))
    subscriptions = sorted(state.subscriptions, key=lambda s: (s.created or arrived_at, s.id))
    seen = [each for each in subscriptions if (each.ended_at or arrived_at) >= scale.start][:MOST_LANES]
    lanes = {each.id: TOP + 14 + number * LANE for number, each in enumerate(seen)}
    floor = TOP + 14 + len(lanes) * LANE
    dots = tuple(_apart(sorted(_dots(state, lanes, floor, scale), key=lambda dot: (dot.y, dot.x))))
    return Picture(
        width=WIDTH,
        height=floor + LANE + 10,
        mail_x=scale.x(arrived_at),
        earlier_x=tuple(scale.x(at) for at in earlier if scale.start <= at <= scale.end),
        bars=tuple(_bar(each, lanes[each.id], scale, arrived_at) for each in seen),
        dots=dots,
        ticks=tuple(scale.months()),
        rows=(*_rows(state), *((_day(at), "mail", "an earlier mail of this person") for at in earlier)),
    )


class _Scale:
    def __init__(self, start: datetime, end: datetime) -> None:
        self.start, self.end = start, end

    def x(self, at: datetime) -> float:
        share = (min(max(at, self.start), self.end) - self.start) / (self.end - self.start)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def months(self) -> Iterator[Tick]:
        at = self.start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        while at < self.end:
            if at >= self.start:
                yield Tick(x=self.x(at), label=f"{at:%b}")
            at = (at + timedelta(days=32)).replace(day=1)


def _bar(each: Subscription, y: float, scale: _Scale, now: datetime) -> Bar:
    start = scale.x(each.created or scale.start)
    end = scale.x(each.ended_at or (now if each.live else each.created or now))
    name = plan(each)
    return Bar(
        x=start,
        width=max(end - start, 3.0),
        y=y,
        label=name if len(name) <= 22 else name[:21] + "…",
        status=each.status if each.live else "ended",
        title=f"{name}, {each.status}, since {_day(each.created)}"
        + (f", ended {_day(each.ended_at)}" if each.ended_at else ""),
    )


def _dots(state: BillingState, lanes: Mapping[str, float], floor: float, scale: _Scale) -> Iterator[Dot]:
    of_invoice = {invoice.id: invoice.subscription for invoice in state.invoices}
    for charge in state.charges:
        if charge.created is None or charge.created < scale.start:
            continue
        y = lanes.get(of_invoice.get(charge.invoice or "") or "", floor + 6)
        yield Dot(
            x=scale.x(charge.created), y=y, kind=_kind(charge), label=money(charge.amount), title=_payment(charge)
        )
        for refund in charge.refunds:
            if refund.created:
                title = f"refund {money(refund.amount)}, {refund.status}, {_day(refund.created)}"
                yield Dot(x=scale.x(refund.created), y=y, kind="refund", label=money(refund.amount), title=title)


def _apart(dots: Iterable[Dot]) -> Iterator[Dot]:
    """Dots of one lane and day beside each other: a failed attempt must not hide behind the one that went through."""
    last: Dot | None = None
    for dot in dots:
        if last is not None and last.y == dot.y and dot.x - last.x < NEXT:
            dot = replace(dot, x=round(last.x + NEXT, 1))
        last = dot
        yield dot


def _kind(charge: Charge) -> str:
    if charge.disputed:
        return "dispute"
    if charge.taken:
        return "taken"
    return "pending" if charge.status in {"pending", "succeeded"} else "failed"


def _rows(state: BillingState) -> Iterable[tuple[str, str, str]]:
    for each in state.subscriptions:
        yield (_day(each.created), "subscription", f"{plan(each)}, {each.status}")
    for charge in sorted(state.charges, key=lambda c: (c.created is None, c.created), reverse=True):
        yield (_day(charge.created), "charge", _payment(charge))
        for refund in charge.refunds:
            yield (_day(refund.created), "refund", f"{money(refund.amount)}, {refund.status}")


def _payment(charge: Charge) -> str:
    words = {"taken": "taken", "failed": "failed", "pending": "authorised only", "dispute": "disputed"}[_kind(charge)]
    return f"{money(charge.amount)}, {words}, {_day(charge.created)}"


def plan(each: Subscription) -> str:
    """What a subscription is called: product or nickname, with its interval."""
    if not each.items:
        return each.id
    price = each.items[0].price
    name = price.product_name or price.nickname or price.product
    return f"{name}, {price.interval}ly" if price.interval in {"week", "month", "year"} else name


def money(amount: Money) -> str:
    """`49.00 USD`; the desk's own tables, not the customer's letter."""
    places = exponent(amount.currency)
    return f"{amount.amount / 10**places:,.{places}f} {amount.currency.upper()}"


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else "–"

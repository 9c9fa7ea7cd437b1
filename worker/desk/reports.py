"""The store as a report sees it: counts become figures with words."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from parsers.vocabulary import Bucket, Money, Outcome
from worker.desk.pages.reports_page import Bar, Figure
from worker.desk.view.labels import BUCKETS, OUTCOMES
from worker.desk.view.timeline import money
from worker.store import CaseBook

_DECIDED = (("unedited", "approved as written"), ("edited", "approved after edits"), ("rejected", "rejected"))
_COUNTED = (("cases", "cases"), ("corrected", "with a corrected intent"))
_MOST = 12  # bars of a chart; the table has all

Decision = tuple[str | None, str | None, str, float | None]


class StoreFigures:
    """Implements `worker.desk.pages.reports_page.Figures` over the case book."""

    def __init__(self, book: CaseBook) -> None:
        self._book = book

    def figures(self, days: int | None) -> tuple[Figure, ...]:
        """Every figure over the mails of the last `days`."""
        since = datetime.now(UTC) - timedelta(days=days) if days else None
        book, decisions = self._book, self._book.decisions(since)
        return (
            _outcomes(book.tally(since)),
            _drafts("drafts_by_bucket", "Drafts by bucket", "bucket", _by(decisions, 0)),
            _drafts("drafts_by_template", "Drafts by template", "template", _by(decisions, 1)),
            _times(book.waits(since)),
            _counted("intents", "What people want", "intent", book.intents(since)),
            _counted("rules", "Keyword rules", "rule", book.rules(since)),
            _gaps(book, since),
            _plans(book.plans(since)),
            _corrections(book, since),
        )


def _outcomes(tally: Iterable[tuple[str, str | None, str, int]]) -> Figure:
    found: Counter[str] = Counter()
    for outcome, bucket, _, number in tally:
        if outcome == Outcome.DRAFTED.value:
            found["Drafted, for a human to decide" if bucket == Bucket.NEEDS_HUMAN.value else "Drafted"] += number
        else:
            found[OUTCOMES[outcome]] += number
    total = sum(found.values())
    abstained = found["Drafted, for a human to decide"]
    drafted = found["Drafted"] + abstained
    share = f"{100 * abstained / drafted:.0f} % of the drafts abstain" if drafted else "no drafts yet"
    return Figure(
        key="outcomes",
        title="What became of the mail",
        says=f"{total} mails; {share}: the case was not sure enough, and a human decides.",
        heads=("outcome", "mails"),
        rows=tuple(found.most_common()),
        bars=_plain_bars(found.most_common()),
    )


def _by(decisions: Iterable[Decision], place: int) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = defaultdict(list)
    for one in decisions:
        name = one[0] if place == 0 else one[1]
        found[str(name or "none")].append(one)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def _drafts(key: str, title: str, head: str, found: dict[str, list[Decision]]) -> Figure:
    rows, bars = [], []
    for name, decisions in found.items():
        approved = [edited or 0.0 for *_, decision, edited in decisions if decision == "approve"]
        edits = [edited for edited in approved if edited]
        parts = (len(approved) - len(edits), len(edits), len(decisions) - len(approved))
        label = BUCKETS.get(name, name)
        rows.append((label, *parts, round(100 * sum(edits) / len(edits), 1) if edits else None))
        bars.append(Bar(label=label, parts=tuple(zip(("unedited", "edited", "rejected"), parts, strict=True))))
    number, kept = sum(len(each) for each in found.values()), sum(int(row[1]) for row in rows)
    share = f": {100 * kept / number:.0f} % went out as written" if number else ""
    return Figure(
        key=key,
        title=title,
        says=f"{number} drafts decided on{share}.",
        heads=(head, "unedited", "edited", "rejected", "edited by, in % of the text"),
        rows=tuple(rows),
        bars=tuple(bars[:_MOST]),
        legend=_DECIDED,
    )


def _times(waits: Iterable[tuple[datetime, datetime, datetime | None]]) -> Figure:
    drafted, decided = [], []
    for arrived, written, reviewed in waits:
        drafted.append(max(0.0, (written - arrived).total_seconds() / 60))
        if reviewed:
            decided.append(max(0.0, (reviewed - arrived).total_seconds() / 60))
    rows = (("until the draft stands", *_spread(drafted)), ("until an agent decided", *_spread(decided)))
    return Figure(
        key="times",
        title="How long people wait",
        says="Minutes from the mail's arrival.",
        heads=("", "cases", "half within", "nine in ten within"),
        rows=rows,
    )


def _spread(minutes: list[float]) -> tuple[int, float | None, float | None]:
    if not minutes:
        return 0, None, None
    ninth = quantiles(minutes, n=10, method="inclusive")[8] if len(minutes) > 1 else minutes[0]
    return len(minutes), round(median(minutes), 1), round(ninth, 1)


def _counted(key: str, title: str, head: str, counted: tuple[tuple[str, int, int], ...]) -> Figure:
    bars = tuple(
        Bar(label=name.replace("_", " "), parts=(("cases", number - wrong), ("corrected", wrong)))
        for name, number, wrong in counted[:_MOST]
    )
    wrong = sum(wrong for *_, wrong in counted)
    return Figure(
        key=key,
        title=title,
        says=f"Agents said of {wrong} that the intent was another." if wrong else "Nobody corrected an intent.",
        heads=(head, "cases", "intent corrected"),
        rows=counted,
        bars=bars,
        legend=_COUNTED,
    )


def _gaps(book: CaseBook, since: datetime | None) -> Figure:
    gaps = book.gaps(since=since)
    rows = tuple(
        (gap.key.replace("_", " "), gap.cases, money(Money(gap.cash_out, gap.currency)) if gap.currency else None)
        for gap in gaps
    )
    number: Counter[str] = Counter()
    for gap in gaps:
        number[gap.key.replace("_", " ")] += gap.cases
    return Figure(
        key="gaps",
        title="What the product lacks",
        says="Cases that a better product would have prevented, and the money they propose to pay back.",
        heads=("product gap", "cases", "proposed refunds"),
        rows=rows,
        bars=_plain_bars(number.most_common(_MOST)),
    )


def _plans(plans: tuple[tuple[str, int], ...]) -> Figure:
    return Figure(
        key="plans",
        title="Who writes",
        says="What kind of plan the people behind the cases have.",
        heads=("plan", "cases"),
        rows=plans,
        bars=_plain_bars(plans),
    )


def _corrections(book: CaseBook, since: datetime | None) -> Figure:
    found = Counter((one.kind, one.was or "", one.should_be or "") for one in book.corrections(since=since))
    return Figure(
        key="corrections",
        title="What agents corrected",
        says="`deskhand keywords eval --corrections` measures the keywords against these.",
        heads=("kind", "was", "should be", "times"),
        rows=tuple((*what, number) for what, number in found.most_common()),
    )


def _plain_bars(counted: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    return tuple(Bar(label=name, parts=(("cases", number),)) for name, number in counted)

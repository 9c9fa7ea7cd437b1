"""What is counted of a case beside its row: intent, template, plan, and the rules that hit."""

from sqlalchemy import delete, insert

from parsers.vocabulary import AnomalyName, Case, Reading
from worker.store.database import Transaction
from worker.store.store_values import Kept
from worker.store.tables import hits, traits

_LONGEST = 96


def count(tx: Transaction, work: Kept) -> None:
    """Put down what the case is counted by, in place of what was put down before."""
    if work.revision > 1:
        for table in (traits, hits):
            tx.change(delete(table).where(table.c.case_id == work.case_id))
    template = work.draft.template[:_LONGEST] if work.draft else None
    tx.execute(
        insert(traits),
        {"case_id": work.case_id, "intent": _primary(work.reading), "template": template, "plan": _plan(work)},
    )
    rules = sorted({rule[:_LONGEST] for rule in _rules(work.reading)})
    if rules:
        tx.execute(insert(hits), [{"case_id": work.case_id, "rule": rule} for rule in rules])


def _primary(reading: Reading) -> str:
    return reading.intents[0].intent.value if reading.intents else "other"


def _rules(reading: Reading) -> list[str]:
    found = [hit.rule for wish in reading.intents for hit in wish.hits]
    return [*found, *(hit.rule for cue in reading.cues for hit in cue.hits)]


def _plan(work: Kept) -> str | None:
    """What kind of plan the person has; None where nobody was found or nothing is live."""
    if _found(work.case, AnomalyName.TEAM):
        return "team"
    intervals = {
        item.price.interval
        for one in work.state.subscriptions
        if one.live
        for item in one.items
        if item.price.interval_count == 1
    }
    if "year" in intervals:
        return "yearly"
    if "month" in intervals:
        return "monthly"
    return "other" if any(one.live for one in work.state.subscriptions) else None


def _found(case: Case, name: AnomalyName) -> bool:
    return any(anomaly.name is name for anomaly in case.anomalies)

"""From hits to a verdict: which intents, which of them is primary, which cues, and is it about an account at all."""

from collections.abc import Iterable

from classifiers.intent.gathering import Gathered, Judged
from classifiers.intent.rules import COMPLAINTS
from parsers.vocabulary import BILLING_INTENTS, Cue, CueFound, Hit, Intent, IntentScore

# What is asked beats what is complained of, and refund beats cancel (policy, section 1).
ORDER = (
    Intent.REFUND,
    Intent.CANCEL,
    Intent.INVOICE_REQUEST,
    Intent.PLAN_OR_SEATS,
    Intent.BROKEN_BILLING,
    Intent.PRODUCT_FAILURE,
)
# An ask weaker than this only suggests itself; a plain complaint beats it.
PLAIN = 0.7
MOST = 0.99
# A mail with only these concerns the product, not an account or a payment.
NOT_BILLING_CUES = frozenset({Cue.PRODUCT_BROKEN, Cue.ASKS_HOW, Cue.TEAM_MENTION})
STILL_ABOUT = ("negation", "veto", "another person", "taken back")
CHURN = frozenset({Intent.REFUND, Intent.CANCEL})


def score_intents(gathered: Gathered, floor: float) -> tuple[IntentScore, ...]:
    """Intents of at least `floor`, the primary first. Rules add up as independent witnesses: 1 - Π(1 - weight)."""
    found = [score for intent in ORDER if (score := _score(intent, gathered.counting)).score >= floor]
    ranked = sorted(found, key=_rank)
    return tuple(
        IntentScore(intent=score.intent, score=score.score, primary=i == 0, hits=score.hits)
        for i, score in enumerate(ranked)
    )


def find_cues(gathered: Gathered, floor: float) -> tuple[CueFound, ...]:
    """Cues with a hit of at least `floor`; a duplicate is never also an unexpected charge (policy, section 1)."""
    hits: dict[Cue, list[Hit]] = {}
    for found in gathered.counting:
        if found.rule.cue is not None and found.hit.weight >= floor:
            hits.setdefault(found.rule.cue, []).append(found.hit)
    if Cue.DUPLICATE_CLAIM in hits:
        hits.pop(Cue.UNEXPECTED_CHARGE, None)
    return tuple(CueFound(cue=cue, hits=tuple(hits[cue])) for cue in Cue if cue in hits)


def find_churn_risk(gathered: Gathered) -> tuple[Hit, ...]:
    """Wishes that hang on a condition."""
    return tuple(
        found.hit
        for found in gathered.barred
        if found.hit.barred.startswith("condition") and found.rule.intent in CHURN
    )


def is_about_billing(intents: Iterable[IntentScore], cues: Iterable[CueFound], gathered: Gathered) -> bool:
    """Whether an account or a payment, theirs or another's, is what the mail is about."""
    if any(score.intent in BILLING_INTENTS for score in intents):
        return True
    if any(found.cue not in NOT_BILLING_CUES for found in cues):
        return True
    return gathered.topic or any(_still_about(found) for found in gathered.barred)


def _still_about(found: Judged) -> bool:
    """A wish denied, or another person's, is about an account; one that hangs on a condition is not (policy, §1)."""
    about = found.rule.intent in BILLING_INTENTS or (
        found.rule.cue is not None and found.rule.cue not in NOT_BILLING_CUES
    )
    return about and found.hit.barred.startswith(STILL_ABOUT)


def _score(intent: Intent, counting: Iterable[Judged]) -> IntentScore:
    hits = tuple(found.hit for found in counting if found.rule.intent is intent)
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.rule] = max(best.get(hit.rule, 0.0), hit.weight)
    if all(hit.field == "subject" for hit in hits):  # a few words say one thing once, however many rules see it
        return IntentScore(intent=intent, score=max(best.values(), default=0.0), hits=hits)
    missing = 1.0
    for weight in best.values():
        missing *= 1.0 - weight
    return IntentScore(intent=intent, score=round(min(1.0 - missing, MOST), 4), hits=hits)


def _rank(score: IntentScore) -> tuple[int, int]:
    plain = score.score >= PLAIN
    tier = 0 if plain and score.intent not in COMPLAINTS else 1 if plain else 2
    return tier, ORDER.index(score.intent)

"""From what the readers hold likely to one reading: hypotheses, cues, and whether it is about billing at all."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from math import exp

from classifiers.intent.gathering import Gathered
from classifiers.intent.learned import Shares
from classifiers.intent.trust import RulesSay
from classifiers.intent.verdict import ORDER
from parsers.vocabulary import BILLING_INTENTS, Cue, CueFound, Hit, Hypothesis, Intent

# How far the rules are trusted in the shortest mail, by how loud they are; and over how many words that fades.
# Found on short questions of public sources and on development mail, by `make eval-intent`.
PLAINLY, FAINTLY, QUIET = 0.97, 0.85, 0.65
DENYING = 0.95  # where the rules heard a wish only as denied
NEAR = 32
HYPOTHESES_AT_MOST = 4
LEAST = 0.02  # a hypothesis less likely than this is dropped
ALSO = 0.5  # from here on a second wish is one
ALSO_HEARD = 0.15  # from here on one that a rule heard is one
CUE = 0.4  # from here on a cue is one, whatever the rules say
CUE_HIT = 0.03  # from here on a cue that a rule heard is one
HEARD = 0.9  # how sure a rule makes of a cue that statistics may not overrule
DECIDED = 0.98  # how sure a rule makes that decides
ABOUT = 0.4  # from here on a mail is about an account or payment
LEAST_CUE = {Cue.HARDSHIP: 0.75}  # it takes a case out of every other row
# Never left to statistics alone: a rule that hears one of these is believed, for a human then decides.
# Said in so many words, and seldom: the corpus has too few of them to overrule a rule that heard one.
SAID = frozenset({Cue.CANCEL_EVERYTHING, Cue.DECLINES_REFUND, Cue.DECLINES_CANCEL, Cue.USAGE_LIMITS, Cue.TRUST_BREAK})
GRAVE = frozenset({Cue.LEGAL_THREAT, Cue.UNAUTHORISED_PAYMENT, Cue.ERASURE_REQUEST, Cue.CHARGEBACK_THREAT})


def lean_on_rules(shares: Shares, rules: RulesSay) -> Shares:
    """In a line of a few words the rules are nearly always right, in a letter the learned reader: so they are mixed.

    The choice of the wish is made by `trust`; here are the further wishes, the cues, and whether it is about billing.
    """
    near = exp(-rules.words / NEAR)
    trust = near * {"loud": PLAINLY, "faint": FAINTLY, "quiet": QUIET, "denied": DENYING}[rules.loudness]
    heard = {score.intent for score in rules.intents}
    said = {found.cue for found in rules.cues}
    return replace(
        shares,
        wants={each: _mix(share, each in heard, trust) for each, share in shares.wants.items()},
        cues={each: _mix(share, each in said, trust) for each, share in shares.cues.items()},
        about=_mix(shares.about, rules.about, trust),
    )


def _mix(share: float, heard: bool, trust: float) -> float:
    return (1.0 - trust) * share + trust * float(heard)


def make_hypotheses(shares: Shares, heard: Collection[Intent] = ()) -> tuple[Hypothesis, ...]:
    """The likeliest sets of wishes, likeliest first; their probabilities sum to 1. `heard` are those of the rules."""
    likely = sorted(shares.primary.items(), key=lambda item: (-item[1], str(item[0])))[:HYPOTHESES_AT_MOST]
    kept = [(intent, share) for intent, share in likely if share >= LEAST] or likely[:1]
    total = sum(share for _, share in kept)
    return tuple(
        Hypothesis(intents=_wishes(primary, shares.wants, heard), probability=round(share / total, 4))
        for primary, share in kept
    )


def decide_by_rule(hypotheses: tuple[Hypothesis, ...], gathered: Gathered) -> tuple[Hypothesis, ...]:
    """The same, unless a rule that ops marked `decides = true` hit: then its wish comes first, nearly sure."""
    wish = next((found.rule.intent for found in gathered.counting if found.rule.decides and found.rule.intent), None)
    if wish is None:
        return hypotheses
    others = tuple(each for each in hypotheses if each.primary is not wish)
    also = next((each.intents for each in hypotheses if each.primary is wish), (wish,))
    total = sum(each.probability for each in others) or 1.0
    rest = tuple(replace(each, probability=round((1 - DECIDED) * each.probability / total, 4)) for each in others)
    return (Hypothesis(intents=also, probability=DECIDED if others else 1.0), *rest)


def _wishes(primary: Intent, wants: Mapping[Intent, float], heard: Collection[Intent]) -> tuple[Intent, ...]:
    if primary is Intent.OTHER:
        return ()
    also = (each for each in ORDER if wants.get(each, 0.0) >= (ALSO_HEARD if each in heard else ALSO))
    return (primary, *(each for each in also if each is not primary))


def weigh_cues(shares: Shares, heard: Iterable[CueFound]) -> tuple[CueFound, ...]:
    """The cues that hold, each with its probability; a duplicate is never also an unexpected charge (policy, §1)."""
    hits: dict[Cue, tuple[Hit, ...]] = {found.cue: found.hits for found in heard}
    said = {cue: max(shares.cues.get(cue, 0.0), HEARD if cue in hits and cue in GRAVE | SAID else 0.0) for cue in Cue}
    held = {cue: share for cue, share in said.items() if share >= (CUE_HIT if cue in hits else LEAST_CUE.get(cue, CUE))}
    if Cue.DUPLICATE_CLAIM in held and Cue.UNEXPECTED_CHARGE in held:
        held.pop(min((Cue.UNEXPECTED_CHARGE, Cue.DUPLICATE_CLAIM), key=lambda cue: held[cue]))
    return tuple(CueFound(cue=cue, hits=hits.get(cue, ()), probability=round(share, 4)) for cue, share in held.items())


def weigh_about(shares: Shares, hypotheses: tuple[Hypothesis, ...]) -> float:
    """How likely the mail is about an account or a payment: as the reader says, or as its wishes add up."""
    wished = sum(each.probability for each in hypotheses if BILLING_INTENTS & set(each.intents))
    return round(max(shares.about, wished), 4)

"""What the keyword rules found, as numbers for the learned reader: evidence, not yet a verdict."""

from collections.abc import Iterable, Sequence
from math import exp, log1p

import numpy as np
from numpy.typing import NDArray

from classifiers.intent.gathering import Gathered, Judged, Script
from classifiers.intent.verdict import find_churn_risk, find_cues, is_about_billing, score_intents
from parsers.vocabulary import Cue, Intent

WISHES = tuple(intent for intent in Intent if intent is not Intent.OTHER)
BARS = ("negation", "condition", "veto", "general", "another person", "quote", "taken back")
_PLAIN: tuple[str, ...] = (
    *(f"said {wish}" for wish in WISHES),
    *(f"primary {wish}" for wish in WISHES),
    *(f"barred {wish}" for wish in WISHES),
    *(f"cue {cue}" for cue in Cue),
    *(f"barred {cue}" for cue in Cue),
    *(f"some {bar}" for bar in BARS),
    "topic",
    "general",
    "about",
    "churn",
    "silent",
    "no rules",
    "short",
    "long",
    "questions",
    "subject",
)
# In a line of a few words a rule is nearly always right, in a letter it is one sign among many: so each counts twice.
NAMES: tuple[str, ...] = (*_PLAIN, *(f"short: {name}" for name in _PLAIN))
SHORT = 20  # words; where the weight of the second half has fallen to a third


def weigh_evidence(gathered: Gathered | None, script: Script | None, *, found: float) -> NDArray[np.float32]:
    """One number for each of `NAMES`, 0 to about 1; `None` where a language has no rules: only "no rules" is 1."""
    if gathered is None or script is None:
        return np.array([float(name == "no rules") for name in NAMES], dtype=np.float32)
    plain = _weigh(gathered, script, found)
    words = sum(len(each.words) for each in (*script.subject_sentences, *script.body_sentences))
    return np.concatenate([plain, plain * np.float32(exp(-words / SHORT))])


def _weigh(gathered: Gathered, script: Script, found: float) -> NDArray[np.float32]:
    intents = score_intents(gathered, 0.0)
    scores = {score.intent: score.score for score in intents}
    stated = score_intents(gathered, found)
    primary = stated[0].intent if stated else None
    cues = find_cues(gathered, found)
    barred = gathered.barred
    about = is_about_billing(stated, cues, gathered)
    return np.array(
        [
            *(scores.get(wish, 0.0) for wish in WISHES),
            *(float(primary is wish) for wish in WISHES),
            *(_loudest(each for each in barred if each.rule.intent is wish) for wish in WISHES),
            *(float(any(each.cue is cue for each in cues)) for cue in Cue),
            *(_loudest(each for each in barred if each.rule.cue is cue) for cue in Cue),
            *(float(any(each.hit.barred.startswith(bar) for each in barred)) for bar in BARS),
            float(gathered.topic),
            float(gathered.general),
            float(about),
            float(bool(find_churn_risk(gathered))),
            float(not stated and not cues),
            0.0,
            *_shape(script),
        ],
        dtype=np.float32,
    )


def _loudest(judged: Iterable[Judged]) -> float:
    return max((each.hit.weight for each in judged), default=0.0)


def _shape(script: Script) -> Sequence[float]:
    """How the mail is built: short, long, how many questions, whether a subject says anything."""
    sentences = script.body_sentences
    words = sum(len(each.words) for each in sentences)
    questions = sum(each.question for each in sentences)
    short, long = float(words < 15), min(log1p(words / 100), 2.0)
    return short, long, min(questions, 3) / 3, float(bool(script.subject_sentences))

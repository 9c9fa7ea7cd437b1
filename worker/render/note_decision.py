"""DECISION: the bucket, how sure, and why: facts first, then the customer's words, then what was rejected."""

import re
from collections.abc import Iterator

from classifiers.decision import in_words
from parsers.vocabulary import ActionKind, Between, Bucket, Case, Intent, ModelSays
from worker.case_json import CaseJson, case_json
from worker.case_labels import label, why_human
from worker.languages import SURE_LANGUAGE
from worker.render.note_actions import NOTHING
from worker.render.note_page import Page, joined
from worker.render.plain_text import words
from worker.render.wishes import cue_in_words, wish_in_words

_NO_OP = re.compile(rf"\b{ActionKind.NO_OP}\b")
MOST_FACTS, MOST_WORDS, MOST_REJECTED, MOST_CONFIRMED = 6, 4, 5, 2


def decision_lines(page: Page) -> Iterator[str]:
    """Bucket, confidence and churn risk on the first line; each list bounded, and saying so."""
    case = page.case
    yield page.line(
        joined(
            [
                _sure(case),
                f"churn risk {case.churn_risk.value}" + _because(case.churn_facts),
                f"priority {case.priority.value}",
            ]
        )
    )
    yield from _bounded(page, "if confirmed", tuple(_confirmed(case)), MOST_CONFIRMED)
    yield from (page.line(_between(each)) for each in case.decided_between)
    if case.testimony:
        yield page.line(_testimony(case.testimony, case))
    yield from _bounded(page, "fact", case.because, MOST_FACTS)
    yield from _words(page)
    yield from _bounded(page, "rejected", case.rejected, MOST_REJECTED)


def _confirmed(case: Case) -> Iterator[str]:
    """What it would be if a human clears the doubt; nothing where it would be the same."""
    for line in case.if_confirmed:
        if line != f"{Bucket.NEEDS_HUMAN}: {ActionKind.NO_OP}":
            yield _NO_OP.sub(NOTHING, line)


def _sure(case: Case) -> str:
    """What the case is sure of; a human's case only of this, that a human must look."""
    bucket = case.bucket.value if case.bucket else "none"
    if case.bucket is not Bucket.NEEDS_HUMAN:
        return f"{bucket} ({label(_shown(case))}), confidence {case.confidence:.2f}"
    if case.decided_between:
        return f"{bucket}: the words leave two decisions"
    return f"{bucket} ({why_human(_shown(case))}), confidence {case.confidence:.2f} that a human must look"


def _shown(case: Case) -> CaseJson:
    return case_json(case, None, None)


def _between(each: Between) -> str:
    """One of two decisions that the words leave open; without commands, for neither is proposed."""
    wishes = " and ".join(intent.value for intent in each.intents) or "nothing of billing"
    steps = _NO_OP.sub(NOTHING, ", ".join(in_words(action) for action in each.actions))
    return f"{each.probability:.0%} {wishes}: {each.bucket.value}, {steps}"


def _testimony(said: ModelSays, case: Case) -> str:
    """Whether the language model agrees, in words of ours alone."""
    if said.silence:
        return f"the language model did not answer ({said.silence.words})"
    if not said.wishes:
        return "the language model said nothing of what is asked"
    decided = next((score.intent for score in case.intents if score.primary), Intent.OTHER)
    if said.wishes[0] is decided:
        return f"the language model reads {decided.value}, too"
    return f"the language model reads {said.wishes[0].value} and not {decided.value}"


def _because(facts: tuple[str, ...]) -> str:
    return f" ({joined(facts[:3], '; ')})" if facts else ""


def _bounded(page: Page, label: str, sentences: tuple[str, ...], most: int) -> Iterator[str]:
    yield from (page.line(f"{label}: {sentence}") for sentence in sentences[:most])
    if len(sentences) > most:
        yield f"{label}: … and {len(sentences) - most} more"


def _words(page: Page) -> Iterator[str]:
    """The words that hit, by intent and cue, at most twelve each; foreign ones beside the wish in the team's own."""
    own = page.case.language == page.note_language == SURE_LANGUAGE
    found = [(score.intent.value if own else wish_in_words(score.intent), score.hits) for score in page.case.intents]
    found += [(cue.cue.value if own else cue_in_words(cue.cue), cue.hits) for cue in page.case.cues]
    said = [(name, tuple(dict.fromkeys(words(hit.text) for hit in hits[:2]))) for name, hits in found]
    lines = [f"{name} “{joined(texts, '”, “')}”" for name, texts in said if texts]
    for start in range(0, min(len(lines), MOST_WORDS * 2), 2):
        yield page.line("words: " + joined(lines[start : start + 2], "; "))
    if len(lines) > MOST_WORDS * 2:
        yield f"words: … and {len(lines) - MOST_WORDS * 2} more"

"""Where in a mail the learned reader heard what it says: the sentence that weighed most, as a span."""

import re

import numpy as np

from classifiers.intent.features import SUBJECT_AT_MOST, place_features
from classifiers.intent.learned import LABELS, LearnedReader
from classifiers.intent.text import READ_AT_MOST
from parsers.vocabulary import Hit, Span

RULE = "learned"  # what a hit that no rule made is called
SENTENCE = re.compile(r"[^.!?…。！？\n]+[.!?…。！？]*")
LONGEST = 160  # characters shown of a sentence


def point_at(subject: str, body: str, reader: LearnedReader, label: str, share: float) -> Hit | None:
    """The sentence of subject or body that speaks most for `label`; None where none speaks for it."""
    subject, body = subject[:SUBJECT_AT_MOST], body[:READ_AT_MOST]
    places = place_features(subject, body)
    if not len(places.buckets):
        return None
    column = LABELS.index(label)
    weights = reader.weights[places.buckets, column].astype(np.float32) * reader.rarity[places.buckets]
    sums = np.concatenate(([0.0], np.cumsum(np.bincount(places.starts, weights, len(subject) + len(body) + 1))))
    spans = [(m.start(), m.end()) for m in SENTENCE.finditer(subject + "\n" + body) if m.group().strip()]
    best = max(spans, key=lambda span: sums[span[1]] - sums[span[0]], default=None)
    if best is None or sums[best[1]] <= sums[best[0]]:
        return None
    field, text, shift = ("subject", subject, 0) if best[0] < len(subject) else ("body", body, len(subject) + 1)
    start = best[0] - shift
    start += len(text[start : best[1] - shift]) - len(text[start : best[1] - shift].lstrip())
    end = min(best[1] - shift, start + LONGEST)
    return Hit(rule=RULE, text=text[start:end], field=field, span=Span(start, end), weight=round(share, 4))

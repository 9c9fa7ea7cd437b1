"""Two classifiers to stand beside: search for the keyword alone, and a plain model trained on labelled mail."""

import re
from collections.abc import Sequence

from parsers.vocabulary import Intent
from worker.keywords.corpus import read_corpus
from worker.keywords.labelled import Labelled
from worker.keywords.metrics import Answer

# The plain model learns from one mail of the corpus in so many: from all of them it takes minutes.
SPARED = 8
# What somebody writes in an afternoon: first match wins, no negation, no clauses.
WORDS: tuple[tuple[Intent, str], ...] = (
    (Intent.REFUND, r"refund|reimburs|money back|rebate|restitution"),
    (Intent.CANCEL, r"cancel|terminat|close .*account|delete .*account|unsubscrib"),
    (Intent.INVOICE_REQUEST, r"invoice|receipt|\bbills?\b"),
    (Intent.BROKEN_BILLING, r"charg|payment|declin|card"),
    (Intent.PLAN_OR_SEATS, r"upgrad|downgrad|switch|plan\b|seats?\b"),
    (Intent.PRODUCT_FAILURE, r"crash|broken|not work|bug\b|error|down\b"),
)


def keyword_search(rows: Sequence[Labelled]) -> list[Answer]:
    """The first word that stands anywhere decides."""
    return [Answer(row=row, intent=_searched(f"{row.subject} {row.text}"), confidence=1.0) for row in rows]


def _searched(text: str) -> Intent:
    return next((intent for intent, words in WORDS if re.search(words, text, re.IGNORECASE)), Intent.OTHER)


def trained_model(rows: Sequence[Labelled], more: Sequence[Labelled] = ()) -> list[Answer]:
    """TF-IDF over words and characters with logistic regression (scikit-learn), trained on our corpus and on `more`."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
    from sklearn.pipeline import make_pipeline, make_union  # type: ignore[import-untyped]

    taught = [mail for mail in read_corpus() if not mail.blind][::SPARED]
    pairs = [(f"{mail.subject} {mail.text}", str(mail.labels.primary)) for mail in taught]
    pairs += [(row.text, str(row.intent)) for row in more]
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
        ),
        LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000),
    )
    model.fit([text for text, _ in pairs], [intent for _, intent in pairs])
    shares = model.predict_proba([f"{row.subject} {row.text}".strip() for row in rows])
    names = [Intent(name) for name in model.classes_]
    return [
        Answer(row=row, intent=names[int(share.argmax())], confidence=float(share.max()))
        for row, share in zip(rows, shares, strict=True)
    ]

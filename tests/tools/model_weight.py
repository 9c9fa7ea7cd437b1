"""How far a language model is to be trusted: what its word does to the reading, on mail no reader was trained on.

`python -m tests.tools.model_weight [labelled.jsonl]`: the blind tenth of the corpus, or labelled rows, read together
with a model that is made up: its labels are right in `SHARES` of the mails and wrong at random in the rest. For each
trust the share right, the calibration error, and how many that were right it misled. The last line is JSON.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.intent import Keywords, conclude, hear_text, load_keywords
from parsers.vocabulary import Claim, ClaimKind, Cue, Hit, Intent, ModelSays, Span
from worker.keywords import shipped
from worker.keywords.corpus import read_corpus
from worker.keywords.files import shipped_readers
from worker.keywords.labelled import Labelled, read_labelled
from worker.keywords.metrics import Answer, calibration_error, figures

SHARES = (0.6, 0.75, 0.9, 1.0)
TRUSTS = (0.5, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
SEED = 14
HEARD, INVENTED = 0.75, 0.33  # cues
_SHOWN = Hit(rule="language model", text="", field="body", span=Span(0, 0))


def blind_rows() -> tuple[Labelled, ...]:
    """The blind tenth of the corpus."""
    return tuple(
        Labelled(
            id=mail.id,
            text=mail.text,
            subject=mail.subject,
            language=mail.language,
            intent=mail.labels.primary,
            also=mail.labels.wishes[1:],
            cues=tuple(sorted(mail.labels.cues)),
            about_billing=mail.labels.about,
            kind="customer" if mail.labels.about else "distractor",
        )
        for mail in read_corpus()
        if mail.blind
    )


def say(row: Labelled, *, right: bool, draw: Random, trust: float) -> ModelSays:
    """The row's own labels, or another primary and nothing else. Of the cues it hears three in four, and in one mail of
    three one that is not there.
    """
    if not right:
        wrong = draw.choice([each for each in Intent if each is not row.intent and each not in row.accept])
        return ModelSays(model="m", prompt="p", trust=trust, claims=(_claim(ClaimKind.INTENT, wrong, primary=True),))
    wishes = [_claim(ClaimKind.INTENT, each, primary=i == 0) for i, each in enumerate((row.intent, *row.also))]
    heard = [each for each in row.cues or () if draw.random() < HEARD]
    heard += [draw.choice([each for each in Cue if each not in (row.cues or ())])] * (draw.random() < INVENTED)
    cues = [_claim(ClaimKind.CUE, each) for each in heard]
    about = [_claim(ClaimKind.ABOUT, "yes" if row.about_billing else "no")]
    return ModelSays(model="m", prompt="p", trust=trust, claims=(*wishes, *cues, *about))


def _claim(kind: ClaimKind, name: str, *, primary: bool = False) -> Claim:
    return Claim(kind=kind, name=str(name), hit=_SHOWN, primary=primary)


def measure(
    rows: Sequence[Labelled], keywords: Keywords, *, share: float | None, trust: float, below: float
) -> dict[str, Any]:
    """Figures with a model right in `share` of the rows (None: without one), asked where the reading is not surer."""
    draw = Random(SEED)
    answers, misled, asked, wrong = [], 0, 0, 0
    for row in rows:
        heard = hear_text(row.subject, row.text, keywords, row.language)
        reading = before = conclude(heard, keywords)
        right = share is not None and draw.random() < share
        if share is not None and before.confidence < below:
            asked += 1
            said = say(row, right=right, draw=draw, trust=trust)
            reading = conclude(heard, keywords, said)
            wrong += not right
            misled += not right and before.primary is row.intent and reading.primary is not row.intent
        cues = frozenset(found.cue for found in reading.cues)
        answers.append(
            Answer(
                row=row,
                intent=reading.primary,
                confidence=reading.confidence,
                about=reading.about_billing,
                cues=cues,
            )
        )
    found = figures(answers)
    names = ("accuracy", "precision_at", "recall_at", "primary_right", "drafted_recall", "distractor_fp", "cues_f1")
    kept = {name: found[name] for name in names}
    return {**kept, "ece": calibration_error(answers), "asked": asked, "wrong": wrong, "misled": misled}


def remembering(keywords: Keywords) -> Keywords:
    """The same keywords; a text is encoded once however often it is read."""
    readers = keywords.readers
    if readers is None or readers.encode is None:
        return keywords
    encode = readers.encode

    @cache
    def once(text: str) -> NDArray[np.float32]:
        return encode(text)

    return replace(keywords, readers=replace(readers, encode=once))


def main(arguments: list[str]) -> None:
    """Prints a table on standard error and one JSON line."""
    rows = read_labelled(Path(arguments[0])) if arguments else blind_rows()
    keywords = remembering(load_keywords(shipped(), readers=shipped_readers()))
    table = {"without": measure(rows, keywords, share=None, trust=0.5, below=1.1)}
    for below in (0.9, 1.1):
        for share in SHARES:
            for trust in TRUSTS:
                name = f"below {below}, right {share}, trust {trust}"
                table[name] = measure(rows, keywords, share=share, trust=trust, below=below)
    for name, found in table.items():
        print(f"{name:40}", *(f"{key} {value}" for key, value in found.items()), file=sys.stderr)
    print(json.dumps({"rows": len(rows), **table}))


if __name__ == "__main__":
    main(sys.argv[1:])

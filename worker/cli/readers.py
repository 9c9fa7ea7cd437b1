"""`--reader`: who reads the mail that is measured or replayed."""

from dataclasses import dataclass, replace
from typing import Annotated

import typer

from classifiers.intent import Keywords
from parsers.errors import ConfigError
from parsers.vocabulary import ModelSays, Reading
from worker.cli.context import Context
from worker.keywords.labelled import Labelled
from worker.keywords.replay import Recorded
from worker.language_model import LanguageModel

RULES, LEARNED, MODEL = "rules", "learned", "model"
CHOICES = ((RULES,), (RULES, LEARNED), (RULES, LEARNED, MODEL))

ReaderOption = Annotated[
    str,
    typer.Option("--reader", help="Who reads: rules, or rules,learned, or rules,learned,model (it is asked)."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The readers named; `model` is None where the language model is not among them."""

    learned: bool
    model: LanguageModel | None

    def keywords(self, found: Keywords) -> Keywords:
        """The keywords, with the learned readers or without."""
        return found if self.learned else replace(found, readers=None)

    def hear_row(self, row: Labelled, reading: Reading) -> ModelSays | None:
        """What the model says of a labelled row, by the configured `when`, languages and allowance."""
        if self.model is None:
            return None
        return self.model.hear(row.subject, row.text, reading, language=row.language)

    def hear_record(self, record: Recorded, reading: Reading) -> ModelSays | None:
        """What the model says of recorded mail; what it said then, if it was the same model, equally instructed."""
        if self.model is None:
            return None
        before = record.reading.testimony
        if before and before.silence is None and self.model.says_so_still(before):
            return before
        return self.model.testify(record.message, reading, case_id=record.case.id)


def choose(context: Context, named: str) -> Chosen:
    """The readers of `--reader`. Raises `ConfigError` for a choice that is none, or a model that is not configured."""
    names = tuple(part.strip() for part in named.split(",") if part.strip())
    if set(names) not in [set(choice) for choice in CHOICES]:
        known = "; ".join(",".join(choice) for choice in CHOICES)
        raise ConfigError(f"--reader {named}: known are {known}")
    if MODEL not in names:
        return Chosen(learned=LEARNED in names, model=None)
    model = context.app.language_model
    if model is None:
        raise ConfigError("--reader model: no language model is configured: set base_url and model in [reading.model]")
    return Chosen(learned=True, model=model)

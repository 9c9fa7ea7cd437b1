"""`make eval-intent`: how well intents are read, on labelled mail, beside two simple classifiers."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from classifiers.intent import Keywords, load_keywords
from parsers.errors import ConfigError
from tests.tools.baselines import keyword_search, trained_model
from worker.keywords import shipped
from worker.keywords.evaluation import Evaluation, evaluate
from worker.keywords.files import shipped_readers
from worker.keywords.labelled import Labelled, read_labelled
from worker.keywords.metrics import figures, group, reliability

DEFAULT = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "intent.csv"
SPLIT = "other_sources"
TRAINING = "dev"
GROUPS = ("kind", "language", "length", "source")
HEADLINES = ("macro_f1", "core3_f1", "false_positive", "precision_at", "recall_at", "ece")


def rows_of(path: Path | None) -> tuple[Labelled, ...]:
    """Every row of the file named; of the default one, those from other sources than any tuning saw."""
    if path is not None:
        return read_labelled(path)
    return tuple(row for row in read_labelled(DEFAULT) if row.split == SPLIT)


def training_rows() -> tuple[Labelled, ...]:
    """What the model beside us may learn from: rows of sources that are not measured on. None without the file."""
    return tuple(row for row in read_labelled(DEFAULT) if row.split == TRAINING) if DEFAULT.exists() else ()


def eval_intent(
    path: Path | None = None,
    *,
    by: Sequence[str] = (),
    errors: bool = False,
    keywords: Keywords | None = None,
    out: Console | None = None,
) -> dict[str, Any]:
    """Measure; prints tables, then one JSON object as the last line, and returns it. Raises `ConfigError`.

    `by` groups the rows once more: kind, language, length. `errors` lists what was wrong, the surest first.
    """
    rows = rows_of(path)
    keywords = keywords or load_keywords(shipped(), readers=shipped_readers())
    console = out or Console(file=sys.stdout, width=110)
    found = evaluate(rows, keywords)
    beside = {
        "TF-IDF + logistic regression": trained_model(rows, training_rows()),
        "keyword search": keyword_search(rows),
    }
    table = _table(f"{len(rows)} rows", "classifier")
    _add(table, "deskhand", figures(found.answers))
    for name, answers in beside.items():
        _add(table, name, figures(answers))
    console.print(table)
    _print_classes(console, found)
    for name in ("source", *by):
        _print_groups(console, found, name)
    _print_reliability(console, found)
    if errors:
        _print_errors(console, found)
    result = found.figures | {"baselines": {name: figures(answers) for name, answers in beside.items()}}
    print(json.dumps(result, sort_keys=True))
    return result


def _table(title: str, first: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first)
    for heading in ("macro F1", "core3 F1", "false pos.", "P at ≥ .9", "R at ≥ .9", "ECE"):
        table.add_column(heading, justify="right")
    return table


def _add(table: Table, name: str, values: dict[str, Any]) -> None:
    table.add_row(name, *(f"{values[key]:.3f}" for key in HEADLINES))


def _print_classes(console: Console, found: Evaluation) -> None:
    table = Table(title="by intent", title_justify="left")
    for heading in ("intent", "rows", "precision", "recall", "F1"):
        table.add_column(heading, justify="left" if heading == "intent" else "right")
    for intent, values in found.figures["classes"].items():
        shares = (f"{values[key]:.3f}" for key in ("precision", "recall", "f1"))
        table.add_row(intent, str(values["rows"]), *shares)
    console.print(table)


def _print_groups(console: Console, found: Evaluation, by: str) -> None:
    table = _table(f"by {by}", by)
    for name, answers in group(found.answers, by).items():
        _add(table, name, figures(answers))
    console.print(table)


def _print_reliability(console: Console, found: Evaluation) -> None:
    table = Table(title="what it said and how often it was right", title_justify="left")
    for heading in ("from", "rows", "said", "right"):
        table.add_column(heading, justify="right")
    for line in reliability(found.answers):
        table.add_row(f"{line['from']:.1f}", str(line["rows"]), f"{line['said']:.3f}", f"{line['right']:.3f}")
    console.print(table)


def _print_errors(console: Console, found: Evaluation) -> None:
    for miss in found.misses:
        because = ", ".join(miss.rules or miss.barred) or "no rule"
        text = " ".join(miss.text.split())[:140]
        console.print(f"{miss.true} read as {miss.said} ({miss.confidence:.2f}; {because}): {text}", markup=False)


def main(arguments: list[str]) -> int:
    """Exit status 2 if the file cannot be read."""
    parser = ArgumentParser(prog="eval_intent", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--by", default="", help="kind, language, length: groups to show, with commas between")
    parser.add_argument("--errors", action="store_true", help="list what was wrong, the surest first")
    chosen = parser.parse_args(arguments)
    by = [name for name in chosen.by.split(",") if name]
    if unknown := [name for name in by if name not in GROUPS]:
        print(f"--by {unknown[0]}: known are {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    try:
        eval_intent(chosen.file, by=by, errors=chosen.errors)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

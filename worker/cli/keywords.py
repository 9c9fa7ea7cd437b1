"""`keywords`: check, measure, try, improve and train the words that make an intent."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from classifiers.intent import Fault, Keywords, find_faults, load_keywords
from parsers.errors import ConfigError
from worker.cli.context import Context
from worker.keywords import KeywordShelf, read_folder, shipped
from worker.keywords.corrections import CORRECTED, corrected_rows
from worker.keywords.evaluation import WORST, Evaluation, evaluate
from worker.keywords.files import shipped_readers
from worker.keywords.labelled import Labelled, read_labelled
from worker.keywords.learning import Lesson, forget, learn, save
from worker.keywords.replay import Change, Replay, replay
from worker.keywords.suggest import Suggestion, suggest
from worker.plain_json import as_plain
from worker.terminal import as_json, err, out

T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON value on standard output.")]
Use = Annotated[
    Path | None,
    typer.Option("--keywords", help="A keyword file or folder to use instead of the configured one.", exists=True),
]
Rows = Annotated[
    Path | None, typer.Argument(help="Labelled rows: CSV or .jsonl with text and intent; default: the agents' own.")
]
Agents = Annotated[
    bool, typer.Option("--corrections", help="What agents corrected and approved, from the store; beside a file, too.")
]


@app.command()
def check(
    ctx: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(help="Keyword files; default: those in use.")] = None,
    json: Json = False,
) -> None:
    """Is it valid, do its own tests pass, and are there rules that shadow or contradict each other, dead phrases?

    Exit status 2 if a file is broken or a test of its own fails; findings alone do not fail.
    """
    keywords = _with_files(files) if files else _in_use(ctx, None)
    codes = {_code(path) for path in files} if files else set(keywords.languages)
    found = {code: find_faults(keywords.languages[code]) for code in sorted(codes)}
    if json:
        as_json({code: [as_plain(fault) for fault in faults] for code, faults in found.items()})
        return
    for code, faults in found.items():
        _print_faults(keywords, code, faults)


def _print_faults(keywords: Keywords, code: str, faults: Sequence[Fault]) -> None:
    file = keywords.languages[code].file
    tests = sum(len(rule.hit) + len(rule.miss) for rule in file.rules)
    phrases = sum(len(rule.any) for rule in file.rules)
    counts = f"{len(file.rules)} rules, {phrases} phrases, {tests} tests pass"
    out.print(escape(f"{file.name}: valid; {counts}"), soft_wrap=True)
    for fault in faults:
        out.print(escape(f"  {file.name}:{fault.line} {fault.kind}: {fault.rule}: {fault.text}"), soft_wrap=True)


@app.command("eval")
def evaluate_rows(
    ctx: typer.Context, file: Rows = None, corrections: Agents = False, keywords: Use = None, json: Json = False
) -> None:
    """Precision, recall and confusion on labelled rows or agents' corrections, and the worst misses by rule."""
    found = _evaluate(_in_use(ctx, keywords), _rows(ctx, file, corrections))
    if json:
        as_json(found.figures | {"by_rule": dict(found.by_rule), "misses": [as_plain(m) for m in found.misses[:WORST]]})
    else:
        _print_evaluation(found)


@app.command("replay")
def replay_recorded(
    ctx: typer.Context,
    new: Annotated[Path, typer.Argument(help="The changed keyword file.", exists=True)],
    fail_above: Annotated[
        int | None, typer.Option("--fail-above", help="Exit 1 if more cases than this would change.")
    ] = None,
    json: Json = False,
) -> None:
    """Read the recorded mail again under a changed file, with the billing state as it was: what would come out else?"""
    context: Context = ctx.obj
    records = list(context.app.book.recorded())
    with _progress("replaying", len(records)) as tick:
        found = replay(records, _with_files([new]), policy=context.settings.policy_values(), tick=tick)
    if json:
        as_json(
            {
                "cases": found.cases,
                "changed": len(found.changes),
                "refund_change": found.refund_change,
                "changes": [as_plain(change) for change in found.changes],
            }
        )
    else:
        _print_replay(found)
    if fail_above is not None and len(found.changes) > fail_above:
        err.print(f"{len(found.changes)} cases would change, more than {fail_above}")
        raise typer.Exit(1)


@app.command("suggest")
def suggest_phrases(
    ctx: typer.Context,
    file: Rows = None,
    corrections: Agents = False,
    keywords: Use = None,
    least: Annotated[int, typer.Option(help="A phrase must stand in at least so many misses.")] = 2,
    json: Json = False,
) -> None:
    """Phrases that would have caught the misses, without catching rows of other intents."""
    words = _in_use(ctx, keywords)
    found = suggest(_evaluate(words, _rows(ctx, file, corrections)), words, least=least)
    if json:
        as_json([as_plain(suggestion) for suggestion in found])
    else:
        _print_suggestions(found)


@app.command()
def train(
    ctx: typer.Context,
    file: Rows = None,
    back: Annotated[bool, typer.Option("--back", help="Forget what was learned: back to the shipped reader.")] = False,
    json: Json = False,
) -> None:
    """Learn from agents' corrections: before and after on mail kept aside, and refused where it would get worse.

    Exit status 1 if it is refused. Workers take up the new reader within seconds.
    """
    context: Context = ctx.obj
    folder = context.app.learned_folder
    if back:
        out.print(
            "back to the shipped reader" if forget(folder) else "nothing was learned yet: the shipped reader reads"
        )
        return
    began = time.perf_counter()
    shipped_ones = shipped_readers()
    if shipped_ones is None:
        raise ConfigError("no reader ships with this copy of Deskhand: install it from its wheel")
    rows = _rows(ctx, file, False) if file is None else _taught_by(file)
    lesson = learn(rows, context.app.keywords.current(), shipped_ones)
    changed = _replayed(context, lesson)
    if not lesson.refused:
        save(lesson.readers, folder)
    if json:
        shares = [as_plain(share) for share in lesson.shares]
        as_json(
            {
                "rows": lesson.rows,
                "shares": shares,
                "recorded": changed.cases,
                "changed": len(changed.changes),
                "refused": lesson.refused,
            }
        )
    else:
        _print_lesson(lesson, changed, time.perf_counter() - began)
    if lesson.refused:
        raise typer.Exit(1)


def _taught_by(file: Path) -> tuple[Labelled, ...]:
    """Labelled rows of a file, each as if an agent had corrected it."""
    return tuple(replace(row, source=CORRECTED) for row in read_labelled(file))


def _replayed(context: Context, lesson: Lesson) -> Replay:
    """What the recorded mail would come out as with the new readers."""
    keywords = replace(context.app.keywords.current(), readers=lesson.readers)
    return replay(context.app.book.recorded(), keywords, policy=context.settings.policy_values())


# Which keywords.


def _in_use(ctx: typer.Context, chosen: Path | None) -> Keywords:
    """The keywords named on the command line, else the configured ones, else the shipped ones."""
    if chosen is not None:
        return KeywordShelf(chosen).current() if chosen.is_dir() else _with_files([chosen])
    context: Context = ctx.obj
    if ctx.find_root().params.get("config") is None and not Path("config.toml").exists():
        return load_keywords(shipped(), readers=shipped_readers())
    return context.app.keywords.current()


def _with_files(paths: Sequence[Path]) -> Keywords:
    """The shipped keywords with these files in the place of theirs; what is said of a file names it as it was given."""
    own: dict[str, Path] = {}
    for path in paths:
        before = own.setdefault(_code(path), path)
        if before != path:
            raise ConfigError(f"{before} and {path} are both of the language {_code(path)}: try them one by one")
    texts = {code: _text(path) for code, path in own.items()}
    return load_keywords(
        {**read_folder(None), **texts}, names={code: str(path) for code, path in own.items()}, readers=shipped_readers()
    )


def _code(path: Path) -> str:
    """The language a file is named after: `en.toml`, `en.new.toml` and `new-en.toml` are all `en`."""
    parts = re.split(r"[._-]", path.name.removesuffix(".toml"))
    found = [part for part in parts if len(part) == 2 and part.isascii() and part.islower()]
    if not found:
        raise ConfigError(f"{path}: name a keyword file after its language: en.toml, new-en.toml")
    return next((part for part in found if part in shipped()), found[0])


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error


def _rows(ctx: typer.Context, file: Path | None, corrections: bool) -> tuple[Labelled, ...]:
    """The rows of the file named, and the agents' own where asked for or no file is. Raises `ConfigError` on none."""
    rows = read_labelled(file) if file is not None else ()
    if corrections or file is None:
        context: Context = ctx.obj
        rows += corrected_rows(context.app.book)
    if not rows:
        raise ConfigError("no agent has corrected an intent or approved a draft yet: name a file of labelled rows")
    return rows


def _evaluate(keywords: Keywords, rows: Sequence[Labelled]) -> Evaluation:
    with _progress("reading", len(rows)) as tick:
        return evaluate(rows, keywords, tick=tick)


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[Any], None]]:
    """A bar on standard error, gone when done; none where nobody watches."""
    with Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda _: progress.advance(task)


# What is shown.


def _print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(title=title, title_justify="left", pad_edge=False)
    for i, heading in enumerate(headings):
        table.add_column(heading, justify="left" if i == 0 else "right")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    out.print(table)


def _print_evaluation(found: Evaluation) -> None:
    values = found.figures
    _print_table(
        f"{values['rows']} rows, macro F1 {values['macro_f1']:.3f}, three main {values['core3_f1']:.3f}, "
        f"false positives {values['false_positive']:.3f}, calibration error {values['ece']:.3f}",
        ("intent", "rows", "precision", "recall", "F1"),
        ((name, c["rows"], c["precision"], c["recall"], c["f1"]) for name, c in values["classes"].items()),
    )
    wrong = [(n, true, said) for true, row in values["confusion"].items() for said, n in row.items() if true != said]
    _print_table("taken for another", ("rows", "true", "said"), sorted(wrong, reverse=True))
    _print_table("misses by rule", ("rule", "misses"), found.by_rule[:WORST])
    for miss in found.misses[:WORST]:
        because = ", ".join(miss.rules or miss.barred) or "no rule"
        line = (
            f"{miss.true} read as {miss.said} ({miss.confidence:.2f}; {because}): {' '.join(miss.text.split())[:160]}"
        )
        out.print(escape(line), soft_wrap=True)


def _print_replay(found: Replay) -> None:
    out.print(f"{found.cases} cases, {len(found.changes)} would change")
    for change in found.changes:
        out.print(escape(f"{change.case_id[:12]} {change.subject[:60]}: {_change(change)}"), soft_wrap=True)
    for currency, amount in found.refund_change.items():
        out.print(f"refunds proposed: {amount:+d} {currency} (minor units)")


def _change(change: Change) -> str:
    pairs = {"outcome": change.outcome, "intent": change.intent, "bucket": change.bucket, "draft": change.draft}
    told = [f"{name} {then} → {now}" for name, (then, now) in pairs.items() if then != now]
    if change.refund[0] != change.refund[1]:
        told.append(f"refund {_money(change.refund[0])} → {_money(change.refund[1])}")
    return "; ".join((*told, " ".join(change.rules)))


def _money(amounts: Iterable[tuple[str, int]]) -> str:
    return " + ".join(f"{amount} {currency}" for currency, amount in amounts) or "none"


def _print_suggestions(found: Sequence[Suggestion]) -> None:
    if not found:
        out.print("No phrase stands in several misses of one intent and nowhere else.")
        return
    rows = ((s.phrase, s.intent, s.catches, s.wrong, " ".join(s.example.split())[:60]) for s in found)
    _print_table("phrases to consider", ("phrase", "intent", "would catch", "wrongly", "for example"), rows)


def _print_lesson(lesson: Lesson, changed: Replay, seconds: float) -> None:
    _print_table(
        f"learned from {lesson.rows} mails in {seconds:.1f} s",
        ("right of", "mails", "before", "after"),
        ((share.name, share.rows, f"{share.before:.1%}", f"{share.after:.1%}") for share in lesson.shares),
    )
    _print_replay(changed)
    if lesson.refused:
        err.print(escape(f"refused, the reader stays as it was: {lesson.refused}"), soft_wrap=True)
    else:
        out.print("in use from now on; `deskhand keywords train --back` undoes it")

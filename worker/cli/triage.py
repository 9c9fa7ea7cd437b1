"""`triage` and `explain`: what would become of a mail, and why, with nothing written."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from parsers.errors import SupportError
from worker.case_json import case_json
from worker.cli.context import Context
from worker.inbox.arrival_time import arrival
from worker.pipeline import Considered
from worker.plain_json import as_plain
from worker.terminal import as_json, case_page, case_table, complain, out

Json = Annotated[bool, typer.Option("--json", help="Print one JSON value on standard output.")]
Files = Annotated[list[str], typer.Argument(metavar="FILE…", help="Message files; - is standard input.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(triage)
    app.command()(explain)


def triage(ctx: typer.Context, files: Files, json: Json = False) -> None:
    """Dry run on message files: everything but writing."""
    context: Context = ctx.obj
    done, failed = [], False
    for name in files:
        try:
            found = consider_file(context, name)
        except (SupportError, OSError) as error:
            complain(f"{name}: {error}")
            failed = True
            continue
        done.append(case_json(found.case, found.draft, found.note))
        if not json:
            out.rule(escape(name))
            show_reading(found)
            case_page(done[-1])
    if json:
        as_json(done)
    elif len(done) > 1:
        out.print(case_table(done))
    if failed:
        raise typer.Exit(1)


def consider_file(context: Context, name: str) -> Considered:
    """What the pipeline makes of the message in a file."""
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    return context.app.consider(raw, arrived_at=arrival(raw, otherwise=datetime.now(UTC)))


def explain(ctx: typer.Context, what: Annotated[str, typer.Argument(metavar="FILE|CASE")], json: Json = False) -> None:
    """Which words, rules and facts made the intent and the bucket."""
    context: Context = ctx.obj
    is_file = what == "-" or Path(what).is_file()
    found = consider_file(context, what) if is_file else context.app.recall(what)
    if json:
        as_json(explained(found))
        return
    show_reading(found)
    show_words(found)
    show_ladder(found)


def explained(found: Considered) -> dict[str, Any]:
    """All that led to a case, as JSON."""
    return {
        "case": case_json(found.case, found.draft, found.note),
        "message": as_plain(found.message),
        "reading": as_plain(found.reading),
        "billing": as_plain(found.state),
    }


def show_reading(found: Considered) -> None:
    """What was kept of the mail, what was cut, and by which rule."""
    message = found.message
    out.print(f"[bold]subject[/] {escape(message.subject)}", soft_wrap=True)
    out.print(f"[bold]kept[/]\n{escape(message.new_text) or '(nothing)'}", soft_wrap=True)
    for cut in message.cuts:
        out.print(
            f"[bold]cut[/] {cut.kind.value} [dim]({escape(cut.rule)})[/] {escape(_short(cut.text))}", soft_wrap=True
        )
    for name, value in _findings(found):
        out.print(f"[bold]{name}[/] {escape(value)}", soft_wrap=True)


def _findings(found: Considered) -> Iterator[tuple[str, str]]:
    message = found.message
    if message.automatic:
        yield (
            "automatic",
            f"{message.automatic.kind.value}, {message.automatic.certainty.value}: {message.automatic.reason}",
        )
    proof = message.authentication
    yield "sender", "; ".join((proof.status.value, *proof.evidence))
    for named in message.identifiers:
        yield "names", f"{named.kind.value} {named.value} ({named.place.value})"
    for gone in message.redactions:
        yield "redacted", f"{gone.kind} {gone.hint} ({gone.place.value})"
    for defect in message.defects:
        yield "defect", defect
    yield "language", f"{message.language.code} ({message.language.confidence:.2f})"


def show_words(found: Considered) -> None:
    """The rules that hit, and those that a negation or a condition took away."""
    reading = found.reading
    table = Table(title="words", title_justify="left", header_style="bold", pad_edge=False)
    for heading in ("makes", "score", "rule", "where", "words"):
        table.add_column(heading)
    for wish in reading.intents:
        for hit in wish.hits:
            star = "*" if wish.primary else ""
            table.add_row(wish.intent.value + star, f"{wish.score:.2f}", hit.rule, hit.field, escape(hit.text))
    for cue in reading.cues:
        for hit in cue.hits:
            table.add_row(cue.cue.value, "", hit.rule, hit.field, escape(hit.text))
    for heading, hits in (("(taken away)", reading.negated), ("(churn risk)", reading.churn_risk)):
        for hit in hits:
            table.add_row(heading, "", hit.rule, hit.field, escape(hit.text))
    out.print(table)
    for vote in reading.votes:
        out.print(f"[bold]{escape(vote.reader)}[/] says {vote.intent.value}, {vote.probability:.2f}")
    for each in reading.hypotheses:
        wishes = " + ".join(wish.value for wish in each.intents) or "nothing of billing"
        out.print(f"[bold]{each.probability:.2f}[/] {wishes}")
    about = f"about billing {reading.about:.2f}; speaker: {reading.speaker.value}"
    out.print(f"confidence {reading.confidence:.2f}, {'sure' if reading.sure else 'unsure'}; {about}")
    out.print(f"[dim]keywords {reading.fingerprint[:16]}[/]")


def show_ladder(found: Considered) -> None:
    """The rows of the bucket table, each with what made it hold or fail."""
    case = found.case
    if case.identity:
        out.print(
            f"[bold]identity[/] {case.identity.verdict.value}: {escape('; '.join(case.identity.evidence))}",
            soft_wrap=True,
        )
    for anomaly in case.anomalies:
        out.print(
            f"[bold]fact[/] {anomaly.name.value}: {escape(anomaly.evidence)} [dim]{' '.join(anomaly.objects)}[/]",
            soft_wrap=True,
        )
    table = Table(title="bucket", title_justify="left", header_style="bold", pad_edge=False)
    for heading in ("row", "rule", "holds", "because"):
        table.add_column(heading)
    for rule_result in case.ladder:
        table.add_row(
            rule_result.row,
            rule_result.rule,
            "yes" if rule_result.held else "no",
            escape("; ".join(rule_result.because)),
        )
    out.print(table)
    out.print(f"[bold]{case.bucket.value if case.bucket else case.outcome.value}[/] at {case.confidence:.2f}")
    for reason in case.rejected:
        out.print(f"rejected: {escape(reason)}", soft_wrap=True)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else line[:99] + "…"

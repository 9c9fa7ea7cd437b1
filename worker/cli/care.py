"""`doctor` and `forget`: is everything in order, and erase a person."""

from typing import Annotated

import typer
from rich.markup import escape

from worker.cli.context import Context
from worker.cli.shown import as_json, err, out
from worker.cli.triage import Json
from worker.ports import Finding


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(doctor)
    app.command()(forget)


def doctor(ctx: typer.Context, json: Json = False) -> None:
    """Prove each connection and permission; say what is wrong and how to mend it."""
    context: Context = ctx.obj
    findings: list[Finding] = []
    for area, prove in context.app.examinations():
        if not json:
            err.print(f"[dim]{area} …[/]")
        findings += prove()
    if json:
        as_json([{"area": f.area, "ok": f.ok, "warning": f.warning, "text": f.text, "mend": f.mend} for f in findings])
    else:
        for finding in findings:
            out.print(_line(finding), soft_wrap=True)
    if any(not finding.ok and not finding.warning for finding in findings):
        raise typer.Exit(1)


def _line(finding: Finding) -> str:
    mark = "[green]ok[/]  " if finding.ok else "[yellow]warn[/]" if finding.warning else "[red]FAIL[/]"
    mend = f"\n       mend: {escape(finding.mend)}" if finding.mend and not finding.ok else ""
    return f"{mark} [bold]{finding.area}[/] {escape(finding.text)}{mend}"


def forget(ctx: typer.Context, address: Annotated[str, typer.Argument(help="The person's e-mail address.")]) -> None:
    """Erase what is stored about a person."""
    context: Context = ctx.obj
    counts = context.app.forget(address)
    out.print(", ".join(f"{name} {count}" for name, count in counts.items()) or "nothing was stored about them")

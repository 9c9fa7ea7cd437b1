"""`run` and `once`: the worker."""

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from worker.cli.context import Context
from worker.cli.triage import Json
from worker.signals import told_to_stop
from worker.terminal import as_json, complain, err, out


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(run)
    app.command()(once)


def run(ctx: typer.Context) -> None:
    """Wait for mail and work, until SIGTERM."""
    context: Context = ctx.obj
    context.app.run(told_to_stop())


def once(ctx: typer.Context, json: Json = False) -> None:
    """Work off everything that waits, then end; a mail that fails does not fail the others."""
    context: Context = ctx.obj
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("collecting mail", total=None)
        counts, trouble = context.app.once(lambda said: progress.update(task, description=said))
    if trouble:
        complain(f"the inbox could not be read: {trouble}")
    if json:
        as_json(counts)
    else:
        out.print(", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing waited")
    if counts["waiting"] or trouble:
        raise typer.Exit(1)

"""`cases` and `show`: what became of every mail so far."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from parsers.errors import ConfigError
from parsers.vocabulary import Bucket
from worker.cli.context import Context
from worker.cli.triage import Json
from worker.inbox.since import beginning
from worker.terminal import as_json, case_page, case_table, out


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(cases)
    app.command()(show)


def cases(
    ctx: typer.Context,
    json: Json = False,
    since: Annotated[str, typer.Option(help='Only mail since then: an age ("3d", "12h") or a date.')] = "all",
    bucket: Annotated[str, typer.Option(help="Only this bucket.")] = "",
) -> None:
    """Every mail so far with its outcome, oldest first."""
    context: Context = ctx.obj
    if bucket and bucket not in set(Bucket):
        raise ConfigError(f"--bucket {bucket} is no bucket; known: {', '.join(Bucket)}")
    found = context.app.cases(since=beginning(since, datetime.now(UTC)), bucket=bucket or None)
    if json:
        as_json(found)
    elif found:
        out.print(case_table(found))
    else:
        out.print("No case yet.")


def show(ctx: typer.Context, case: str, json: Json = False) -> None:
    """One case with draft and note; a unique beginning of its id is enough."""
    context: Context = ctx.obj
    found = context.app.case(case)
    if json:
        as_json(found)
    else:
        case_page(found)

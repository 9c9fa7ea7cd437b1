"""`desk` and `demo`: the review desk alone, and the whole product on a sample inbox."""

from typing import Annotated

import typer

from worker.cli.context import Context
from worker.cli.shown import out


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(desk)
    app.command()(demo)


def desk(ctx: typer.Context) -> None:
    """Serve the review desk alone."""
    context: Context = ctx.obj
    settings = context.settings.desk
    out.print(f"review desk: http://{settings.host}:{settings.port}/")
    context.app.serve_desk()


def demo(exit: Annotated[bool, typer.Option("--exit", help="Stop after the table of cases.")] = False) -> None:
    """The embedded default: sample inbox, Stripe stand-in, review desk. Needs no account and no configuration."""
    from worker.demo.run import run_demo

    run_demo(stay=not exit)

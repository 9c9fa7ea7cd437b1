"""`desk` and `demo`: the review desk alone, and the whole product on a sample inbox."""

from typing import Annotated

import typer

from worker.cli.context import Context
from worker.signals import told_to_stop
from worker.terminal import complain, out


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(desk)
    app.command()(demo)


def desk(ctx: typer.Context) -> None:
    """Serve the review desk alone, until SIGTERM."""
    context: Context = ctx.obj
    settings = context.settings.desk
    stop = told_to_stop()
    server = context.app.start_desk(host=settings.host, port=settings.port)
    out.print(f"review desk: {server.url}", soft_wrap=True)
    try:
        if not server.wait(stop):
            complain("the desk's server ended by itself; what is said above tells why")
            raise typer.Exit(1)
    finally:
        server.stop()
        context.app.close()


def demo(exit: Annotated[bool, typer.Option("--exit", help="Stop after the table of cases.")] = False) -> None:
    """The embedded default: sample inbox, Stripe stand-in, review desk. Needs no account and no configuration."""
    from worker.demo.demo import run_demo

    run_demo(stay=not exit)

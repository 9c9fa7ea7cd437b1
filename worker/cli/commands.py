"""The command line: one small file a command group, and the one place that composes the app."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from parsers.errors import ConfigError, SupportError
from worker.cli import agent_accounts, keywords, list_cases, maintain, serve, triage, work
from worker.cli.context import Context
from worker.terminal import complain

app = typer.Typer(
    name="deskhand",
    help="An email helpdesk worker for billing support: it drafts, a human sends.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _begin(
    ctx: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", help="Configuration file (TOML).", envvar="DESKHAND_CONFIG", show_default="./config.toml"
        ),
    ] = None,
) -> None:
    ctx.obj = Context(config)


work.register(app)
triage.register(app)
list_cases.register(app)
maintain.register(app)
serve.register(app)
app.add_typer(agent_accounts.agents, name="agents", help="Who may sign in to the review desk.")
app.add_typer(agent_accounts.clients, name="clients", help="Which tools may call the review desk's API.")
app.add_typer(keywords.app, name="keywords", help="Check, measure and try the words that make an intent.")


def main() -> None:
    """The `deskhand` script. Exit status: 0 done, 1 something failed and is said, 2 wrong use or configuration."""
    try:
        app(standalone_mode=True)
    except ConfigError as error:
        complain(str(error))
        sys.exit(2)
    except (SupportError, OSError) as error:
        complain(str(error) or type(error).__name__)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)

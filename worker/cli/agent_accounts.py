"""`agents` and `clients`: who may sign in to the review desk, and which tools may call its API."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from parsers.errors import ConfigError
from worker.cli.context import Context
from worker.cli.triage import Json
from worker.desk.security.passwords import hashed, new_token, token_hash
from worker.store import Account, CaseBook, Client
from worker.terminal import as_json, err, out

agents = typer.Typer(no_args_is_help=True)
clients = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="At most 64 characters.")]
Role = Annotated[str, typer.Option("--role", help="agent: decides cases; ops: keywords and figures too.")]


@agents.command("add")
def add_agent(ctx: typer.Context, name: Name, role: Role = "agent") -> None:
    """Add an agent; the password is asked for, or read from standard input."""
    book = _book(ctx)
    if book.account(_named(name)):
        raise ConfigError(f"there is an agent {name} already; `deskhand agents password {name}` changes the password")
    book.keep_account(Account(name=name, role=_role(role), password=_password()))
    out.print(f"{name} may sign in, as {role}")


@agents.command("password")
def change_password(ctx: typer.Context, name: Name) -> None:
    """Give an agent another password; where they are signed in, they are signed out."""
    book = _book(ctx)
    found = book.account(name)
    if found is None:
        raise ConfigError(f"there is no agent {name}; `deskhand agents list` shows them")
    book.keep_account(Account(name=name, role=found.role, password=_password()))
    out.print(f"{name} has another password")


@agents.command("list")
def list_agents(ctx: typer.Context, json: Json = False) -> None:
    """All agents with their roles."""
    found = _book(ctx).accounts()
    if json:
        as_json([{"name": one.name, "role": one.role} for one in found])
    elif not found:
        out.print("no accounts: the desk is this machine's alone; `deskhand agents add NAME` makes one")
    else:
        out.print(_table(("agent", "role"), [(one.name, one.role) for one in found]))


@agents.command("remove")
def remove_agent(ctx: typer.Context, name: Name) -> None:
    """Remove an agent and sign them out."""
    if not _book(ctx).drop_account(name):
        raise ConfigError(f"there is no agent {name}; `deskhand agents list` shows them")
    out.print(f"{name} may sign in no more")


@clients.command("add")
def add_client(ctx: typer.Context, name: Name, role: Role = "agent") -> None:
    """Let a tool call the API; its token is printed this once."""
    token = new_token()
    if not _book(ctx).add_client(Client(name=_named(name), role=_role(role)), token_hash(token)):
        raise ConfigError(f"there is a client {name} already; remove it first: `deskhand clients remove {name}`")
    err.print("The token, shown this once; send it as `Authorization: Bearer …`:")
    out.print(token, soft_wrap=True)


@clients.command("list")
def list_clients(ctx: typer.Context, json: Json = False) -> None:
    """All clients with their roles, and when they last called."""
    found = [(one.name, one.role, str(one.seen_at or "")[:16]) for one in _book(ctx).clients()]
    if json:
        as_json([dict(zip(("name", "role", "seen_at"), one, strict=True)) for one in found])
    else:
        out.print(_table(("client", "role", "last call (UTC)"), found))


@clients.command("remove")
def remove_client(ctx: typer.Context, name: Name) -> None:
    """Shut a tool out; its token opens nothing any more."""
    if not _book(ctx).drop_client(name):
        raise ConfigError(f"there is no client {name}; `deskhand clients list` shows them")
    out.print(f"{name} may call no more")


def _book(ctx: typer.Context) -> CaseBook:
    context: Context = ctx.obj
    return context.app.book


def _named(name: str) -> str:
    if not name.strip() or len(name) > 64 or not name.isprintable() or name != name.strip():
        raise ConfigError("a name has 1 to 64 printable characters and no blanks around it")
    return name


def _role(role: str) -> str:
    if role not in {"agent", "ops"}:
        raise ConfigError(f"--role {role}: write agent or ops")
    return role


def _password() -> str:
    """From the terminal, twice, or the first line of what is piped in; others on the machine see command lines."""
    if sys.stdin.isatty():
        given: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        given = sys.stdin.readline().rstrip("\n")
    try:
        return hashed(given)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    shown = Table(*heads)
    for row in rows:
        shown.add_row(*row)
    return shown

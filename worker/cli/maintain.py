"""`doctor`, `forget`, `login`: is everything in order, erase a person, let us into the inbox."""

from typing import Annotated

import typer
from rich.markup import escape

from worker.cli.context import Context
from worker.cli.triage import Json
from worker.ports import Finding
from worker.signing_in import login as sign_in
from worker.terminal import as_json, err, out


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(doctor)
    app.command()(forget)
    app.command()(login)


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
    mark = "[yellow]warn[/]" if finding.warning else "[green]ok[/]  " if finding.ok else "[red]FAIL[/]"
    mend = f"\n       mend: {escape(finding.mend)}" if finding.mend and (finding.warning or not finding.ok) else ""
    return f"{mark} [bold]{finding.area}[/] {escape(finding.text)}{mend}"


def forget(ctx: typer.Context, address: Annotated[str, typer.Argument(help="The person's e-mail address.")]) -> None:
    """Erase what is stored about a person."""
    context: Context = ctx.obj
    counts = context.app.forget(address)
    out.print(", ".join(f"{name} {count}" for name, count in counts.items()) or "nothing was stored about them")


def login(
    ctx: typer.Context,
    device: Annotated[
        bool, typer.Option("--device", help="Enter a code on another device instead of a browser here.")
    ] = False,
) -> None:
    """Let Deskhand into an inbox behind OAuth2: a person consents once, the refresh token is kept."""
    context: Context = ctx.obj
    sign_in(context.settings, device=device, show=_show_code if device else _show_address)
    err.print("Signed in; `deskhand doctor` proves it.")


def _show_code(address: str, code: str) -> None:
    err.print(f"Open {escape(address)} and enter the code [bold]{escape(code)}[/]", soft_wrap=True)


def _show_address(address: str) -> None:
    err.print(f"Open this address in a browser on this machine:\n{escape(address)}", soft_wrap=True)

"""What the terminal shows: tables on standard error, JSON on standard output."""

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from parsers.vocabulary import exponent

err = Console(stderr=True, highlight=False)
out = Console(highlight=False)

COLOUR = {
    "duplicate_subscription": "magenta",
    "team_purchase": "cyan",
    "failed_payment": "yellow",
    "product_failure": "red",
    "self_serve_gap": "green",
    "needs_human": "bright_red",
}


def complain(text: str) -> None:
    """Say what is wrong, and on a line of its own each."""
    for line in text.splitlines():
        err.print(f"[bold red]deskhand:[/] {escape(line)}", soft_wrap=True)


def as_json(value: object) -> None:
    """One JSON value on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def case_table(cases: Sequence[dict[str, Any]], title: str = "") -> Table:
    """One line a case: what it was, who wrote, what is proposed."""
    table = Table(title=title, title_justify="left", show_lines=False, pad_edge=False, header_style="bold")
    for name, options in (
        ("case", {"no_wrap": True}),
        ("outcome", {"no_wrap": True}),
        ("bucket", {"no_wrap": True}),
        ("who", {"no_wrap": True}),
        ("sure", {"justify": "right"}),
        ("proposed", {"ratio": 1}),
        ("gap", {}),
    ):
        table.add_column(name, **options)
    for case in cases:
        table.add_row(*_row(case))
    return table


def _row(case: dict[str, Any]) -> tuple[str, ...]:
    bucket = case["bucket"] or "–"
    colour = COLOUR.get(bucket, "dim")
    return (
        case["id"][:12],
        case["outcome"],
        f"[{colour}]{bucket}[/]",
        case["identity"]["verdict"] if case["identity"] else "–",
        f"{case['confidence']:.2f}" if case["bucket"] else "",
        escape(proposed(case) if case["bucket"] else case["reason"] or ""),
        case["product_gap"]["key"] if case["product_gap"] else "",
    )


def proposed(case: dict[str, Any]) -> str:
    """The actions in a few words: `cancel sub_… now, refund ch_… 49.00 USD`."""
    return ", ".join(steps(case))


def steps(case: dict[str, Any]) -> list[str]:
    """Each action in a few words, its Stripe id shortened."""
    return [_action(action) for action in case["actions"]]


def _action(action: dict[str, Any]) -> str:
    words = [action["kind"].replace("no_op", "no action"), _short(action["object"] or "")]
    words.append((action["when"] or "").replace("_", " "))
    if action["amount"] is not None:
        places = exponent(action["currency"])
        words.append(f"{action['amount'] / 10**places:,.{places}f} {action['currency'].upper()}")
    return " ".join(word for word in words if word)


def _short(identity: str) -> str:
    return identity if len(identity) <= 14 else identity[:7] + "…" + identity[-4:]


def case_page(case: dict[str, Any]) -> None:
    """One case, with draft and note, for reading."""
    out.print(case_table([case]))
    if case.get("draft"):
        out.rule("draft")
        out.print(
            escape(f"To: {', '.join(case['draft']['to'])}\nSubject: {case['draft']['subject']}\n"), soft_wrap=True
        )
        out.print(escape(case["draft"]["body"]), soft_wrap=True)
    if case.get("note"):
        out.rule("note")
        out.print(escape(case["note"]), soft_wrap=True)

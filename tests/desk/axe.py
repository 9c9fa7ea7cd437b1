"""What axe-core, the accessibility engine, finds on a page."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_SERIOUS = {"serious", "critical"}


def serious(page: Page) -> list[str]:
    """The page's serious and critical issues, a line each: rule, what is wrong, where."""
    page.evaluate(_AXE)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{issue['id']}: {issue['help']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for issue in found["violations"]
        if issue["impact"] in _SERIOUS
        for node in issue["nodes"][:3]
    ]

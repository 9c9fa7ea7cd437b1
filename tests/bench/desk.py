"""What the review desk's pages cost with a full store, beside one that holds a few cases."""

import statistics
import time

from starlette.testclient import TestClient

from tests.bench.growth import fill_store
from tests.bench.rig import Figures, rig
from worker.desk import desk_app

MANY = 10_000
_ROUNDS = 30
PAGES = {
    "queue": "/",
    "queue, filtered": "/?bucket=duplicate_subscription&sure=sure",
    "queue, searched": "/?text=charged+twice",
    "queue, last page": "/?page=190",
    "figures": "/figures?span=all",
}


def measure() -> Figures:
    """Milliseconds of server time a page, p50, with 27 and with 10,000 cases, and their ratios."""
    with rig() as found:
        found.deliver(27)
        app = found.app()
        app.worker.once()
        browser = TestClient(desk_app(app.desk), base_url="http://127.0.0.1")
        case = next(record.id for record in app.book.cases() if record.outcome == "drafted")
        pages = {**PAGES, "case": f"/cases/{case}"}
        few = {name: _median(browser, address) for name, address in pages.items()}
        fill_store(found, MANY)
        many = {name: _median(browser, address) for name, address in pages.items()}
        app.close()
    figures: Figures = {}
    for name in pages:
        figures[f"{name}, ms with {MANY} cases"] = round(many[name], 1)
        figures[f"{name}, ratio to 27 cases"] = round(many[name] / few[name], 2)
    return figures


def _median(browser: TestClient, address: str) -> float:
    spent = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        answer = browser.get(address)
        spent.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, address
    return statistics.median(spent)

"""The demo: everything embedded, a sample inbox worked off, a table worth looking at, then the review desk."""

import tempfile
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from worker.app import App
from worker.case_labels import label, why_human
from worker.config.settings import load_settings
from worker.demo.mails import SERVER, SUPPORT, Sample, age, samples
from worker.demo.stripe import StandIn
from worker.desk import DeskServer
from worker.inbox.smtp import SmtpInbox
from worker.log import set_up
from worker.signals import told_to_stop
from worker.terminal import COLOUR, steps

WIDTH = 150  # of the table where no terminal says how wide it is

_CONFIG = """\
# The demo's own configuration: the same file as yours, with everything on this machine.
[inbox]
kind = "smtp"
listen_port = 0
addresses = ["{support}"]
authserv_ids = ["{server}"]
trust_authentication_results = true   # here the sample mails say who was proven; behind your MTA it does

[stripe]
api_key = {{ file = "stripe.key" }}
api_base = "{stripe}"
requests_per_second = 100
cache_seconds = 0

[stripe.handle_metadata]
github = "github_username"

[store]
url = "sqlite:///deskhand.db"

[log]
level = "warning"
"""


def run_demo(*, stay: bool, console: Console | None = None) -> None:
    """Start everything, work off the sample inbox, show the cases; `stay` serves the desk until interrupted."""
    out = console or Console(highlight=False)
    if not out.is_terminal:
        out.width = WIDTH
    with tempfile.TemporaryDirectory(prefix="deskhand-demo-", ignore_cleanup_errors=True) as folder:
        demo = Demo(Path(folder))
        try:
            cases = demo.work_off(samples(), out)
            out.print(table(cases))
            if stay:
                demo.stay(out)
        finally:
            demo.stop()


class Demo:
    """The product on one folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.scenario = folder / "scenario.toml"
        self.scenario.write_text(
            files("worker.demo").joinpath("scenario.toml").read_text(encoding="utf-8"), encoding="utf-8"
        )
        self.stripe = StandIn(self.scenario)
        (folder / "stripe.key").write_text("rk_test_demo\n", encoding="utf-8")
        config = folder / "config.toml"
        base = self.stripe.start()
        config.write_text(_CONFIG.format(support=SUPPORT, server=SERVER, stripe=base), encoding="utf-8")
        settings = load_settings(config)
        set_up(settings.log.level)
        self.config = config
        self.app = App(settings)
        self.inbox = self.app.inbox
        self._desk: DeskServer | None = None

    def work_off(self, mails: tuple[Sample, ...], out: Console) -> list[tuple[Sample, dict[str, Any]]]:
        """Hand the mails to the receiver's own handler and let the worker do its work; each with its case."""
        assert isinstance(self.inbox, SmtpInbox)
        self.inbox.collect(self.app.book)
        now = datetime.now(UTC)
        for mail in track(mails, "Receiving mail", console=out, transient=True):
            self.inbox.handler.receive(mail.raw(now), sender=mail.sender, arrived_at=now - age(mail.age))
        with out.status("Reading, looking up, judging, writing"):
            self.app.worker.once()
        cases = {case["message_id"]: case for case in self.app.cases(since=None, bucket=None)}
        return [(mail, cases[mail.message_id(now)]) for mail in mails if mail.message_id(now) in cases]

    def stay(self, out: Console) -> None:
        """Serve the desk and work on what comes in, until interrupted."""
        assert isinstance(self.inbox, SmtpInbox)
        self._desk = self.app.start_desk(host="127.0.0.1", port=8080, free=True)
        host, port = self.inbox.address
        out.print(f"\nReview desk   [bold]{self._desk.url}[/]")
        out.print(f"Send a mail   to {SUPPORT} at {host}:{port} (SMTP), as maya.lind@example.com; with the header")
        out.print(f"              [dim]Authentication-Results: {SERVER}; dmarc=pass header.from=example.com[/]")
        out.print("              the sender counts as proven, without it the answer stays neutral")
        out.print(f"Change facts  in {self.scenario} and write again")
        out.print(f"Commands      deskhand --config {self.config} cases")
        out.print("\nCtrl-C ends it.")
        self.app.worker.run(told_to_stop())

    def stop(self) -> None:
        """Close everything."""
        if self._desk:
            self._desk.stop()
        self.app.close()
        self.stripe.stop()


def table(cases: list[tuple[Sample, dict[str, Any]]]) -> Table:
    """The cases as an agent would want to glance at them, the newest mail first."""
    shown = Table(title="What became of the sample inbox", title_justify="left", box=SIMPLE_HEAD, header_style="bold")
    for name, width in (("from", 14), ("subject", 24), ("became", 22), ("who", 10), ("sure", 4), ("proposed", 34)):
        shown.add_column(name, min_width=width, max_width=width if name != "proposed" else None, overflow="ellipsis")
    shown.add_column("product gap", min_width=18)
    for mail, case in reversed(cases):
        shown.add_row(*_row(mail, case))
    return shown


def _row(mail: Sample, case: dict[str, Any]) -> tuple[str, ...]:
    bucket = case["bucket"] or ""
    became = f"[{COLOUR[bucket]}]{label(case)}[/]" if bucket else case["outcome"].replace("_", " ")
    human = why_human(case)
    return (
        escape(mail.sender.partition(" <")[0]),
        escape(mail.subject),
        became,
        case["identity"]["verdict"].replace("_", " ") if case["identity"] else "",
        f"{case['confidence']:.2f}" if bucket and not human else "",
        escape(human or "\n".join(steps(case)) if bucket else case["reason"] or "left to the agents"),
        (case["product_gap"] or {}).get("key", "").replace("_", " "),
    )

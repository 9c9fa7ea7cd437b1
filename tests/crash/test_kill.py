"""Whatever the moment of death: no mail lost, no second draft, no second note."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.crash.proxy import Reaper, killer
from tests.end_to_end.conftest import _WATCHED, Product
from tests.end_to_end.conftest import dovecot as dovecot
from tests.end_to_end.conftest import product as product


def start(product: Product, port: int) -> subprocess.Popen[bytes]:
    """The worker, talking to the mail server through `port`."""
    return subprocess.Popen(
        [sys.executable, "-c", _WATCHED, "--config", str(product.folder / "config.toml"), "once"],
        env=product.environment | {"DESKHAND_INBOX__PORT": str(port), "DESKHAND_WORKER__LEASE_SECONDS": "2"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def die_at(product: Product, number: int, *, acted: bool) -> bool:
    """Run the worker and kill it at its n-th command; whether it got that far."""
    server = product.account.server
    reaper = Reaper(server.host, server.port, fatal=number, acted=acted)
    with start(product, reaper.port) as worker:
        reaper.kill = killer(worker.pid)
        worker.wait(60)
    reaper.close()
    return len(reaper.commands) >= number


def one_of_each(product: Product) -> bool:
    """Run it again undisturbed, and look: one draft and one note of the mail."""
    product.run("once", DESKHAND_WORKER__LEASE_SECONDS="2")
    return len(product.account.mails("Drafts")) == 1 and len(product.account.mails("Handoff")) == 1


def another(product: Product, number: int, acted: bool) -> Product:
    """The same installation anew: a fresh account, a fresh store."""
    folder = product.folder / f"{number}-{acted}"
    folder.mkdir()
    account = type(product.account)(product.account.server, product.account.server.user())
    found = Product(folder=folder, account=account, stripe=product.stripe, now=product.now)
    found.configure()
    found.deliver("duplicate")
    return found


def commands_of_one_mail(product: Product) -> int:
    reaper = Reaper(product.account.server.host, product.account.server.port)
    fresh = another(product, 0, True)
    with start(fresh, reaper.port) as worker:
        assert worker.wait(60) == 0
    reaper.close()
    return len(reaper.commands)


def kill_at(product: Product, numbers: range) -> None:
    def check(point: tuple[int, bool]) -> str | None:
        number, acted = point
        fresh = another(product, number, acted)
        died = die_at(fresh, number, acted=acted)
        right = one_of_each(fresh)
        return None if died and right else f"command {number}, {'after' if acted else 'before'}: {died=} {right=}"

    with ThreadPoolExecutor(2) as pool:
        wrong = [said for said in pool.map(check, [(n, acted) for n in numbers for acted in (False, True)]) if said]
    assert wrong == []


@pytest.mark.timeout(500)
def test_killed_here_and_there(product: Product, tmp_path: Path) -> None:
    kill_at(product, range(7, commands_of_one_mail(product) + 1, 6))


@pytest.mark.crash
@pytest.mark.timeout(1800)
def test_killed_at_every_command(product: Product) -> None:
    kill_at(product, range(1, commands_of_one_mail(product) + 1))

"""Two workers on one PostgreSQL share the work of one inbox, and every mail is answered once."""

import subprocess
import sys

from cryptography.fernet import Fernet

from tests.end_to_end.conftest import _WATCHED, Product
from tests.support.postgres import Postgres
from tests.support.postgres import postgres as postgres


def test_two_workers_share_the_inbox(product: Product, postgres: Postgres) -> None:
    product.configure(store=postgres.new_database(), more='key = { env = "DESKHAND_TEST_KEY" }\n')
    mails = product.deliver()
    environment = product.environment | {"DESKHAND_TEST_KEY": Fernet.generate_key().decode()}
    command = [sys.executable, "-c", _WATCHED, "--config", str(product.folder / "config.toml"), "once"]
    workers = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [worker.communicate(timeout=100)[0] for worker in workers]
    key = environment["DESKHAND_TEST_KEY"]
    # One may end while the other still has a mail in hand, and then says that it waits.
    assert product.json("once", DESKHAND_TEST_KEY=key)["waiting"] == 0, said
    assert all("drafted" in words for words in said), said
    cases = product.json("cases", DESKHAND_TEST_KEY=key)
    drafted = [case for case in cases if case["outcome"] == "drafted"]
    assert len(cases) == len(mails)
    assert len(product.account.mails("Drafts")) == len(product.account.mails("Handoff")) == len(drafted)

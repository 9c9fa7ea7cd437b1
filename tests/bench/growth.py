"""What a mail costs with 1,000 and with 50,000 mails in the store and in the mailbox."""

import os
import sqlite3
import time

from imapclient import IMAPClient  # type: ignore[import-untyped]

from tests.bench.rig import Figures, Rig, mails, rig
from tests.support.dovecot import PASSWORD

FEW, MANY = 1_000, 50_000
_COPIED = (
    *("mails", "cases", "records", "drafts", "notes", "threads", "persons", "customers", "locations"),
    *("lines", "traits", "hits"),
)
ROUND = 54


def measure() -> Figures:
    """Milliseconds a mail on a small installation, with a large store, with a large mailbox; bare APPENDs beside."""
    small, small_append = on(store=FEW, mailbox=FEW)
    large_store, _ = on(store=MANY, mailbox=FEW)
    large_mailbox, large_append = on(store=FEW, mailbox=MANY)
    return {
        f"ms a mail, {FEW} in store and mailbox": small,
        f"ms a mail, {MANY} in the store": large_store,
        f"ms a mail, {MANY} in the mailbox": large_mailbox,
        "ratio for the store": round(large_store / small, 2),
        "ratio for the mailbox": round(large_mailbox / small, 2),
        f"bare APPEND ms, {FEW} in the mailbox": small_append,
        f"bare APPEND ms, {MANY} in the mailbox": large_append,
        "ratio of bare APPENDs": round(large_append / small_append, 2),
    }


def on(*, store: int, mailbox: int) -> tuple[float, float]:
    """Work off a round of mails on an installation that already holds so many; the server's caches are warm."""
    with rig() as found:
        found.deliver(27)
        found.app().once(lambda said: None)
        fill_mailbox(found, mailbox)
        fill_store(found, store)
        app = found.app()
        app.keywords.current()
        found.deliver(27, first=50)
        app.worker.once()
        found.deliver(ROUND, first=100)
        start = time.monotonic()
        counts = app.worker.once()
        spent = (time.monotonic() - start) * 1000
        app.close()
        assert sum(counts.values()) >= ROUND, counts
        return round(spent / ROUND, 2), round(append_alone(found), 2)


def fill_mailbox(found: Rig, size: int) -> None:
    """Old mails, put where the server keeps them; the cursor is moved past them as a long life would."""
    folder = found.account.server.home / "mail" / found.account.user
    owner = folder.stat()
    for name in ("", ".Drafts"):
        for n, raw in enumerate(mails(size)):
            path = folder / name / "cur" / f"{1_600_000_000 + n}.M{n}.bench:2,S"
            path.write_bytes(raw)
            os.chown(path, owner.st_uid, owner.st_gid)
    with IMAPClient("127.0.0.1", port=found.account.server.port, ssl=False, timeout=300) as client:
        client.login(found.account.user, PASSWORD)
        for name in ("INBOX", "Drafts"):
            client.select_folder(name, readonly=True)
        last = int(client.folder_status("INBOX", ["UIDNEXT"])[b"UIDNEXT"]) - 1
    with sqlite3.connect(found.folder / "deskhand.db") as store:
        store.execute("UPDATE cursors SET uid = ?", (last,))


def fill_store(found: Rig, size: int) -> None:
    """Old cases: copies of a real one, each with an id of its own."""
    with sqlite3.connect(found.folder / "deskhand.db") as store:
        (last,) = store.execute("SELECT max(id) FROM mails").fetchone()
        numbers = [(n,) for n in range(last + 1, last + 1 + size)]
        store.execute("CREATE TEMP TABLE more (n INTEGER)")
        store.executemany("INSERT INTO more VALUES (?)", numbers)
        model = store.execute("SELECT mail_id FROM cases WHERE outcome = 'drafted' LIMIT 1").fetchone()[0]
        for table in _COPIED:
            copy(store, table, model)


def copy(store: sqlite3.Connection, table: str, model: int) -> None:
    """Copy the model's rows of a table once a number; ids, hashes and keys are made unique."""
    columns = [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
    (case_id,) = store.execute("SELECT case_id FROM mails WHERE id = ?", (model,)).fetchone()
    made = {
        "id": "CASE WHEN typeof(t.id) = 'integer' THEN {0} ELSE 'bench' || {0} END".format("more.n"),
        "mail_id": "more.n",
        "case_id": "'bench' || more.n",
        "content_hash": "'bench' || more.n",
        "twin": "'bench' || more.n",
        "key": "'bench' || more.n",
        "person": "'bench' || more.n",
        "customer": "'bench' || more.n",
        "uid": "-more.n",
    }
    values = ", ".join(made.get(name, f"t.{name}") for name in columns)
    where = {"mails": "t.id = :model", "cases": "t.mail_id = :model"}.get(
        table, "t.mail_id = :model" if "mail_id" in columns else "t.case_id = :case"
    )
    store.execute(
        f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} t, more WHERE {where}",
        {"model": model, "case": case_id},
    )


def append_alone(found: Rig) -> float:
    """Milliseconds of a bare APPEND into the drafts folder."""
    with IMAPClient("127.0.0.1", port=found.account.server.port, ssl=False, timeout=60) as client:
        client.login(found.account.user, PASSWORD)
        client.select_folder("Drafts")
        raws = list(mails(50, first=900_000))
        client.append("Drafts", raws[0], ["\\Draft"])
        start = time.monotonic()
        for raw in raws:
            client.append("Drafts", raw, ["\\Draft"])
        return (time.monotonic() - start) * 1000 / len(raws)

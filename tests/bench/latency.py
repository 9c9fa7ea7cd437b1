"""From APPEND to draft with IDLE, beside what a bare imapclient in IDLE hears of the same APPEND."""

import threading
import time

from imapclient import IMAPClient  # type: ignore[import-untyped]

from tests.bench.rig import Figures, Rig, mails, median, rig
from tests.support.dovecot import PASSWORD

TIMES = 7
PATIENCE = 30.0


def measure() -> Figures:
    """Medians of several mails, one after the other."""
    with rig() as found:
        app = found.app()
        app.keywords.current()
        stop = threading.Event()
        worker = threading.Thread(target=app.run, args=(stop,), daemon=True)
        worker.start()
        drafts = [until_draft(found, raw) for raw in drafted(TIMES)]
        stop.set()
        worker.join(PATIENCE)
        bare = [until_heard(found, raw) for raw in drafted(TIMES)]
    return {
        "draft after APPEND, s p50": round(median(drafts), 3),
        "draft after APPEND, s max": round(max(drafts), 3),
        "bare IDLE hears, s p50": round(median(bare), 3),
        "ratio to bare IDLE": round(median(drafts) / median(bare), 2),
    }


def drafted(number: int) -> list[bytes]:
    """Mails that make a draft."""
    return [raw for raw in mails(400) if b"<maya.lind@example.com>" in raw][:number]


def until_draft(found: Rig, raw: bytes) -> float:
    """Seconds from the APPEND until one more draft lies in the folder."""
    with _client(found) as client:
        before = int(client.folder_status("Drafts", ["MESSAGES"])[b"MESSAGES"])
        client.append("INBOX", raw)
        start = time.monotonic()
        while time.monotonic() - start < PATIENCE:
            if int(client.folder_status("Drafts", ["MESSAGES"])[b"MESSAGES"]) > before:
                return time.monotonic() - start
            time.sleep(0.01)
    raise TimeoutError("no draft came")


def until_heard(found: Rig, raw: bytes) -> float:
    """Seconds from the APPEND until a client in IDLE is told."""
    with _client(found) as idler, _client(found) as client:
        idler.select_folder("INBOX", readonly=True)
        idler.idle()
        client.append("INBOX", raw)
        start = time.monotonic()
        idler.idle_check(timeout=10)
        heard = time.monotonic() - start
        idler.idle_done()
        return heard


def _client(found: Rig) -> IMAPClient:
    client = IMAPClient("127.0.0.1", port=found.account.server.port, ssl=False, timeout=30)
    client.login(found.account.user, PASSWORD)
    return client

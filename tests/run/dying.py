"""A worker that is killed at a step of its choice: run as a program by the tests."""

import os
import signal
import sys
import time
from pathlib import Path

from tests.store.made import KEY, keep
from worker.run.loop import Worker
from worker.store import CaseBook, Claim


def main(url: str, die_at: str, effects: str, pause: float = 0.0) -> None:
    """Work everything off, once; each filing appends a line to the file `effects`. `die_at` is `mail:step`."""
    book = CaseBook.open(url, key=KEY)

    def reach(claim: Claim, step: str) -> None:
        if die_at == f"{claim.mail_id}:{step}":
            os.kill(os.getpid(), signal.SIGKILL)

    def handle(claim: Claim) -> None:
        reach(claim, "claimed")
        kept = book.kept(claim) or keep(book, claim, body=f"Drafted by {os.getpid()}")
        reach(claim, "kept")
        for text in ("draft", "note"):
            file_once(book, claim, text, Path(effects), kept.draft.body if kept.draft else "")
            reach(claim, text)
        time.sleep(pause)

    print(Worker(book, handle, pauses=(0.01,), lease=120).once(), flush=True)


def file_once(book: CaseBook, claim: Claim, text: str, effects: Path, body: str) -> None:
    """What a helpdesk does: an effect with a name of its own, looked for before it is made again."""
    if book.done(claim, text):
        return
    line = f"{text} {claim.case_id} {body}\n"
    if line not in (effects.read_text() if effects.exists() else ""):
        with effects.open("a") as file:
            file.write(line)
    book.outbox(claim).remember(text, "there")
    book.step(claim, text)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]) if len(sys.argv) > 4 else 0.0)

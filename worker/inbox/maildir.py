"""The maildir inbox: a directory that getmail, fetchmail or an MTA fills; its files are only ever read."""

import logging
import os
import re
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from parsers.errors import MailboxUnavailable
from worker.inbox.examination import RECENT, fault, verdicts_seen, well
from worker.inbox.partial import cut_short
from worker.inbox.pause import Bell
from worker.ports import Delivery, Finding, Intake, Location

log = logging.getLogger(__name__)

_AT_ONCE = 50
_HEADER = 64_000  # bytes
_LOOK_EVERY = 1.0  # seconds


class MaildirInbox:
    """`new/` and `cur/` below `path`; `tmp/`, where mails are still being written, is not looked at."""

    def __init__(
        self, *, account: str, path: str | Path, max_size: int = 50_000_000, authserv_ids: Sequence[str] = ()
    ) -> None:
        self._account = account
        self._path = Path(path)
        self._max_size = max_size
        self._authserv_ids = tuple(authserv_ids)
        self._bell = Bell()
        self._seen: tuple[float, float] | None = None

    def collect(self, intake: Intake) -> int:
        """Take in every file not known by its name yet; how many were new mails."""
        seen = self._changed_at()
        taken = 0
        batch: list[Delivery] = []
        for path in self._unknown(intake):
            if (delivery := self._read(path)) is not None:
                batch.append(delivery)
            if len(batch) == _AT_ONCE:
                taken += intake.take(batch)
                batch = []
        if batch:
            taken += intake.take(batch)
        self._seen = seen
        return taken

    def wait(self, seconds: float) -> None:
        """Return when a directory changed, or after `seconds`."""
        until = time.monotonic() + seconds
        while not self._bell.rule_result and (left := until - time.monotonic()) > 0:
            if self._seen is not None and self._changed_at() != self._seen:
                return
            self._bell.wait(min(_LOOK_EVERY, left))

    def check(self) -> Sequence[Finding]:
        """For `doctor`: prove that it is a maildir we may read, and say whose verdicts the recent mails carry."""
        try:
            files = self._listed()
            heads = [self._head(path) for _, _, path in files[-RECENT:]]
        except (MailboxUnavailable, OSError) as error:
            return (fault(str(error), "see [inbox] path, and whether we may read it"),)
        return (well(f"{self._path} holds {len(files)} mails"), *verdicts_seen(heads, self._authserv_ids))

    def close(self) -> None:
        """End the wait."""
        self._bell.ring()

    def _unknown(self, intake: Intake) -> Iterator[Path]:
        for _, name, path in self._listed():
            if not intake.known(self._account, name):
                yield path

    def _listed(self) -> list[tuple[float, str, Path]]:
        return sorted(entry for folder in ("new", "cur") for entry in self._files(folder))

    def _head(self, path: Path) -> bytes:
        with path.open("rb") as file:
            return re.split(rb"\r?\n\r?\n", file.read(_HEADER), maxsplit=1)[0]

    def _files(self, folder: str) -> Iterator[tuple[float, str, Path]]:
        """Time, unique name and path of each mail: a client that reads it moves it and adds flags after a colon."""
        try:
            with os.scandir(self._path / folder) as entries:
                for entry in entries:
                    if not entry.name.startswith(".") and entry.is_file():
                        yield entry.stat().st_mtime, entry.name.partition(":")[0], Path(entry.path)
        except FileNotFoundError as error:
            raise MailboxUnavailable(f"{self._path} is no maildir: it has no {folder}/; see [inbox] path") from error
        except OSError as error:
            raise MailboxUnavailable(f"the maildir {self._path} cannot be read: {error}") from error

    def _read(self, path: Path) -> Delivery | None:
        try:
            status = path.stat()
            with path.open("rb") as file:
                raw = file.read(self._max_size)
        except FileNotFoundError:  # moved from new/ to cur/ meanwhile: found there next time
            return None
        except OSError as error:
            raise MailboxUnavailable(f"{path} cannot be read: {error}") from error
        return Delivery(
            account=self._account,
            raw=raw if len(raw) == status.st_size else cut_short(raw, status.st_size),
            arrived_at=datetime.fromtimestamp(status.st_mtime, UTC),
            location=Location(folder=path.parent.name, name=path.name.partition(":")[0]),
            size=status.st_size,
        )

    def _changed_at(self) -> tuple[float, float]:
        return (self._time_of("new"), self._time_of("cur"))

    def _time_of(self, folder: str) -> float:
        try:
            return (self._path / folder).stat().st_mtime_ns
        except OSError:
            return 0.0

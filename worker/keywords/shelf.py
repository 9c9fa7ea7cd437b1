"""Where keyword files lie; a changed good one counts at once, a broken one leaves the last good one in use."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

from classifiers.intent import Keywords, load_keywords
from parsers.errors import ConfigError

log = logging.getLogger(__name__)

ENDING = ".toml"
LOOK_EVERY = 2.0  # seconds between looks at the files' times

Stamp = tuple[tuple[str, int, int], ...]


def shipped() -> dict[str, str]:
    """The keyword files that come with the product: TOML text by language code."""
    folder = files("classifiers.keywords")
    return {
        entry.name.removesuffix(ENDING): entry.read_text("utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(ENDING)
    }


def read_folder(folder: Path | None) -> dict[str, str]:
    """The files of `folder` by language code; languages it does not have are the shipped ones.

    Raises `ConfigError` if the folder is missing, empty or unreadable.
    """
    if folder is None:
        return shipped()
    try:
        own = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob(f"*{ENDING}"))}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"[keywords] dir: {folder} cannot be read: {error}") from error
    if not own:
        raise ConfigError(f"[keywords] dir: {folder} holds no {ENDING} file; copy the shipped en.toml there")
    return {**shipped(), **own}


class KeywordShelf:
    """The keywords in use. `trouble` says why a changed file was refused, or is None."""

    def __init__(
        self, folder: Path | None, *, default: str = "en", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.trouble: str | None = None
        self._folder = folder
        self._default = default
        self._clock = clock
        self._lock = threading.Lock()
        self._keywords: Keywords | None = None
        self._stamp: Stamp = ()
        self._look_at = 0.0

    def current(self) -> Keywords:
        """The newest good keywords. Raises `ConfigError` only while there never were any."""
        with self._lock:
            if self._keywords is None:
                self._stamp = self._stamp_now()
                self._keywords = self._load()
                self._look_at = self._clock() + LOOK_EVERY
            elif self._folder is not None and self._clock() >= self._look_at:
                self._look_at = self._clock() + LOOK_EVERY
                self._renew(self._keywords)
            return self._keywords

    def _renew(self, last: Keywords) -> None:
        stamp = self._stamp_now()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._keywords = self._load()
        except ConfigError as error:
            self.trouble = str(error)
            log.error("keywords refused, the last good ones stay: %s", error, extra={"fingerprint": last.fingerprint})
        else:
            self.trouble = None
            log.info("keywords re-read", extra={"fingerprint": self._keywords.fingerprint})

    def _load(self) -> Keywords:
        texts: Mapping[str, str] = read_folder(self._folder)
        default = self._default if self._default in texts else "en"
        return load_keywords(texts, default=default)

    def _stamp_now(self) -> Stamp:
        """Name, size and time of each file: what an editor or a deployment changes when it saves."""
        if self._folder is None:
            return ()
        found = []
        for path in sorted(self._folder.glob(f"*{ENDING}")):
            try:
                status = path.stat()
            except FileNotFoundError:  # an editor is just renaming its new version into place
                continue
            found.append((path.name, status.st_size, status.st_mtime_ns))
        return tuple(found)

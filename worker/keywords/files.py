"""Where keyword files lie; a changed good one counts at once, a broken one leaves the last good one in use."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from classifiers.intent import Keywords, LearnedReader, Readers, load_keywords, load_reader
from parsers.errors import ConfigError
from worker.keywords.encoder import find_encoder

log = logging.getLogger(__name__)

ENDING = ".toml"
PLAIN, SEMANTIC = "plain.npz", "semantic.npz"
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


@cache
def shipped_readers() -> Readers | None:
    """The learned readers that come with the product, and the sentence encoder if it is installed."""
    plain = read_shipped(PLAIN)
    if plain is None:
        return None
    encoder = find_encoder()
    return Readers(plain=plain, semantic=read_shipped(SEMANTIC) if encoder else None, encode=encoder)


def read_learned(folder: Path | None) -> Readers | None:
    """The readers that learned from agents' corrections, where there are any; else those that ship.

    Raises `ConfigError` for one that cannot be read.
    """
    shipped_ones = shipped_readers()
    if folder is None or shipped_ones is None or not (folder / PLAIN).is_file():
        return shipped_ones
    plain, semantic = (_read_own(folder / name) for name in (PLAIN, SEMANTIC))
    return Readers(plain=plain or shipped_ones.plain, semantic=semantic, encode=shipped_ones.encode)


def _read_own(path: Path) -> LearnedReader | None:
    return load_reader(path.read_bytes(), str(path)) if path.is_file() else None


def read_shipped(name: str) -> LearnedReader | None:
    """One reader of the product's; None where there is none. Raises `ConfigError`."""
    entry = files("classifiers.reader").joinpath(name)
    return load_reader(entry.read_bytes(), f"classifiers/reader/{name}") if entry.is_file() else None


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
        self,
        folder: Path | None,
        *,
        default: str = "en",
        learned: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`folder` holds ops' keyword files, `learned` the readers made from agents' corrections, if any."""
        self.trouble: str | None = None
        self._folder = folder
        self._learned = learned
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
            elif (self._folder or self._learned) is not None and self._clock() >= self._look_at:
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
        return load_keywords(texts, default=default, readers=read_learned(self._learned))

    def _stamp_now(self) -> Stamp:
        """Name, size and time of each file: what an editor or a deployment changes when it saves."""
        found = []
        for path in self._watched():
            try:
                status = path.stat()
            except FileNotFoundError:  # an editor is just renaming its new version into place
                continue
            found.append((path.name, status.st_size, status.st_mtime_ns))
        return tuple(found)

    def _watched(self) -> Iterator[Path]:
        if self._folder is not None:
            yield from sorted(self._folder.glob(f"*{ENDING}"))
        if self._learned is not None:
            yield from (self._learned / name for name in (PLAIN, SEMANTIC))

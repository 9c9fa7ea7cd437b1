"""Reads a mail within limits of time and memory: a calm one here, any other in a child that can be killed."""

import atexit
import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from parsers.message import read_message
from parsers.vocabulary import AuthenticationStatus, MailRules, Message
from worker.reading.child import Child, ChildFailed

SECONDS = 1.0  # for one mail, from when the child has it
EXTRA_BYTES = 100 * 1024 * 1024  # of memory beyond what the idle child and the mail itself take
CALM_BYTES = 128 * 1024  # a mail up to this size is read here, unless it looks suspicious
PARTIAL_BYTES = 32 * 1024  # of a mail that overran its limits: headers and the beginning of the body
HEAD_BYTES = 16 * 1024  # of the last resort

MAX_MARKS = 2000
# What makes a small mail costly: encoded words, parts, tags. A PDF is costly by itself.
_MARKS = (b"=?", b"\n--", b"<")
_COSTLY = (b"application/pdf", b"JVBERi0", b".pdf")

DkimCheck = Callable[[bytes], tuple[tuple[str, bool], ...]]


def read_within_limits(
    raw: bytes, *, arrived_at: datetime, rules: MailRules, dkim: DkimCheck | None = None, seconds: float = SECONDS
) -> Message:
    """The message; where reading it overruns its limits, what its beginning says, and a defect that tells.

    `dkim`: asked only where nothing trusted speaks for the sender.
    """
    message = _read(raw, arrived_at, rules, seconds)
    if dkim is None or message.authentication.status is not AuthenticationStatus.UNAUTHENTICATED:
        return message
    checked = dkim(raw)
    return _read(raw, arrived_at, replace(rules, dkim=checked), seconds) if any(ok for _, ok in checked) else message


def _read(raw: bytes, arrived_at: datetime, rules: MailRules, seconds: float) -> Message:
    try:
        if is_calm(raw):
            return read_message(raw, arrived_at=arrived_at, rules=rules)
        return _children.read(raw, arrived_at, rules, seconds)
    except ChildFailed as failure:
        return _read_beginning(raw, arrived_at, rules, seconds, str(failure))
    except (MemoryError, RecursionError) as failure:
        return _read_beginning(raw, arrived_at, rules, seconds, type(failure).__name__)


def is_calm(raw: bytes) -> bool:
    """Small, and with no more headers, parts, tags and files than people send."""
    if len(raw) > CALM_BYTES:
        return False
    return all(raw.count(mark) <= MAX_MARKS for mark in _MARKS) and not any(mark in raw for mark in _COSTLY)


def _read_beginning(raw: bytes, arrived_at: datetime, rules: MailRules, seconds: float, why: str) -> Message:
    try:
        read = f"the first {PARTIAL_BYTES // 1024} kB"
        beginning = _children.read(raw[:PARTIAL_BYTES], arrived_at, rules, seconds)
    except ChildFailed:
        read = "the headers"
        beginning = read_message(_head(raw), arrived_at=arrived_at, rules=rules)
    return replace(
        beginning,
        content_hash=hashlib.sha256(raw).hexdigest(),
        defects=(*beginning.defects, f"{why}: only {read} were read"),
    )


def _head(raw: bytes) -> bytes:
    """The header section, or as much of it as cannot be costly."""
    ends = (raw.find(blank, 0, HEAD_BYTES) for blank in (b"\r\n\r\n", b"\n\n"))
    return raw[: min((end for end in ends if end >= 0), default=HEAD_BYTES)] + b"\r\n\r\n"


class _Children:
    """One child for all threads of this process, started when first needed and again after it was killed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: Child | None = None

    def read(self, raw: bytes, arrived_at: datetime, rules: MailRules, seconds: float) -> Message:
        """Raises `ChildFailed`; the next call then has a fresh child."""
        with self._lock:
            if self._child is None:
                self._child = Child(EXTRA_BYTES)
            try:
                return self._child.read(raw, arrived_at, rules, seconds)
            except ChildFailed:
                self._child.end()
                self._child = None
                raise

    def end(self) -> None:
        """Leave no process behind."""
        with self._lock:
            if self._child is not None:
                self._child.end()
                self._child = None


_children = _Children()
atexit.register(_children.end)

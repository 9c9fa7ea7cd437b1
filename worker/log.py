"""Logging to standard error; what is logged passes the same redaction as what is stored."""

import logging
import re
import sys

from parsers.redaction import scrub

_ADDRESS = re.compile(r"\b([A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{0,63}@([A-Za-z0-9.-]{1,253}\.[A-Za-z]{2,24})\b")


class Discreet(logging.Formatter):
    """Masks addresses and blacks out secrets in the finished line, whoever logged it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with `m…@example.com` for an address."""
        return _ADDRESS.sub(r"\1…@\2", scrub(super().format(record)))


def set_up(level: str) -> None:
    """Send the product's log to standard error at `level`; libraries speak from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("worker").setLevel(level.upper())
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every damaged PDF; we say so in the note

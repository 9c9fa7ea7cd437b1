"""The text of a small PDF, for the identifiers on an invoice: a few pages, nothing rendered, nothing followed."""

import io
import re
import zlib
from typing import Any

MAX_PAGES = 3
MAX_TEXT = 20_000  # characters
MAX_STREAM = 2 * 1024 * 1024  # bytes that all compressed streams together may unfold to
MAX_OBJECTS = 2000
MAX_CONTENT = 150_000  # bytes of drawing commands on one page; an invoice has a tenth of it

_STREAM = re.compile(rb"stream\r?\n")


def pdf_text(raw: bytes) -> str:
    """The text of the first pages; empty where the file is damaged, encrypted, or unfolds to more than is sane."""
    if not raw.startswith(b"%PDF-") or raw.count(b" obj") > MAX_OBJECTS or not _is_bounded(raw):
        return ""
    from pypdf import PdfReader  # heavy to import, and few mails need it

    try:
        reader = PdfReader(io.BytesIO(raw), strict=False)
        if reader.is_encrypted:
            return ""
        first = [reader.pages[number] for number in range(min(MAX_PAGES, len(reader.pages)))]
        pages = [page.extract_text() for page in first if _is_letter(page)]
    except Exception:  # pypdf raises whatever its input suggests: KeyError, RecursionError, TypeError …
        return ""
    return "\n".join(pages)[:MAX_TEXT]


def _is_letter(page: Any) -> bool:
    """Whether its drawing commands are no more than text takes: interpreting them is slow."""
    contents = page.get_contents()
    return contents is not None and len(contents.get_data()) <= MAX_CONTENT


def _is_bounded(raw: bytes) -> bool:
    """Whether every deflated stream of the file, unfolded, stays below the limit in sum."""
    total = 0
    view = memoryview(raw)
    for count, match in enumerate(_STREAM.finditer(raw)):
        if count > MAX_OBJECTS:
            return False
        unfolded = zlib.decompressobj()
        try:
            total += len(unfolded.decompress(view[match.end() :], MAX_STREAM + 1 - total))
        except zlib.error:
            continue
        if total > MAX_STREAM:
            return False
    return True

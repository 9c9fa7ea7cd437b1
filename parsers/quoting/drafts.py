"""Our own earlier answer, found in a reply without any quote mark, by comparing it with the texts that we wrote."""

import re
from collections.abc import Sequence

from parsers.vocabulary import Cut, CutKind

MIN_RUN = 60  # characters of ours in a row, blank lines aside, that are no coincidence
MIN_LINE = 40  # characters of a line that may hold several of our sentences
MAX_DRAFTS = 10


def subtract_drafts(text: str, drafts: Sequence[str]) -> tuple[str, tuple[Cut, ...]]:
    """`text` without the runs of lines that stand in one of `drafts`, and those runs."""
    ours = {_folded(line) for draft in drafts[:MAX_DRAFTS] for line in _sentences(draft)} - {""}
    if not ours:
        return text, ()
    kept: list[str] = []
    cuts: list[Cut] = []
    run: list[str] = []
    for line in (*text.split("\n"), None):
        if line is not None and (not line.strip() or _is_ours(line, ours)):
            run.append(line)
            continue
        if sum(len(part.strip()) for part in run) >= MIN_RUN:
            cuts.append(Cut(kind=CutKind.OWN_DRAFT, text="\n".join(run).strip(), rule="stands in our earlier answer"))
            run = [""]
        kept += run if line is None else [*run, line]
        run = []
    return "\n".join(kept).strip(), tuple(cuts)


def _is_ours(line: str, ours: set[str]) -> bool:
    return _folded(line) in ours or (len(line) > MIN_LINE and all(_folded(part) in ours for part in _sentences(line)))


def _sentences(text: str) -> list[str]:
    """Lines, and the sentences in them: a mail client may have wrapped our text anew."""
    lines = [line.lstrip("> \t") for line in text.split("\n")]
    joined = " ".join(lines)
    return [*lines, *(part for part in re.split(r"(?<=[.!?:])\s+", joined) if part)]


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text).casefold().split())

"""Our own earlier answer, found in a reply without any quote mark, by comparing it with the texts that we wrote."""

import re
from collections.abc import Iterator, Sequence

from parsers.vocabulary import Cut, CutKind

RUN = 4  # words in a row that must be ours, whatever the line breaks
MIN_CUT = 60  # characters of ours in a row, blank lines aside, that are no coincidence
MAX_DRAFTS = 10
MAX_WORDS = 4000

_WORD = re.compile(r"\w+")


def subtract_drafts(text: str, drafts: Sequence[str]) -> tuple[str, tuple[Cut, ...]]:
    """`text` without the stretches of lines that stand in one of `drafts`, and those stretches."""
    ours = {run for draft in drafts[:MAX_DRAFTS] for run in _runs(_words(draft))}
    if not ours:
        return text, ()
    lines = text.split("\n")
    short = {_folded(line) for draft in drafts[:MAX_DRAFTS] for line in draft.split("\n")}
    covered = _covered(lines, ours)
    marks = [not line.strip() or covered[at] or _folded(line) in short for at, line in enumerate(lines)]
    kept: list[str] = []
    cuts: list[Cut] = []
    for is_ours, stretch in _stretches(lines, marks):
        if is_ours and sum(len(line.strip()) for line in stretch) >= MIN_CUT:
            cuts.append(
                Cut(kind=CutKind.OWN_DRAFT, text="\n".join(stretch).strip(), rule="stands in our earlier answer")
            )
            kept.append("")
        else:
            kept += stretch
    return ("\n".join(kept).strip() if cuts else text), tuple(cuts)


def _covered(lines: Sequence[str], ours: set[tuple[str, ...]]) -> list[bool]:
    """Whether every word of a line belongs to a run of ours; runs go on over line breaks."""
    words = [(word, at) for at, line in enumerate(lines) for word in _words(line)][:MAX_WORDS]
    hit = [False] * len(words)
    for start, run in enumerate(_runs([word for word, _ in words])):
        if run in ours:
            hit[start : start + RUN] = [True] * RUN
    found = [False] * len(lines)
    missed = {at for (_, at), is_hit in zip(words, hit, strict=True) if not is_hit}
    for _, at in words:
        found[at] = at not in missed
    return found


def _stretches(lines: Sequence[str], marks: Sequence[bool]) -> Iterator[tuple[bool, list[str]]]:
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or marks[at] != marks[start]:
            yield marks[start], list(lines[start:at])
            start = at


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _folded(line: str) -> str:
    return " ".join(_words(line))

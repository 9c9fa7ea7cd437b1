"""What becomes of each line of a body."""

import re
from dataclasses import dataclass, field

from parsers.vocabulary import CutKind

MAX_LOOKS = 400  # lines that are tried as an introduction
QUOTED = re.compile(r"[ \t]{0,3}(?:>|&gt;|\|\s)")


@dataclass(frozen=True, slots=True)
class Fate:
    """Why a line is not the customer's own. `kept`: it is not, but shown in place because they answer it."""

    kind: CutKind
    rule: str
    kept: bool = False


@dataclass(slots=True)
class Page:
    """The lines of one body and their fates; None is the customer's own."""

    lines: list[str]
    fates: list[Fate | None] = field(default_factory=list)
    looks: int = 0
    answers: bool = True  # it may answer another mail
    reply_above: bool = False  # a "reply above this line" stands somewhere

    def __post_init__(self) -> None:
        self.fates = [None] * len(self.lines)

    def may_look(self) -> bool:
        """Whether there is patience left to look for an introduction: hostile mails are all introductions."""
        self.looks += 1
        return self.looks <= MAX_LOOKS

    def cut(self, first: int, end: int, fate: Fate) -> None:
        """Give every line in `first <= i < end` that has none yet this fate."""
        for at in range(first, end):
            if self.fates[at] is None:
                self.fates[at] = fate

    def own_runs(self) -> list[tuple[int, int]]:
        """Stretches of the customer's own lines, as half-open ranges."""
        runs: list[tuple[int, int]] = []
        start = -1
        for at, fate in enumerate([*self.fates, Fate(CutKind.QUOTE, "end")]):
            if fate is None and start < 0:
                start = at
            elif fate is not None and start >= 0:
                runs.append((start, at))
                start = -1
        return runs

    def has_words(self, first: int, end: int) -> bool:
        """Whether a line that is not blank stands in the range."""
        return any(line.strip() for line in self.lines[first:end])

    def words(self, first: int, end: int) -> int:
        """How many words of the range are the customer's own so far."""
        pairs = zip(self.lines[first:end], self.fates[first:end], strict=True)
        return sum(len(line.split()) for line, fate in pairs if not fate)


@dataclass(frozen=True, slots=True)
class Quote:
    """A run of quoted lines `first <= i < end`; `start` is where its introduction begins, if it has one."""

    start: int
    first: int
    end: int

    @property
    def introduced(self) -> bool:
        """Whether a line said whose words follow."""
        return self.start < self.first

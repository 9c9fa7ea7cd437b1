"""Putting a misspelt keyword right: one letter wrong, missing, doubled or swapped, and no other word known."""

from collections.abc import Iterable, Iterator

from classifiers.intent.rules import Spelling

# Shorter words have too many neighbours in the dictionary.
SHORTEST = 4
# From here on the first letter may be the wrong one.
SURE_FROM = 7
ANY = "\0"


class Mender:
    """Knows the words worth mending. Two words are one slip apart if they share a pattern with one letter open."""

    def __init__(self, spelling: Spelling, known: Iterable[str] = ()) -> None:
        """`known` are words that the file's phrases name: none of them is a slip."""
        self._known = dict(spelling.known)
        self._never = spelling.never | set(spelling.words) | (set(known) - self._known.keys())
        self._slips: dict[str, str] = {}
        for word in spelling.words:
            for slip in _slips(word):
                self._slips.setdefault(slip, word)

    def mend(self, word: str) -> str:
        """The word meant; `word` itself where nothing is near."""
        if len(word) < SHORTEST or word in self._never:
            return self._known.get(word, word)
        return self._known.get(word) or self._nearest(word)

    def _nearest(self, word: str) -> str:
        for slip in _slips(word):
            meant = self._slips.get(slip)
            if (meant is not None and meant[0] == word[0]) or (meant is not None and len(word) > SHORTEST + 1):
                return meant
        return word


def _slips(word: str) -> Iterator[str]:
    """One letter open at each place, one put in at each place, and each pair of neighbours in fixed order."""
    for i in range(len(word)):
        yield word[:i] + ANY + word[i + 1 :]
    for i in range(len(word) + 1):
        yield word[:i] + ANY + word[i:]
    for i in range(len(word) - 1):
        yield word[:i] + "".join(sorted(word[i : i + 2])) + ANY + ANY + word[i + 2 :]

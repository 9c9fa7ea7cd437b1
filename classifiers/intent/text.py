"""A text as the rules see it: normalised words with their place in the original, cut into sentences."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

NUMBER = "#num"
MONEY = "#money"
LINK = "#link"
PAUSE = ","
# More than this of one mail is never read: what is asked stands at the top, and nothing may hang on a long paste.
READ_AT_MOST = 12_000
SENTENCE_AT_MOST = 80
# A line shorter than this ends where its author pressed return, not where a mail client wrapped it.
WRAPPED_FROM = 50

TOKEN = re.compile(
    r"(?P<link>https?://\S+|www\.\S+|\S+@\w+\.\w\S*)"
    r"|(?P<money>[$€£¥]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£¥]|(?:usd|eur|gbp|chf|dollars?|euros?|bucks|pounds?)\b))"
    r"|(?P<number>[#]?\d+(?:[.,:/-]\d+)*\b(?![^\W\d_]))"
    r"|(?P<word>(?:[^\W_]|_(?=\w))+(?:['’`´][^\W\d_]+)*)"
    r"|(?P<end>[.!?…]+)"
    r"|(?P<pause>[,;:()\[\]–—|]|\s-+\s)"
    r"|(?P<line>\s*\n\s*)",
    re.IGNORECASE,
)


# Words between marks are somebody else's, or a label on a screen. An apostrophe opens nothing: a mark needs air.
QUOTED = re.compile(
    r"[\"“„«](?:[^\"“”„«»\n]|\n(?!\s*\n)){2,400}[\"”“»]|‘[^‘\n]{3,200}’(?!\w)|(?<!\w)'[^'\n]{4,200}'(?!\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Words `words[i]` stand at `starts[i]:ends[i]` of the original text; `quoted` are indices inside “…”."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    question: bool
    quoted: frozenset[int]


def read_sentences(text: str, shorthand: Mapping[str, tuple[str, ...]], mend: Callable[[str], str]) -> list[Sentence]:
    """Cut `text` into sentences of normalised words.

    `shorthand` opens contractions ("don't" is do, not); `mend` puts a misspelt word right.
    """
    text = text[:READ_AT_MOST]
    draft = _SentenceDraft(_quoted_ranges(text))
    done: list[Sentence] = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "end" or (kind == "line" and _ends_line(text, match)):
            draft.close(done, question="?" in match.group())
        elif kind != "line":
            for word in _normal(kind, match.group(), shorthand, mend):
                draft.add(word, match.start(), match.end())
            if len(draft.words) >= SENTENCE_AT_MOST:
                draft.close(done, question=False)
    draft.close(done, question=False)
    return done


def _normal(
    kind: str, written: str, shorthand: Mapping[str, tuple[str, ...]], mend: Callable[[str], str]
) -> tuple[str, ...]:
    """The words that one token of the text stands for."""
    if kind != "word":
        return ({"link": LINK, "money": MONEY, "number": NUMBER}.get(kind, PAUSE),)
    word = re.sub("[’`´]", "'", written.lower())
    if word in shorthand:
        return shorthand[word]
    return (mend(word.removesuffix("'s") if word.endswith("'s") else word),)


def _ends_line(text: str, match: re.Match[str]) -> bool:
    """Whether a line break also ends the sentence: a blank line, a list item, or a short line before a capital."""
    if match.group().count("\n") > 1:
        return True
    after = text[match.end() : match.end() + 2]
    if not after or after[0] in "-*•>":
        return True
    length = match.start() - text.rfind("\n", 0, match.start()) - 1
    return length < WRAPPED_FROM and (after[0].isupper() or after[0].isdigit())


class _SentenceDraft:
    """The sentence being collected."""

    def __init__(self, quotes: tuple[tuple[int, int], ...]) -> None:
        self.quotes = quotes
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, word: str, start: int, end: int) -> None:
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(end)

    def close(self, done: list[Sentence], *, question: bool) -> None:
        """Hand the sentence over and begin the next."""
        if any(word != PAUSE for word in self.words):
            quoted = frozenset(
                i for i, start in enumerate(self.starts) if any(low <= start < high for low, high in self.quotes)
            )
            done.append(
                Sentence(
                    words=tuple(self.words),
                    starts=tuple(self.starts),
                    ends=tuple(self.ends),
                    question=question,
                    quoted=quoted,
                )
            )
        self.words, self.starts, self.ends = [], [], []


def _quoted_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Where `text` quotes; a mail that stands in marks as a whole quotes nobody."""
    ranges = (match.span() for match in QUOTED.finditer(text))
    return tuple((low, high) for low, high in ranges if high - low < 0.8 * len(text))

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
    r"(?P<word>(?=[^\W\d_])[^\W_]+(?:['’`´_][^\W\d_]+)*)"
    r"|(?P<money>[$€£¥]\s?\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*\s?(?:[$€£¥]|(?:usd|eur|gbp|chf|dollars?|euros?|bucks|pounds?)\b))"
    r"|(?P<number>#?\d+(?:[.,:/-]\d+)*(?![^\W_]))"
    r"|(?P<mixed>\d[^\W_]*)"
    r"|(?P<end>[.!?…]+)"
    r"|(?P<pause>[,;:()\[\]–—|]|\s-{1,3}\s)"
    r"|(?P<line>[^\S\n]{0,40}\n\s{0,200})"
    r"|(?P<link>\x01+)",
    re.IGNORECASE,
)
# Blanked before anything else is looked for: neither an address nor a link says what is wanted. All lengths bounded.
ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|[\w.+-]{1,64}@[\w.-]{1,255}")
# A full stop that ends nothing: the day of a date ("am 15. nicht", "30. Juni") and a short form before a number.
ORDINAL = re.compile(r"(?<![\d.,$€£¥])(?:[12]?\d|3[01])\.$")
SHORT_FORM = re.compile(r"(?<![^\W_])(?:art|nr|no|abs|vol|ref|inv)\.$", re.IGNORECASE)
DAY_GOES_ON = re.compile(r"[ \t](?:[a-zà-ÿ]|Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")
CLASSES = {"link": LINK, "money": MONEY, "number": NUMBER, "pause": PAUSE}
REMEMBERED = 20_000

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


class Opener:
    """Turns a written word into the words it stands for, and remembers the ones seen lately.

    `shorthand` opens contractions ("don't" is do, not); `mend` puts a misspelt word right.
    """

    def __init__(self, shorthand: Mapping[str, tuple[str, ...]], mend: Callable[[str], str]) -> None:
        self._shorthand = shorthand
        self._mend = mend
        self._seen: dict[str, tuple[str, ...]] = {}

    def open_up(self, written: str) -> tuple[str, ...]:
        """The words that one written word stands for, in lower case."""
        found = self._seen.get(written)
        if found is None:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            found = self._seen[written] = self._opened(re.sub("[’`´]", "'", written.lower()))
        return found

    def _opened(self, word: str) -> tuple[str, ...]:
        if word in self._shorthand:
            return self._shorthand[word]
        return (self._mend(word.removesuffix("'s")),)


def read_sentences(text: str, opener: Opener) -> list[Sentence]:
    """Cut `text` into sentences of normalised words."""
    text = text[:READ_AT_MOST]
    if "@" in text or "www." in text or "://" in text:
        text = ADDRESS.sub(lambda match: "\x01" * len(match.group()), text)
    draft = _SentenceDraft(_quoted_ranges(text))
    done: list[Sentence] = []
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind in ("word", "mixed"):
            draft.add(opener.open_up(match.group()), match.start(), match.end())
        elif (kind == "end" and not _is_ordinal(text, match)) or (kind == "line" and _ends_line(text, match)):
            draft.close(done, question="?" in match.group())
        elif kind in CLASSES:
            draft.add((CLASSES[kind],), match.start(), match.end())
        if len(draft.words) >= SENTENCE_AT_MOST:
            draft.close(done, question=False)
    draft.close(done, question=False)
    return done


def _is_ordinal(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop belongs to the number or short form before it."""
    if match.group() != ".":
        return False
    before, after = text[max(match.end() - 6, 0) : match.end()], text[match.end() : match.end() + 4]
    if SHORT_FORM.search(before):
        return after[:1] == " " and after[1:2].isdigit()
    return bool(ORDINAL.search(before)) and bool(DAY_GOES_ON.match(after))


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

    def add(self, words: tuple[str, ...], start: int, end: int) -> None:
        for word in words:
            self.words.append(word)
            self.starts.append(start)
            self.ends.append(end)

    def close(self, done: list[Sentence], *, question: bool) -> None:
        """Hand the sentence over and begin the next."""
        if any(word != PAUSE for word in self.words):
            done.append(
                Sentence(
                    words=tuple(self.words),
                    starts=tuple(self.starts),
                    ends=tuple(self.ends),
                    question=question,
                    quoted=self._quoted(),
                )
            )
        self.words, self.starts, self.ends = [], [], []

    def _quoted(self) -> frozenset[int]:
        if not self.quotes:
            return frozenset()
        return frozenset(
            i for i, start in enumerate(self.starts) if any(low <= start < high for low, high in self.quotes)
        )


def _quoted_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Where `text` quotes; a mail that stands in marks as a whole quotes nobody."""
    ranges = (match.span() for match in QUOTED.finditer(text))
    return tuple((low, high) for low, high in ranges if high - low < 0.8 * len(text))

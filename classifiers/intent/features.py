"""A mail as numbers for the learned reader: counts of its words, word runs and letter runs in hashed buckets.

Nothing is kept of the mail but the counts; the same text gives the same counts on every machine. Letter runs make
the reader see through slips, inflection and scripts without spaces; word runs hold what is meant.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.intent.text import READ_AT_MOST

BUCKETS = 1 << 17
LETTERS = (2, 3, 4, 5)  # lengths of letter runs
WORDS = (1, 2, 3)  # lengths of word runs
SUBJECT_AT_MOST = 300

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Hashes = NDArray[np.uint64]

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))  # the base is odd, so one exists
_DIGIT, _SPACE, _LINE = ord("0"), ord(" "), ord("\n")


@dataclass(frozen=True, slots=True)
class Features:
    """Buckets in order, each once, and how much each counts; the counts are of length one together."""

    buckets: Ints
    counts: Floats


@dataclass(frozen=True, slots=True)
class Places:
    """Every bucket as often as it stands in `subject + newline + body`, with where it begins and ends."""

    buckets: Ints
    starts: Ints
    ends: Ints


def count_features(subject: str, body: str) -> Features:
    """Count the features of a mail: logarithms of how often each stands, scaled to length one."""
    places = place_features(subject, body)
    buckets, times = np.unique(places.buckets, return_counts=True)
    counts = 1.0 + np.log(times.astype(np.float32))
    length = float(np.sqrt((counts * counts).sum())) or 1.0
    return Features(buckets.astype(np.int64), (counts / length).astype(np.float32))


def place_features(subject: str, body: str) -> Places:
    """Every feature with its place. The subject's words count once more as the subject's own."""
    subject = subject[:SUBJECT_AT_MOST]
    codes = _codes(subject + "\n" + body[:READ_AT_MOST])
    starts, ends = _words(codes)
    runs = [_letter_runs(codes, length) for length in LETTERS]
    runs += [_word_runs(codes, starts, ends, length, tag=0) for length in WORDS]
    mine = int(np.searchsorted(starts, len(subject)))
    runs += [_word_runs(codes, starts[:mine], ends[:mine], length, tag=1) for length in WORDS[:2]]
    asked = _asked(codes, starts)
    runs += [_word_runs(codes, starts[asked], ends[asked], length, tag=2) for length in WORDS[:2]]
    hashes, begins, stops = (np.concatenate(parts) for parts in zip(*runs, strict=True))
    return Places((hashes >> np.uint64(64 - 17)).astype(np.int64), begins, stops)


def _codes(text: str) -> Ints:
    """Code points in small letters, one each, with every digit as 0 and every blank as a space."""
    folded = text.lower()
    if len(folded) != len(text):  # a few letters grow when made small; then letter by letter, so that places hold
        folded = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    codes = np.where((codes >= _DIGIT) & (codes <= _DIGIT + 9), _DIGIT, codes)
    return np.where((codes == 9) | (codes == 13) | (codes == 0xA0) | (codes == 0x3000), _SPACE, codes)


def _words(codes: Ints) -> tuple[Ints, Ints]:
    """Where words begin and end: letters and digits; each sign of a script without spaces is a word."""
    letter = _is_letter(codes)
    single = (codes >= 0x3040) & (codes <= 0x9FFF)
    before = np.concatenate(([False], letter[:-1] & ~single[:-1]))
    after = np.concatenate((letter[1:] & ~single[1:], [False]))
    begins = letter & (~before | single)
    stops = letter & (~after | single)
    return np.flatnonzero(begins), np.flatnonzero(stops) + 1


def _is_letter(codes: Ints) -> NDArray[np.bool_]:
    """Letters and digits, near enough: whatever is no mark, blank or sign of ASCII, Latin-1 or general punctuation."""
    ascii_letter = ((codes >= 97) & (codes <= 122)) | (codes == _DIGIT) | (codes == 39)
    high = (codes >= 0xC0) & ~((codes >= 0x2000) & (codes <= 0x206F)) & ~((codes >= 0x3000) & (codes <= 0x303F))
    letter: NDArray[np.bool_] = ascii_letter | (high & ~((codes >= 0xFF00) & (codes <= 0xFF0F)))
    return letter


def _letter_runs(codes: Ints, length: int) -> tuple[Hashes, Ints, Ints]:
    """Runs of `length` letters that cross no line."""
    size = len(codes) - length + 1
    if size <= 0:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64)
    total = np.full(size, length, dtype=np.uint64)
    whole = np.ones(size, dtype=np.bool_)
    for i in range(length):
        part = codes[i : i + size]
        total = total * _BASE + part.astype(np.uint64)
        whole &= part != _LINE
    starts = np.flatnonzero(whole)
    return _mixed(total[starts], 7), starts, starts + length


def _word_runs(codes: Ints, starts: Ints, ends: Ints, length: int, *, tag: int) -> tuple[Hashes, Ints, Ints]:
    """Runs of `length` words; `tag` tells the subject's and the questions' words from the rest."""
    size = len(starts) - length + 1
    if size <= 0:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64)
    words = _word_hashes(codes, starts, ends)
    total = np.full(size, length, dtype=np.uint64)
    for i in range(length):
        total = total * _BASE + words[i : i + size]
    return _mixed(total, 11 + tag), starts[:size], ends[length - 1 :]


def _word_hashes(codes: Ints, starts: Ints, ends: Ints) -> Hashes:
    """One hash a word, from running sums of powers: sum(end) - sum(start), made free of its place by the inverse."""
    terms = (codes.astype(np.uint64) + _MIX) * _powers(_BASE, len(codes))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)))
    words: Hashes = (sums[ends] - sums[starts]) * _powers(_INVERSE, len(codes) + 1)[starts]
    return words


def _powers(base: np.uint64, size: int) -> Hashes:
    factors = np.full(size, base, np.uint64)
    factors[:1] = 1
    powers: Hashes = np.cumprod(factors, dtype=np.uint64)
    return powers


def _mixed(hashes: Hashes, seed: int) -> Hashes:
    """Spread the bits, so that the highest tell as much as the lowest."""
    mixed = hashes + np.full(1, seed, np.uint64) * _BASE
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    spread: Hashes = mixed ^ (mixed >> np.uint64(31))
    return spread


def _asked(codes: Ints, starts: Ints) -> NDArray[np.bool_]:
    """Which words stand in a sentence that ends with a question mark."""
    ends = np.flatnonzero((codes == 63) | (codes == 0xFF1F) | (codes == 46) | (codes == 33) | (codes == 0x3002))
    if not len(ends):
        return np.zeros(len(starts), np.bool_)
    at = np.searchsorted(ends, starts)
    question = (codes[ends] == 63) | (codes[ends] == 0xFF1F)
    asked: NDArray[np.bool_] = (at < len(ends)) & question[np.minimum(at, len(ends) - 1)]
    return asked

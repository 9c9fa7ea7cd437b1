"""Look-ups that take several steps, walked side by side so that each step of all of them is one round trip."""

from collections.abc import Generator, Sequence
from typing import TypeVar

from worker.billing.answers import Answer, Read
from worker.billing.gateway import Gateway

T = TypeVar("T")

Lookup = Generator[Sequence[Read], Sequence[Answer], T]
"""Yields what it wants read next, is sent the answers in the same order, returns what it found."""

PAGES = 3  # of one list: what lies beyond is named in `truncated`
PAGE_SIZE = 100  # Stripe's largest


def walk(gateway: Gateway, lookups: Sequence[Lookup[T]]) -> tuple[T, ...]:
    """Run all look-ups to their end, one round trip a step. Returns their results in order."""
    results: dict[int, T] = {}
    waiting = _advance(dict(enumerate(lookups)), {}, results)
    while waiting:
        answers = iter(gateway.read_all([read for reads in waiting.values() for read in reads]))
        sent = {number: [next(answers) for _ in reads] for number, reads in waiting.items()}
        waiting = _advance({number: lookups[number] for number in waiting}, sent, results)
    return tuple(results[number] for number in range(len(lookups)))


def _advance(
    lookups: dict[int, Lookup[T]], sent: dict[int, list[Answer]], results: dict[int, T]
) -> dict[int, Sequence[Read]]:
    waiting: dict[int, Sequence[Read]] = {}
    for number, lookup in lookups.items():
        try:
            waiting[number] = lookup.send(sent[number]) if number in sent else next(lookup)
        except StopIteration as end:
            results[number] = end.value
    return waiting


def all_pages(reads: Sequence[Read]) -> Lookup[tuple["Pages", ...]]:
    """Read several lists side by side, each to its end or to its `PAGES`th page."""
    books = [Pages(read) for read in reads]
    while open_books := [book for book in books if book.unfinished]:
        answers = yield [book.next_read() for book in open_books]
        for book, answer in zip(open_books, answers, strict=True):
            book.add(answer)
    return tuple(books)


class Pages:
    """One list as it is leafed through."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self.answers: list[Answer] = []

    @property
    def unfinished(self) -> bool:
        """Whether there is a page to read that we still want."""
        return not self.answers or (self.answers[-1].more and bool(self.first.rows) and len(self.answers) < PAGES)

    @property
    def first(self) -> Answer:
        """The first answer: the one that tells whether the list could be read."""
        return self.answers[0]

    @property
    def rows(self) -> tuple[dict[str, object], ...]:
        """The objects of all pages."""
        return tuple(dict(row) for answer in self.answers for row in answer.rows)

    @property
    def truncated(self) -> bool:
        """Whether Stripe holds more than was read."""
        return self.answers[-1].more

    def next_read(self) -> Read:
        """What to ask for next: by cursor in a list, by page mark in a search."""
        if not self.answers:
            return self._read
        last = self.answers[-1]
        mark = last.json.get("next_page")
        cursor = {"page": mark} if mark else {"starting_after": last.rows[-1]["id"]}
        return Read(
            path=self._read.path,
            params={**self._read.params, **cursor},
            expand=self._read.expand,
            route=self._read.route,
        )

    def add(self, answer: Answer) -> None:
        """Take the page in; a refusal after the first page ends the list there."""
        self.answers.append(answer)

"""A clock that is set back and forward again while mails wait, are held, are put off, or their worker has died."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random

from parsers.errors import LostLease
from tests.attack.notice import fresh_book
from tests.attack.tally import TRIES, Attack, Tally, tally
from tests.store.made import KEY, Clock, delivery, keep
from tests.support.postgres import server
from worker.store import LONGEST_WAIT, CaseBook, Claim

LEASE = 60.0
BEAT = LEASE / 3
DAY = 86_400.0
JUMPS = (-1.0, -600.0, -LONGEST_WAIT, -DAY, -DAY, -7 * DAY, -400 * DAY, 600.0, DAY, 7 * DAY)

Event = tuple[str, float]
_numbers = count(1)


def events(rng: Random) -> list[Event]:
    """What happens, in order; `jump` and `pass` are seconds, `put off` too, `take` how many mails come."""
    kinds: dict[str, Callable[[], float]] = {
        "take": lambda: float(rng.randint(1, 4)),
        "begin": lambda: 0.0,
        "finish": lambda: 0.0,
        "die": lambda: 0.0,
        "put off": lambda: rng.choice((0.0, 4.0, 300.0, 900.0, 10 * DAY)),
        "jump": lambda: rng.choice(JUMPS),
        "back to true": lambda: 0.0,
        "pass": lambda: rng.choice((1.0, BEAT, 3 * LEASE)),
    }
    drawn = rng.choices(tuple(kinds), weights=(5, 6, 3, 2, 3, 5, 1, 3), k=rng.randint(5, 40))
    return [("take", 2.0), *((kind, kinds[kind]()) for kind in drawn)]


@dataclass
class Office:
    """Workers on one store, some of them alive; `wrong` says the first thing that must not have been."""

    book: CaseBook
    clock: Clock
    ahead: float = 0.0
    mails: set[str] = field(default_factory=set)
    held: dict[int, Claim] = field(default_factory=dict)
    finished: Counter[str] = field(default_factory=Counter)
    wrong: str = ""

    def happen(self, kind: str, number: float) -> None:
        """One event."""
        match kind:
            case "take":
                self._take(int(number))
            case "pass":
                self.go_on(number)
            case "jump" | "back to true":
                self._set(number if kind == "jump" else -self.ahead)
            case "begin":
                self._begin()
            case "die":
                self.book.claim("elsewhere:1:2:0", LEASE)
            case "put off" if self.held:
                self._let_go(lambda claim: self.book.postpone(claim, "down", number))
            case "finish" if self.held:
                self._let_go(self._finish)

    def _take(self, number: int) -> None:
        new = [delivery(number=next(_numbers)) for _ in range(number)]
        self.book.take(new)
        self.mails |= {each.raw.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode() for each in new}

    def _set(self, seconds: float) -> None:
        self.ahead += seconds
        self.clock.forward(seconds=seconds)
        if seconds > 0:
            self.held.clear()  # a lease that the clock ended is anybody's; the fence is proven elsewhere

    def go_on(self, seconds: float) -> None:
        """Time passes, and hearts beat."""
        while seconds > 0:
            self.clock.forward(seconds=min(BEAT, seconds))
            seconds -= BEAT
            for claim in self.held.values():
                self.book.renew(claim)

    def _begin(self) -> Claim | None:
        claim = self.book.claim("alive", LEASE)
        if claim and claim.mail_id in self.held:
            self.wrong = self.wrong or "a mail was taken from a worker that lives"
        if claim:
            self.held[claim.mail_id] = claim
        return claim

    def _let_go(self, how: object) -> None:
        claim = self.held.pop(next(iter(self.held)))
        assert callable(how)
        try:
            how(claim)
        except LostLease:
            self.wrong = self.wrong or "a worker that lives lost its lease"

    def _finish(self, claim: Claim) -> None:
        keep(self.book, claim)
        self.book.finish(claim)
        self.finished[str(claim.message_id)] += 1

    def close(self) -> str:
        """Work off what is left, within the longest wait there is; what was wrong, or nothing."""
        patience = LONGEST_WAIT + LEASE
        while self.book.waiting() and patience > 0:
            if not self.held and self._begin() is None:
                self.go_on(BEAT)
                patience -= BEAT
            elif self.held:
                self._let_go(self._finish)
        left = self.mails - set(self.finished)
        twice = [mail for mail, times in self.finished.items() if times > 1]
        return self.wrong or (f"{len(left)} left, {len(twice)} twice" if left or twice else "")


def _unlike(book: CaseBook, clock: Clock, drawn: list[Event]) -> str:
    office = Office(book, clock)
    for kind, number in drawn:
        office.happen(kind, number)
    return office.close()


def on_sqlite(rng: Random, tries: int = TRIES) -> Tally:
    """Every mail is worked off once, within the longest wait of ours, and from nobody who lives."""
    clock = Clock()
    with fresh_book(clock=clock) as book:
        return tally(rng, max(5, tries // 20), events, lambda drawn: _unlike(book, clock, drawn))


def on_postgresql(rng: Random, tries: int = TRIES) -> Tally:
    """The same."""
    clock = Clock()
    book = CaseBook.open(server().new_database(), key=KEY, clock=clock)
    try:
        return tally(rng, max(5, tries // 40), events, lambda drawn: _unlike(book, clock, drawn))
    finally:
        book.close()


ATTACKS: tuple[tuple[str, Attack], ...] = (
    ("clock: set back and forward, SQLite", on_sqlite),
    ("clock: set back and forward, PostgreSQL", on_postgresql),
)

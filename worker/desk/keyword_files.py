"""The keyword files as the desk's page sees them: listed, tried, replayed against the store, and saved."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from classifiers.intent import Keywords, find_faults, load_keywords, read_text
from classifiers.intent.rules import Rule
from parsers.errors import ConfigError
from parsers.vocabulary import Money, Policy
from worker.desk.pages.keywords_page import ChangedCase, Replayed, RuleList, RuleRow, Trial, digest
from worker.desk.view.labels import BUCKETS, OUTCOMES, highlighted, hits
from worker.desk.view.timeline import money
from worker.keywords import KeywordShelf, read_folder
from worker.keywords.replay import Change, replay
from worker.store import CaseBook, Kept

MOST = 500  # newest recorded mails that a replay reads
PATIENCE = 20.0  # seconds a replay may take: somebody waits for the page


class StoreWording:
    """Implements `worker.desk.pages.keywords_page.Wording` over the case book and the keyword files."""

    def __init__(self, *, book: CaseBook, shelf: KeywordShelf, folder: Path | None, policy: Policy) -> None:
        self.folder = str(folder or "")
        self._book = book
        self._shelf = shelf
        self._policy = policy

    def rules(self) -> tuple[RuleList, ...]:
        """The rules in use, with the cases where they hit and those of them where an agent corrected the intent."""
        counts = {rule: (cases, corrected) for rule, cases, corrected in self._book.rules(None)}
        languages = self._shelf.current().languages
        return tuple(_listed(code, language.file.rules, counts) for code, language in languages.items())

    def attempt(self, subject: str, body: str, language: str) -> Trial:
        """Read a text with the keywords in use."""
        reading = read_text(subject, body, self._shelf.current(), language)
        return Trial(
            subject=highlighted(subject, reading, "subject"),
            body=highlighted(body, reading),
            hits=hits(reading),
            barred=tuple((hit.rule, hit.text, hit.barred) for hit in reading.negated),
            intents=tuple((_plain(one.intent.value), one.score) for one in reading.intents),
            cues=tuple(_plain(found.cue.value) for found in reading.cues),
            confidence=reading.confidence,
            sure=reading.sure,
        )

    def text(self, code: str) -> str | None:
        """The file in the folder, else the shipped one."""
        return self._texts().get(code)

    def check(self, code: str, text: str) -> tuple[str, ...]:
        """What `deskhand keywords check` finds."""
        language = self._with(code, text).languages[code]
        found = find_faults(language)
        return tuple(f"{language.file.name}:{one.line} {one.kind}: {one.rule}: {one.text}" for one in found)

    def replay(self, code: str, text: str) -> Replayed:
        """What `deskhand keywords replay` shows, over the newest mails and as long as somebody waits."""
        keywords = self._with(code, text)
        ids = [case.id for case in self._book.cases(limit=MOST)]
        newest = _Newest(self._book, ids[::-1], until=time.monotonic() + PATIENCE)
        found = replay(newest, keywords, policy=self._policy)
        return Replayed(
            cases=found.cases,
            changes=tuple(_changed(change) for change in found.changes),
            money=tuple(_signed(currency, amount) for currency, amount in found.refund_change.items()),
            whole=newest.whole,
        )

    def save(self, code: str, text: str, *, by: str) -> None:
        """Write the file in one step, so that a worker reads the old one or the new one; the trail names who."""
        self._with(code, text)
        path = (Path(self.folder) / f"{code}.toml").resolve()
        try:
            _write(path, text)
        except OSError as error:
            raise ConfigError(f"Not saved: {path.name} cannot be written: {error.strerror}") from error
        self._book.audit(by, "saved keywords", language=code, digest=digest(text))

    def _texts(self) -> dict[str, str]:
        return read_folder(Path(self.folder) if self.folder else None)

    def _with(self, code: str, text: str) -> Keywords:
        try:
            now = self._shelf.current()
            found = load_keywords({**self._texts(), code: text}, default=now.default, readers=now.readers)
        except RecursionError as error:
            raise ConfigError(f"{code}.toml: brackets within brackets, too deep to read") from error
        written = found.languages[code].file.language
        if written != code:
            raise ConfigError(f'{code}.toml: says language = "{written}": write "{code}", or edit {written}.toml')
        return found


class _Newest:
    """Recorded mails, newest first, until the time is up."""

    def __init__(self, book: CaseBook, ids: list[str], *, until: float) -> None:
        self.whole = True
        self._book = book
        self._ids = ids
        self._until = until

    def __iter__(self) -> Iterator[Kept]:
        for case_id in self._ids:
            if time.monotonic() > self._until:
                self.whole = False
                return
            kept = self._book.record(case_id)
            if kept is not None:
                yield kept


def _listed(code: str, rules: tuple[Rule, ...], counts: dict[str, tuple[int, int]]) -> RuleList:
    rows = [_row(rule, *counts.get(rule.id, (0, 0))) for rule in rules]
    return RuleList(code=code, rules=tuple(sorted(rows, key=lambda row: (-row.cases, row.line))))


def _row(rule: Rule, cases: int, corrected: int) -> RuleRow:
    makes = [_plain(rule.intent.value)] if rule.intent else []
    makes += [f"cue: {_plain(rule.cue.value)}"] if rule.cue else []
    return RuleRow(
        id=rule.id,
        makes=", ".join(makes),
        weight=rule.weight,
        phrases=tuple(dict.fromkeys(phrase.written for phrase in rule.any)),
        line=rule.line,
        cases=cases,
        corrected=corrected,
    )


def _changed(change: Change) -> ChangedCase:
    then, now = change.refund
    pairs = (
        ("outcome", *(OUTCOMES.get(name, name) for name in change.outcome)),
        ("intent", *map(_plain, change.intent)),
        ("bucket", *(BUCKETS.get(name, name) for name in change.bucket)),
        ("draft", *change.draft),
        ("refund", _sum(then), _sum(now)),
    )
    differs = tuple((what, before, after) for what, before, after in pairs if before != after)
    return ChangedCase(case_id=change.case_id, subject=change.subject, differs=differs, rules=change.rules)


def _sum(amounts: tuple[tuple[str, int], ...]) -> str:
    return " + ".join(money(Money(amount=amount, currency=currency)) for currency, amount in amounts) or "none"


def _signed(currency: str, amount: int) -> str:
    return f"{'more' if amount > 0 else 'less'}: {money(Money(amount=abs(amount), currency=currency))}"


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _write(path: Path, text: str) -> None:
    """A file beside it takes its place; its ending hides it from those who look for keyword files."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

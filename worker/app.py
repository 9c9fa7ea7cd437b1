"""Puts the product together from its configuration: the one place that knows every room."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from parsers.errors import ConfigError
from parsers.vocabulary import Message
from worker.billing import StripeBook
from worker.case_json import CaseJson, case_json
from worker.case_labels import in_a_line
from worker.config.settings import Settings
from worker.desk import Desk, DeskApp, DeskServer, desk_app
from worker.desk.case_list import StoreShelf
from worker.desk.case_service import StoreCases
from worker.desk.handover import Handover, drafts_folder
from worker.desk.keyword_files import StoreWording
from worker.desk.reports import StoreFigures
from worker.desk.security.entry import entry, names
from worker.keywords import KeywordShelf
from worker.language_model import LanguageModel
from worker.language_model.examination import examine
from worker.pipeline import Considered, Kit, NoMemory, consider
from worker.ports import Finding, Helpdesk, Inbox
from worker.reading.dkim import check_dkim
from worker.reading.limits import read_within_limits
from worker.render import Templates
from worker.run.handle import MailHandler
from worker.run.loop import Chore, Worker
from worker.run.recheck import Recheck
from worker.store import CaseBook, Claim
from worker.store.intake import case_id
from worker.wiring import helpdesk, inbox, language_model, store_url, watched, without_password

HOUR = 3600.0
log = logging.getLogger(__name__)


class App:
    """The product over one configuration; every part is made when it is first needed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def book(self) -> CaseBook:
        """The store."""
        settings = self.settings
        key = settings.secret("store.key") if settings.store.key else None
        return CaseBook.open(store_url(settings), key=key, sender_cap=settings.inbox.sender_cap_per_hour)

    @cached_property
    def billing(self) -> StripeBook:
        """Stripe, on an allowance that all workers on one store share."""
        stripe = self.settings.stripe
        return StripeBook(
            self.settings.secret("stripe.api_key"),
            api_base=stripe.api_base,
            take=lambda number: self.book.take_tokens(number, stripe.requests_per_second),
            cache_seconds=stripe.cache_seconds,
            handle_metadata=stripe.handle_metadata,
        )

    @cached_property
    def keywords(self) -> KeywordShelf:
        """The words, re-read when their files change."""
        return KeywordShelf(
            self._keywords_folder,
            default=self.settings.templates.default_language,
            learned=self.learned_folder,
        )

    @property
    def learned_folder(self) -> Path:
        """Where the readers lie that learned from agents' corrections."""
        return self.settings.beside(self.settings.keywords.learned)

    @property
    def _keywords_folder(self) -> Path | None:
        folder = self.settings.keywords.dir
        return self.settings.beside(folder) if folder else None

    @cached_property
    def templates(self) -> Templates:
        """The drafts' wording."""
        words = self.settings.templates
        return Templates(
            folder=self.settings.beside(words.dir) if words.dir else None,
            default_language=words.default_language,
            note_language=words.note_language,
            signature=words.signature,
        )

    @cached_property
    def kit(self) -> Kit:
        """What it takes to consider a mail."""
        return Kit(
            read=self._read,
            keywords=self.keywords.current,
            billing=self.billing,
            templates=self.templates,
            policy=self.settings.policy_values(),
            witness=self.language_model,
        )

    @cached_property
    def language_model(self) -> LanguageModel | None:
        """The language model that reads beside the others; None where the configuration names none."""
        return language_model(self.settings, lambda: self.book)

    def _read(self, raw: bytes, *, arrived_at: datetime, own_drafts: tuple[str, ...] = ()) -> Message:
        rules = replace(self.settings.mail_rules(), own_drafts=own_drafts)
        check = check_dkim if self.settings.inbox.verify_dkim else None
        return read_within_limits(raw, arrived_at=arrived_at, rules=rules, dkim=check)

    @cached_property
    def helpdesk(self) -> Helpdesk:
        """Where agents work."""
        return helpdesk(self.settings)

    @cached_property
    def inbox(self) -> Inbox:
        """Where mail arrives."""
        return inbox(self.settings)

    @cached_property
    def worker(self) -> Worker:
        """The loop over the inbox and the store."""
        settings = self.settings
        return Worker(
            self.book,
            self._handle,
            inbox=self.inbox,
            max_attempts=settings.worker.max_attempts,
            lease=settings.worker.lease_seconds,
            threads=settings.worker.threads,
            poll_seconds=settings.inbox.poll_seconds,
            chores=(
                Chore(name="deleting old mail", every=HOUR, do=self.purge),
                Chore(name="second looks at open cases", every=HOUR / 6, do=self.freshness.sweep),
            ),
        )

    def _handle(self, claim: Claim) -> None:
        """Bring one mail to its end, then look again at what is open in its thread."""
        work = self.caseworker.handle(claim)
        log.info("case %s: %s", claim.case_id, in_a_line(work.case))
        self.freshness.after(claim)

    @cached_property
    def caseworker(self) -> MailHandler:
        """Who brings a mail to its end."""
        return MailHandler(
            book=self.book, kit=self.kit, helpdesk=self.helpdesk, own_address=self.settings.inbox.own_address
        )

    @cached_property
    def freshness(self) -> Recheck:
        """Second looks at open cases."""
        return Recheck(
            book=self.book,
            reconsider=self.caseworker.reconsider,
            file=self.caseworker.file,
            ask_draft=self.caseworker.draft_state,
            show=lambda kept: case_json(kept.case, kept.draft, kept.note),
            reads_per_day=self.settings.stripe.reads_per_day,
            lease=self.settings.worker.lease_seconds,
        )

    def purge(self) -> None:
        """Delete raw mail that is older than the configuration allows."""
        self.book.purge(timedelta(days=self.settings.store.retention_days))

    def consider(self, raw: bytes, *, arrived_at: datetime) -> Considered:
        """What would become of a mail: everything but writing."""
        account = self.settings.inbox.account_name
        return consider(
            raw,
            arrived_at=arrived_at,
            case_id=case_id(account, sha256(raw).hexdigest()),
            kit=self.kit,
            memory=NoMemory(),
        )

    def recall(self, beginning: str) -> Considered:
        """What a case was judged on, as it was then. Raises `ConfigError` if there is no such case."""
        kept = self.book.record(str(self.case(beginning)["id"]))
        if kept is None:
            raise ConfigError(f"what {beginning} was judged on is not kept: it was quarantined or forgotten")
        return Considered(
            message=kept.message,
            reading=kept.reading,
            state=kept.state,
            case=kept.case,
            draft=kept.draft,
            note=kept.note,
        )

    def cases(self, *, since: datetime | None, bucket: str | None) -> list[CaseJson]:
        """Every mail so far, oldest first, as JSON."""
        return [record.shown for record in self.book.cases(since=since, bucket=bucket)]

    def heads(self) -> dict[str, tuple[str, str]]:
        """Sender and subject of every case that is kept, by its id."""
        return self.book.heads()

    def case(self, beginning: str) -> CaseJson:
        """One case by the beginning of its id. Raises `ConfigError` where there is none, or more than one."""
        try:
            record = self.book.case(beginning)
        except LookupError as error:
            raise ConfigError(str(error)) from None
        if record is None:
            raise ConfigError(f"there is no case {beginning}; `deskhand cases` lists them")
        return record.shown

    def run(self, stop: threading.Event) -> None:
        """Wait for mail and work until `stop` is set."""
        try:
            worker = self.worker
            log.info("started: %s", watched(self.settings))
            worker.run(stop)
            log.info("stopped")
        finally:
            self.close()

    def once(self, say: Callable[[str], None]) -> tuple[dict[str, int], str | None]:
        """Work off everything that waits: counts by outcome and of what waits still, and what ailed the inbox."""
        try:
            self.purge()
            return self.worker.once(say), self.worker.trouble
        finally:
            self.close()

    def forget(self, address: str) -> dict[str, int]:
        """Erase what is stored about a person."""
        return self.book.forget(address)

    def start_desk(self, *, host: str, port: int, free: bool = False) -> DeskServer:
        """Serve the review desk beside the worker. `free`: another port will do if this one is taken."""
        return DeskServer(self._desk_app(), host=host, port=port, free=free).start()

    def _desk_app(self) -> DeskApp:
        desk = self.settings.desk
        return desk_app(self.desk, hosts=names(desk), entry=entry(desk, self.book))

    @cached_property
    def desk(self) -> Desk:
        """The review desk over the store."""
        return Desk(
            shelf=StoreShelf(self.book),
            meter=self.book,
            doors=self.book,
            cases=self._desk_cases,
            figures=StoreFigures(self.book),
            note_language=self.settings.templates.note_language,
            wording=StoreWording(
                book=self.book,
                shelf=self.keywords,
                folder=self._keywords_folder,
                policy=self.settings.policy_values(),
            ),
        )

    @property
    def _desk_cases(self) -> StoreCases:
        """Stripe and the mailbox are asked for only once an agent does."""
        settings = self.settings
        imap = settings.inbox.kind == "imap" and settings.helpdesk.kind == "desk"
        return StoreCases(
            book=self.book,
            reconsider=lambda kept: self.caseworker.reconsider(kept),
            reread=lambda case_id: self.freshness.look(case_id),
            handover=Handover(
                book=self.book,
                own_address=settings.inbox.own_address,
                drafts=(lambda: drafts_folder(settings)) if imap else None,
            ),
        )

    def examinations(self) -> Iterator[tuple[str, Callable[[], Sequence[Finding]]]]:
        """What `doctor` proves, area by area; no area's trouble hides another's."""
        for area, prove in (
            ("configuration", self._prove_configuration),
            ("store", self._prove_store),
            ("keywords", self._prove_keywords),
            ("language model", self._prove_language_model),
            ("templates", lambda: self.templates.check()),
            ("stripe", lambda: self.billing.check()),
            ("inbox", lambda: _check(self.inbox)),
            ("helpdesk", lambda: self.helpdesk.check()),
        ):
            yield area, _guarded(area, prove)

    def _prove_configuration(self) -> Sequence[Finding]:
        if self.settings.inbox.authserv_ids:
            return (
                Finding(area="configuration", ok=True, text=f"read from {self.settings.source or 'the environment'}"),
            )
        return (
            Finding(
                area="configuration",
                ok=False,
                warning=True,
                text="inbox.authserv_ids is empty: no sender is ever proven, so no draft shows account data",
                mend="set it to the name your mail server writes into Authentication-Results",
            ),
        )

    def _prove_store(self) -> Sequence[Finding]:
        counts = ", ".join(f"{count} {state}" for state, count in self.book.counts().items() if count) or "no mail yet"
        return (Finding(area="store", ok=True, text=f"{without_password(self.settings.store.url)}: {counts}"),)

    def _prove_keywords(self) -> Sequence[Finding]:
        languages = ", ".join(sorted(self.keywords.current().languages))
        found = Finding(area="keywords", ok=True, text=f"valid, and their own tests pass: {languages}")
        trouble = self.keywords.trouble
        return (found, Finding(area="keywords", ok=False, warning=True, text=trouble)) if trouble else (found,)

    def _prove_language_model(self) -> Sequence[Finding]:
        model = self.language_model
        return examine(model, self.settings.reading.model.base_url) if model else ()

    def close(self) -> None:
        """Let go of every connection that was made."""
        for name in ("inbox", "helpdesk", "billing", "language_model", "book"):
            if part := self.__dict__.pop(name, None):
                part.close()


def _check(part: Any) -> Sequence[Finding]:
    found: Sequence[Finding] = part.check()
    return found


def _guarded(area: str, prove: Callable[[], Sequence[Finding]]) -> Callable[[], Sequence[Finding]]:
    def proven() -> Sequence[Finding]:
        try:
            return prove()
        except Exception as error:  # doctor's whole purpose is to say what fails, whatever it is
            return (Finding(area=area, ok=False, text=str(error) or type(error).__name__),)

    return proven

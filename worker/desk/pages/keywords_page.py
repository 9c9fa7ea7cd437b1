"""The keywords page: the rules with what they did, a sentence tried, an edited file replayed and saved."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from parsers.errors import ConfigError
from worker.desk.site import Site, agent_of
from worker.desk.view.labels import Run

LONGEST = 20_000  # characters of a sentence tried: a mail, not a file


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule: what its words make, how surely, and in how many cases it hit and was corrected."""

    id: str
    makes: str
    weight: float
    phrases: tuple[str, ...]
    line: int
    cases: int
    corrected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleList:
    """The rules of one language, those that hit most first."""

    code: str
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What the keywords in use read in a text; `barred` are rules whose words stood there and did not count."""

    subject: tuple[Run, ...]
    body: tuple[Run, ...]
    hits: tuple[tuple[str, str, str], ...]  # intent or cue, the words, the rule
    barred: tuple[tuple[str, str, str], ...]  # the rule, the words, what took it away
    intents: tuple[tuple[str, float], ...]  # the primary one first
    cues: tuple[str, ...]
    confidence: float
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedCase:
    """A recorded mail that would come out differently: what differs, then and now."""

    case_id: str
    subject: str
    differs: tuple[tuple[str, str, str], ...]  # what, then, now
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What an edited file would have made of the newest recorded mails. `whole`: time sufficed for all of them."""

    cases: int
    changes: tuple[ChangedCase, ...]
    money: tuple[str, ...]
    whole: bool


class Wording(Protocol):
    """The keyword files and the recorded mails, as the page sees them."""

    @property
    def folder(self) -> str:
        """Where the team's own files lie; empty where the shipped ones are in use, which nobody writes to."""
        ...

    def rules(self) -> tuple[RuleList, ...]:
        """The rules in use."""
        ...

    def attempt(self, subject: str, body: str, language: str) -> Trial:
        """Read a text with the keywords in use."""
        ...

    def text(self, code: str) -> str | None:
        """A language's file as it is now; None if there is none."""
        ...

    def check(self, code: str, text: str) -> tuple[str, ...]:
        """What is odd though valid, a line each. Raises `ConfigError` with file, line, rule and mend if it is not."""
        ...

    def replay(self, code: str, text: str) -> Replayed:
        """What would come out else. Raises `ConfigError`, as `check`."""
        ...

    def save(self, code: str, text: str, *, by: str) -> None:
        """Put it in use. Raises `ConfigError`, as `check`, or where the file cannot be written."""
        ...


def routes(site: Site) -> list[BaseRoute]:
    """The addresses."""
    if site.desk.wording is None:
        return []
    pages = WordingPages(site, site.desk.wording)
    return [
        Route("/keywords", pages.show, methods=["GET"]),
        Route("/keywords", pages.attempt, methods=["POST"]),
        Route("/keywords/{code}", pages.edit, methods=["GET"]),
        Route("/keywords/{code}", pages.work, methods=["POST"]),
    ]


@dataclass(slots=True, kw_only=True)
class Work:
    """An edit in hand, and what the page says of it. `base` is the digest of the file it began with."""

    code: str
    text: str
    base: str
    errors: tuple[str, ...] = ()
    odd: tuple[str, ...] | None = None
    replayed: Replayed | None = None


@dataclass(slots=True)
class WordingPages:
    """The pages. `_looked_at` holds, by agent and language, the digest of the text whose replay was last shown."""

    _site: Site
    _wording: Wording
    _looked_at: dict[tuple[str, str], str] = field(default_factory=dict)

    async def show(self, request: Request) -> Response:
        """The rules, and a form to try a sentence."""
        return await self._list(request)

    async def attempt(self, request: Request) -> Response:
        """A sentence tried. Sent as a form's body: what a customer wrote belongs into no address."""
        form = await _fields(request)
        given = {name: form.get(name, "")[:LONGEST] for name in ("subject", "text", "language")}
        trial = await run_in_threadpool(self._wording.attempt, given["subject"], given["text"], given["language"])
        return await self._list(request, trial=trial, given=given)

    async def _list(
        self, request: Request, trial: Trial | None = None, given: dict[str, str] | None = None
    ) -> Response:
        lists = await run_in_threadpool(self._wording.rules)
        values: dict[str, Any] = {
            "lists": lists,
            "trial": trial,
            "given": given or {"subject": "", "text": "", "language": "en"},
            "saved": request.query_params.get("saved", "") in {each.code for each in lists},
            "folder": self._wording.folder,
        }
        return self._site.page(request, "keywords.html.j2", **values)

    async def edit(self, request: Request) -> Response:
        """A language's file in an editor."""
        code = request.path_params["code"]
        now = await run_in_threadpool(self._wording.text, code)
        refusal = self._refusal(request, now)
        return refusal or self._editor(request, Work(code=code, text=now or "", base=digest(now or "")))

    async def work(self, request: Request) -> Response:
        """The edited text checked, replayed, saved or downloaded."""
        code, form = request.path_params["code"], await _fields(request)
        now = await run_in_threadpool(self._wording.text, code)
        if refusal := self._refusal(request, now):
            return refusal
        # A browser sends the lines of a form with CR LF (HTML, "constructing the entry list").
        text = form.get("text", "").replace("\r\n", "\n")
        work = Work(code=code, text=text, base=form.get("base", ""))
        if form.get("do") == "download":
            return Response(text, media_type="text/plain; charset=utf-8", headers=_attached(f"{code}.toml"))
        steps = {"check": self._check, "replay": self._replay, "save": self._save}
        step = steps.get(form.get("do", ""), self._check)
        try:
            saved = await run_in_threadpool(step, work, agent_of(request).name, digest(now or ""))
        except ConfigError as error:
            work.errors, saved = tuple(str(error).splitlines()), False
        if saved:
            return RedirectResponse(f"/keywords?saved={code}", status_code=303)
        return self._editor(request, work)

    def _check(self, work: Work, agent: str, now: str) -> bool:
        work.odd = self._wording.check(work.code, work.text)
        return False

    def _replay(self, work: Work, agent: str, now: str) -> bool:
        work.replayed = self._wording.replay(work.code, work.text)
        self._looked_at[agent, work.code] = digest(work.text)
        return False

    def _save(self, work: Work, agent: str, now: str) -> bool:
        if not self._wording.folder:
            raise ConfigError("Not saved: the shipped files are in use. Set [keywords] dir, or download this text.")
        if self._looked_at.get((agent, work.code)) != digest(work.text):
            raise ConfigError("Not saved: replay exactly this text first, and look at what would change.")
        if work.base != now:
            work.base = now
            self._looked_at.pop((agent, work.code), None)
            raise ConfigError(
                f"Not saved: {work.code}.toml was changed meanwhile. Compare with the file as it is now; "
                "after another replay, saving puts your text in its place."
            )
        self._wording.save(work.code, work.text, by=agent)
        self._looked_at.pop((agent, work.code), None)
        return True

    def _refusal(self, request: Request, now: str | None) -> Response | None:
        """The file is for ops; whoever else asks is told so before anything of it is."""
        if agent_of(request).role != "ops":
            return self._site.page(request, "keywords_refused.html.j2", status=403, missing=False)
        return self._site.page(request, "keywords_refused.html.j2", status=404, missing=True) if now is None else None

    def _editor(self, request: Request, work: Work) -> Response:
        ready = self._looked_at.get((agent_of(request).name, work.code)) == digest(work.text)
        values: dict[str, Any] = {"work": work, "folder": self._wording.folder, "ready": ready}
        return self._site.page(request, "keywords_edit.html.j2", status=422 if work.errors else 200, **values)


def digest(text: str) -> str:
    """SHA-256 of a file's text, in hexadecimal digits."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


async def _fields(request: Request) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}

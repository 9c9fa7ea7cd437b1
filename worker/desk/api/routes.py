"""The desk's actions as JSON, for a team's own tools."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from re import fullmatch
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from parsers.errors import ConfigError, Overtaken, SupportError
from worker.desk.api import prometheus
from worker.desk.api.case_body import case_json, history_json, refused
from worker.desk.api.openapi import BODIES, CASE, Schema, description, filters
from worker.desk.case_port import CaseDesk
from worker.desk.decisions import STATUS_AFTER, Unfit, decision, mistake
from worker.desk.pages.case_page import second_look
from worker.desk.pages.queue_page import listed, query_of
from worker.desk.queue_port import CaseView, Query
from worker.desk.site import Site, agent_of
from worker.desk.view.trail import standing

Given = Mapping[str, Any]
Endpoint = Callable[[Request], Awaitable[Response]]
Work = Callable[[Request, Given], Response]


class Refused(Exception):
    """What is asked for is not done; the text says why."""

    def __init__(self, number: int, text: str, **more: object) -> None:
        super().__init__(text)
        self.answer = JSONResponse({"error": text, **more}, status_code=number)


def routes(site: Site) -> list[BaseRoute]:
    """The addresses under `/api`, and what a supervisor asks."""
    api = Api(site)
    known = [
        Route("/api/openapi.json", _asked(api.description), methods=["GET"]),
        Route("/api/cases", _asked(api.cases), methods=["GET"]),
        Route(CASE, _asked(api.case), methods=["GET"]),
        Route(f"{CASE}/history", _asked(api.history), methods=["GET"]),
        Route(f"{CASE}/draft.eml", _asked(api.letter), methods=["GET"]),
        *(_acting(kind, partial(api.decide, kind)) for kind in STATUS_AFTER),
        _acting("correct", api.correct),
        _acting("look", api.look),
        _acting("drafts", api.put_in_drafts),
    ]
    return [*known, Route("/api/{rest:path}", Otherwise(known)), *prometheus.routes(site.desk.meter)]


def _acting(name: str, work: Work) -> Route:
    return Route(f"{CASE}/{name}", _asked(work, BODIES[name]), methods=["POST"])


def _asked(work: Work, body: Schema | None = None) -> Endpoint:
    """The endpoint that does `work`; whatever goes wrong on purpose is answered in JSON."""

    async def answer(request: Request) -> Response:
        try:
            given = _given(await request.body(), body) if body else {}
            return await run_in_threadpool(work, request, given)
        except Refused as refusal:
            return refusal.answer
        except Unfit as unfit:
            return refused(422, str(unfit))
        except (SupportError, ConfigError) as error:
            return refused(503, str(error))

    return answer


class Otherwise:
    """Whatever else lies under `/api`: 404, or 405 where another method would do."""

    def __init__(self, known: Sequence[Route]) -> None:
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse in JSON."""
        near = [route for route in self._known if route.matches(scope)[0] is Match.PARTIAL]
        answer = refused(404, "there is nothing here; /api/openapi.json describes what there is")
        if near:
            may = ", ".join(sorted(near[0].methods or ()))
            answer = refused(405, f"this address takes {may}")
            answer.headers["Allow"] = may
        await answer(scope, receive, send)


class Api:
    """The same as the pages."""

    def __init__(self, site: Site) -> None:
        self._desk = site.desk

    def description(self, _: Request, __: Given) -> Response:
        """What there is."""
        return JSONResponse(description())

    def cases(self, request: Request, _: Given) -> Response:
        """The queue."""
        return JSONResponse(listed(self._desk.shelf.page(_query(request.query_params))))

    def case(self, request: Request, _: Given) -> Response:
        """One case as `deskhand show --json` prints it, and how it stands."""
        return self._shown(request)

    def history(self, request: Request, _: Given) -> Response:
        """Who did what."""
        view, cases = self._found(request)
        return JSONResponse(history_json(cases.history(view.row.id)))

    def letter(self, request: Request, _: Given) -> Response:
        """The approved draft as a mail."""
        view, cases = self._found(request)
        letter = cases.letter(view.row.id, agent_of(request).name)
        if letter is None:
            raise Refused(409, "the draft is not approved, so there is no mail to hand over")
        return Response(letter, media_type="message/rfc822")

    def decide(self, kind: str, request: Request, given: Given) -> Response:
        """Approve, reject, take over, put off, reopen."""
        view, cases = self._found(request)
        if given["version"] != view.version:
            raise _late(view)
        said = {"subject": view.draft.subject, "body": view.draft.body} if view.draft else {}
        said |= {name: str(value) for name, value in given.items()}
        try:
            cases.decide(decision(view, kind, said, by=agent_of(request).name, now=datetime.now(UTC)))
        except Overtaken:
            raise _late(self._found(request)[0]) from None
        return self._shown(request)

    def correct(self, request: Request, given: Given) -> Response:
        """Wrong intent, wrong customer, wrong bucket."""
        view, cases = self._found(request)
        wrong = mistake(view, given, by=agent_of(request).name)
        cases.correct(wrong)
        return JSONResponse({"kind": wrong.kind, "was": wrong.was, "should_be": wrong.should_be})

    def look(self, request: Request, _: Given) -> Response:
        """Read Stripe again."""
        view, cases = self._found(request)
        if view.case is None or view.state is None:
            raise Refused(409, "what this case was judged on is not kept any more")
        renewed = second_look(view, cases, agent_of(request).name) == "renewed"
        return JSONResponse({"renewed": renewed, "case": case_json(*self._found(request))})

    def put_in_drafts(self, request: Request, _: Given) -> Response:
        """The approved draft into the Drafts folder."""
        view, cases = self._found(request)
        withheld = cases.put_in_drafts(view.row.id, agent_of(request).name)
        if withheld:
            raise Refused(409, f"not put into Drafts: {withheld}")
        return self._shown(request)

    def _shown(self, request: Request) -> Response:
        return JSONResponse(case_json(*self._found(request)))

    def _found(self, request: Request) -> tuple[CaseView, CaseDesk]:
        view, cases = self._desk.shelf.view(request.path_params["case_id"]), self._desk.cases
        if view is None or cases is None:
            raise Refused(404, "no such case")
        return view, cases


def _late(view: CaseView) -> Refused:
    now = standing(view) or "The case is open."
    text = f"Overtaken: nothing was changed. {now} Its version is {view.version} now; read it again, then decide."
    return Refused(409, text, version=view.version, status=view.status)


def _query(given: Mapping[str, str]) -> Query:
    """A tool's slip would show it the wrong cases; the pages forgive, since people see what is chosen. Raises."""
    known, query = filters(), query_of(given)
    for name, value in given.items():
        if name not in known:
            raise Refused(422, f"unknown filter: {_plain(name)}; known are {', '.join(known)}")
        if str(getattr(query, name)) != value:
            words = ", ".join(filter(None, known[name].get("enum", ())))
            raise Refused(422, f"{name} cannot be that" + (f"; it is one of {words}, or empty" if words else ""))
    return query


def _given(body: bytes, schema: Schema) -> Given:
    """The body, if it is what the description says. Raises `Refused`."""
    try:
        given = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise Refused(400, "the body is no JSON") from None
    if not isinstance(given, dict):
        raise Refused(400, "the body is no JSON object")
    known = schema["properties"]
    for name in given:
        if name not in known:
            raise Refused(422, f"unknown key: {_plain(name)}; known are {', '.join(known) or 'none'}")
    for name in schema.get("required", ()):
        if name not in given:
            raise Refused(422, f"{name} is missing")
    for name, value in given.items():
        _fits(name, value, known[name])
    return given


def _fits(name: str, value: object, schema: Schema) -> None:
    if schema["type"] == "integer":
        if type(value) is not int or not schema["minimum"] <= value <= schema["maximum"]:
            raise Refused(422, f"{name} is a whole number from {schema['minimum']}")
    elif not isinstance(value, str) or _plain(value) != value:
        raise Refused(422, f"{name} is a text")
    elif "enum" in schema and value not in schema["enum"]:
        raise Refused(422, f"{name} is one of {', '.join(schema['enum'])}")
    elif "pattern" in schema and not fullmatch(schema["pattern"], value):
        raise Refused(422, f"{name} is {schema['description']}")
    elif len(value) > schema.get("maxLength", len(value)):
        raise Refused(422, f"{name} has at most {schema['maxLength']} characters")


def _plain(text: str) -> str:
    """Half a surrogate pair is valid JSON, but no text that anything could keep."""
    return text.encode("utf-8", "replace").decode("utf-8")

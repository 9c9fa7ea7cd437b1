"""The gates on what agents edit: what no fact of the case carries is marked, and confirmed by name or not approved."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from parsers.vocabulary import Draft, FactKind, Verdict
from worker.commitments import undertakings
from worker.desk.queue_port import CaseView
from worker.desk.quote import split
from worker.render.bounds import bounds_of
from worker.render.fact_wordings import word_facts
from worker.render.gates import Bounds, Breach, Shown, breaches

KINDS = {"facts": "no fact of this case carries it", "disclosure": "not to be told to this sender"}
PROMISE = "nothing that this case proposes, or that Stripe shows, carries it"
MOST = 40  # marks that are told: a text with more of them is another letter
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure, date, address, link or promise of an edit that nothing carries; `before` and `after` it in its line."""

    token: str
    why: str
    before: str = ""
    after: str = ""


def marks(view: CaseView, subject: str, body: str) -> tuple[Mark, ...]:
    """What must be confirmed before this text is approved, in the order of the text; none where it is as drafted."""
    before = view.draft
    letter, quote = split(body)
    if before is None:
        return ()
    # What stands in the draft as it was written has passed the gates, and so has what it quotes.
    drafted, quoted = split(before.body)
    theirs = quote in {"", quoted}
    if theirs and (subject, letter) == (before.subject, drafted):
        return ()
    text = f"{subject}\n\n{letter}" if theirs else f"{subject}\n\n{letter}\n\n{quote}"
    known = {_key(each) for each in _breaches(view, f"{before.subject}\n\n{drafted}")}
    new = [each for each in _breaches(view, text) if _key(each) not in known]
    told = dict.fromkeys(_mark(each, text) for each in new)
    return tuple(sorted(told, key=lambda mark: text.find(mark.token)))[:MOST]


def unconfirmed(found: Collection[Mark], confirmed: Collection[str]) -> tuple[Mark, ...]:
    """Those of them that nobody vouched for by name."""
    named = {" ".join(each.split()) for each in confirmed}
    return tuple(mark for mark in found if mark.token not in named)


def _key(breach: Breach) -> tuple[str, str]:
    return breach.gate, " ".join(breach.token.split())


def _breaches(view: CaseView, text: str) -> Iterator[Breach]:
    if view.case is None or view.message is None or view.state is None or view.draft is None:
        # Nothing is kept that could carry a fact: every one of them is to be confirmed.
        yield from breaches(text, Bounds(verdict=Verdict.NOT_FOUND))
        return
    bounds = bounds_of(view.case, view.message, view.state, view.draft.language)
    facts = (*bounds.facts, *word_facts(view.case, view.state), *_recipients(view.draft))
    yield from breaches(text, replace(bounds, facts=facts))
    yield from undertakings(text, view.case.actions)


def _recipients(draft: Draft) -> Iterator[Shown]:
    """Whoever gets the mail knows their own address."""
    for address in draft.to:
        yield Shown(kind=FactKind.NAME, text=address, object="mail", field="from")


def _mark(breach: Breach, text: str) -> Mark:
    token = " ".join(breach.token.split())
    why = PROMISE if breach.gate == "promise" else KINDS.get(breach.gate, KINDS["facts"])
    at = text.find(breach.token)
    if at < 0:
        return Mark(token, why)
    end = at + len(breach.token)
    before, after = text[:at].rpartition("\n")[2], text[end:].partition("\n")[0]
    return Mark(token, why, _tail(before), _head(after))


def _tail(text: str) -> str:
    return text if len(text) <= _AROUND else "…" + text[-_AROUND:].partition(" ")[2]


def _head(text: str) -> str:
    return text if len(text) <= _AROUND else text[:_AROUND].rpartition(" ")[0] + "…"

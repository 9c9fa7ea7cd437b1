"""Which subscription a customer names in words: by id, plan, interval, amount, day, or as the newer or older one."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from classifiers.account import Account, began, main_item
from classifiers.references.charges import OWN_WORDS, says_amount
from classifiers.traits import Choices, Words, by_time, told_apart
from parsers.vocabulary import Identifier, IdentifierKind, Message, Subscription

# Single line ends are wrapping; a clause ends with a sentence, a blank line, or where the wish turns.
BREAK = re.compile(
    r"(?<=[.!?;])\s+|\n\s*\n|"
    r",?\s+(?=(?:but|and (?:keep|leave)|while|instead of|rather than|aber|und behalt\w*|sondern)\b)",
    re.I,
)
UNWANTED = re.compile(
    r"(?i)\b(?:(?:do ?n[o']?t|don’t|no longer|never|not) (?:\w+ )?(?:need|use|want|require)|"
    r"(?:brauche|will|nutze|benötige)\b.{0,40}\b(?:nicht|keine?n?)(?: mehr)?|"
    r"superfluous|redundant|unneeded|unnecessary|surplus|one too many|"
    r"(?:can|may|has to|should|must|is to) go(?: away)?(?! (?:on|ahead|forward|through)\b)|überflüssig|zu viel|"
    r"kann weg|soll weg|muss weg)\b"
)
SPARED = re.compile(
    r"(?i)\b(?:(?:do ?n[o']?t|don’t|never|not|without) (?:\w+ )?"
    r"(?:cancel\w*|stop\w*|end\w*|touch\w*|refund\w*|remov\w*)|"
    r"nicht (?:\w+ )?(?:kündigen|beenden|stornieren))\b"
)
ENDED = re.compile(
    r"(?i)\b(?:cancel\w*|stop\w*|end|terminat\w+|drop|remov\w+|close|delet\w+|refund\w*|unsubscrib\w+|get rid|"
    r"kill|scrap|axe|ditch|bin|discontinue|deactivat\w+|turn off|switch off|shut down|let go of|take off|"
    r"money back|instead of|rather than|kündig\w*|beend\w*|stornier\w*|lösch\w*|erstatt\w*)\b"
)
KEPT = re.compile(
    r"(?i)\b(?:keep\w*|stay\w*|remain\w*|continue\w*|prefer\w*|(?:only|just) (?:need|want|use)|switched to|moved to|"
    r"upgraded to|hold (?:on )?(?:to|onto)|hang on to|stick with|carry on|go(?:es)? on|retain\w*|"
    r"let (?=.{1,60}\b(?:run|live)\b)|(?:need|want) (?:only|just)|leave (?=(?:the|my|that|it|this|our)\b)|is "
    r"(?:fine|enough|correct|the right one)|"
    r"(?:brauche|will|möchte) nur|behalt\w*|bleib\w*|weiter)\b"
)
# In this order: of two that overlap the first counts.
VERBS = ((UNWANTED, "end"), (SPARED, "keep"), (ENDED, "end"), (KEPT, "keep"))
# What the clause before named: "the October one is superfluous. Please cancel that one."
THAT_ONE = re.compile(r"(?i)\b(?:(?:that|this) (?:one|subscription|plan)|dieses(?: abo)?)\b")
# A clause with a subject of its own says something new.
SUBJECT = re.compile(r"(?i)\s*(?:i|we|you|it|this|that|there|because|since|as|ich|wir|sie|es|das|weil|da)\b")
COMMA = re.compile(r"\s*[,:–—]\s+")
INTERVALS = {
    "day": re.compile(r"(?i)\b(?:daily|täglich\w*)\b"),
    "week": re.compile(r"(?i)\b(?:weekly|wöchentlich\w*)\b"),
    "month": re.compile(r"(?i)\b(?:monthly|month[- ]to[- ]month|per month|monatlich\w*|monats(?:abo|plan|tarif)\w*)\b"),
    "year": re.compile(r"(?i)\b(?:yearly|annual(?:ly)?|per year|jährlich\w*|jahres(?:abo|plan|tarif)\w*)\b"),
}
THING = r"(?:one|subscriptions?|plans?|accounts?|memberships?|sign-?ups?|abos?|abonnements?)"
# "the older one", "the second Pro plan", "the newer of the two".
WHICH = rf"(?: (?:\w+ )?{THING}| of (?:my|the|these|those|them|both))"
NEWER = re.compile(
    rf"(?i)\b(?:new {THING}|"
    rf"(?:newer|newest|latest|(?:most|more) recent|second|2nd|later|neuere?[sn]?|zweite[sn]?){WHICH})\b"
)
OLDER = re.compile(
    rf"(?i)\b(?:old {THING}|"
    rf"(?:older|oldest|first|1st|original|earlier|previous|alte[sn]?|ältere[sn]?|erste[sn]?){WHICH})\b"
)
# "the one from March", "the subscription I bought yesterday": a day that is said of the thing, not of the story.
OF_A_TIME = re.compile(
    rf"(?i)\b(?:{THING}|das|vertrag|tarif)\b.{{0,40}}?\b(?:from|of|since|start\w*|bought|beg[au]n|created|made|"
    rf"taken out|took out|opened|set up|in|vom|von|aus|seit|gekauft|begonnen)\b|"
    rf"\b(?:yesterday|today|last week|this week)(?:'s|’s)? {THING}\b"
)
SHORTEST_NAME = 3
LONGEST = 20_000  # characters in which somebody says what is meant; what lies beyond is no wish any more
WORD = re.compile(r"\w+")
# Words of product names that tell no product from another.
_COMMON = (
    "the and for with new old plan plans subscription account membership monthly yearly annual weekly daily month year "
    "one app tool suite edition version und für mit neu alt abo tarif konto"
)
COMMON = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class Clause:
    """One turn of the customer's words, and what it wishes for what it names."""

    text: str
    wish: str  # "end" | "keep" | ""


def named_to_end(
    message: Message, candidates: tuple[Subscription, ...], account: Account | None = None, *, aged: bool = True
) -> Subscription | None:
    """The one of two or more that the customer clearly wants ended; None where none, or more than one, is named.

    `aged`: whether to call it the newer or the older one is a name.
    """
    ended, kept = _wished(message, candidates, account, aged=aged)
    if len(ended - kept) == 1:
        return _only(candidates, ended - kept)
    rest = {each.id for each in candidates} - kept
    return _only(candidates, rest) if kept and len(rest) == 1 and not ended - rest else None


def named_at_all(
    message: Message, candidates: tuple[Subscription, ...], account: Account | None = None
) -> Subscription | None:
    """The one that is wanted ended, else the only one of them that the mail names in any way but to keep it."""
    clearly = named_to_end(message, candidates, account)
    if clearly:
        return clearly
    _, kept = _wished(message, candidates, account)
    naming = _naming(message, Choices(candidates=candidates, account=account))
    named = {id for clause in clauses(message) for id in naming(clause.text)}
    return _only(candidates, named - kept) if len(named - kept) == 1 else None


def titled(message: Message, candidates: tuple[Subscription, ...]) -> Subscription | None:
    """The only one of them whose id or plan's name stands in the customer's words, and is not to be kept."""
    _, kept = _wished(message, candidates, None)
    words = [clause.text for clause in clauses(message)]
    named = {id for text in words for id in (*_by_id(text, candidates), *_by_plan(text, candidates))}
    return _only(candidates, named - kept) if len(named - kept) == 1 else None


def _wished(
    message: Message, candidates: tuple[Subscription, ...], account: Account | None, *, aged: bool = True
) -> tuple[set[str], set[str]]:
    naming = _naming(message, Choices(candidates=candidates, account=account), aged=aged)
    ended: set[str] = set()
    kept: set[str] = set()
    before: set[str] = set()
    for clause in clauses(message):
        found = naming(clause.text)
        if not found and clause.wish and THAT_ONE.search(clause.text):
            found = before
        if clause.wish == "end":
            ended |= found
        elif clause.wish == "keep":
            kept |= found
        before = found
    return ended, kept


def _naming(message: Message, among: Choices, *, aged: bool = True) -> Callable[[str], set[str]]:
    """What a clause of this mail names; a clause that is said again is looked at once."""
    return cache(partial(named_in, identifiers=message.identifiers, among=among, aged=aged))


def _only(candidates: Iterable[Subscription], ids: set[str]) -> Subscription | None:
    return next((each for each in candidates if each.id in ids), None)


def clauses(message: Message) -> Iterator[Clause]:
    """The customer's own words, clause by clause; one without a verb of its own continues the one before its comma."""
    for text in (message.own_subject, message.new_text[:LONGEST]):
        yield from _clauses_of(text)


@lru_cache(maxsize=4)
def _clauses_of(text: str) -> tuple[Clause, ...]:
    """Kept for the mail in hand: every way of understanding it is judged on the same words, and asks several times."""
    found: list[Clause] = []
    for sentence in BREAK.split(text):
        wish = ""
        for part in COMMA.split(" ".join(sentence.split())):
            for clause in _turns(part, wish):
                wish = clause.wish
                found.append(clause)
    return tuple(found)


def _turns(part: str, before: str) -> Iterator[Clause]:
    """A part cut at its verbs: each governs what follows it, the first one also what stands before it."""
    verbs = _verbs(part)
    if not verbs:
        yield Clause(part, "" if SUBJECT.match(part) else before)
        return
    starts = [0, *(start for start, _ in verbs[1:]), len(part)]
    for (_, wish), start, end in zip(verbs, starts, starts[1:], strict=False):
        yield Clause(part[start:end], wish)


def _verbs(part: str) -> list[tuple[int, str]]:
    """Where each verb stands and what it wishes; a negated verb is one with its negation."""
    found: list[tuple[int, str]] = []
    taken = bytearray(len(part))  # one byte a letter: a long text of verbs alone takes no longer than its length
    for pattern, wish in VERBS:
        for hit in pattern.finditer(part):
            start, end = hit.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append((start, wish))
    return sorted(found)


def named_in(
    text: str, identifiers: Iterable[Identifier], among: Choices, *, aged: bool = True, phrase: bool = False
) -> set[str]:
    """Ids of the candidates a text tells from the others: those on which all that it says of them agrees.

    `aged`: whether being the newer or the older one counts. `phrase`: it points at one of them as a whole, so that a
    day in it is the thing's own.
    """
    candidates = among.candidates
    here = tuple(each for each in identifiers if each.place in OWN_WORDS and each.written in text)
    found = [
        _by_id(text, candidates),
        _by_plan(text, candidates),
        _by_interval(text, candidates),
        _by_amount(here, candidates),
        _by_age(as_things(text, candidates), candidates) if aged else set(),
        told_apart(Words(text=text, here=here), among),
        by_time(Words(text=text, here=here), among) if phrase or OF_A_TIME.search(text) else set(),
    ]
    told = [ids for ids in found if ids and len(ids) < len(candidates)]
    if not told:
        return set()
    return set.intersection(*told) or set.union(*told)


def _by_id(text: str, candidates: Iterable[Subscription]) -> set[str]:
    return {each.id for each in candidates if any(id in text for id in (each.id, *(item.id for item in each.items)))}


def _by_plan(text: str, candidates: Iterable[Subscription]) -> set[str]:
    """By product name or nickname; the longest first, so that `Pro` is not found within `Pro Plus`."""
    names: dict[str, set[str]] = {}
    for each in candidates:
        for name in names_of(each):
            names.setdefault(name, set()).add(each.id)
    rest, found = text, set()
    for name in sorted(names, key=len, reverse=True):
        rest, hits = re.subn(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", " ", rest)
        if hits:
            found |= names[name]
    return found or {id for name in names if _distinctive(name, names, rest) for id in names[name]}


def _distinctive(name: str, names: Iterable[str], text: str) -> bool:
    """Whether a text has a word of a name that no other name has: with its capital, or right before "plan" and such."""
    others = {word for other in names if other != name for word in WORD.findall(other)}
    own = (word for word in WORD.findall(name) if word not in others and len(word) >= SHORTEST_NAME)
    return any(
        re.search(rf"(?<=\w )(?=\w*[A-Z])(?i:{re.escape(word)})\b|\b(?i:{re.escape(word)}[ -]{THING})\b", text)
        for word in own
        if word not in COMMON
    )


def as_things(text: str, candidates: Iterable[Subscription]) -> str:
    """The same text where a name that all of them bear, which tells none apart, reads as "subscription"."""
    shared = set.intersection(*held) if (held := [names_of(each) for each in candidates]) else set()
    for name in sorted(shared, key=len, reverse=True):
        text = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)(?! (?:{THING})\b)", "subscription", text)
    return text


def names_of(subscription: Subscription) -> set[str]:
    prices = [item.price for item in subscription.items]
    names = [name for price in prices for name in (price.product_name, price.nickname) if name]
    return {name.casefold() for name in names if len(name) >= SHORTEST_NAME}


def _by_interval(text: str, candidates: Iterable[Subscription]) -> set[str]:
    said = {interval for interval, words in INTERVALS.items() if words.search(text)}
    return {each.id for each in candidates if each.items and main_item(each).price.interval in said}


def _by_amount(here: Iterable[Identifier], candidates: Iterable[Subscription]) -> set[str]:
    said = {each.value for each in here if each.kind is IdentifierKind.AMOUNT}
    fixed = ((each, main_item(each)) for each in candidates if each.items)
    return {
        each.id
        for each, item in fixed
        if (price := item.price.unit_amount) and says_amount(said, price.amount * max(item.quantity, 1), price.currency)
    }


def _by_age(text: str, candidates: tuple[Subscription, ...]) -> set[str]:
    """The newer and the older one, of those that differ in age."""
    inorder = sorted(candidates, key=lambda each: (began(each), each.id))
    if len({began(each) for each in inorder}) < 2:
        return set()
    found = {inorder[-1].id} if NEWER.search(text) else set()
    return found | ({inorder[0].id} if OLDER.search(text) else set())

"""Phrases by which a customer points at one of several things: "the green one", "the plan my assistant set up"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from classifiers.traits import KNOWN_WORDS

_HEAD = (
    r"(?:one|subscription|plan|account|membership|licen[cs]e|sign-?up|purchase|order|"
    r"abo(?:nnement)?|vertrag|tarif|konto|mitgliedschaft)"
)
_THE = r"(?:the|my|that|this|our|your|das|den|der|die|dem|mein\w*|unser\w*|dieses)"
# "the euro one", "my old Acme subscription": one to four words between the article and what they tell apart.
BEFORE = re.compile(rf"(?i)\b{_THE}\s+(?P<words>(?:[\w$€£'’.&-]+\s+){{1,4}}?)(?P<head>{_HEAD})\b")
# "the one from work", "the subscription that my assistant set up": to the end of the clause.
_TOLD = r"paid|billed|charged|bought|ending|starting|called|named|belonging|linked|registered"
AFTER = re.compile(
    rf"(?i)\b{_THE}\s+(?:(?:one)\s+(?P<words>(?:that|which|who|i|we|my|our|on|with|from|under|in|for|at|by|"
    rf"{_TOLD})\b.*)|"
    rf"{_HEAD}\s+(?P<clause>(?:that|which|{_TOLD}|under|on (?:my|our|the))\b.*))|"
    rf"\b(?:the|that)\s+{_HEAD}\s+(?P<owned>(?:i|we|my|our)\b.*)"
)
# German needs no noun: "das grüne kündigen", "das in Euro soll bleiben", "das mit der Visa".
NOUNLESS = re.compile(
    r"(?i)\bdas\s+(?P<words>[\w-]+e)(?=\s*(?:$|[,.!?]|(?:bitte|kündigen|beenden|behalten|soll|kann|möchte|will|"
    r"bleibt)\b))|"
    r"\bdas\s+(?:abo\w*\s+)?(?P<clause>(?:in|mit|auf|vom|von|aus|über|unter)\b.*)"
)
# What such a phrase may hold without telling one from another.
_NEUTRAL = (
    "authorized authorised agreed approved consented asked renew automatically auto "
    "i'm i've i'd it's that's we're they're isn't wasn't won't can't cannot into about "
    "a an the that this these those which who what my our your his her their its it he she they i we you me us "
    "them one ones two both of to for in on at by with from as and or so but not no never do does did don't is "
    "are was were be been am has have had having got get gets want wants wanted need needs needed needing use "
    "uses used using like liked would could should can may might must will please just only also still now then "
    "here there too again once twice any more anymore longer other another extra additional duplicate duplicated "
    "double doubled second same wrong right correct spare surplus redundant superfluous unneeded unwanted "
    "unnecessary single sole whole entire very actual existing current really actually apparently obviously "
    "evidently clearly probably somehow accidentally mistakenly unintentionally mistake accident error purpose "
    "account subscription plan membership service product app keep keeps keeping cancel cancelled canceled "
    "cancelling stop end ended pay paying paid pays charge charged charging bill billed billing bought buy "
    "purchased ordered order made created make started start signed subscribed opened know see seems seem think "
    "thought meant mean intend intended much many price money cost costs refund refunded back ends period month "
)
_NEUTRAL_GERMAN = (
    "das den der die dem des ein eine einen einem einer mein meine meinen dein ihr ihre ich wir sie es und oder "
    "nicht kein keine mehr noch doch nur auch bitte andere anderen anderes weitere weiteres zweite zweiten "
    "zweites doppelte doppelten doppeltes gleiche gleichen falsche falschen richtige richtigen überflüssige "
    "überflüssigen zu viel ganze ganzen mit auf vom von aus über unter für abo abonnement vertrag tarif konto "
    "kündigen gekündigt beenden behalten brauche benötige möchte soll bleiben läuft zahle bezahle gekauft "
    "bestellt versehentlich habe hat haben ist sind war "
)
NEUTRAL = frozenset((_NEUTRAL + _NEUTRAL_GERMAN).split())
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Words of age and of rhythm are traits with finders of their own.
# What such a phrase cannot hold: another article, a verb, a new clause.
INNER = re.compile(r"(?i)\b(?:the|my|a|an|and|or|that|this|your|our|for|of|to|has|have|is|are|was|were|but|i|we|you)\b")
BRAND = re.compile(r"(?:[Mm]y|[Oo]ur)\s+(?:[A-Z][\w.-]*\s+){1,4}")
AGES = re.compile(
    r"(?i)\b(?:new\w*|old\w*|latest|recent|later|earlier|first|original|previous|last|1st|2nd|third|"
    r"neu\w*|alt\w*|ält\w*|erste\w*|letzte\w*|monthly|yearly|annual\w*|weekly|daily|month|year|week|day|"
    r"monatlich\w*|jährlich\w*|wöchentlich\w*|monats\w*|jahres\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Designation:
    """A phrase that points at one thing, and whether it does so by contrast: "the X one"."""

    text: str
    contrast: bool
    branded: bool = False  # "my Acme subscription": a name with a capital, of whoever sells it


def designations(text: str) -> Iterator[Designation]:
    """The phrases of a clause, in no promised order."""
    for hit in BEFORE.finditer(text):
        if not INNER.search(hit["words"]):
            yield Designation(hit["words"], hit["head"].casefold() == "one", BRAND.match(hit[0]) is not None)
    for hit in AFTER.finditer(text):
        yield Designation(hit["words"] or hit["clause"] or hit["owned"], hit["words"] is not None)
    for hit in NOUNLESS.finditer(text):
        yield Designation(hit["words"] or hit["clause"], True)


def unknown_words(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """What a designation says beyond names, neutral words and words of known traits: a trait that nobody here knows."""
    rest = text
    for name in sorted(names, key=len, reverse=True):
        rest = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", " ", rest)
    known = NEUTRAL | {word.casefold() for name in names for word in WORD.findall(name)}
    rest = AGES.sub(" ", KNOWN_WORDS.sub(" ", rest))
    return tuple(word for word in WORD.findall(rest) if word.casefold() not in known and not word.isdigit())


def names_a_trait(text: str) -> bool:
    """Whether a designation has a word of a known trait in it."""
    return bool(KNOWN_WORDS.search(text))

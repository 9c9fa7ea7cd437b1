"""User names of other services, which the account's metadata may map to a customer: "my GitHub user is octocat"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from parsers.identifiers.tokens import Token, any_of
from parsers.vocabulary import IdentifierKind

_HANDLE = r"(?P<handle>[A-Za-z0-9](?:[A-Za-z0-9]|[._-](?=[A-Za-z0-9])){0,38})(?![\w-])"
_ROLE = any_of(
    "user name|username|user-name|user|user id|userid|handle|login|nick|nickname|id|account|account name|profile|profil"
    "|benutzername|benutzer|nutzername|konto|compte|identifiant|utilisateur|nom d'utilisateur|pseudo|usuario|cuenta"
    "|nombre de usuario|utente|nome utente|usuário|conta|nome de usuário|gebruikersnaam|gebruiker"
)
_IS = r"(?:\s?[:=]\s?|\s(?:is|named|called|ist|lautet|est|es|è|é|se\sllama)\s?:?\s)"
_BARE = re.compile(rf"@(?<![\w.@/+-]@){_HANDLE}(?![@.]\w)")

# Pages of a service's own, and words that follow "is" where no handle does.
_NOT_HANDLES = """
    about account apps billing collections contact customer-stories docs enterprise explore features issues join login
    marketplace new notifications orgs pricing pulls readme search security settings signup site sponsors team topics
    trending user users channels invite support help everyone here channel all admin
    a active already also an broken connected deleted disconnected down empty fine gone good inactive invalid it
    linked locked missing my no not now ok only our please private public still suspended the this unknown valid wrong
    your verknüpft nicht mein das die der lié pas mon le la ma vinculado mi el collegato non mio il vinculada não meu o
"""
NOT_HANDLES = frozenset(_NOT_HANDLES.split())


class _Patterns(NamedTuple):
    label: str
    page: re.Pattern[str]
    told: tuple[re.Pattern[str], ...]


def find_handles(text: str, labels: Sequence[str]) -> Iterator[Token]:
    """Handles of the services named in `labels`; a bare `@name` counts where only one service can be meant."""
    lower = text.lower()
    named = [each for each in map(_patterns, labels) if each.label in lower]
    for patterns in named:
        yield from _of(text, patterns)
    candidates = [each.label for each in named] or [label.lower() for label in labels]
    if len(candidates) == 1 and "@" in text:
        for hit in _BARE.finditer(text):
            yield from _token(candidates[0], hit)


def _of(text: str, patterns: _Patterns) -> Iterator[Token]:
    for pattern in (patterns.page, *patterns.told):
        for hit in pattern.finditer(text):
            yield from _token(patterns.label, hit)


def _token(label: str, hit: re.Match[str]) -> Iterator[Token]:
    if hit["handle"].lower() not in NOT_HANDLES:
        yield Token(IdentifierKind.HANDLE, f"{label}:{hit['handle']}", *hit.span("handle"))


@lru_cache(maxsize=64)
def _patterns(label: str) -> _Patterns:
    name = re.escape(label.lower())
    service = rf"(?<!\w){name}(?!\w)"
    return _Patterns(
        label.lower(),
        re.compile(rf"(?<![\w-]){name}\.(?:com|org|io|net)/@?{_HANDLE}/?(?![/\w])", re.IGNORECASE),
        (
            re.compile(rf"{service}[\s-]?{_ROLE}(?:\s\w{{1,10}})?{_IS}[\"'`(@]{{0,2}}{_HANDLE}", re.IGNORECASE),
            re.compile(rf"{service}[\s-]?(?:{_ROLE}\s)?[\"'`(]?@{_HANDLE}", re.IGNORECASE),
            re.compile(rf"{service}[\s-]?(?:{_ROLE}\s)?[\"'`(]{_HANDLE}[\"'`)]", re.IGNORECASE),
            re.compile(rf"{service}\s?[:=]\s?@?{_HANDLE}", re.IGNORECASE),
            re.compile(
                rf"{_ROLE}\s(?:on|at|for|in|auf|bei|sur|en|su|no|op)\s{service}{_IS}[\"'`(@]{{0,2}}{_HANDLE}",
                re.IGNORECASE,
            ),
            re.compile(rf"(?<![\w.@])@{_HANDLE}\s(?:on|auf|sur|en|su|no|op)\s{service}", re.IGNORECASE),
        ),
    )

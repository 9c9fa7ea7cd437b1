"""Domains compared as DNS does, and their organisation by the public suffix list (RFC 7489, section 3.2)."""

import re
from functools import lru_cache

import idna
from publicsuffixlist import PublicSuffixList

_DOMAIN = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def to_ascii_domain(written: str) -> str:
    """`written` in lower case and as A-labels (RFC 5891), without a final dot; empty if it is no domain name."""
    domain = written.strip().lower().rstrip(".")
    if not domain.isascii():
        try:
            domain = idna.encode(domain).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return ""
    return domain if _DOMAIN.fullmatch(domain) else ""


@lru_cache(maxsize=1024)
def organisation(domain: str) -> str:
    """The registrable domain; `domain` itself where it is a public suffix or a single label."""
    return str(_suffixes().privatesuffix(domain) or domain)


def same_organisation(one: str, other: str) -> bool:
    """Whether two domains (as from `to_ascii_domain`) belong together; the empty one to none."""
    return bool(one and other) and (one == other or organisation(one) == organisation(other))

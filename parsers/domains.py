"""Domains as one name each, whoever spells them: IDNA 2008 (RFC 5891), and organisations by the public suffix list."""

import re
from functools import lru_cache

import idna
from publicsuffixlist import PublicSuffixList

_DOMAIN = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
MAX_WRITTEN = 1000  # characters of what may be a domain


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=4096)
def to_ascii_domain(written: str) -> str:
    """What people write (UTS 46, not transitional), as A-labels in lower case without a final dot; "" if no domain."""
    if len(written) > MAX_WRITTEN:
        return ""
    try:
        return exact_domain(idna.uts46_remap(written.strip(" \t"), std3_rules=False))
    except (idna.IDNAError, UnicodeError):
        return ""


@lru_cache(maxsize=4096)
def exact_domain(written: str) -> str:
    """What machines write, as A-labels: ASCII in either case, every other label a valid U-label as it stands."""
    domain = written.removesuffix(".")
    try:
        labels = [label.lower() if label.isascii() else _a_label(label) for label in domain.split(".")]
    except (idna.IDNAError, UnicodeError):
        return ""
    joined = ".".join(labels)
    return joined if _DOMAIN.fullmatch(joined) else ""


def _a_label(label: str) -> str:
    """The A-label of a U-label; raises where it is none, or where it would only become one by mapping."""
    return idna.alabel(label).decode("ascii")


def same_domain(one: str, other: str) -> bool:
    """Whether two domains, as people write them, are one; what is no domain is only itself."""
    return domain_key(one) == domain_key(other)


def domain_key(written: str) -> str:
    """What all spellings of one domain share; of what is no domain, its lower case."""
    return to_ascii_domain(written) or written.strip(" \t").lower()


def address_key(address: str) -> str:
    """What all spellings of one address share: the ASCII letters of its local part in lower case, and its domain."""
    local, at, domain = address.rpartition("@")
    return f"{in_lower_case(local)}{at}{domain_key(domain)}"


def in_lower_case(text: str) -> str:
    """`text` with its ASCII letters in lower case, and those alone: the Kelvin sign is no k."""
    return text.lower() if text.isascii() else "".join(char.lower() if char.isascii() else char for char in text)


def spellings(domain: str) -> frozenset[str]:
    """A domain as it was written, as A-labels, and as U-labels."""
    plain = to_ascii_domain(domain)
    try:
        shown = idna.decode(plain) if "xn--" in plain else plain
    except (idna.IDNAError, UnicodeError):
        shown = plain
    return frozenset({in_lower_case(domain.strip()), plain, shown}) - {""}


def address_spellings(address: str) -> frozenset[str]:
    """An address as it was written and with its domain in both spellings, ASCII in lower case."""
    local, at, domain = address.strip().rpartition("@")
    return frozenset(f"{in_lower_case(local)}{at}{each}" for each in spellings(domain))


@lru_cache(maxsize=1024)
def organisation(domain: str) -> str:
    """The registrable domain; `domain` itself where it is a public suffix or a single label."""
    return str(_suffixes().privatesuffix(domain) or domain)


def same_organisation(one: str, other: str) -> bool:
    """Whether two domains (as from `to_ascii_domain`) belong together; the empty one to none."""
    return bool(one and other) and (one == other or organisation(one) == organisation(other))

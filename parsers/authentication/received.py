"""Who stamped the Received lines above a header: whatever another host let through may be the sender's own words."""

import re
from collections.abc import Sequence

from parsers.authentication.grammar import MAX_LENGTH, as_octets
from parsers.authentication.results import without_comments
from parsers.domains import exact_domain, same_organisation, spellings, to_ascii_domain

# Where the id-less style of Microsoft 365 may come from: the hosts of Exchange Online and its national clouds.
MICROSOFT_HOSTS = ("outlook.com", "exchangelabs.com", "office365.com", "outlook.cn", "office365.us", "outlook.de")

_BY = re.compile(r"(?:^|\s)by\s+([^\s;]{1,255})", re.IGNORECASE)
_LITERAL = re.compile(
    r"\[?(?:ipv6:)?(?:\d{1,3}(?:\.\d{1,3}){3}|(?=[0-9a-f:.]*:[0-9a-f:.]*:)[0-9a-f:.]{2,45})\]?", re.IGNORECASE
)


def untrusted_hop(above: Sequence[tuple[str, bytes]], authserv_id: str, own_hosts: Sequence[str]) -> str | None:
    """The first host above that is neither of the id's organisation, nor an IP literal, nor our own; None if all are.

    `above`: the headers above the one in question. A line without a `by`, or too long to read, is a hop by nobody: "".
    """
    own = {spelling.rstrip(".") for host in own_hosts for spelling in spellings(host)}
    for name, value in above:
        if name.lower() == "received":
            plain = without_comments(as_octets(value))[0] if len(value) <= MAX_LENGTH else ""
            hosts: list[str] = _BY.findall(plain)
            for host in hosts or [""]:
                if not _ours(host.lower().rstrip("."), authserv_id, own):
                    return host
    return None


def _ours(host: str, authserv_id: str, own: set[str]) -> bool:
    if not host:
        return False
    if host in own or _LITERAL.fullmatch(host):
        return True
    domain = exact_domain(host)
    homes = (authserv_id,) if authserv_id else MICROSOFT_HOSTS
    return any(same_organisation(domain, to_ascii_domain(home)) for home in homes)

"""For `doctor`: whose Authentication-Results the recent mails carry, since that decides who can be proven."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from parsers.authentication.results import MICROSOFT, read_results
from parsers.domains import spellings
from worker.ports import Finding

RECENT = 50  # mails looked at
_FIELD = re.compile(rb"^authentication-results[ \t]*:((?:.*)(?:\r?\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)


def verdicts_seen(headers: Sequence[bytes], trusted: Sequence[str]) -> Iterator[Finding]:
    """What the topmost such field of each header says it is from, held against `inbox.authserv_ids`."""
    if not headers:
        yield well("the folder holds no mail yet, so whose Authentication-Results it carries cannot be seen")
        return
    seen = Counter(_authserv_id(header) for header in headers)
    tally = ", ".join(f"{name or 'none'} ({count})" for name, count in seen.most_common(5))
    text = f"Authentication-Results of the last {len(headers)} mails: {tally}"
    if {spelling for name in trusted for spelling in spellings(name)} & set(seen):
        yield well(f"{text}; make sure your mail server takes away incoming ones under its own name")
    elif set(seen) == {""}:
        mend = "have the mail server check DKIM and DMARC (OpenDKIM and OpenDMARC, rspamd), or set verify_dkim = true"
        yield doubt(text, mend)
    else:
        likely = next(name for name, _ in seen.most_common() if name)
        yield doubt(f"{text}; inbox.authserv_ids trusts none of them", f'if it is yours: authserv_ids = ["{likely}"]')


def well(text: str) -> Finding:
    """Proven."""
    return Finding(area="inbox", ok=True, text=text)


def doubt(text: str, mend: str) -> Finding:
    """Worth saying, but no failure."""
    return Finding(area="inbox", ok=False, warning=True, text=text, mend=mend)


def fault(text: str, mend: str = "") -> Finding:
    """Wrong, and how to mend it."""
    return Finding(area="inbox", ok=False, text=text, mend=mend)


def _authserv_id(header: bytes) -> str:
    found = _FIELD.search(header)
    if found is None:
        return ""
    results = read_results(b" ".join(found[1].split()))
    return (results.authserv_id or MICROSOFT) if results.sound else ""

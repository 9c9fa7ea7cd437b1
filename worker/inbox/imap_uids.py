"""Which UIDs are to be read, found without ever asking for a range that could be too long an answer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from worker.imap import HIGHEST_UID, Folder, ImapSession

# An answer line of imaplib holds 1,000,000 bytes; a UID takes up to 11.
_WINDOW = 50_000
_DATES_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UidList:
    """What to read, ascending; `highest` is the last UID looked at, read or not.

    `in_order`: nothing unwanted lies between the wanted ones, so the cursor may move with every batch.
    """

    wanted: tuple[int, ...]
    highest: int
    in_order: bool = True


def unread_uids(session: ImapSession, state: Folder, above: int) -> UidList:
    """All UIDs above the cursor. `above + 1:*` would bring the last mail again, so it is not asked."""
    found = _search(session, state, above)
    return UidList(wanted=tuple(found), highest=found[-1] if found else above)


def unread_since(session: ImapSession, state: Folder, start: datetime | None) -> UidList:
    """On the first start: what arrived (INTERNALDATE) at `start` or later; None for everything."""
    every = _search(session, state, 0)
    highest = max([(state.uidnext or 1) - 1, *every[-1:]])
    if start is None:
        return UidList(wanted=tuple(every), highest=highest)
    wanted = _arrived(session, _search(session, state, 0, "SINCE", _day_before(start)), start)
    tail = [uid for uid in every if wanted and uid >= wanted[0]]
    return UidList(wanted=tuple(wanted), highest=highest, in_order=tail == wanted)


def _search(session: ImapSession, state: Folder, above: int, *criteria: str) -> list[int]:
    if above >= HIGHEST_UID:
        return []
    uids = ("UID", f"{above + 1}:{HIGHEST_UID}", *criteria)
    if above or state.exists <= _WINDOW:
        return [uid for uid in session.search(*uids) if uid > above]
    # By sequence number, from the top: what is expunged meanwhile shifts down, into windows still to come.
    found: set[int] = set()
    for top in range(state.exists, 0, -_WINDOW):
        found.update(session.search(f"{max(1, top - _WINDOW + 1)}:{top}", *criteria))
    return sorted(found)


def _day_before(start: datetime) -> str:
    """SINCE knows days only and disregards the time zone (RFC 9051 section 6.4.4)."""
    return (start.astimezone(UTC) - timedelta(days=1)).strftime("%d-%b-%Y")


def _arrived(session: ImapSession, uids: list[int], start: datetime) -> list[int]:
    kept = []
    for first in range(0, len(uids), _DATES_AT_ONCE):
        chunk = uids[first : first + _DATES_AT_ONCE]
        dates = session.fetch(chunk, ["INTERNALDATE"])
        # A mail whose date the server cannot tell is read: better one too many than one lost.
        kept += [uid for uid in chunk if (at := dates.get(uid, {}).get(b"INTERNALDATE")) is None or at >= start]
    return kept

"""Prints the README's table of helpdesks, from what each says of itself: `python -m tests.tools.helpdesk_table`."""

import sys
from collections.abc import Iterator

from worker.helpdesks import BY_NAME
from worker.ports import Traits

_HEAD = ("`helpdesk.kind`", "draft", "note", "conversation found by", "not found", "once by", "least rights")
_FIRST = ("desk", "imap")


def table() -> str:
    """Markdown, the helpdesks without an API first."""
    kinds = [*_FIRST, *sorted(set(BY_NAME) - set(_FIRST))]
    rows = [_HEAD, ("---",) * len(_HEAD), *(tuple(_cells(kind, BY_NAME[kind].traits)) for kind in kinds)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cells(kind: str, traits: Traits) -> Iterator[str]:
    yield f"`{kind}`"
    yield traits.draft or "below a divider in the note"
    yield from (traits.note, traits.found_by, traits.not_found, traits.once_by)
    yield traits.rights + (" (it could send: our list of calls keeps it from that)" if traits.can_send else "")


if __name__ == "__main__":
    sys.stdout.write(table())

"""An outbox in memory that can crash its worker, and a packet to file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from parsers.vocabulary import Draft, Mailbox
from worker.ports import Packet

CUSTOMER = "dana@customer.example"
SUPPORT = "support@example.com"


class Killed(BaseException):
    """The worker died here; nothing may catch it."""


@dataclass
class MemoryOutbox:
    """Keeps what it is told. With `dies_at` n, the n-th `remember` from now on kills the worker before it is kept.

    `before` is called ahead of each `remember` with its key.
    """

    kept: dict[str, str] = field(default_factory=dict)
    dies_at: int = 0
    before: Callable[[str], None] | None = None
    remembered: int = 0

    def recall(self, key: str) -> str | None:
        return self.kept.get(key)

    def remember(self, key: str, value: str) -> None:
        if self.before is not None:
            self.before(key)
        self.remembered += 1
        if self.remembered == self.dies_at:
            raise Killed
        self.kept[key] = value


def make_packet(**changes: Any) -> Packet:
    """One case about one mail; keywords replace fields, `body`, `subject` and `to` those of the draft."""
    to = changes.pop("to", (CUSTOMER,))
    body = changes.pop("body", "Hello Dana,\n\nwe are looking into it.\n")
    message_id = changes.pop("message_id", "<first@customer.example>")
    subject = changes.pop("subject", "A question about my bill")
    references = changes.pop("references", ("<zero@customer.example>",))
    plain: dict[str, Any] = {
        "case_id": "c-1",
        "revision": 1,
        "account": "test",
        "message_id": message_id,
        "in_reply_to": references[-1:],
        "references": references,
        "subject": subject,
        "sender": Mailbox(address=CUSTOMER, name="Dana Example"),
        "own_address": SUPPORT,
        "arrived_at": datetime.now(UTC),
        "note": "CUSTOMER\n- Dana Example\n",
        "draft": Draft(
            to=to,
            subject=f"Re: {subject}",
            body=body,
            template="neutral",
            language="en",
            in_reply_to=message_id,
            references=(*references, message_id) if message_id else references,
        ),
    }
    return Packet(**(plain | changes))

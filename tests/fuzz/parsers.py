"""Coverage-guided fuzzing of all of `parsers` (atheris, libFuzzer): `make fuzz ARGS=-max_total_time=600`.

Every input is read as a mail, and its text by each room alone; whatever raises, or takes a second, is a finding.
"""

import sys
import time
from datetime import UTC, datetime

import atheris  # type: ignore[import-untyped, unused-ignore]

with atheris.instrument_imports(include=["parsers"]):
    from parsers.authentication import authenticate
    from parsers.automatic import find_automatic
    from parsers.identifiers import find_identifiers
    from parsers.message import read_message
    from parsers.redaction import redact, scrub
    from parsers.vocabulary import Mailbox, MailRules, Place

ARRIVED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
RULES = MailRules(
    addresses=("support@example.com",),
    authserv_ids=("mx.example.com", "microsoft"),
    own_hosts=("localhost",),
    accept_spf_only=True,
    message_id_domain="example.com",
    own_drafts=("Hello,\nthank you for writing.",),
)
MOST_SECONDS = 1.0


class TooSlow(Exception):
    """One input took longer than any mail may."""


def read_one(octets: bytes) -> None:
    """One input through every door of the room."""
    start = time.process_time()
    message = read_message(octets, arrived_at=ARRIVED, rules=RULES)
    text = octets.decode("utf-8", "replace")
    clean, _ = redact(text)
    assert scrub(clean) == clean, "redacting twice changed something"
    for each in find_identifiers(text, Place.NEW_TEXT, rules=RULES):
        assert text[each.span.start : each.span.end] == each.written
    headers = [("Received", text), ("Authentication-Results", text), ("Subject", text), ("From", text)]
    authenticate([(name, octets) for name, _ in headers], message.senders, RULES, strays=[octets])
    find_automatic(headers, rules=RULES, senders=(Mailbox(address=text[:100]),), text=text, report=text)
    spent = time.process_time() - start
    if spent > MOST_SECONDS:
        raise TooSlow(f"{spent:.1f} s for {len(octets)} bytes")


def main() -> None:
    """Hand over to libFuzzer; its options come from the command line."""
    atheris.Setup([*sys.argv, "-timeout=10", "-max_len=65536"], read_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

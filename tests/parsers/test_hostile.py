"""100 kB of every shape that hangs a careless pattern, read by each room in a moment."""

from collections.abc import Callable
from functools import partial

import pytest

from parsers.authentication import authenticate
from parsers.automatic import find_automatic
from parsers.identifiers import find_identifiers
from parsers.redaction import redact
from parsers.vocabulary import Mailbox, MailRules, Place
from tests.parsers.shapes import SHAPES, near_digits, repeated
from tests.parsers.yardstick import is_quick

RULES = MailRules(addresses=("support@example.com",), authserv_ids=("mx.example.com",), message_id_domain="example.com")
SENDERS = (Mailbox(address="jane@customer.example"),)

READERS: dict[str, Callable[[str], object]] = {
    "redaction": redact,
    "identifiers": lambda text: find_identifiers(text, Place.NEW_TEXT, rules=RULES),
    "automatic": lambda text: find_automatic(
        [("Subject", text), ("From", text), ("Precedence", text), ("List-Id", text), ("Content-Type", text)],
        rules=RULES,
        senders=(Mailbox(address=text),),
        report=text,
        text=text,
    ),
    "authentication": lambda text: authenticate(
        [
            ("Received", text.encode()),
            ("Authentication-Results", f"mx.example.com; {text}".encode()),
            (text[:200], b""),
        ],
        SENDERS,
        RULES,
        strays=[text.encode()],
    ),
}


@pytest.mark.parametrize("build", [repeated, near_digits])
@pytest.mark.parametrize("reader", READERS)
def test_no_shape_takes_more_than_a_moment(reader: str, build: Callable[[str], str]) -> None:
    slow = [shape for shape in SHAPES if not is_quick(partial(READERS[reader], build(shape)))]
    assert not slow

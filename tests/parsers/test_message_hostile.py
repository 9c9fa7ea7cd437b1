"""100 kB of every shape that hangs mail parsers, read in a fifth of a second each."""

from functools import partial

import pytest

from parsers.message import read_message
from parsers.vocabulary import MailRules
from tests.parsers.hostile_mails import MAILS, typed
from tests.parsers.shapes import LONG, MARKUPS, TEXTS, repeated
from tests.parsers.yardstick import is_quick
from tests.support.clock import MONDAY

DRAFT = "Hello Dana, we looked at your account and will refund the second charge today."
RULES = MailRules(addresses=("s@example.com",), authserv_ids=("mx.example.com",), own_drafts=(DRAFT,))


def is_read_quickly(raw: bytes) -> bool:
    return is_quick(partial(read_message, raw, arrived_at=MONDAY, rules=RULES))


@pytest.mark.parametrize("shape", TEXTS, ids=ascii)
def test_hostile_text(shape: str) -> None:
    assert is_read_quickly(typed(b"text/plain; charset=utf-8", repeated(shape).encode("utf-8", "replace")))


@pytest.mark.parametrize("shape", MARKUPS, ids=ascii)
def test_hostile_markup(shape: str) -> None:
    assert is_read_quickly(typed(b"text/html; charset=utf-8", repeated(shape).encode()))


@pytest.mark.parametrize("markup", LONG.values(), ids=LONG)
def test_hostile_attributes(markup: str) -> None:
    assert is_read_quickly(typed(b"text/html", markup.encode()))


@pytest.mark.parametrize("raw", MAILS.values(), ids=MAILS)
def test_hostile_structure(raw: bytes) -> None:
    assert is_read_quickly(raw)

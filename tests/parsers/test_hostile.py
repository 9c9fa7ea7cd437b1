"""100 kB of every shape that hangs a careless pattern: each in time that grows with its length alone."""

import time
from collections.abc import Callable

import pytest

from parsers.authentication import authenticate
from parsers.automatic import find_automatic
from parsers.identifiers import find_identifiers
from parsers.redaction import redact
from parsers.vocabulary import Mailbox, MailRules, Place

LENGTH = 100_000
RULES = MailRules(addresses=("support@example.com",), authserv_ids=("mx.example.com",), message_id_domain="example.com")
SENDERS = (Mailbox(address="jane@customer.example"),)

SHAPES = (
    "4",
    "\n",
    "<",
    ">",
    "(",
    ")",
    "[",
    '"',
    "@",
    ".",
    ":",
    "=",
    "_",
    "-",
    "\\",
    "$",
    "€",
    "•",
    "x",
    "A",
    "0",
    "+",
    "\t",
    "\0",
    "４",
    "é",
    "\u200b",
    " 4",
    "4 ",
    "4242 ",
    "42 ",
    "4242 4242 4242 424",
    "4242 4242 4242 4242 ",
    "4242\n",
    "4-",
    "4242.4242.",
    "4222222222222 12/27 ",
    "DE89 ",
    "DE89",
    "DE89 3704 0044 0532 0130 0",
    "123-45-6789 ",
    "cvc ",
    "cvc is is ",
    "sk_live_",
    "pi_abcdefg_secret_",
    "pi_a_",
    "cus_",
    "\\_",
    "eyJabcdefgh.",
    "-----BEGIN PRIVATE KEY-----\n",
    "password: ",
    "password is ",
    "api key ",
    "bearer ",
    "x://a:b",
    "http://",
    "https://x.example/cus_",
    "a@",
    "a.b@",
    "@a ",
    "user@example.com ",
    "github.com/",
    "my github user ",
    "$1",
    "$1,",
    "1.",
    "1 111",
    "€ ",
    "1 €",
    "kr ",
    "49.00 ",
    "R$ 1.",
    "charged ",
    "invoice ",
    "invoice 1-",
    "A1B2C3-",
    "receipt 1234-",
    "a1-",
    "number is my ",
    "ending in ",
    "last 4 ",
    "xxxx",
    "* ",
    "visa ",
    "nov ",
    "2 nov 2026 ",
    "02.11.",
    "11/02/",
    "2026-11-",
    "[card number ending ",
    "On a b\n",
    "On ",
    "From: a\n",
    "> ",
    " \n",
    "=?",
    "(((",
    "de ",
    "mot de passe ",
    "dmarc=pass ",
    "dmarc=pass;",
    "(a",
    "a=b ",
    '"\\',
    "by x ",
    "i am ",
    "thank you for ",
    "<a@b>:",
    "recipient ",
)

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
        [("Received", text), ("Authentication-Results", f"mx.example.com; {text}")], SENDERS, RULES
    ),
}


def seconds(read: Callable[[str], object], text: str) -> float:
    """The better of two runs: what else the machine does is not our time."""
    spent = []
    for _ in range(2):
        start = time.process_time()
        read(text)
        spent.append(time.process_time() - start)
        if spent[0] < 0.05:
            break
    return min(spent)


def alone(shape: str) -> str:
    """The shape and nothing else."""
    return (shape * (LENGTH // len(shape) + 1))[:LENGTH]


def near_digits(shape: str) -> str:
    """Runs of it that end in the digits which the patterns for numbers wait for."""
    line = f"invoice {shape * (150 // len(shape))} 4242x\n"
    return (line * (LENGTH // len(line) + 1))[:LENGTH]


@pytest.mark.parametrize("build", [alone, near_digits])
@pytest.mark.parametrize("reader", READERS)
def test_no_shape_takes_more_than_a_moment(reader: str, build: Callable[[str], str]) -> None:
    slow = {}
    for shape in SHAPES:
        spent = seconds(READERS[reader], build(shape))
        if spent > 1.0:
            slow[shape] = round(spent, 3)
    assert not slow, slow

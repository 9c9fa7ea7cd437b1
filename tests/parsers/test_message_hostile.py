"""100 kB of every shape that hangs mail parsers, read in a fifth of a second each."""

import time

import pytest

from parsers.message import read_message
from parsers.vocabulary import MailRules
from tests.clock import MONDAY

SIZE = 100_000
# Seconds of processor time: what is worse than linear takes many, on any machine. `make bench` has the true figure.
LIMIT = 1.0
DRAFT = "Hello Dana, we looked at your account and will refund the second charge today."

TEXTS = (
    "On ",
    "On a b\n",
    "\n",
    "   \n",
    "\t",
    "From: a\n",
    "From: a@b.example\n",
    "From: a@b.example\n\n",
    "<",
    ">",
    "> a\n",
    "> a\nb\n",
    "> a\n\nb\n\n",
    "wrote:\n",
    "On 2026 a wrote:\n",
    "On 1 Jan 2026, Somebody <\n",
    "On <",
    "a",
    "word ",
    "-",
    "--\n",
    "---\nDana\n",
    "_",
    "*\n",
    "1234 ",
    "4242 ",
    "a.",
    "a@",
    "a@b.example ",
    "a: ",
    ":\n",
    "(",
    "[<(",
    "http://a ",
    "> On 1 Jan 2026 x wrote:\n",
    "Thanks,\nDana\n",
    "Sent from my iPhone\n",
    "Sent from my iPhone\n\n",
    "\nThis email is confidential\n",
    "From: a@b.example\nSent: 1\nTo: x\nSubject: y\n\n",
    "-----Original Message-----\n",
    "\u00a0",
    "在写道：",
    "2026-11-02 ",
    "😀",
    "=",
    "/",
    "_ ",
    "A B ",
    "\u200b",
    "<a\n>",
    "&gt;",
    "cus_0123456789abcd ",
    "$1,000.00 ",
    "DE89 3704 0044 0532 ",
    "- Dana\n",
    "Dana Example\n",
    "=?utf-8?q?a?= ",
    "\r",
    "é",
    "Message du 1\n",
)
MARKUPS = (
    "<div>",
    "<b>",
    "<table><tr><td>",
    "<blockquote>",
    "<blockquote>x",
    "&amp;",
    "&",
    "<",
    "<!--",
    "<a href=x>y</a>",
    "<style>.a{",
    "<style>.a{color:red}</style>",
    "<span style='color:white'>x</span>",
    "<p>x</p>",
    "<br>",
    "\x00<p>",
    "<div class=gmail_quote>On x wrote:",
    "<p style='font-size:0 ;'>x",
    "<select><option>",
    "<svg><math>",
    "<p hidden>",
    "<div id=Signature>x</div>",
    "<img alt=x>",
    "<a@b.example>",
    "<td>x",
    "</p>",
    "<p ",
    "<div>x</div></div>",
)
LONG = {
    "attributes": "<p " + "a=b " * 25_000 + ">x",
    "size": "<p style='font-size:" + "0" * SIZE + "x'>x",
    "colours": "<p style='" + "color:" * 16_000 + "'>x",
    "grounds": "<p style='" + "background " * 9_000 + "'>x",
    "rules": "<style>" + ".a{display:none}" * 6_000 + "</style>x",
    "link": "<a href='" + "cus_" * 25_000 + "'>x</a>",
    "escapes": "<a href='_" + "%25" * 33_000 + "'>x</a>",
}


def seconds(body: str, subtype: str) -> float:
    """Processor time for one mail, the better of two."""
    head = f"From: a@b.example\nTo: s@example.com\nSubject: x\nContent-Type: text/{subtype}; charset=utf-8\n\n"
    raw = head.encode() + body.encode()
    rules = MailRules(addresses=("s@example.com",), own_drafts=(DRAFT,))
    spent = []
    for _ in range(2):
        started = time.process_time()
        read_message(raw, arrived_at=MONDAY, rules=rules)
        spent.append(time.process_time() - started)
        if spent[0] < LIMIT:
            break
    return min(spent)


@pytest.mark.parametrize("shape", TEXTS, ids=ascii)
def test_hostile_text(shape: str) -> None:
    assert seconds((shape * (SIZE // len(shape) + 1))[:SIZE], "plain") < LIMIT


@pytest.mark.parametrize("shape", MARKUPS, ids=ascii)
def test_hostile_markup(shape: str) -> None:
    assert seconds((shape * (SIZE // len(shape) + 1))[:SIZE], "html") < LIMIT


@pytest.mark.parametrize("markup", LONG.values(), ids=LONG)
def test_hostile_attributes(markup: str) -> None:
    assert seconds(markup, "html") < LIMIT

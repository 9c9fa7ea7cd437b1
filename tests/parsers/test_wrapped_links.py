"""Secrets in links that a link check, a redirect, or both have wrapped."""

from urllib.parse import quote

import pytest

from parsers.message import read_message
from parsers.redaction import redact
from parsers.vocabulary import MailRules
from tests.support.clock import MONDAY
from tests.support.mails import make_mail

TOKEN = "YWNjdF8xQWJjRGVGZ0hpSmtM"
SESSION = f"https://billing.stripe.com/p/session/live_{TOKEN}"
KEY = "sk_" + "live_" + "a1B2c3D4e5F6g7H8"


def safe(link: str) -> str:
    return f"https://nam10.safelinks.protection.outlook.com/?url={quote(link, safe='')}&data=05%7C02%7C&reserved=0"


def proofpoint(link: str) -> str:
    coded = link.replace("-", "-2D").replace("_", "-5F").replace(":", "-3A").replace("=", "-3D").replace("/", "_")
    return f"https://urldefense.proofpoint.com/v2/url?u={coded}&d=DwMFaQ&c=x"


WRAPS = {
    "safelinks": safe(SESSION),
    "small letters": safe(SESSION).replace("%3A", "%3a").replace("%2F", "%2f"),
    "every sign": "https://x.example/?u=" + "".join(f"%{ord(char):02X}" for char in SESSION),
    "twice": safe(safe(SESSION)),
    "thrice": f"https://go.example/?{safe(safe(SESSION))}",
    "second form of proofpoint": proofpoint(SESSION),
    "third form of proofpoint": f"https://urldefense.com/v3/__{SESSION}__;!!abc$",
    "proofpoint around safelinks": proofpoint(safe(SESSION).replace("%", "%25")),
    "without a frame": quote(SESSION, safe=""),
    "a key": f"https://x.example/?k={KEY.replace('_', '%5F')}",
    "a card": "https://x.example/pay?card=4242%204242%204242%204242",
}


@pytest.mark.parametrize("wrap", WRAPS)
def test_nothing_of_it_is_left(wrap: str) -> None:
    text = f"Your page only says that it has expired:\n<{WRAPS[wrap]}> and now?"
    clean, found = redact(text)
    assert found
    for secret in (TOKEN, KEY[8:], "4242%20"):
        assert secret not in clean
    assert clean.startswith("Your page only says that it has expired:\n")
    assert clean.endswith("and now?")
    assert redact(clean)[0] == clean


def test_neither_from_markup() -> None:
    html = f'<p>Please cancel. <a href="{safe(SESSION)}">{safe(SESSION)}</a></p>'
    message = read_message(make_mail("", html=html), arrived_at=MONDAY, rules=MailRules())
    assert TOKEN not in repr(message)


@pytest.mark.parametrize(
    "text",
    [
        "100% sure, 5%20off",
        "https://x.example/?u=https%3A%2F%2Fexample.com%2Finvoice%2F1&x=%C3%A9%E2%82%AC",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__example.com_a-5Fb&d=x",
        "%" * 50,
        "a%2",
    ],
)
def test_other_links_stay_as_they_are(text: str) -> None:
    assert redact(text) == (text, ())

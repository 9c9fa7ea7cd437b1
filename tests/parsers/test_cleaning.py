"""No text of a message holds a secret, wherever in the mail it stood."""

import base64
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from parsers.message import read_message
from parsers.vocabulary import MailRules, Place
from tests.support.clock import MONDAY
from tests.support.mails import make_mail

KEY = "sk_" + "live_" + "abcdefghijklmnopqrstuvwx"
CARD = "4242 4242 4242 4242"
SECRETS = (KEY, CARD, "gh" + "p_" + "a" * 36, "whsec_" + "abcdefghijkl", "password: Hunter!!", "123-45-6789")
RULES = MailRules(addresses=("support@example.com",), authserv_ids=("mx.example.com",))
MAIL = """Authentication-Results: mx.example.com; dmarc=fail reason="{0}" header.from=b.example
From: {1} <dana@b.example>
To: "{0}" <support@example.com>, {1} <a@b.example>
Cc: a@b.example ({0})
Reply-To: "{0}" <dana2@b.example>
Subject: {1}
List-Id: {0} <list.example>
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: text/plain

Hi {0}

On 1 Jan 2026 at 10:00 {0} <dana@b.example> wrote:
> {0}
--B
Content-Type: application/x; name="{0}.png"

x
--B
Content-Type: image/png
Content-Disposition: attachment; filename*=utf-8''{2}.png

x
--B
Content-Type: message/rfc822

From: "{0}" <q@b.example>
Subject: {0}
Content-Type: text/html

<p title="{0}">{0}<br></p>
--B--
"""


def texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name), f"{path}.{each.name}")
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each, path)
    elif isinstance(value, str):
        yield path, value


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_everywhere_is_nowhere(secret: str) -> None:
    encoded = f"=?utf-8?b?{base64.b64encode(secret.encode()).decode()}?="
    raw = MAIL.format(secret, encoded, secret.replace(" ", "%20").replace(":", "%3A")).encode()
    message = read_message(raw, arrived_at=MONDAY, rules=RULES)
    bare = re.sub(r"\W", "", secret.rpartition(":")[2])
    assert [path for path, text in texts(message) if bare in re.sub(r"\W", "", text)] == []
    places = {each.place for each in message.redactions}
    assert places == {Place.SUBJECT, Place.NEW_TEXT, Place.HEADER, Place.ATTACHMENT, Place.FORWARD}
    assert len(message.redactions) == len(set(message.redactions))


def test_a_secret_that_is_only_quoted() -> None:
    body = f"Is this mine?\n\nOn 1 Jan 2026 at 10:00 Dana <dana@b.example> wrote:\n> {KEY}\n"
    (found,) = read_message(make_mail(body), arrived_at=MONDAY, rules=RULES).redactions
    assert (found.kind, found.place) == ("stripe_secret_key", Place.QUOTE)


def test_names_without_secrets_stay() -> None:
    message = read_message(make_mail(sender='"O\'Neil, Dana (4711)" <d@b.example>'), arrived_at=MONDAY, rules=RULES)
    assert message.senders[0].name == "O'Neil, Dana (4711)"
    assert message.redactions == ()

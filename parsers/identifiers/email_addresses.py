"""E-mail addresses in a text, plus-aliases and international domains among them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from parsers.domains import address_key
from parsers.identifiers.tokens import Token
from parsers.vocabulary import IdentifierKind

# Found from the at sign, to its left and to its right: most of a text has none.
_WIDE = "\u3000-\u9fff\uac00-\ud7af"  # scripts that put no blank between a word and an address
_LOCAL = re.compile(r"[\w!#$%&'*+^`{|}~-][\w.!#$%&'*+^`{|}~-]{0,63}\Z")
_DOMAIN = re.compile(
    r"@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?=["
    + _WIDE
    + r"]|(?![\w@]))|[^\W_](?:[\w-]{0,61}[^\W_])?(?![\w@]))"
)
_GLUED = re.compile(f"[{_WIDE}]+(?=[!-~]+@)")
MAX_LOCAL = 64
MAX_CHECKED = 400


def find_addresses(text: str, own: Sequence[str]) -> Iterator[Token]:
    """Addresses as written, save our `own`; what `email-validator` refuses is left out (no DNS is asked)."""
    ours = {address_key(address) for address in own}
    if "@" not in text:
        return
    for count, domain in enumerate(_DOMAIN.finditer(text)):
        if count >= MAX_CHECKED:
            return
        at = domain.start()
        local = _LOCAL.search(text, max(0, at - MAX_LOCAL), at)
        start = local.start() if local else at
        written = text[start : domain.end()]
        if glued := _GLUED.match(written):
            start, written = start + glued.end(), written[glued.end() :]
        if written[0] in "'`*":  # quote marks and emphasis around it
            start, written = start + 1, written[1:]
        if address_key(written) not in ours and not _is_content_id(text, start) and _is_valid(written):
            yield Token(IdentifierKind.ADDRESS, written, start, domain.end())


def _is_content_id(text: str, start: int) -> bool:
    """`[cid:image001.png@01D9…]`, which Outlook leaves in plain text."""
    return text[max(0, start - 4) : start].lower() == "cid:"


@lru_cache(maxsize=1024)
def _is_valid(written: str) -> bool:
    try:
        validate_email(written, check_deliverability=False, test_environment=True)
    except (EmailNotValidError, ValueError):
        return False
    return True

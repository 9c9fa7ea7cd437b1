"""Stripe's secrets and everything else that opens something: keys, tokens, passwords."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from parsers.redaction.found import Found, found

MAX_PEM = 20_000

_U = r"\\?_"  # an underscore, escaped or not: some clients send Markdown

# (kind, a string without which the unescaped text cannot hit, the pattern). The group named `secret`, where there is
# one, is what goes; the group `hint` is what may be told.
KEYS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (kind, needed, re.compile(pattern, flags))
    for kind, needed, pattern, flags in (
        (
            "stripe_secret_key",
            "k_",
            rf"(?<![A-Za-z0-9])(?P<hint>[sS]k{_U}(?:org{_U})?(?:live|test){_U})[A-Za-z0-9_]{{8,255}}",
            0,
        ),
        (
            "stripe_restricted_key",
            "k_",
            rf"(?<![A-Za-z0-9])(?P<hint>[rR]k{_U}(?:live|test){_U})[A-Za-z0-9_]{{8,255}}",
            0,
        ),
        ("webhook_secret", "whsec", rf"(?<![A-Za-z0-9])(?P<hint>whsec{_U})[A-Za-z0-9+/=_]{{8,255}}", 0),
        (
            "client_secret",
            "secret",
            rf"(?<![A-Za-z0-9_])(?P<hint>[a-z]{{2,10}}{_U})(?:(?:live|test){_U})?[A-Za-z0-9]{{6,100}}{_U}secret{_U}[A-Za-z0-9_]{{6,255}}",
            0,
        ),
        (
            "portal_session",
            "billing.stripe.com/",
            r"(?:https?://)?billing\.stripe\.com/(?:p/)?session/[^\s<>\"')\]]{4,600}",
            0,
        ),
        ("api_key", "A", r"(?<![A-Za-z0-9])(?P<hint>AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])", 0),
        ("api_key", "AIza", r"(?<![A-Za-z0-9])(?P<hint>AIza)[A-Za-z0-9_-]{30,60}", 0),
        ("api_key", "sk-", r"(?<![A-Za-z0-9_-])(?P<hint>sk-(?:ant-|proj-|or-)?)[A-Za-z0-9_-]{20,255}", 0),
        ("api_key", "SG.", r"(?<![A-Za-z0-9])(?P<hint>SG\.)[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}", 0),
        ("api_key", "key-", r"(?<![A-Za-z0-9-])(?P<hint>key-)[0-9a-f]{32}(?![A-Za-z0-9])", 0),
        ("access_token", "gh", r"(?<![A-Za-z0-9])(?P<hint>gh[pousr]_)[A-Za-z0-9]{30,255}", 0),
        ("access_token", "github_pat_", r"(?<![A-Za-z0-9])(?P<hint>github_pat_)[A-Za-z0-9_]{20,255}", 0),
        ("access_token", "glpat-", r"(?<![A-Za-z0-9])(?P<hint>glpat-)[A-Za-z0-9_-]{16,255}", 0),
        ("access_token", "xox", r"(?<![A-Za-z0-9])(?P<hint>xox[abeoprs]-)[A-Za-z0-9-]{10,255}", 0),
        ("access_token", "xapp-", r"(?<![A-Za-z0-9])(?P<hint>xapp-)[A-Za-z0-9-]{10,255}", 0),
        ("access_token", "hooks.slack.com/", r"hooks\.slack\.com/services/[A-Za-z0-9/]{10,100}", 0),
        ("access_token", "npm_", r"(?<![A-Za-z0-9])(?P<hint>npm_)[A-Za-z0-9]{30,255}", 0),
        ("access_token", "pypi-", r"(?<![A-Za-z0-9])(?P<hint>pypi-)[A-Za-z0-9_-]{40,255}", 0),
        ("access_token", "shp", r"(?<![A-Za-z0-9])(?P<hint>shp(?:at|ca|pa|ss)_)[A-Fa-f0-9]{32,64}", 0),
        ("access_token", "hf_", r"(?<![A-Za-z0-9])(?P<hint>hf_)[A-Za-z0-9]{30,100}", 0),
        (
            "access_token",
            "eyJ",
            r"(?<![A-Za-z0-9])(?P<hint>eyJ)[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{8,4000}",
            0,
        ),
        ("access_token", "earer ", r"(?<!\w)bearer (?P<secret>[A-Za-z0-9._~+/=-]{20,2000})", re.IGNORECASE),
    )
)
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_PEM_END = re.compile(r"-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_PEM_BODY = re.compile(
    r"\s{0,4}(?:[ \t>]{0,8}[A-Za-z0-9+/=]{16,80}[ \t]{0,8}\r?(?:\n|\Z)){0,300}"
    r"(?:[ \t>]{0,8}[A-Za-z0-9+/]{1,15}={1,2})?"
)
_USERINFO = re.compile(r"\w://[^\s/:@\[\]]{1,100}:(?P<secret>[^\s/@\[\]]{3,200})@")

_NAMED_KEY = re.compile(
    r"(?<![A-Za-z0-9])(?:api|secret|access|auth|client|private|signing|encryption)[ _-]{0,2}(?:key|token|secret)\b"
    r"(?:\s(?:is|ist|est|es))?[\s\"']{0,3}[:=]?[\s\"'`]{0,3}(?P<secret>[A-Za-z0-9+/=._~-]{20,500})",
    re.IGNORECASE,
)
_PASSWORD_WORD = (
    r"pass(?:word|code|phrase|wd)|pwd|passwort|kennwort|mot\sde\spasse|contrase(?:ñ|n)a|senha|palavra-passe|wachtwoord"
    r"|parola\sd[’']ordine|adgangskode|lösenord|hasło|пароль|密码|密碼|パスワード"
)
_PASSWORD_STEMS = (
    "pass",
    "pwd",
    "kennwort",
    "contrase",
    "senha",
    "wachtwoord",
    "parola",
    "adgangs",
    "lösen",
    "hasło",
    "пароль",
    "密",
    "パスワード",
)
_PASSWORD_LINE = re.compile(
    rf"^[ \t>*-]{{0,8}}(?:\w{{1,20}}\s){{0,2}}(?:{_PASSWORD_WORD})"
    r"\s{0,3}[:=：]\s{0,3}(?P<secret>[^\s\[\]]{4,100})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_PASSWORD_INLINE = re.compile(
    rf"(?<!\w)(?:{_PASSWORD_WORD})(?:\s{{0,3}}(?P<sign>[:=：])|\s(?:is|was|ist|war|est|es|è|é)\b:?)\s{{0,3}}[\"'`«“]?(?P<secret>[^\s\[\]\"'`»”]{{4,100}})",
    re.IGNORECASE,
)
_STRIPE_PUBLIC = re.compile(r"pk_(?:live|test)_|[a-z]{2,6}_(?:live_|test_)?[A-Za-z0-9]{14,}\Z")
_NOT_NAMED = re.compile(r"https?:")


def find_keys(text: str) -> Iterator[Found]:
    """Keys, tokens and passwords. `text`: with lookalike characters folded (`parsers.ascii_forms`)."""
    unescaped = text.replace("\\_", "_")
    for kind, needed, pattern in KEYS:
        if needed in unescaped:
            for hit in pattern.finditer(text):
                yield _as_found(kind, hit)
    yield from _private_keys(text)
    yield from _named(text)


def _as_found(kind: str, hit: re.Match[str]) -> Found:
    parts = hit.groupdict()
    span = hit.span("secret") if "secret" in parts else hit.span()
    hint = (parts.get("hint") or "").replace("\\", "")
    return found(kind, *span, hint.lower() if kind.startswith("stripe_") else hint)


def _private_keys(text: str) -> Iterator[Found]:
    """PEM blocks (RFC 7468) up to their end, or as far as they still look like one."""
    at = 0
    ends = [hit.end() for hit in _PEM_END.finditer(text)] if "-----END" in text else []
    while begin := _PEM.search(text, at):
        following = bisect_right(ends, begin.end())
        if following < len(ends) and ends[following] <= begin.end() + MAX_PEM:
            at = ends[following]
        else:
            body = _PEM_BODY.match(text, begin.end(), begin.end() + MAX_PEM)
            at = body.end() if body else begin.end()
        yield found("private_key", begin.start(), at)


def _named(text: str) -> Iterator[Found]:
    """Secrets that only the word before them tells."""
    lower = text.lower()
    for hit in _NAMED_KEY.finditer(text) if any(word in lower for word in ("key", "token", "secret")) else ():
        if _looks_random(hit["secret"]):
            yield found("api_key", *hit.span("secret"))
    if any(stem in lower for stem in _PASSWORD_STEMS):
        yield from _passwords(text)
    if "://" in text:
        for hit in _USERINFO.finditer(text):
            yield found("password", *hit.span("secret"))


def _passwords(text: str) -> Iterator[Found]:
    taken: set[int] = set()
    for hit in _PASSWORD_LINE.finditer(text):
        if not _NOT_NAMED.match(hit["secret"]):
            taken.add(hit.start("secret"))
            yield found("password", *hit.span("secret"))
    for hit in _PASSWORD_INLINE.finditer(text):
        if hit.start("secret") in taken:
            continue
        secret = hit["secret"].rstrip(".,;:!?)")
        if _looks_chosen(hit["secret"].rstrip(".,;:)") if hit["sign"] else secret):
            secret = hit["secret"] if hit["sign"] else secret
            yield found("password", hit.start("secret"), hit.start("secret") + len(secret))


def _looks_random(secret: str) -> bool:
    mixed = any(char.isdigit() for char in secret) and any(char.isalpha() for char in secret)
    return mixed and not _STRIPE_PUBLIC.match(secret)


def _looks_chosen(secret: str) -> bool:
    """A password rather than the next word of the sentence."""
    digits = any(char.isdigit() for char in secret)
    letters = any(char.isalpha() for char in secret)
    signs = any(not char.isalnum() and char not in "'’-/" for char in secret)
    return len(secret) >= 5 and letters and (digits or signs) and not _NOT_NAMED.match(secret)

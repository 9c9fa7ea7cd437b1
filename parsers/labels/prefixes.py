"""The one table of the marks that mail programs put before a subject: `Re:`, `AW:`, `Fwd:`, `转发：` and the like.

RFC 5322 (3.6.5) knows `Re: ` alone; programs write it in their user's language, some with a count (`Re[2]:`), lists and
helpdesks put a tag before it (`[Ticket 4] Re:`).
"""

import re

_REPLY = (
    "re|aw|antw|antwort|antwoord|sv|vs|rif|res|ref|odp|ynt|yan|vá|vál|bls|atb|ats|回复|回覆|答复|答覆|返信|답장"
    "|отв|ответ|відп|απ|תגובה|תשובה|رد"
)
_FORWARD = "fwd?|wg|tr|rv|enc|vs|vb|vl|doorst|pd|př|pr|ilt|yml|továbbítás|fs|转发|轉寄|転送|전달|пересл|переслано"
# Italian programs write one letter; a person may, too, so it tells a reply and is not taken away.
_SHORT_REPLY, _SHORT_FORWARD = "r", "i"
_TAG = r"\[[^\[\]]{1,40}\]\s*"
_END = r"\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:：]"
_REPLIED = re.compile(rf"\s*(?:{_TAG})?(?:{_REPLY}|{_SHORT_REPLY}){_END}", re.IGNORECASE)
_FORWARDED = re.compile(rf"\s*(?:{_TAG})?(?:{_FORWARD}|{_SHORT_FORWARD}){_END}", re.IGNORECASE)
_MARK = re.compile(rf"\s*(?P<tag>{_TAG})?(?:{_REPLY}|{_FORWARD}){_END}\s*", re.IGNORECASE)
_LEADING_TAG = re.compile(rf"\s*{_TAG}")
MOST = 20  # marks one after another; a subject with more is somebody's joke


def is_reply(subject: str) -> bool:
    """Whether the subject says that the mail answers another one, in any language of the table."""
    return _REPLIED.match(subject) is not None


def is_forward(subject: str) -> bool:
    """Whether it says that the mail was passed on. `VS:` is both: a Finnish answer, a Norwegian forward."""
    return _FORWARDED.match(subject) is not None


def strip_marks(subject: str) -> str:
    """The subject without the marks before it; a tag that stood before one stays, once."""
    tag = ""
    for _ in range(MOST):
        hit = _MARK.match(subject)
        if hit is None:
            break
        tag = tag or hit["tag"] or ""
        subject = subject[hit.end() :]
    return subject if not tag or subject.startswith(tag.strip()) else f"{tag.strip()} {subject}"


def bare_subject(subject: str) -> str:
    """For comparing: without marks and leading tags, in one case, on one line."""
    for _ in range(MOST):
        shorter = _LEADING_TAG.sub("", strip_marks(subject), count=1)
        if shorter == subject:
            break
        subject = shorter
    return " ".join(subject.casefold().split())

"""What calendars and thumbs answer: nobody asks anything."""

import re

from parsers.automatic.envelope import Envelope, certain, likely
from parsers.automatic.phrases import wants_something
from parsers.vocabulary import Automatic, AutomaticKind

_CALENDAR_REPLY = re.compile(r"^METHOD[^:\n]{0,40}:[ \t]*REPLY\b", re.IGNORECASE | re.MULTILINE)
_EVENT = re.compile(r"^(?:SUMMARY|DESCRIPTION|LOCATION)[^:\n]{0,200}:(.{1,4000})$", re.IGNORECASE | re.MULTILINE)
# What programs write around their answer: who answered, when the meeting is, where it is kept.
_INVITED = re.compile(
    r".{0,80}(?:has (?:accepted|declined|tentatively)|accepted this|declined this|invitation from"
    r"|hat (?:diese|ihre) (?:einladung|besprechung)|a accepté|a refusé|ha aceptado|ha rechazado|ha accettato|aceitou"
    r"|heeft .{0,30}geaccepteerd)",
    re.IGNORECASE,
)
MAX_REACTION = 300
# "👍 Ann reacted via Gmail", "Ann reacted to your message:", in the languages of their programs.
_REACTED = re.compile(
    r"(?m)\A\W{0,20}(?:[^\n]{0,80}\n\W{0,20})?[^\n]{0,80}\b(?:reacted (?:via \w+|to your (?:message|e-?mail))\b"
    r"|hat (?:über \w+|auf (?:ihre|deine) (?:nachricht|e-?mail)) reagiert"
    r"|a réagi (?:via \w+|à votre (?:message|e-?mail))"
    r"|(?:ha reaccionado|reaccionó) (?:mediante \w+|desde \w+|a (?:tu|su) (?:mensaje|correo))"
    r"|ha reagito (?:tramite \w+|al tuo messaggio)|reagiu (?:via \w+|à sua mensagem)"
    r"|heeft gereageerd (?:via \w+|op je bericht)|reagerade via \w+|zareagował\w* przez \w+"
    r"|さんがリアクション|发送了回应|做出了回应)"
    r"[^\n]{0,120}(?:\n\W{0,20}\Z|\Z|\n\W*https?:)",
    re.IGNORECASE,
)


def is_calendar_answer(envelope: Envelope) -> Automatic | None:
    """A calendar program's yes, no or perhaps (RFC 5546, METHOD:REPLY); whoever wrote a wish beside it is heard.

    The meeting's own title and description are no wish: they are taken out of what is looked at.
    """
    if not _CALENDAR_REPLY.search(envelope.report):
        return None
    events = {_plain(said) for said in _EVENT.findall(envelope.report.replace("\r\n", "\n").replace("\n ", ""))}
    lines = (line for line in envelope.text.split("\n") if not any(_plain(line) in event for event in events))
    said = "\n".join(line for line in lines if not _INVITED.match(line))
    rule = likely if wants_something(said) else certain
    return rule(AutomaticKind.NOTIFICATION, "METHOD:REPLY, a calendar program's answer")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"\\[nN]", " ", text).replace("\\", "").casefold().split())


def is_reaction(envelope: Envelope) -> Automatic | None:
    """A thumb up: Gmail's own part for it, or the one sentence that stands for it where it is not understood."""
    if "text/vnd.google.email-reaction+json" in envelope.media_types:
        return certain(AutomaticKind.NOTIFICATION, "a reaction, not a mail")
    said = envelope.text
    if len(said) <= MAX_REACTION and _REACTED.search(said) and not wants_something(said):
        return certain(AutomaticKind.NOTIFICATION, "a reaction, not a mail: nothing but who reacted")
    return None

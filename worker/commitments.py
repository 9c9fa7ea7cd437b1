"""What a text undertakes to do for a customer: money back, an end, a gift, a deadline; English and German.

The gates stop what is said to be done; a template promises only what its case proposes. An agent's own words may
promise anything, so these are looked for in what an agent edits.
"""

import re
from collections.abc import Collection, Iterator

from parsers.vocabulary import Action, ActionKind
from worker.render.gates import Breach

_WE = r"\b(?:we|i|wir|ich)(?:[’'](?:ll|re|ve|m|d))?\b"
_YOU = r"\b(?:you|sie|du)(?:[’'](?:ll|re|ve|d))?\b"
_GAP = r"[^.!?;\n]{0,60}?"
_BACK = (
    r"(?:refund(?:s|ing|ed)?|reimburs(?:e|es|ing|ed|ement)|pay(?:ing)? (?:it |that |you |this )?back|"
    r"(?:give|send|giving|sending)\b[^.!?;\n]{0,30}? back|credit(?:s|ing|ed)? (?:you|your|it|the)\b|waiv(?:e|es|ing)|"
    r"compensat(?:e|es|ing|ion)|"
    r"erstatten|erstatte|zurückerstatten|zurückzahlen|zahlen\b[^.!?;\n]{0,30}? zurück|überweisen|gutschreiben|"
    r"schreiben\b[^.!?;\n]{0,30}? gut|erlassen)"
)
_END = (
    r"(?:cancel(?:s|ing|ling)?|terminat(?:e|es|ing)|end(?:ing)? (?:your|the|it|this)|"
    r"stop(?:ping)? (?:your|the|it|all)\b|clos(?:e|ing) (?:your|the)|"
    r"kündigen|stornieren|beenden|schließen)"
)
_WHEN = (
    r"(?:today|tomorrow|tonight|this week|next week|right away|immediately|"
    r"(?:by|on|until|before|next) (?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:with)?in (?:the next |about )?(?:\w+ ){1,3}?(?:minutes?|hours?|days?|weeks?)|"
    r"heute|morgen|übermorgen|umgehend|sofort|(?:bis|am|nächsten) (?:montag|dienstag|mittwoch|donnerstag|freitag|"
    r"samstag|sonntag)|(?:in|innerhalb von|binnen) (?:\w+ ){1,3}?(?:minuten|stunden|tagen?|wochen?))"
)
# By kind; the first group of a pattern is what is undertaken. "gift" and "deadline" no action of a case carries.
_KINDS: tuple[tuple[ActionKind | None, re.Pattern[str]], ...] = (
    (ActionKind.REFUND, re.compile(rf"(?i)(?:{_WE}){_GAP}\b{_BACK}")),
    (
        ActionKind.REFUND,
        re.compile(
            rf"(?i){_YOU}{_GAP}\b(?:get|receive|have|bekommen|erhalten|kriegen|bekommst|erhältst)\b{_GAP}"
            r"\b(?:refund|reimbursement|money back|money|credit|erstattung|rückerstattung|geld|gutschrift)\b"
        ),
    ),
    (ActionKind.CANCEL, re.compile(rf"(?i)(?:{_WE}){_GAP}\b{_END}")),
    (
        None,
        re.compile(
            r"(?i)\b(?:free (?:of charge|month|year|week|upgrade|access)|for free|on the house|at no (?:extra )?cost|"
            r"discount(?:ed)?|voucher|coupon|goodwill|gratis|kostenlos|kostenfrei|rabatt|gutschein|auf kulanz)\b"
        ),
    ),
    (
        None,
        re.compile(
            r"(?i)\b(?:we|i|wir|ich)\b[^.!?;\n]{0,20}?\b(?:promise|guarantee|assure|versprechen|verspreche|garantieren|"
            r"garantiere|versichern|versichere)\b|\bnever (?:happen )?again\b|\bnie wieder\b"
        ),
    ),
    (None, re.compile(rf"(?i)(?:(?:{_WE}|{_YOU}){_GAP}\b{_WHEN}|\b{_WHEN}{_GAP}(?:{_WE}|{_YOU}))(?!\w)")),
)
_NOT = re.compile(r"(?i)\b(?:not|cannot|never|unable|no longer|nicht|kein\w*|nie)\b|n[’']t\b")
_IF = re.compile(r"(?i)\b(?:if|once|when|as soon as|wenn|sobald|falls)\b")
_AGAIN = re.compile(r"(?i)\bnever (?:happen )?again\b|\bnie wieder\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
LONGEST = 120  # characters of what is shown of an undertaking


def undertakings(text: str, actions: Collection[Action]) -> Iterator[Breach]:
    """What a text undertakes and no proposed action of the case carries, as the words that undertake it."""
    carried = {action.kind for action in actions}
    for sentence in _SENTENCE.split(text):
        for kind, pattern in _KINDS:
            hit = pattern.search(sentence)
            if hit and kind not in carried and not _denied(hit[0], sentence[: hit.start()]):
                yield Breach("promise", " ".join(hit[0].split())[:LONGEST])


def _denied(words: str, before: str) -> bool:
    """Whether they say that it will not be, or only once the customer does something first."""
    if _IF.search(before) or _IF.search(words):
        return True
    return _NOT.search(words) is not None and _AGAIN.search(words) is None

"""A quantity above one that the customer calls a mistake: "I pressed the plus once too often"."""

import re

from classifiers.anomalies.contract import seats
from classifiers.case_facts import CaseFacts
from parsers.vocabulary import Cue, Intent, Message, Subscription

_NUMBER = r"(?:one|1|a single|two|2|three|3|four|4|five|5)"
_MANY = r"(?:two|2|three|3|four|4|five|5|several|more than one|too many)"
_BOUGHT = r"(?:bought|ordered|got|purchased|added|chose|selected|took)"
# That the number itself was not meant.
SLIP = re.compile(
    rf"(?i)\b(?:(?:only|just) (?:ever )?(?:wanted|needed|meant|intended|ordered|asked for) (?:to \w+ )?{_NUMBER}\b|"
    rf"instead of (?:just |only )?{_NUMBER}\b|(?:once|twice) too (?:often|many)|one too many|"
    r"(?:press|click|hit|tapp?|slip)\w* .{0,30}?(?:\bthe plus\b|\bplus (?:sign|button|key)|\+)|"
    r"plus[- ](?:button|sign|key)|(?:wrong|too high a) (?:quantity|number of)|"
    rf"(?:did(?: not|n['’]?t)|never) (?:mean|intend|meant|intended|want)\w* to \w+ {_MANY}|"
    rf"{_BOUGHT} {_MANY}\b.{{0,40}}(?:by (?:mistake|accident)|accidental|in error)|"
    r"statt (?:nur )?(?:eine[mnrs]?|1)\b|einmal zu oft|plus[- ]?(?:taste|knopf|zeichen)|"
    r"(?:menge|anzahl) (?:vertan|vertippt|verklickt|falsch)|(?:vertan|vertippt|verklickt) .{0,30}(?:menge|anzahl)|"
    r"versehentlich (?:zwei|drei|vier|fünf|mehrere|zu viele))"
)
# Not a mistake by itself, but of money that is asked back it says as much.
ENOUGH = re.compile(
    rf"(?i)\b(?:(?:only|just) (?:want|need) {_NUMBER}\b|(?:only|just) (?:for )?me\b|brauche nur eine?n?)\b"
)
OWN_MISTAKE = re.compile(
    r"(?i)\b(?:i|we|my|our)\b[^.!?\n]{0,60}\b(?:by (?:mistake|accident)|accidentally|mistakenly|inadvertently)\b|"
    r"\b(?:ich|wir)\b[^.!?\n]{0,60}\b(?:aus versehen|versehentlich|irrtümlich)\b"
)
QUANTITY = re.compile(
    r"(?i)\b(?:quantity|seats?|licen[cs]es?|copies|units?|plus (?:sign|button|key)|second one|extra ones?|"
    r"the (?:other|extra) (?:one|two|three|four)|menge|anzahl|plätze?|lizenz\w*)\b"
)


def slip(case_facts: CaseFacts) -> Subscription | None:
    """The newest live subscription of more than one whose number the customer calls a mistake; None without one."""
    several = [each for each in case_facts.account.live if seats(each) > 1]
    return several[-1] if several and _called_mistake(case_facts) else None


def _called_mistake(case_facts: CaseFacts) -> bool:
    text = words_of(case_facts.message)
    if SLIP.search(text) or (case_facts.wants(Intent.REFUND) and ENOUGH.search(text)):
        return True
    if case_facts.says(Cue.PERSONAL_MISTAKE):
        return case_facts.wants(Intent.REFUND, Intent.PLAN_OR_SEATS) or names_a_number(case_facts.message)
    return OWN_MISTAKE.search(text) is not None and names_a_number(case_facts.message)


def names_a_number(message: Message) -> bool:
    """Whether a mail speaks of how many: seats, licences, a number that was not meant."""
    text = words_of(message)
    return any(pattern.search(text) for pattern in (QUANTITY, SLIP, ENOUGH))


def words_of(message: Message) -> str:
    """Subject and own words in one."""
    return f"{message.subject}\n{message.new_text}"

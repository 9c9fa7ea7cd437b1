"""An address in the text: does the customer call it their own account's, or is it merely somebody's?"""

import re

from parsers.vocabulary import Identifier, Message, Place

REACH = 90  # characters before the address
_ADDRESS = r"(?:e-?mail(?:[ -]?address)?|address|mail(?:-?adresse)?|adresse)"
_ACCOUNT = rf"(?:account|subscription|membership|login|log-?in|profile|plan|konto|abo\w*|zugang|{_ADDRESS})"
_USED = (
    r"(?:registered|signed[ -]up|sign(?:ed)? in|log(?:ged)? ?in|billed|charged|purchased|bought|paid|pay|ordered|"
    r"subscri\w+|joined|created|opened|set up|registriert|angemeldet|gekauft|bestellt|bezahlt?|abonniert|eingerichtet)"
)
# What may stand between such a word and the address: a few words, never the end of a sentence.
_GAP = r"(?:[^.!?\n]|\.(?=\w)){0,40}?\b"
# The words right before the address by which it becomes the customer's own account.
_BEFORE = re.compile(
    rf"(?i)(?:"
    rf"\b{_ACCOUNT}\b{_GAP}(?:is|was|are|under|with|at|on|uses|used|ist|war|unter|mit|auf|läuft|lautet)|"
    rf"\b{_ACCOUNT}(?: on file)?\s*[:=]|"
    rf"\b{_USED}\b{_GAP}(?:with|under|as|using|via|from|to|at|through|by|unter|mit|als|über|von|auf)|"
    rf"\b(?:my|our|mein\w*|unser\w*) (?:\w+ ){{0,2}}{_ADDRESS}(?: is| ist)?|"
    rf"\b(?:under|unter)(?: my| our| the| meiner| unserer)?(?: \w+)? ?{_ADDRESS}?"
    rf")[\s,:(<\"'“]*(?:the |my |our |der |meiner )?(?:{_ADDRESS}\s*:?\s*)?[(<\"'“]*$"
)
_AFTER = re.compile(
    r"(?i)^[)>\"'”]*,?\s+(?:(?:is|was|ist|war) (?:my|our|the|mein\w*|unser\w*|das|die)\b|"
    r"(?:account|subscription|membership|login|konto|abo)\b)"
)
# Words that make it somebody else's, or a place to write to.
_OTHERS = re.compile(
    r"(?i)\b(?:add(?:ed|ing)?|invit\w+|remov\w+|transfer\w*|send|sent|forward\w*|cc|copy|copied|reply|replied|contact\w*|"
    r"reach\w*|write|chang\w+|switch\w*|mov(?:e|ed|ing)|his|her|their|colleague\w*|team ?mates?|boss|"
    r"hinzu\w*|einlad\w*|entfern\w*|schick\w*|send\w*|weiterleit\w*|antwort\w*|änder\w*|kolleg\w+)\b"
)
_SENTENCE = re.compile(r"[.!?]\s+|\n\s*\n")


def claimed(found: Identifier | None, message: Message) -> bool:
    """Whether the words around an address say that the customer's own account or payments run under it."""
    if found is None or found.place not in {Place.SUBJECT, Place.NEW_TEXT}:
        return False
    text = message.subject if found.place is Place.SUBJECT else message.new_text
    before = _SENTENCE.split(text[max(0, found.span.start - REACH) : found.span.start])[-1]
    if _OTHERS.search(before):
        return False
    line = " ".join(before.split())
    return bool(_BEFORE.search(line) or _AFTER.search(text[found.span.end : found.span.end + REACH]))

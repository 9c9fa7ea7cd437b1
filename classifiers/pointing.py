"""What a mail points at and nobody here knows, and whether the end is wanted at once."""

import re
from collections.abc import Iterable

from classifiers.account import Account
from classifiers.designations import Designation, designations, names_a_trait, unknown_words
from classifiers.references.subscriptions import SHORTEST_NAME, Clause, as_things, clauses, named_in, names_of
from classifiers.traits import Choices
from parsers.vocabulary import Identifier, Message, Subscription

# "Cancel it immediately", of the end itself: a refund may be wanted at once without that.
AT_ONCE = re.compile(
    r"(?i)\b(?:immediately|right away|right now|at once|with immediate effect|effective (?:today|now|immediately)|"
    r"today|as of (?:today|now)|this (?:minute|instant)|(?:ab )?sofort|umgehend|mit sofortiger wirkung|noch heute|"
    r"heute noch)\b"
)
ENDING = re.compile(r"(?i)\b(?:cancel\w*|end|terminat\w+|stop\w*|close|unsubscrib\w+|kündig\w*|beend\w*)\b")


def not_understood(
    message: Message, candidates: tuple[Subscription, ...], account: Account | None = None
) -> tuple[str, ...]:
    """Phrases that point at one of them by a trait which nobody here knows, or which fits none or several."""
    among = Choices(candidates=candidates, account=account)
    names = {name for each in candidates for name in names_of(each)} | _brands(message)
    return tuple(
        dict.fromkeys(
            " ".join(phrase.text.split())
            for clause in clauses(message)
            if clause.wish
            for phrase in designations(as_things(clause.text, candidates))
            if _unclear(phrase, clause, message.identifiers, among, names)
        )
    )


def _brands(message: Message) -> set[str]:
    """What the mail may call us by: the names in the addresses it was sent to."""
    domains = {label for box in (*message.to, *message.cc) for label in box.domain.split(".")[:-1]}
    return {label for label in domains if len(label) >= SHORTEST_NAME}


def _unclear(
    phrase: Designation, clause: Clause, identifiers: Iterable[Identifier], among: Choices, names: set[str]
) -> bool:
    if phrase.branded or len(named_in(phrase.text, identifiers, among, phrase=True)) == 1:
        return False
    if unknown_words(phrase.text, names):
        return len(named_in(clause.text, identifiers, among, aged=False)) != 1
    return phrase.contrast and names_a_trait(phrase.text)


def at_once(message: Message) -> bool:
    """Whether the customer wants the end itself at once."""
    ended = (clause.text for clause in clauses(message) if clause.wish == "end")
    return any(AT_ONCE.search(text) and ENDING.search(text) for text in ended)

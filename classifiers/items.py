"""A subscription that holds several things, and a wish about one of them: an add-on is never the whole subscription."""

import re
from dataclasses import dataclass

from classifiers.account import main_item
from classifiers.case_facts import CaseFacts
from classifiers.references.subscriptions import clauses
from parsers.vocabulary import Cue, Intent, Subscription, SubscriptionItem

ADD_ON = re.compile(
    r"(?i)\b(?:add[- ]?ons?|extension|extra (?:module|feature|package|option)|module|top[- ]?up|"
    r"zusatz\w*|erweiterung\w*|modul\w*|zubuchoption\w*)\b"
)
# What a clause wishes of an item beyond an end: "take it off my plan", "I never use it", "remove".
OFF = re.compile(
    r"(?i)\b(?:take .{0,40}\boff|remov\w+|drop|without|opt out|no longer|any ?more|any longer|not (?:need|use|"
    r"want)|never used?|"
    r"do ?n[o']?t (?:need|use|want)|switch .{0,20}off|deactivat\w+|refund\w*|money back|abbestell\w*|herausnehm\w*|"
    r"entfern\w*|brauche .{0,30}nicht|abwählen|nicht mehr)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWish:
    """An item that a mail is about, with the subscription that holds it; none told where several could be meant."""

    subscription: Subscription
    items: tuple[SubscriptionItem, ...]


def item_wish(case_facts: CaseFacts) -> ItemWish | None:
    """The item, or items, that a wish to end or to pay back is about; None where it is about a whole subscription."""
    if not _wished(case_facts) or case_facts.says(Cue.CANCEL_EVERYTHING):
        return None
    for subscription in case_facts.account.live:
        if len(subscription.items) > 1 and (items := _meant(case_facts, subscription)):
            return ItemWish(subscription=subscription, items=items)
    return None


def _wished(case_facts: CaseFacts) -> bool:
    asked = case_facts.wants(Intent.CANCEL, Intent.REFUND, Intent.PLAN_OR_SEATS)
    return asked or case_facts.says(Cue.CANNOT_CANCEL, Cue.DECLINES_CANCEL)


def _meant(case_facts: CaseFacts, subscription: Subscription) -> tuple[SubscriptionItem, ...]:
    """Items that are to go while another stays, by name; else the only add-on, where the mail speaks of one."""
    main = main_item(subscription)
    ended, kept, mentioned = _sorted(case_facts, subscription)
    sold_apart = {
        item.price.product for each in case_facts.account.live if each is not subscription for item in each.items
    }
    ended = {item.id for item in subscription.items if item.id in ended and item.price.product not in sold_apart}
    going = tuple(item for item in subscription.items if item.id in ended - kept)
    if going and (main not in going or kept - ended):
        return going if len(going) < len(subscription.items) else ()
    others = tuple(item for item in subscription.items if item is not main)
    said = any(ADD_ON.search(clause.text) and _away(clause.text, clause.wish) for clause in clauses(case_facts.message))
    if main.id in ended and not kept:
        return ()
    if said and not any(item.id in mentioned for item in others if item.price.product in sold_apart):
        return others
    return ()


def _sorted(case_facts: CaseFacts, subscription: Subscription) -> tuple[set[str], set[str], set[str]]:
    """Ids of the items to go, to stay, and of all that are named, clause by clause."""
    ended: set[str] = set()
    kept: set[str] = set()
    mentioned: set[str] = set()
    for clause in clauses(case_facts.message):
        named = _named(clause.text, subscription)
        mentioned |= named
        if clause.wish == "keep":
            kept |= named
        elif _away(clause.text, clause.wish):
            ended |= named
    if not ended and mentioned - kept and case_facts.says(Cue.CANNOT_CANCEL):
        ended = mentioned - kept
    return ended - kept, kept, mentioned


def _away(text: str, wish: str) -> bool:
    return wish == "end" or (wish != "keep" and OFF.search(text) is not None)


def _named(text: str, subscription: Subscription) -> set[str]:
    """Ids of the items whose id, product or nickname stands in a text; the longest name first."""
    rest, found = text, set()
    names = {
        (name, item.id)
        for item in subscription.items
        for name in (item.id, item.price.product_name, item.price.nickname)
        if name and len(name) > 2
    }
    for name, id in sorted(names, key=lambda each: (-len(each[0]), each)):
        rest, hits = re.subn(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", " ", rest)
        if hits:
            found.add(id)
    return found

"""A note's lines for reading: each Stripe id in full once, products by name, no word that only machines use."""

import re
from collections.abc import Iterable, Iterator

from parsers.vocabulary import AnomalyName, BillingState, Cue, Intent
from worker.render.plain_text import one_line

_ID = re.compile(r"(?<![\w/-])(?P<prefix>[a-z]{2,8})_(?P<rest>[A-Za-z0-9_]{14,120})(?![\w-])")
_LINKED = re.compile(r"https://\S*/([a-z]{2,8}_[A-Za-z0-9_]+)")
_COMMAND = "stripe "
_TAIL = 4
# Words of rules and readers that say the same with spaces. Buckets and product gaps keep theirs: they are keys.
_WORDS = tuple(sorted({word.value for kind in (AnomalyName, Cue, Intent) for word in kind if "_" in word.value}))
_MACHINE = re.compile(
    rf"(?<![\w/])(?:{'|'.join(_WORDS)}|verify_contract|(?:warning_)?(?:needs_response|under_review))(?![\w/:])"
)


def read_plainly(lines: Iterable[str], state: BillingState) -> Iterator[str]:
    """The same lines, in order; commands stay as they are."""
    whole = list(lines)
    names = {item.price.product: item.price.product_name for each in state.subscriptions for item in each.items}
    linked = {hit[1] for line in whole for hit in _LINKED.finditer(line)}
    told: set[str] = set()
    for line in whole:
        if line.removeprefix("- ").startswith(_COMMAND):
            yield line
        else:
            yield _plain(_once(_named(line, names), linked, told))


def shortly(text: str, state: BillingState) -> str:
    """One text with products by name and every id by its end alone, for a page that shows them in full elsewhere."""
    names = {item.price.product: item.price.product_name for each in state.subscriptions for item in each.items}
    return _plain(_ID.sub(lambda hit: f"{hit['prefix']}_…{hit[0][-_TAIL:]}", _named(text, names)))


def _named(line: str, names: dict[str, str | None]) -> str:
    for product, name in names.items():
        if name and product in line:
            line = line.replace(product, one_line(name, 60))
    return line


def _once(line: str, linked: set[str], told: set[str]) -> str:
    """Ids that stand in full before, or in a link of the note, by their end alone: `sub_…2HMJ`."""

    def short(hit: re.Match[str]) -> str:
        name = hit[0]
        if name not in linked and name not in told:
            told.add(name)
            return name
        return f"{hit['prefix']}_…{name[-_TAIL:]}"

    return _ID.sub(short, line) if "_" in line else line


def _plain(line: str) -> str:
    return _MACHINE.sub(lambda hit: hit[0].replace("_", " "), line) if "_" in line else line

"""What was carried: the writer, their words, and what the carrier put around them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parsers.domains import address_key, domain_key
from parsers.labels.shape import phrases
from parsers.vocabulary import Carried, Certainty, Mailbox, MailRules

# Where anybody may have an address: who writes from there is no colleague, whatever our own address is.
_OPEN_TO_ALL = frozenset(
    phrases(
        """
        gmail.com | googlemail.com | outlook.com | hotmail.com | live.com | msn.com | yahoo.com | ymail.com |
        aol.com | icloud.com | me.com | mac.com | proton.me | protonmail.com | pm.me | gmx.de | gmx.net |
        gmx.at | gmx.ch | web.de | t-online.de | freenet.de | mail.com | fastmail.com | zoho.com | yandex.ru |
        yandex.com | mail.ru | bk.ru | inbox.ru | orange.fr | free.fr | laposte.net | wanadoo.fr | libero.it |
        virgilio.it | tin.it | hotmail.fr | hotmail.de | hotmail.co.uk | yahoo.co.uk | yahoo.fr | yahoo.de |
        yahoo.co.jp | qq.com | 163.com | 126.com | sina.com | naver.com | daum.net | hanmail.net | seznam.cz |
        centrum.cz | wp.pl | onet.pl | o2.pl | interia.pl | uol.com.br | bol.com.br | terra.com.br |
        comcast.net | verizon.net | att.net | bigpond.com | tutanota.com | tuta.com | hey.com
        """
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A mail as the carriers' rules look at it; all of its texts are redacted.

    `boxes`: the mailboxes of a header field (lower-case name). `first`: its topmost value on one line. `body`: with the
    marks of `parsers.html`. `attached`: head and text of each mail that came along as a file. `forwarding`: the subject
    says that it is a forward.
    """

    sender: Mailbox | None
    subject: str
    body: str
    attached: Sequence[str]
    forwarding: bool
    boxes: Callable[[str], Sequence[Mailbox]]
    first: Callable[[str], str]
    rules: MailRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Cargo:
    """A carried mail. `text`: the writer's words, to be taken apart like a body; None where the body is all theirs.

    `around`: the carrier's own words in the body. `certainty`: `likely` where the signs are also a system's.
    """

    carried: Carried
    text: str | None = None
    around: str = ""
    rule: str = ""
    attached: bool = False  # the words are those of a mail that came along as a file
    certainty: Certainty = Certainty.CERTAIN


def is_ours(box: Mailbox, rules: MailRules) -> bool:
    """Whether this is one of our own addresses, with or without a tag, or a carrier of ours."""
    ours = {address_key(address) for address in (*rules.addresses, *rules.carriers)}
    local, _, domain = box.folded.rpartition("@")
    return box.folded in ours or f"{local.partition('+')[0]}@{domain}" in ours


def is_in_our_domain(box: Mailbox, rules: MailRules) -> bool:
    """Whether this is an address of a domain of ours, where only we have any."""
    ours = {domain_key(address.rpartition("@")[2]) for address in rules.addresses}
    return "@" in box.address and box.domain in ours - _OPEN_TO_ALL


def is_one_of_us(box: Mailbox, rules: MailRules) -> bool:
    """Either."""
    return is_ours(box, rules) or is_in_our_domain(box, rules)

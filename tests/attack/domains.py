"""Domains that are one in two spellings, and such as only look or once were one: wherever two are compared."""

from random import Random

import idna

from classifiers.identity import identify
from parsers.authentication import authenticate
from parsers.automatic import find_automatic
from parsers.domains import address_key, exact_domain, to_ascii_domain
from parsers.vocabulary import Lead, Mailbox, MailRules, Message, Policy, Verdict
from tests.attack.labels import a_labels, deviating, label, written
from tests.attack.tally import TRIES, Attack, Tally, tally
from tests.support.making import make_customer, make_message, make_state
from worker.billing.answers import Answer, Read
from worker.billing.people import customers_at
from worker.inbox.smtp import Receiver
from worker.store.encryption import Pseudonyms

Pair = tuple[str, str]


def _one(rng: Random) -> Pair:
    """One domain, spelt twice."""
    domain = ".".join(label(rng) for _ in range(rng.randint(1, 3))) + ".example"
    return written(rng, domain), written(rng, domain)


def _two(rng: Random) -> Pair:
    """Two domains that IDNA 2003 took for one, each in some spelling."""
    one, other = deviating(rng)
    return written(rng, f"{one}.example"), written(rng, f"{other}.example")


def _mail(sender: str, said: str) -> Message:
    """What is known of a mail from `sender` for which a trusted server said that `said` passed."""
    value = f"mx.test; dmarc=pass header.from={said}".encode()
    found = authenticate(
        (("Authentication-Results", value), ("From", f"<{sender}>".encode())),
        (Mailbox(address=sender),),
        MailRules(authserv_ids=("mx.test",)),
    )
    return make_message(senders=(Mailbox(address=sender),), authentication=found)


def _verdict(message: Message, held: str, policy: Policy) -> Verdict:
    lead = Lead(via="from_address", written=message.senders[0].address, customers=("cus_dana",))
    return identify(message, make_state(make_customer(email=held), leads=(lead,)), policy).verdict


def _person(address: str) -> str:
    return Pseudonyms(b"pepper").person(address)


def _finds(sought: str, held: str) -> bool:
    """Whether the look-up of an address finds the record of another, in a Stripe that folds ASCII case alone."""
    lookup = customers_at(sought)
    asked = next(lookup)
    while True:
        rows = [
            [{"id": "cus_a", "object": "customer", "email": held}] if held in _sought(read) else [] for read in asked
        ]
        try:
            asked = lookup.send([Answer(status=200, json={"data": found}) for found in rows])
        except StopIteration as end:
            return bool(end.value.customers)


def _sought(read: Read) -> set[str]:
    """The address that a list or a search asks for."""
    query = str(read.params.get("query", ""))
    return {str(read.params.get("email", "")), query.removeprefix('email:"').removesuffix('"')}


def _comparisons(pair: Pair) -> dict[str, bool]:
    """Every place where two domains are compared, and whether it takes these for one."""
    one, other = pair
    mail, proven = _mail(f"dana@{one}", a_labels(other)), _mail(f"dana@{one}", a_labels(one))
    tagged = make_message(senders=(Mailbox(address=f"dana+a@{one}"),), authentication=proven.authentication)
    own = MailRules(addresses=(f"support@{other}",))
    reply = make_message(senders=proven.senders, reply_to=(Mailbox(address=f"x@{other}"),))
    receiver = Receiver(account="a", addresses=(f"support@{other}",))
    return {
        "authentication": mail.authentication.status == "authenticated",
        "record": _verdict(proven, f"Dana@{other}", Policy()) is Verdict.VERIFIED,
        "subaddress": _verdict(tagged, f"dana@{one}", Policy(subaddress_domains=(other,))) is Verdict.VERIFIED,
        "own address": find_automatic((), rules=own, senders=(Mailbox(address=f"support@{one}"),)) is not None,
        "reply-to": not reply.foreign_reply_to,
        "recipient": receiver.is_ours(f"support@{one}"),
        "stored": _person(f"dana@{one}") == _person(f"Dana@{other}"),
        "Stripe's records": _finds(f"dana@{one}", f"dana@{a_labels(other)}"),
        "key": address_key(f"dana@{one}") == address_key(f"DANA@{other}"),
    }


def _parted(pair: Pair) -> str:
    return ", ".join(place for place, same in _comparisons(pair).items() if not same)


def _confused(pair: Pair) -> str:
    return ", ".join(place for place, same in _comparisons(pair).items() if same)


def one_domain(rng: Random, tries: int = TRIES) -> Tally:
    """U-labels, A-labels, capitals, full-width letters: one domain everywhere."""
    return tally(rng, tries, _one, _parted)


def two_domains(rng: Random, tries: int = TRIES) -> Tally:
    """Sharp s, final sigma, the joiners: another domain everywhere."""
    return tally(rng, tries, _two, _confused)


def _text(rng: Random) -> str:
    """Anything between labels and noise."""
    pieces = (
        label(rng),
        label(rng),
        chr(rng.randrange(0x20, 0x3000)),
        chr(rng.randrange(0x20, 0x1F000)),
        ".",
        "-",
        "xn--",
    )
    return "".join(rng.choice(pieces) for _ in range(rng.randint(1, 6)))


def _differs(text: str) -> str:
    """What `idna` admits we admit as it does; what it refuses never becomes an A-label."""
    mine = to_ascii_domain(text)
    try:
        theirs = a_labels(text).removesuffix(".")
    except (idna.IDNAError, UnicodeError):
        return f"made {mine!r} of what idna refuses" if mine and not text.isascii() and not _mapped(text) else ""
    if mine != theirs:
        return f"{mine!r}, where idna says {theirs!r}"
    return "" if exact_domain(mine) == mine and to_ascii_domain(mine) == mine else "no fixed point"


def _mapped(text: str) -> bool:
    """Whether nothing but ASCII is left of it: names that no IDNA speaks of, such as `_dmarc`."""
    return idna.uts46_remap(text, std3_rules=False).isascii()


def as_idna_says(rng: Random, tries: int = TRIES) -> Tally:
    """Against the `idna` package, label by label."""
    return tally(rng, tries, _text, _differs)


ATTACKS: tuple[tuple[str, Attack], ...] = (
    ("domains: one in every spelling", one_domain),
    ("domains: two that once were one", two_domains),
    ("domains: as idna says", as_idna_says),
)

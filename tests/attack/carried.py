"""Strangers who imitate a carrier, to be taken for whom it names, or to have that person's mail thrown away."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from classifiers.judge import judge
from parsers.message import read_message
from parsers.vocabulary import (
    ActionKind,
    Carried,
    CarrierKind,
    Intent,
    Lead,
    Mailbox,
    MailRules,
    Message,
    Outcome,
    Verdict,
)
from tests.attack.notice import fresh_book
from tests.attack.silencing import CAP, PROVEN
from tests.attack.tally import TRIES, Attack, Tally, tally
from tests.classifiers.judging import POLICY, renewed
from tests.store.made import ACCOUNT, billing, claimed, judged, message
from tests.support.clock import MONDAY
from tests.support.making import make_reading, make_state
from worker.case_json import case_json
from worker.pipeline import in_a_crowd
from worker.ports import Delivery
from worker.render import Templates
from worker.store import CaseBook

US, VICTIM = "support@example.com", "dana@customer.example"
RULES = MailRules(
    addresses=(US,),
    authserv_ids=("mx.example.com",),
    carriers=("forms@service.example",),
    message_id_domain="example.com",
)
FROM = (
    US,
    "ben@example.com",
    "wordpress@example.com",
    "forms@service.example",
    "noreply@intruder.example",
    "wordpress@intruder.example",
    "ann@intruder.example",
    VICTIM,
)
FIELDS = (
    ("List-ID", "<support.example.com>"),
    ("Mailing-list", f"list {US}; contact support+owners@example.com"),
    ("X-Original-Sender", VICTIM),
    ("X-Original-From", f"Dana <{VICTIM}>"),
    ("Reply-To", f"Dana <{VICTIM}>"),
    ("Reply-To", "Dana <dana@intruder.example>"),
    ("Sender", VICTIM),
    ("Precedence", "list"),
    ("Auto-Submitted", "auto-generated"),
)
BODIES = (
    "Please refund my last payment.\n\nDana",
    f"Name: Dana\nEmail: {VICTIM}\nMessage: Please refund my last payment.",
    f"お名前：Dana\nメールアドレス：{VICTIM}\n内容：返金してください。",
    f"From: Dana <{VICTIM}>\nSent: Monday\nTo: {US}\nSubject: refund\n\nPlease refund my last payment.",
    f"see below\n\n---------- Forwarded message ---------\nFrom: Dana <{VICTIM}>\nSubject: refund\n\nPlease refund me.",
)
VERDICTS = ("pass", "none", "fail")
TEMPLATES = Templates()


def _imitation(rng: Random) -> bytes:
    """Any of the carriers' marks, on a mail that some domain's server vouches for or not."""
    sender = rng.choice(FROM)
    verdict = rng.choice(VERDICTS) if sender != VICTIM else rng.choice(VERDICTS[1:])
    head = [
        ("Authentication-Results", f"mx.example.com; dmarc={verdict} header.from={sender.partition('@')[2]}"),
        ("From", f"Dana <{sender}>"),
        ("To", US),
        ("Subject", rng.choice(("refund", "Fwd: refund", "New form submission"))),
        *rng.sample(FIELDS, rng.randint(0, 4)),
    ]
    return "\r\n".join([f"{name}: {value}" for name, value in head] + ["", rng.choice(BODIES)]).encode()


def _led(mail: Message) -> Lead | None:
    """What the join finds: the victim's record, where the mail or its carrier names them as the writer."""
    via = "carried_address" if mail.carried else "from_address"
    named = any(writer.address == VICTIM for writer in mail.writers)
    return Lead(via=via, written=VICTIM, customers=(STATE.customers[0].id,)) if named else None


STATE = replace(renewed(3), customers=tuple(replace(each, email=VICTIM) for each in renewed(3).customers))


def _opened(raw: bytes) -> str:
    """What a stranger is told must not hang on whether the victim has an account; nothing is proposed."""
    mail, reading = read_message(raw, arrived_at=MONDAY, rules=RULES), make_reading(Intent.REFUND)
    lead = _led(mail)
    known = judge(mail, reading, replace(STATE, leads=(lead,) if lead else ()), policy=POLICY, case_id="x")
    if known.outcome is not Outcome.DRAFTED:
        return ""
    if known.identity is None or known.identity.verdict is Verdict.VERIFIED:
        return "verified"
    if {each.kind for each in known.actions} != {ActionKind.NO_OP}:
        return f"proposed {known.actions}"
    stranger = judge(mail, reading, make_state(), policy=POLICY, case_id="x")
    if stranger.outcome is not Outcome.DRAFTED:  # likely a machine's, unless its writer is a customer
        draft = TEMPLATES.write(known, mail, STATE).draft
        inside = draft is not None and all(to == VICTIM or to.endswith("@example.com") for to in draft.to)
        return "" if inside else f"{draft} tells somebody else"
    told = [TEMPLATES.write(case, mail, state).draft for case, state in ((known, STATE), (stranger, make_state()))]
    if None in told or told[0] != told[1]:
        return f"{told[0]} is not {told[1]}"
    allowed = {each.address for each in (*mail.senders, *mail.reply_to, Mailbox(address=VICTIM))}
    return "" if set(told[0].to if told[0] else ()) <= allowed else f"to {told[0]}"


def imitations(rng: Random, tries: int = TRIES) -> Tally:
    """Whoever is named is never verified, and the answer tells nothing of them."""
    return tally(rng, tries, _imitation, _opened)


def _own(rng: Random) -> bytes:
    """A customer's own, proven mail in which the marks of carriers stand for whatever reason."""
    head = [
        ("Authentication-Results", "mx.example.com; dmarc=pass header.from=customer.example"),
        ("From", f"Dana <{VICTIM}>"),
        ("To", US),
        ("Subject", rng.choice(("refund", "Fwd: refund"))),
        *[field for field in rng.sample(FIELDS, rng.randint(0, 3)) if field[0] != "Auto-Submitted"],
    ]
    return "\r\n".join([f"{name}: {value}" for name, value in head] + ["", rng.choice(BODIES)]).encode()


def _lost(raw: bytes) -> str:
    mail = read_message(raw, arrived_at=MONDAY, rules=RULES)
    lead = Lead(via="from_address", written=VICTIM, customers=(STATE.customers[0].id,))
    state = replace(STATE, leads=(lead,))
    case = judge(mail, make_reading(Intent.REFUND), state, policy=POLICY, case_id="x")
    proven = case.identity is not None and case.identity.verdict is Verdict.VERIFIED
    return (
        "" if case.outcome is Outcome.DRAFTED and proven and mail.carried is None else f"{case.outcome}: {case.reason}"
    )


def own_mail(rng: Random, tries: int = TRIES) -> Tally:
    """A customer's own mail stays theirs, and is drafted, whatever marks of a carrier it bears."""
    return tally(rng, tries, _own, _lost)


def _arrive(book: CaseBook, sender: str, name: str, carried: Carried | None, minutes: int) -> str:
    raw = f"From: {sender}\r\nMessage-ID: <{name}>\r\n\r\nHello\r\n".encode()
    at = MONDAY + timedelta(minutes=minutes)
    book.take([Delivery(account=ACCOUNT, raw=raw, arrived_at=at)])
    claim = claimed(book)
    mail = message(
        claim,
        subject=f"New form submission {name.partition('.')[2]}",
        senders=(Mailbox(address=sender),),
        authentication=PROVEN,
        carried=carried,
    )
    crowd = book.crowd(mail)
    mail = in_a_crowd(mail, crowd) if crowd else mail
    case = judged(claim, outcome=Outcome.IGNORED if mail.automatic else Outcome.DRAFTED)
    shown = case_json(case, None, None)
    book.keep(
        claim, message=mail, reading=make_reading(), state=billing(claim), case=case, draft=None, note=None, shown=shown
    )
    book.finish(claim)
    return "crowded out" if mail.crowd or mail.automatic else ""


def floods(rng: Random, tries: int = TRIES) -> Tally:
    """Through the store: mails that name a customer as their writer count neither against them nor their form mail."""
    rounds = iter(range(tries))
    named = Carried(by=CarrierKind.FORM, writer=Mailbox(address=VICTIM))

    def crowded(fakes: int) -> str:
        topic = str(next(rounds))
        for number in range(fakes):
            _arrive(book, "noreply@intruder.example", f"{number}.{topic}", named, number)
        through_form = _arrive(book, "forms@service.example", f"form.{topic}", named, fakes)
        return through_form or _arrive(book, VICTIM, f"own.{topic}", None, fakes + 1)

    with fresh_book(sender_cap=CAP) as book:
        return tally(rng, max(2, tries // 200), lambda draw: draw.randint(1, 2 * CAP), crowded)


ATTACKS: tuple[tuple[str, Attack], ...] = (
    ("carried: imitations open nothing", imitations),
    ("carried: a customer's own mail stays theirs", own_mail),
    ("carried: floods in a customer's name", floods),
)

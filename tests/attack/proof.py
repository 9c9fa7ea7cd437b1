"""Forgeries of the proof: what a sender may write to pass for somebody whom our own mail server vouches for."""

from random import Random

from parsers.message import read_message
from parsers.vocabulary import Authentication, MailRules
from tests.attack.intruders import disguised, intruded
from tests.attack.tally import TRIES, Attack, Tally, tally
from tests.support.clock import MONDAY
from worker.inbox.arrival_headers import stamped, without_our_verdicts

NAME, OURS, DOMAIN = b"Authentication-Results", b"mx.acme.test", b"customer.example"
RULES = MailRules(authserv_ids=("mx.acme.test", "mx2.acme.test"), own_hosts=("127.0.0.1",))
HOP = b"Received: from [192.0.2.7] by mx.acme.test with ESMTPS; Mon, 2 Nov 2026 09:00:00 +0000\r\n"
REST = b"From: Dana <dana@customer.example>\r\nTo: s@acme.test\r\nSubject: Hi\r\n\r\nPlease refund me.\r\n"
OTHERS = (
    b"mx.google.com",
    b"mx.acme.test.attacker.example",
    b"acme.test.example",
    b"relay.example.net",
    b"mx.other.test",
)
TRUE_HEADERS = {
    b"pass": b"Authentication-Results: mx.acme.test; dmarc=pass header.from=customer.example\r\n",
    b"none": b"Authentication-Results: mx.acme.test; dmarc=none header.from=customer.example\r\n",
    b"fail": b"Authentication-Results: mx.acme.test; dmarc=fail header.from=customer.example\r\n",
}


def _verdict(raw: bytes) -> Authentication:
    return read_message(raw, arrived_at=MONDAY, rules=RULES).authentication


def _forged(rng: Random) -> bytes:
    """A passing header of which one word at least is not what it seems."""
    words = [NAME, OURS, b"dmarc", b"pass", b"header.from", DOMAIN]
    for at in rng.sample(range(len(words)), rng.choice((1, 1, 1, 2))):
        change = rng.choice((intruded, lambda draw, word: disguised(draw, word.decode())))
        words[at] = change(rng, words[at])
    return b"%s: %s; %s=%s %s=%s\r\n" % tuple(words)


def _hidden(rng: Random) -> bytes:
    """A passing header in a place where some reader begins a line, or that other forms of an id make."""
    line = b"Authentication-Results: mx.acme.test; dmarc=pass header.from=customer.example"
    end = rng.choice(
        (b"\r", b"\r\r", b"\x0b", b"\x0c", b"\x1c", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\x00\r")
    )
    return rng.choice(
        (
            b"X-Note: a" + end + line + b"\r\n",
            b"a stray line" + end + line + b"\r\n",
            line.replace(b": ", rng.choice((b" : ", b"\t: ", b"\r\n : ", b" \t : ")), 1) + b"\r\n",
            line.replace(
                OURS, rng.choice((b'"mx\\.acme.test"', b"mx.acme.test.", b"=?utf-8?q?mx.acme.test?=", b"mx.acrne.test"))
            )
            + b"\r\n",
            line.replace(
                b"dmarc=", rng.choice((b"spf=none smtp.mailfrom=a.b x; dmarc=", b"(open; dmarc=", b'"; dmarc='))
            )
            + b"\r\n",
            b"Subject: x\r\n=?utf-8?q?Authentication-Results:?=" + line.partition(b":")[2] + b"\r\n",
        )
    )


def _either(rng: Random) -> bytes:
    return rng.choice((_forged, _forged, _hidden))(rng)


def _alone(rng: Random) -> bytes:
    """The forgery on top of all that its sender wrote, below our server's own Received or without it."""
    return rng.choice((HOP, b"")) + _either(rng) + REST


def _authenticated(raw: bytes) -> str:
    found = _verdict(raw)
    return f"believed: {found.evidence}" if found.status == "authenticated" else ""


def forged_alone(rng: Random, tries: int = TRIES) -> Tally:
    """Nothing of our server's stands above it."""
    return tally(rng, tries, _alone, _authenticated)


def _beside(rng: Random) -> bytes:
    """A true verdict of our server, and an imitation above or below it."""
    true, false = TRUE_HEADERS[b"pass"], b""
    while not false:
        name, id_ = rng.choice(((NAME, None), (None, OURS)))
        change = rng.choice((intruded, lambda draw, word: disguised(draw, word.decode())))
        false = b"%s: %s; dmarc=pass header.from=customer.example\r\n" % (
            name or change(rng, NAME),
            id_ or change(rng, OURS),
        )
    order = rng.choice(((true, false), (false, true), (true, b"X-A: b\r\n", false)))
    return HOP + b"".join(order) + REST


def _untold(raw: bytes) -> str:
    """A pass beside an imitation counts for nothing, and the evidence says why."""
    found = _verdict(raw)
    if found.status == "authenticated":
        return f"believed: {found.evidence}"
    return "" if any("nothing is authenticated" in each for each in found.evidence) else f"not told: {found.evidence}"


def beside_a_true_one(rng: Random, tries: int = TRIES) -> Tally:
    """Two of them, and only one is our server's: nobody can say which a mail client believes."""
    return tally(rng, tries, _beside, _untold)


def _smtp(rng: Random) -> bytes:
    """Anything at all, handed to the SMTP inbox, which strips what bears our id."""
    plain = rng.choice(
        (
            b"Authentication-Results: mx.acme.test; dmarc=pass header.from=customer.example\r\n",
            _either(rng),
            _either(rng),
        )
    )
    before = rng.choice((b"", b"X: a\r\r\n", b" folded\r\n", b"\t\r\n", b"X: y\r", b"From x\r\n", b"\x0b\r\n"))
    return before + plain + REST


def _received(raw: bytes) -> str:
    kept = without_our_verdicts(stamped(raw, "a@b.example", "192.0.2.7"), RULES.authserv_ids)
    if not kept.endswith(REST.partition(b"\r\n\r\n")[2]):
        return "the body was touched"
    return _authenticated(kept)


def smtp_strips(rng: Random, tries: int = TRIES) -> Tally:
    """What reaches the SMTP inbox under our name was written by its sender."""
    return tally(rng, tries, _smtp, _received)


def _honest(rng: Random) -> bytes:
    """What mail servers do write: folded, commented, in either case, among headers of others."""
    comment = rng.choice(
        (b"", b" (p=REJECT sp=REJECT dis=NONE)", b"(p=none)", b" (policy=reject; a (b) c)", " (ö)".encode())
    )
    blank = rng.choice((b" ", b"\r\n\t", b"\r\n        ", b"  "))
    dkim = rng.choice(
        (b"", b"dkim=pass header.i=@x.test header.s=s1 header.b=aB/+3x=;", b"dkim=none (not signed) header.d=none;")
    )
    spf = rng.choice(
        (b"", b"spf=pass (acme: domain of a@b designates 192.0.2.1) smtp.mailfrom=a+b=c@b.test;", b"arc=none;")
    )
    id_ = rng.choice((OURS, OURS.upper(), b"mx2.acme.test", OURS + b" 1"))
    end = rng.choice((b"", b";", b"; iprev=pass smtp.remote-ip=192.0.2.1 (h.test); x-tls=pass smtp.bits=256/256"))
    parts = (id_, b";", blank, dkim, blank, spf, blank, b"dmarc=pass", comment, b" header.from=", DOMAIN, end)
    others = b"".join(
        b"Authentication-Results: %s; dmarc=%s header.from=x.test\r\n" % (each, rng.choice((b"pass", b"fail")))
        for each in rng.sample(OTHERS, rng.randint(0, 3))
    )
    return HOP + NAME + b": " + b"".join(parts) + b"\r\n" + others + REST


def _refused(raw: bytes) -> str:
    found = _verdict(raw)
    return "" if found.status == "authenticated" else f"not believed: {found.evidence}"


def honest(rng: Random, tries: int = TRIES) -> Tally:
    """And what is true goes on being believed."""
    return tally(rng, tries, _honest, _refused)


ATTACKS: tuple[tuple[str, Attack], ...] = (
    ("proof: forged alone", forged_alone),
    ("proof: beside a true one", beside_a_true_one),
    ("proof: through the SMTP inbox", smtp_strips),
    ("proof: honest ones hold", honest),
)

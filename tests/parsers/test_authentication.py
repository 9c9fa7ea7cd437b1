import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.authentication import authenticate
from parsers.authentication.results import read_results
from parsers.domains import same_organisation, to_ascii_domain
from parsers.vocabulary import Authentication, Mailbox, MailRules

OURS = "mx.example.com"
RULES = MailRules(authserv_ids=(OURS,))
MICROSOFT = MailRules(authserv_ids=("microsoft",))
HOP = (
    "Received",
    "from relay.example.net (relay.example.net [192.0.2.7]) by mx.example.com with ESMTPS; Mon, 2 Nov 2026",
)
FROM = "jane@customer.example"


def verdict(
    results: str | None, *, rules: MailRules = RULES, sender: str = FROM, above: tuple[tuple[str, str], ...] = ()
) -> Authentication:
    headers = [*above, *([("Authentication-Results", results)] if results is not None else []), ("From", sender)]
    return authenticate(octets(*headers), (Mailbox(address=sender),), rules)


def octets(*headers: tuple[str, str]) -> list[tuple[str, bytes]]:
    return [(name, value.encode()) for name, value in headers]


PASSED = {
    "google": f"{OURS}; dkim=pass header.i=@customer.example header.s=s header.b=abc; spf=pass ({OURS}: domain of"
    " jane@customer.example designates 192.0.2.7 as permitted sender) smtp.mailfrom=jane@customer.example;"
    " dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=customer.example",
    "version": f"{OURS} 1; dmarc=pass header.from=customer.example",
    "upper case": "MX.EXAMPLE.COM; DMARC=Pass header.From=Customer.Example",
    "quoted id": f'"{OURS}"; dmarc=pass header.from=customer.example',
    "comments": f"(a (b)) {OURS} (1); (before) dmarc (in) = (between) pass (after) header.from = customer.example",
    "method version": f"{OURS}; dmarc/1=pass header.from=customer.example",
    "no blanks": f"{OURS};spf=pass smtp.mailfrom=customer.example;dmarc=pass(p=REJECT)header.from=customer.example",
    "reason": f'{OURS}; dmarc=pass reason="a; dmarc=fail (sic)" header.from=customer.example',
    "twice the same": f"{OURS}; dmarc=pass header.from=customer.example; dmarc=pass header.from=customer.example",
    "yahoo": f"{OURS}; dkim=pass header.i=@customer.example header.s=s1; spf=pass smtp.mailfrom=b.example;"
    " dmarc=pass(p=REJECT) header.from=customer.example;",
    "dkim, no policy": f"{OURS}; dmarc=none header.from=customer.example; dkim=pass header.d=customer.example",
    "dkim, no dmarc": f"{OURS}; dkim=pass header.d=mail.customer.example header.i=@mail.customer.example",
    "second dkim": f"{OURS}; dkim=pass header.d=mailer.example; dkim=pass header.d=customer.example",
    "a failed one beside": f"{OURS}; dkim=fail header.d=customer.example; dkim=pass header.d=customer.example",
}


@pytest.mark.parametrize("results", PASSED.values(), ids=PASSED.keys())
def test_a_trusted_pass_authenticates(results: str) -> None:
    found = verdict(results, above=(HOP,))
    assert found.status == "authenticated", found.evidence
    assert found.method == ("dkim" if "dkim=pass" in results and "dmarc=pass" not in results else "dmarc")


UNTRUSTED = {
    "no header": None,
    "empty": "",
    "another id": "mx.attacker.example; dmarc=pass header.from=customer.example",
    "lookalike": "mx.example.com.attacker.example; dmarc=pass header.from=customer.example",
    "lookalike letters": "mx.exаmple.com; dmarc=pass header.from=customer.example",
    "id in a comment": "attacker.example (mx.example.com); dmarc=pass header.from=customer.example",
    "no id": "dmarc=pass header.from=customer.example",
    "the word microsoft": "microsoft; dmarc=pass header.from=customer.example",
    "another domain": f"{OURS}; dmarc=pass header.from=attacker.example",
    "a subdomain": f"{OURS}; dmarc=pass header.from=mail.customer.example",
    "no domain": f"{OURS}; dmarc=pass",
    "pass in a comment": f"{OURS}; dmarc=none (dmarc=pass header.from=customer.example) header.from=customer.example",
    "pass in a quote": f'{OURS}; spf=none smtp.mailfrom="a; dmarc=pass header.from=customer.example"@b.example',
    "a comment ended by a quoted address": f'{OURS}; spf=pass (of "a) ; dmarc=pass header.from=customer.example ('
    '"@attacker.example designates it) smtp.mailfrom=attacker.example',
    "an open comment": f"{OURS}; dmarc=pass header.from=customer.example; spf=pass (open",
    "two verdicts": f"{OURS}; dmarc=none header.from=attacker.example; dmarc=pass header.from=customer.example",
    "two domains": f"{OURS}; dmarc=pass header.from=attacker.example header.from=customer.example",
    "temperror": f"{OURS}; dmarc=temperror header.from=customer.example; dkim=pass header.d=customer.example",
    "permerror": f"{OURS}; dmarc=permerror header.from=customer.example; dkim=pass header.d=customer.example",
    "quarantine": f"{OURS}; dmarc=quarantine header.from=customer.example; dkim=pass header.d=customer.example",
    "dkim of another": f"{OURS}; dkim=pass header.d=attacker.example header.i=@customer.example",
    "dkim of a suffix": f"{OURS}; dkim=pass header.d=example",
    "dkim temperror": f"{OURS}; dkim=temperror header.d=customer.example",
    "dkim by policy": f"{OURS}; dkim=policy header.d=customer.example",
    "spf alone": f"{OURS}; spf=pass smtp.mailfrom=jane@customer.example",
    "passing": f"{OURS}; dmarc=passing header.from=customer.example",
    "none": f"{OURS}; none",
    "too long": f"{OURS}; dmarc=pass header.from=customer.example; x=y" + " a=b" * 3000,
}


@pytest.mark.parametrize("results", UNTRUSTED.values(), ids=UNTRUSTED.keys())
def test_nothing_else_does(results: str | None) -> None:
    found = verdict(results, above=(HOP,))
    assert found.status == "unauthenticated", found.evidence
    assert found.evidence


@pytest.mark.parametrize(
    "results",
    [
        f"{OURS}; dmarc=fail header.from=customer.example",
        f"{OURS}; dmarc=pass header.from=attacker.example; dmarc=fail header.from=customer.example",
        f"{OURS}; dkim=pass header.d=customer.example; DMARC = FAIL (p=none) header.from=customer.example",
    ],
)
def test_a_trusted_fail_means_forged(results: str) -> None:
    assert verdict(results, above=(HOP,)).status == "forged"


def test_only_the_topmost_header_is_read() -> None:
    below = ("Authentication-Results", f"{OURS}; dmarc=pass header.from=customer.example")
    found = authenticate(
        octets(("Authentication-Results", "relay.example.net; dmarc=none"), below), (Mailbox(address=FROM),), RULES
    )
    assert found.status == "unauthenticated"


@pytest.mark.parametrize(
    ("by", "status"),
    [
        ("by mx.example.com", "authenticated"),
        ("by backend.example.com (Postfix)", "authenticated"),
        ("by 2002:a05:6a10:8b28:0:0:0:1", "authenticated"),
        ("by [192.0.2.8]", "authenticated"),
        ("from a (by mx.attacker.example) by mx.example.com", "authenticated"),
        ("by imap.internal", "authenticated"),
        ("by mx.attacker.example", "unauthenticated"),
        ("by mx.example.com.attacker.example", "unauthenticated"),
        ("by example.org", "unauthenticated"),
        ("by 1.2.3.4.attacker.example", "unauthenticated"),
        ("from by mx.example.com by mx.attacker.example", "unauthenticated"),
        ("from mx.example.com with SMTP", "unauthenticated"),
        ("from x (by mx.example.com)", "unauthenticated"),
    ],
)
def test_every_hop_above_is_ours(by: str, status: str) -> None:
    rules = MailRules(authserv_ids=(OURS,), own_hosts=("IMAP.internal",))
    results = f"{OURS}; dmarc=pass header.from=customer.example"
    assert verdict(results, rules=rules, above=(("Received", f"{by}; Mon"), HOP)).status == status


def test_microsofts_style_without_an_id() -> None:
    results = (
        "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=customer.example; dkim=pass (signature was verified)"
        " header.d=customer.example;dmarc=pass action=none header.from=customer.example;compauth=pass reason=100"
    )
    hop = (
        "Received",
        "from A.prod.outlook.com (2603:10a6::1) by B.eurprd01.prod.outlook.com with HTTPS; Mon, 2 Nov 2026",
    )
    assert verdict(results, rules=MICROSOFT, above=(hop,)).status == "authenticated"
    assert verdict(results, rules=RULES, above=(hop,)).status == "unauthenticated"
    assert verdict(results, rules=MICROSOFT, above=(HOP,)).status == "unauthenticated"
    assert verdict(f"microsoft; {results}", rules=MICROSOFT).status == "unauthenticated"


def test_microsofts_best_guess_is_no_verdict() -> None:
    guess = "dkim={} header.d=customer.example;dmarc=bestguesspass action=none header.from=customer.example"
    assert verdict(guess.format("pass"), rules=MICROSOFT).method == "dkim"
    assert verdict(guess.format("none"), rules=MICROSOFT).status == "unauthenticated"


def test_spf_alone_only_where_the_configuration_says_so() -> None:
    rules = MailRules(authserv_ids=(OURS,), accept_spf_only=True)
    assert verdict(f"{OURS}; spf=pass smtp.mailfrom=bounce@customer.example", rules=rules).method == "spf"
    assert verdict(f"{OURS}; spf=pass smtp.mailfrom=bounce@other.example", rules=rules).status == "unauthenticated"
    assert verdict(f"{OURS}; spf=pass smtp.helo=customer.example", rules=rules).status == "unauthenticated"


@pytest.mark.parametrize("sender", ["jane@müller.example", "jane@MÜLLER.example", "jane@xn--mller-kva.example"])
@pytest.mark.parametrize("said", ["müller.example", "xn--mller-kva.example"])
def test_international_domains_are_one_in_both_forms(sender: str, said: str) -> None:
    assert verdict(f"{OURS}; dmarc=pass header.from={said}", sender=sender).status == "authenticated"


def test_a_domain_in_other_letters_is_another_domain() -> None:
    assert verdict(f"{OURS}; dmarc=pass header.from=customer.example", sender="jane@customеr.example").status == (
        "unauthenticated"
    )


def test_more_than_one_from_is_never_authenticated() -> None:
    results = ("Authentication-Results", f"{OURS}; dmarc=pass header.from=customer.example")
    both = (Mailbox(address=FROM), Mailbox(address="other@customer.example"))
    assert authenticate(octets(results, ("From", "two")), both, RULES).status == "unauthenticated"
    fields = [results, ("From", FROM), ("from", "nobody")]
    assert authenticate(octets(*fields), both[:1], RULES).status == "unauthenticated"
    assert authenticate(octets(results), (), RULES).status == "unauthenticated"


def test_our_own_dkim_check_speaks_where_no_trusted_header_does() -> None:
    good = MailRules(authserv_ids=(OURS,), dkim=(("mail.customer.example", True),))
    assert verdict(None, rules=good).method == "dkim"
    assert verdict("mx.attacker.example; dmarc=pass", rules=good).method == "dkim"
    assert verdict(f"{OURS}; spf=pass smtp.mailfrom=x", rules=good).method == "dkim"
    assert verdict(f"{OURS}; dmarc=fail header.from=customer.example", rules=good).status == "forged"
    assert verdict(f"{OURS}; dmarc=temperror header.from=customer.example", rules=good).status == "unauthenticated"
    assert verdict(f"{OURS}; dkim=fail header.d=customer.example", rules=good).status == "unauthenticated"
    bad = MailRules(dkim=(("customer.example", False), ("attacker.example", True)))
    assert verdict(None, rules=bad).status == "unauthenticated"


def test_organisations_follow_the_public_suffix_list() -> None:
    assert same_organisation("a.example.co.uk", "b.example.co.uk")
    assert not same_organisation("one.co.uk", "two.co.uk")
    assert not same_organisation("jane.github.io", "mallory.github.io")
    assert not same_organisation("co.uk", "example.co.uk")
    assert not same_organisation("", "")


@given(st.text(max_size=300))
def test_any_text_is_read_and_never_authenticates_by_chance(text: str) -> None:
    read_results(text.encode("utf-8", "replace"))
    to_ascii_domain(text)
    assert verdict(text, rules=MailRules(authserv_ids=("mx.unguessable.example",))).status == "unauthenticated"


_PIECES = st.sampled_from(
    [
        *';()"\\= /',
        "dmarc",
        "pass",
        "fail",
        "header.from",
        "customer.example",
        "attacker.example",
        "dkim",
        "header.d",
        OURS,
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_a_senders_words_in_a_quoted_address_add_nothing(words: str) -> None:
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    honest = f'{OURS}; dmarc=none header.from=customer.example; spf=pass smtp.mailfrom="{quoted}"@attacker.example'
    assert verdict(honest).status == "unauthenticated"


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_a_senders_words_in_a_comment_add_nothing(words: str) -> None:
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    honest = f'{OURS}; spf=pass (domain of "{quoted}"@attacker.example designates it) smtp.mailfrom=attacker.example'
    assert verdict(honest).status == "unauthenticated"

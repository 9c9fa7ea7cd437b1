"""The proof is read as octets: whatever stands in it that no server writes, nothing is authenticated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.authentication.grammar import as_text
from parsers.authentication.results import read_results
from parsers.message import read_message
from parsers.mime.headers import read_head
from parsers.vocabulary import Authentication, MailRules
from tests.support.clock import MONDAY

LINE = b"Authentication-Results: mx.example.com; dmarc=pass header.from=customer.example"
REST = b"\r\nFrom: jane@customer.example\r\nSubject: x\r\n\r\nhello"
RULES = MailRules(authserv_ids=("mx.example.com",))


def verdict(raw: bytes, rules: MailRules = RULES) -> Authentication:
    return read_message(raw, arrived_at=MONDAY, rules=rules).authentication


def test_the_line_as_it_stands_is_believed() -> None:
    assert verdict(LINE + REST).status == "authenticated"


@given(
    st.lists(st.sampled_from([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0x100)]), min_size=1),
    st.integers(1, len(LINE)),
)
def test_no_octet_outside_the_grammar_is_read_over(octets: list[int], at: int) -> None:
    assert verdict(LINE[:at] + bytes(octets) + LINE[at:] + REST).status == "unauthenticated"


@given(st.characters(exclude_categories=["Cs"]).filter(lambda char: not char.isascii()), st.integers(1, len(LINE)))
def test_no_character_that_is_not_ascii_is_read_over(char: str, at: int) -> None:
    assert verdict(LINE[:at] + char.encode() + LINE[at:] + REST).status == "unauthenticated"


@given(st.binary(max_size=200))
def test_any_octets_are_read_and_bear_no_name_of_ours(octets: bytes) -> None:
    found = read_results(octets)
    assert found.authserv_id != "mx.example.com"
    assert found.sound <= (as_text(octets) is not None)


@pytest.mark.parametrize(
    "imitation",
    [
        b"Authentication-Results: mx.exam\x01ple.com; dmarc=pass",
        b"Authentication-Results: mx.ex\xd0\xb0mple.com; dmarc=pass",
        b"Authentication-Results: mx.exarnple.com; dmarc=pass",
        b"Authentication-Results : mx.example.com; dmarc=pass",
        b"Authentication\x00-Results: mx.example.com; dmarc=pass",
        b"Authenticati\xd0\xben-Results: mx.example.com; dmarc=pass",
        b"Authentication-\r\n Results: mx.example.com; dmarc=pass",
        b"X-Other: a\rAuthentication-Results: mx.example.com; dmarc=pass",
    ],
)
def test_beside_an_imitation_nothing_counts_and_the_evidence_says_so(imitation: bytes) -> None:
    found = verdict(LINE + b"\r\n" + imitation + REST)
    assert found.status == "unauthenticated"
    assert "nothing is authenticated" in found.evidence[0]
    assert verdict(imitation + b"\r\n" + LINE + REST).status == "unauthenticated"


def test_a_forgery_stays_one_beside_an_imitation() -> None:
    failed = LINE.replace(b"pass", b"fail")
    assert verdict(failed + b"\r\nAuthentication-Results: mx.examp\x01le.com; none" + REST).status == "forged"


def test_beside_an_imitation_our_own_check_is_silent_too() -> None:
    rules = MailRules(authserv_ids=("mx.example.com",), dkim=(("customer.example", True),))
    assert verdict(REST.lstrip(), rules).status == "authenticated"
    assert verdict(LINE.replace(b"mx.", b"m\x02x.") + REST, rules).status == "unauthenticated"


def test_another_servers_header_is_no_imitation() -> None:
    other = "Authentication-Results: mx.müller.test; dmarc=pass (Jürgen\u2019s) header.from=customer.example".encode()
    assert verdict(LINE + b"\r\n" + other + REST).status == "authenticated"


@pytest.mark.parametrize("written", ["mx.große.example", "mx.xn--groe-xna.example", "MX.xn--groe-xna.EXAMPLE"])
@pytest.mark.parametrize("trusted", ["mx.große.example", "mx.xn--groe-xna.example"])
def test_our_id_is_one_in_both_spellings(written: str, trusted: str) -> None:
    line = LINE.replace(b"mx.example.com", written.encode())
    assert verdict(line + REST, MailRules(authserv_ids=(trusted,))).status == "authenticated"


@pytest.mark.parametrize(
    "sender",
    [
        b"da\x01na@customer.example",
        b"dana@custo\x7fmer.example",
        b"=?utf-8?q?dana=40customer.example?=",
        b"\xef\xbb\xbfdana\xe2\x80\xae@customer.example",
    ],
)
def test_an_address_that_reads_otherwise_than_it_stands_is_nobodys(sender: bytes) -> None:
    assert verdict(LINE + REST.replace(b"jane@customer.example", sender)).status == "unauthenticated"


def test_what_is_folded_under_a_stray_line_is_no_fields() -> None:
    raw = (
        b"Authentication-Results: mx.example.com; spf=none\r\n\x01\r\n ; dmarc=pass header.from=customer.example" + REST
    )
    head = read_head(raw, 0, len(raw))
    assert head.fields[0] == ("Authentication-Results", b"mx.example.com; spf=none")
    assert verdict(raw).status == "unauthenticated"


def test_a_verdict_has_no_parameters_that_somebody_forgot_to_indent() -> None:
    raw = b"Authentication-Results: mx.example.com; spf=none;\r\ndmarc=pass header.from=customer.example" + REST
    assert verdict(raw).status == "unauthenticated"

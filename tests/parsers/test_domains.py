"""Domains compared by IDNA 2008, UTS 46 not transitional, over drawn labels."""

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.domains import address_key, address_spellings, exact_domain, same_domain, to_ascii_domain
from parsers.vocabulary import Mailbox

ANY = st.characters(exclude_categories=["Cs"])
LETTERS = st.characters(categories=["Ll", "Lu", "Lo", "Nd", "Mn"])
LATIN = st.characters(min_codepoint=0x61, max_codepoint=0x24F)
GREEK = st.characters(min_codepoint=0x370, max_codepoint=0x3FF)
LABELS = st.one_of(*(st.text(each, min_size=1, max_size=12) for each in (ANY, LETTERS, LATIN, GREEK)))


def theirs(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""


@given(st.lists(LABELS, min_size=1, max_size=3).map(".".join))
def test_what_idna_admits_is_read_as_idna_reads_it(domain: str) -> None:
    expected = theirs(domain).removesuffix(".")
    if not expected:
        return
    assert to_ascii_domain(domain) == expected
    assert to_ascii_domain(expected) == exact_domain(expected) == expected
    assert same_domain(domain, idna.decode(expected))


@given(LABELS)
def test_no_label_becomes_an_a_label_that_idna_refuses(label: str) -> None:
    found = to_ascii_domain(label)
    if "xn--" in found and "xn--" not in label.lower():
        assert found == theirs(label.strip(" \t")).removesuffix(".")


@given(LABELS)
def test_machines_write_no_label_that_wants_mapping(label: str) -> None:
    if exact := exact_domain(label):
        assert exact == to_ascii_domain(label)
        assert label.isascii() or idna.uts46_remap(label, std3_rules=False) == label.removesuffix(".")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("große.example", "grosse.example"),
        ("σας.example", "σασ.example"),
        ("क्\u200dष.example", "क्ष.example"),
        ("क्\u200cष.example", "क्ष.example"),
        ("\u212aelvin.example", "kelvin.test"),
        ("customer.example", "customеr.example"),
    ],
)
def test_these_are_two(one: str, other: str) -> None:
    assert not same_domain(one, other)
    assert Mailbox(address=f"a@{one}").folded != Mailbox(address=f"a@{other}").folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GROẞE.example", "xn--groe-xna.example"),
        ("ΣΑΣ.example", "σασ.example"),
        ("ｃｕｓｔｏｍｅｒ。example", "Customer.Example."),
        ("_dmarc.MÜLLER.example", "_dmarc.xn--mller-kva.example"),
        ("i❤.ws", "I❤.WS"),
    ],
)
def test_these_are_one(one: str, other: str) -> None:
    assert same_domain(one, other)
    assert address_key(f"DANA@{one}") == address_key(f"dana@{other}")


def test_of_the_local_part_only_ascii_is_folded() -> None:
    assert address_key("DANA@a.example") == "dana@a.example"
    assert address_key("\u212aurt@a.example") != "kurt@a.example"
    assert address_key("Straße@a.example") != address_key("strasse@a.example")


def test_an_address_is_looked_up_in_both_spellings() -> None:
    both = {"dana@müller.example", "dana@xn--mller-kva.example"}
    assert address_spellings("Dana@Müller.example") == both
    assert address_spellings("dana@xn--mller-kva.example") == both
    assert address_spellings("Dana@Customer.Example") == {"dana@customer.example"}

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.identifiers import find_identifiers
from parsers.redaction import scrub
from parsers.vocabulary import MailRules, Place

RULES = MailRules(addresses=("support@example.com",), handle_labels=("github",))


def found(text: str, place: Place = Place.NEW_TEXT, rules: MailRules = RULES) -> list[tuple[str, str]]:
    return [(str(each.kind), each.value) for each in find_identifiers(text, place, rules=rules)]


AMOUNTS = {
    "$49": "4900 usd",
    "US$49.00": "4900 usd",
    "49 USD": "4900 usd",
    "usd 49": "4900 usd",
    "$1,234.56": "123456 usd",
    "$1.2k": "120000 usd",
    "-$15.00": "1500 usd",
    "2x $10": "1000 usd",
    "49,00 €": "4900 eur",
    "49,00€": "4900 eur",
    "€ 49": "4900 eur",
    "1.234,56 EUR": "123456 eur",
    "1 234,56 €": "123456 eur",
    "1\u202f234,56\u00a0€": "123456 eur",
    "CHF 1'234.50": "123450 chf",
    "CHF 1’234.50": "123450 chf",
    "49.-CHF": "4900 chf",
    "£9.99": "999 gbp",
    "kr 149": "14900 ?",
    "149,- kr": "14900 ?",
    "149 SEK": "14900 sek",
    "¥5000": "5000 jpy",
    "￥５０００": "5000 jpy",
    "5,000 JPY": "5000 jpy",
    "5000円": "5000 jpy",
    "R$ 10,00": "1000 brl",
    "₹1,23,456.00": "12345600 inr",
    "1.234 KWD": "1234 kwd",
    "A$49": "4900 aud",
    "$49 AUD": "4900 aud",
    "49 dollars": "4900 usd",
    "49 bucks": "4900 usd",
    "9 euros": "900 eur",
    "I was charged 49.00 twice": "4900 ?",
    "Betrag: 12,50": "1250 ?",
}


@pytest.mark.parametrize(("text", "value"), AMOUNTS.items(), ids=AMOUNTS.keys())
def test_amounts(text: str, value: str) -> None:
    assert found(f"It was {text}.") == [("amount", value)]


@pytest.mark.parametrize(
    "text", ["I will try 49 try", "version 3.50", "at 10.30", "room 49", "in 5 all", "50%", "3.5 GB"]
)
def test_numbers_that_are_no_money(text: str) -> None:
    assert found(text) == []


def test_two_amounts_share_no_sign() -> None:
    assert found("49 € 59 €") == [("amount", "4900 eur"), ("amount", "5900 eur")]
    assert found("$49-$59") == [("amount", "4900 usd"), ("amount", "5900 usd")]


DATES = {
    "2026-11-02": ["2026-11-02"],
    "2 Nov 2026": ["2026-11-02"],
    "2nd of November 2026": ["2026-11-02"],
    "Nov 2nd": ["--11-02"],
    "November 2, 2026": ["2026-11-02"],
    "2. November 2026": ["2026-11-02"],
    "2 novembre 2026": ["2026-11-02"],
    "2 de noviembre de 2026": ["2026-11-02"],
    "2 november 2026": ["2026-11-02"],
    "le 1er mars": ["--03-01"],
    "02.11.2026": ["2026-11-02"],
    "02.11.26": ["2026-11-02"],
    "am 02.11.": ["--11-02"],
    "11/02/2026": ["2026-02-11", "2026-11-02"],
    "13/02/2026": ["2026-02-13"],
    "02/13/2026": ["2026-02-13"],
    "on 11/02": ["--02-11", "--11-02"],
    "2026年11月2日": ["2026-11-02"],
    "May 2": ["--05-02"],
    "29 Feb": ["--02-29"],
}


@pytest.mark.parametrize(("text", "values"), DATES.items(), ids=DATES.keys())
def test_dates(text: str, values: list[str]) -> None:
    assert found(text) == [("date", value) for value in values]


@pytest.mark.parametrize(
    "text", ["2026-13-02", "31.02.2026", "24/7", "expires 12/27", "you may 2 see", "1.2.2026.3", "29 Feb 2026"]
)
def test_what_is_no_date(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ending in 4242",
        "ending 4242",
        "•••• 4242",
        "xxxx4242",
        "XXXX-XXXX-XXXX-4242",
        "**** **** **** 4242",
        "...4242",
        "Visa 4242",
        "my card 4242",
        "last 4: 4242",
        "last four digits of my card are 4242",
        "endet auf 4242",
        "mit der Endung 4242",
        "se terminant par 4242",
        "terminada en 4242",
        "che termina con 4242",
        "terminado em 4242",
        "eindigend op 4242",
        "[card number ending 4242]",
    ],
)
def test_last_four(text: str) -> None:
    assert found(f"Paid by {text}, ok") == [("last4", "4242")]


@pytest.mark.parametrize(
    "text", ["in 4242", "my card 2024", "room 4242", "4242", "ending in 42425", "ending in 4242.50"]
)
def test_four_digits_that_are_no_card(text: str) -> None:
    assert ("last4", "4242") not in found(text)


def test_a_redacted_card_still_names_its_last_four() -> None:
    assert found(scrub("My card is 4242 4242 4242 4242.")) == [("last4", "4242")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7FE1103-0001", "7FE1103-0001"),
        ("Invoice-7FE1103-0001.pdf", "7FE1103-0001"),
        ("XP7AD5CJ-0001-CN-01", "XP7AD5CJ-0001"),
        ("invoice number MYSHOP-1203", "MYSHOP-1203"),
        ("invoice #myshop-1203", "MYSHOP-1203"),
        ("Rechnung Nr. INV-2026-0042", "INV-2026-0042"),
        ("la facture ABC-0042", "ABC-0042"),
        ("mi factura ABC-0042", "ABC-0042"),
        ("la fattura n. ABC-0042", "ABC-0042"),
        ("a fatura ABC-0042", "ABC-0042"),
        ("factuur ABC-0042", "ABC-0042"),
        ("my ABC-0042 invoice", "ABC-0042"),
        ("invoice no. 12345-0001", "12345-0001"),
    ],
)
def test_invoice_numbers(text: str, value: str) -> None:
    assert found(text) == [("invoice_number", value)]


@pytest.mark.parametrize(
    "text",
    [
        "receipt 1234-5678",
        "Receipt number: 1234-5678",
        "receipt #1234-5678",
        "Quittung 1234-5678",
        "reçu 1234-5678",
        "recibo 1234-5678",
        "ricevuta n. 1234-5678",
        "kwitantie 1234-5678",
    ],
)
def test_receipt_numbers(text: str) -> None:
    assert found(text) == [("receipt_number", "1234-5678")]


@pytest.mark.parametrize(
    "text",
    [
        "DOC-1369",
        "ZIP 12345-6789",
        "invoice, call 415-555-0123",
        "2024-2025",
        "1234-5678",
        "the years 2025-2026",
        "COVID-19",
    ],
)
def test_numbers_of_something_else(text: str) -> None:
    assert found(text) == []


IDS = {
    "cus_NffrFeUfNV2Hib": "customer",
    "sub_1MowQVLkdIwHu7ixeRlqHVzs": "subscription",
    "si_NcLYdDxLHxlFo7": "subscription_item",
    "in_1MtHbELkdIwHu7ixl4OzzPMv": "invoice",
    "ch_3MmlLrLkdIwHu7ix0snN0B15": "charge",
    "py_1MmlLrLkdIwHu7ix0snN0B15": "charge",
    "pi_3MtwBwLkdIwHu7ix28a3tqPa": "payment_intent",
    "re_1Nispe2eZvKYlo2Cd31jOCgZ": "refund",
    "pyr_1Nispe2eZvKYlo2Cd31jOCgZ": "refund",
    "du_1MtJUT2eZvKYlo2CNaw2HvEv": "dispute",
    "dp_1MtJUT2eZvKYlo2CNaw2HvEv": "dispute",
    "pm_1MqLiJLkdIwHu7ixUEgbFdYF": "payment_method",
    "cs_test_a11YYufWQzNY63zpQ6QSNRQhkUpVph4WRmzW0zWJO2znZKdVujZ0N0S22u": "checkout_session",
}


@pytest.mark.parametrize(("written", "kind"), IDS.items(), ids=IDS.keys())
def test_stripe_ids(written: str, kind: str) -> None:
    for text in (written, f"See {written}.", f"({written})", written.replace("_", "\\_")):
        assert found(text) == [(kind, written)]
    link = find_identifiers(f"https://dashboard.stripe.com/x/{written}?y=1", Place.NEW_TEXT, rules=RULES)
    assert [(each.kind, each.value, each.place) for each in link] == [(kind, written, Place.URL)]
    assert found(f"https://dashboard.stripe.com/x/{written}", Place.QUOTE) == [(kind, written)]


@pytest.mark.parametrize(
    "text",
    [
        "in_progress sub_categories2 re_authentication ch_ildren",
        "pi_3MtwBwLkdIwHu7ix28a3tqPa_" + "secret_YrKJUKribcBjcG8HVhfZluoGH",
        "sk_" + "live_51AbcDEF1234567890abcdef",
        "rk_" + "test_51AbcDEF1234567890abcdef",
        "whsec_" + "abcDEF1234567890abcdef",
        "pk_live_51AbcDEF1234567890abcdef",
        "xcus_NffrFeUfNV2Hib",
    ],
)
def test_secrets_and_words_are_never_ids(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "address",
    ["jane@customer.example", "jane+shop@customer.example", "Jane.Doe@Customer.Example", "jürgen@müller.example"],
)
def test_addresses_as_written(address: str) -> None:
    for text in (address, f"<{address}>", f"Write to {address}.", f"mailto:{address}", f'"{address}"', f"({address})"):
        assert found(text) == [("address", address)]


@pytest.mark.parametrize(
    "text",
    [
        "support@example.com",
        "Support@Example.com",
        "[cid:image001.png@01D7ABCD.12345678]",
        "a@b",
        "@",
        "jane@",
        "a@@b.example",
    ],
)
def test_what_is_no_address_of_theirs(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "my GitHub user is octocat",
        "My github username: octocat",
        "GitHub: octocat",
        "GitHub handle is @octocat.",
        "github.com/octocat",
        "see www.github.com/octocat/",
        'GitHub account "octocat"',
        "username on GitHub is octocat",
        "@octocat on GitHub",
        "it is @octocat",
        "mein GitHub Benutzername ist octocat",
    ],
)
def test_handles(text: str) -> None:
    assert found(text) == [("handle", "github:octocat")]


@pytest.mark.parametrize(
    "text",
    [
        "my github account is not linked",
        "GitHub was down",
        "github.com/octocat/repo",
        "github.com/pricing",
        "Hi @support",
    ],
)
def test_what_is_no_handle(text: str) -> None:
    assert found(text) == []


def test_handles_need_a_service_that_is_mapped() -> None:
    both = MailRules(handle_labels=("github", "discord"))
    assert found("it is @octocat", rules=both) == []
    assert found("it is @octocat, on Discord", rules=both) == [("handle", "discord:octocat")]
    assert found("my GitHub user is octocat", rules=MailRules(handle_labels=())) == []


def test_spans_count_in_the_text_given() -> None:
    text = "１ Ich zahlte ￥５０００ am 2. November 2026 mit •••• 4242 für jane@customer.example, Rechnung ABC-0042."
    for each in find_identifiers(text, Place.NEW_TEXT, rules=RULES):
        assert text[each.span.start : each.span.end] == each.written


def test_the_place_is_the_one_given() -> None:
    for place in (Place.SUBJECT, Place.QUOTE, Place.FORWARD, Place.SIGNATURE):
        assert [each.place for each in find_identifiers("cus_NffrFeUfNV2Hib", place, rules=RULES)] == [place]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for each in find_identifiers(text, Place.NEW_TEXT, rules=RULES):
        assert text[each.span.start : each.span.end] == each.written


_PIECES = st.sampled_from(
    [*IDS, *AMOUNTS, *DATES, "4242", "ending in", "invoice", "receipt", " ", "\n", "-", "@", "a", "ABC-0042"]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_any_mixture_is_read(text: str) -> None:
    for each in find_identifiers(text, Place.NEW_TEXT, rules=RULES):
        assert text[each.span.start : each.span.end] == each.written

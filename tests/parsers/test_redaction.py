import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.redaction import redact, scrub

# Test numbers as card networks and processors publish them.
VISA, MASTERCARD, AMEX, DINERS = "4242424242424242", "5555555555554444", "378282246310005", "30569309020004"
OTHERS = (
    "2223003122003222",
    "6011111111111117",
    "3566002020360505",
    "6200000000000005",
    "36227206271667",
    "4222222222222",
)
IBANS = ("DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606", "NL91ABNA0417164300")
SECRET = "sk_" + "live_" + "51AbcDEF1234567890abcdef"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(found.kind, found.hint) for found in redact(text)[1]]


SPELLINGS = (
    "4242 4242 4242 4242",
    "4242-4242-4242-4242",
    "4242.4242.4242.4242",
    "4242/4242/4242/4242",
    "4242_4242_4242_4242",
    "4242  4242  4242  4242",
    "4242 - 4242 - 4242 - 4242",
    "4242\n4242\n4242\n4242",
    "4242 4242\r\n4242 4242",
    "> 4242 4242\n> 4242 4242",
    "4242\u00a04242\u202f4242\u30004242",
    "4242\u200b4242\u20604242\u00ad4242",
    "４２４２ ４２４２ ４２４２ ４２４２",
    "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢",
    "𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐𝟒𝟐",
    "4242–4242–4242–4242",
    "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2",
    "42 42 42 42 42 42 42 42",
    "42424242 42424242",
    "4242 42424242 4242",
    "Visa4242424242424242",
    "card:4242424242424242.",
    "**4242424242424242**",
    "(4242424242424242)",
)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_card_in_any_spelling(spelling: str) -> None:
    assert kinds(f"It is {spelling}, thanks") == [("card_number", "4242")]
    assert not any(char.isdigit() for char in scrub(spelling).replace("[card number ending 4242]", ""))


@pytest.mark.parametrize("number", [VISA, MASTERCARD, AMEX, DINERS, *OTHERS])
def test_every_network(number: str) -> None:
    assert kinds(number) == [("card_number", number[-4:])]


@pytest.mark.parametrize("spelling", ["3782 822463 10005", "3782-822463-10005", "3056 930902 0004"])
def test_groups_of_other_networks(spelling: str) -> None:
    assert kinds(spelling) == [("card_number", spelling[-4:])]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("4242 4242 4242 4242 12/27 123", "[card number ending 4242] 12/27 [CVC removed]"),
        ("4242424242424242|12|2027|123", "[card number ending 4242]|12|2027|[CVC removed]"),
        ("5555555555554444, exp 12/27, cvc 123.", "[card number ending 4444], exp 12/27, cvc [CVC removed]."),
        ("378282246310005 12/27 1234", "[card number ending 0005] 12/27 [CVC removed]"),
        ("security code: 123 for 4242424242424242", "security code: [CVC removed] for [card number ending 4242]"),
        ("4242424242424242 123\n", "[card number ending 4242] [CVC removed]\n"),
        ("my CVV is 123", "my CVV is [CVC removed]"),
        ("4242424242424242 (12/27)", "[card number ending 4242] (12/27)"),
        ("Card 4242424242424242 was charged 100 times", "Card [card number ending 4242] was charged 100 times"),
    ],
)
def test_the_cvc_goes_and_the_expiry_stays(text: str, clean: str) -> None:
    assert scrub(text) == clean


@pytest.mark.parametrize("iban", IBANS)
def test_ibans(iban: str) -> None:
    grouped = " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
    for spelling in (iban, grouped, iban.lower(), grouped.replace(" ", "-")):
        assert kinds(f"to {spelling}, please") == [("iban", iban[-4:])]
    assert kinds(iban[:-1] + ("1" if iban[-1] != "1" else "2")) == []


def test_social_security_numbers() -> None:
    for text in ("123-45-6789", "SSN 123456789", "my social security number is 123 45 6789"):
        assert [kind for kind, _ in kinds(text)] == ["ssn"]
    for text in (
        "000-12-3456",
        "666-12-3456",
        "912-12-3456",
        "123-00-4567",
        "123-456-7890",
        "123 45 6789",
        "1123-45-6789",
    ):
        assert kinds(text) == []


@pytest.mark.parametrize(
    ("secret", "kind", "hint"),
    [
        (SECRET, "stripe_secret_key", "sk_live_"),
        ("sk_" + "test_" + "51AbcDEF1234567890", "stripe_secret_key", "sk_test_"),
        ("sk\\_" + "live\\_" + "51AbcDEF1234567890", "stripe_secret_key", "sk_live_"),
        ("Sk_" + "live_" + "51AbcDEF1234567890", "stripe_secret_key", "sk_live_"),
        ("rk_" + "live_" + "51AbcDEF1234567890", "stripe_restricted_key", "rk_live_"),
        ("whsec_" + "abcDEF1234567890abcdef", "webhook_secret", "whsec_"),
        ("pi_3MtwBwLkdIwHu7ix28a3tqPa_" + "secret_YrKJUKribcBjcG8HVhfZluoGH", "client_secret", "pi_"),
        ("seti_1MtwBwLkdIwHu7ix_" + "secret_NtwBwLkdIwHu7ix", "client_secret", "seti_"),
        ("https://billing.stripe.com/p/session/live_" + "YWNjdF8xMDMy", "portal_session", ""),
        ("AKIA" + "IOSFODNN7EXAMPLE", "api_key", "AKIA"),
        ("ghp_" + "a1B2" * 9, "access_token", "ghp_"),
        ("xoxb-" + "1234567890-abcdef", "access_token", "xoxb-"),
        ("eyJhbGciOiJI." + "eyJzdWIiOiIx." + "abcdefghijk", "access_token", "eyJ"),
        (
            "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nabc==\n-----END RSA PRIVATE KEY-----",
            "private_key",
            "",
        ),
    ],
)
def test_keys(secret: str, kind: str, hint: str) -> None:
    text, found = redact(f"Here: {secret}\nBye")
    assert [(each.kind, each.hint) for each in found] == [(kind, hint)]
    assert text.startswith("Here: [")
    assert text.endswith(" removed]\nBye")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("password: hunter2", "password: [password removed]"),
        ("> Passwort: Sommer", "> Passwort: [password removed]"),
        ("My password is Hunter2!x, ok", "My password is [password removed], ok"),
        ("mot de passe : Été2026!", "mot de passe : [password removed]"),
        ("postgres://user:s3cret@db.example/x", "postgres://user:[password removed]@db.example/x"),
        ("api key: 9f8e7d6c5b4a39281706abcd", "api key: [API key removed]"),
        ("Authorization: Bearer abcdefghij0123456789xyz", "Authorization: Bearer [access token removed]"),
    ],
)
def test_what_only_its_name_tells(text: str, clean: str) -> None:
    assert scrub(text) == clean


KEPT = (
    "cus_NffrFeUfNV2Hib",
    "cus_4242424242424242",
    "in_1MtHbELkdIwHu7ixl4OzzPMv 4242",
    "ch_42424242424242424242",
    "pk_live_51AbcDEF1234567890abcdef",
    "https://dashboard.stripe.com/payments/pi_3MtwBwLkdIwHu7ix28a3tqPa",
    "https://billing.stripe.com/p/login/abc123",
    "invoice 7FE1103-0001, receipt 1234-5678",
    "+1 415 555 0123",
    "+49 30 901820 1234",
    "0049 170 1234567",
    "order 1234567890123456",
    "4242 4242 4242 4241",
    "card ending in 4242, •••• 4242",
    "2026-11-02 12:30:45 2026-11-03",
    "$49.00 and $1,234.56",
    "3.0.32.19961213150855",
    "ISBN 978-3-16-148410-0",
    "1200 1300 1400 1500 1600",
    "550e8400-e29b-41d4-a716-446655440000",
    "my password is not working",
    "Forgot password: please help",
    "the API key is broken",
    "security code 4521",
    "DE89 is no account, and DE123456789 is a VAT number",
    "[card number ending 4242] 123",
)


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == (text, ())


def test_spans_count_in_the_text_given() -> None:
    text = f"Card ４２４２ 4242 4242 4242 and {SECRET}."
    card, key = redact(text)[1]
    assert text[card.span.start : card.span.end] == "４２４２ 4242 4242 4242"
    assert text[key.span.start : key.span.end] == SECRET


_WORDS = (
    "123",
    "12/27",
    "cvc",
    "cvc 123",
    "password:",
    "hunter2",
    "secret",
    "key",
    "bearer ",
    "://",
    "Visa",
    *"4 \n-_[]aA=+",
)
_PIECES = st.sampled_from([*SPELLINGS, VISA, AMEX, *IBANS, SECRET, "123-45-6789", "[card number ending 4242]", *_WORDS])


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = scrub(text)
    assert scrub(once) == once


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_card_between_any_words_does_not_survive(before: str, after: str) -> None:
    assert "4000 0566 5566 5556" not in scrub(f"{before} 4000 0566 5566 5556 {after}")


@given(st.text())
def test_any_text_keeps_all_that_is_not_found(text: str) -> None:
    clean, found = redact(text)
    at = 0
    for each in found:
        assert clean.startswith(text[at : each.span.start], clean.find(text[at : each.span.start]))
        assert at <= each.span.start < each.span.end
        at = each.span.end
    assert found or clean == text

"""A mail as a whole, from bytes to `Message`."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.message import read_message
from parsers.quoting import read_reply
from parsers.vocabulary import CutKind, MailRules, Message, Place
from tests.support.clock import MONDAY
from tests.support.mails import make_mail

RULES = MailRules(addresses=("support@example.com",), own_drafts=("Hello Dana,\n\nwe looked at your account. " * 3,))
SECRET = "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dc"
CARD = "4242 4242 4242 4242"
QUOTE = (
    "\n\nOn Mon, Nov 2, 2026 at 10:15 AM Shop <billing@example.com> wrote:\n\n> Hello Dana\n> "
    "here is in_1PqRsTuVwXyZaBcDeFgHiJkL\n"
)


def read(raw: bytes, rules: MailRules = RULES) -> Message:
    return read_message(raw, arrived_at=MONDAY, rules=rules)


def test_a_reply_with_everything() -> None:
    body = f"Hello,\n\nI was charged twice for cus_0123456789abcd.\n\nThanks,\nDana{QUOTE}"
    message = read(
        make_mail(body, headers={"In-Reply-To": "<a@x.example>", "References": "<b@x.example> <a@x.example>"})
    )
    assert message.new_text == "Hello,\n\nI was charged twice for cus_0123456789abcd."
    assert message.sender is not None
    assert message.sender.address == "dana@customer.example"
    assert message.message_id == "<first@customer.example>"
    assert message.in_reply_to == ("<a@x.example>",)
    assert message.references == ("<b@x.example>", "<a@x.example>")
    assert message.date == MONDAY
    assert message.arrived_at == MONDAY
    assert message.language.code == "en"
    assert [cut.kind for cut in message.cuts] == [CutKind.SIGNATURE, CutKind.QUOTE]
    assert message.full_text.startswith("Hello,")
    assert "here is in_" in message.full_text
    assert len(message.content_hash) == 64
    assert message.defects == ()


def test_identifiers_know_where_they_stood() -> None:
    message = read(make_mail(f"Refund cus_0123456789abcd please.{QUOTE}", subject="About in_0PqRsTuVwXyZaBcDeFgHiJkL"))
    places = {each.value: each.place for each in message.identifiers if "_" in each.value}
    assert places["cus_0123456789abcd"] is Place.NEW_TEXT
    assert places["in_1PqRsTuVwXyZaBcDeFgHiJkL"] is Place.QUOTE
    assert places["in_0PqRsTuVwXyZaBcDeFgHiJkL"] is Place.SUBJECT


def test_the_markup_is_read_where_the_plain_text_is_worth_nothing() -> None:
    message = read(make_mail("Your mail client does not support HTML messages.", html="<p>Cancel my plan.</p>"))
    assert message.new_text == "Cancel my plan."
    assert read(make_mail("", html="<p>Cancel my <b>plan</b>.</p>")).new_text == "Cancel my plan."


def test_a_stripe_id_that_only_a_link_holds_is_found() -> None:
    html = "<p>See <a href='https://dashboard.example.com/customers/cus_0123456789abcd'>my account</a></p>"
    message = read(make_mail("See my account", html=html))
    assert "cus_0123456789abcd" in {each.value for each in message.identifiers}


def test_every_text_is_redacted() -> None:
    body = f"My card is {CARD} and the key {SECRET}, thanks.{QUOTE}> and {CARD}\n"
    message = read(make_mail(body, subject=f"Key {SECRET}", sender=f'"{CARD}" <dana@customer.example>'))
    assert SECRET not in repr(message)
    assert CARD not in repr(message)
    assert {(each.kind, each.place) for each in message.redactions} >= {
        ("stripe_secret_key", Place.SUBJECT),
        ("stripe_secret_key", Place.NEW_TEXT),
    }


def test_our_own_draft_is_subtracted() -> None:
    draft = (
        "Hello Dana,\n\nwe looked at your account and found two subscriptions for the same product.\n"
        "We are refunding the newer one today.\n\nBest regards\nThe Example team"
    )
    rules = MailRules(own_drafts=(draft,))
    message = read(make_mail(f"That is fine, please go on.\n\n{draft}"), rules)
    assert message.new_text == "That is fine, please go on."
    assert CutKind.OWN_DRAFT in {cut.kind for cut in message.cuts}
    rewrapped = draft.replace(" for the same product.\nWe are", " for the\nsame product. We are")
    assert "two subscriptions" not in read(make_mail(f"That is fine.\n\n{rewrapped}"), rules).new_text


def test_a_customer_may_repeat_a_few_of_our_words() -> None:
    rules = MailRules(own_drafts=("Hello Dana,\n\nYes\n\nBest regards",))
    assert read(make_mail("Hello Dana,\n\nYes"), rules).new_text == "Hello Dana,\n\nYes"


FORWARDED = (
    "---------- Forwarded message ---------\nFrom: Shop <billing@shop.example>\nDate: Mon, 2 Nov 2026\n"
    "Subject: Your receipt\nTo: <dana@customer.example>\n\nYou paid 49 dollars."
)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Fwd: Your receipt", FORWARDED),
        (
            "FW: Your receipt",
            "From: Shop <b@shop.example>\nSent: Monday\nTo: Dana\nSubject: Your receipt\n\nYou paid 49.",
        ),
        ("WG: Quittung", "Von: Shop <b@shop.example>\nGesendet: Montag\nAn: Dana\nBetreff: Quittung\n\nBezahlt."),
        ("Receipt", "Begin forwarded message:\n\n> From: Shop <b@shop.example>\n> Subject: Receipt\n>\n> You paid 49."),
    ],
)
def test_a_forward_keeps_its_comment_apart(subject: str, body: str) -> None:
    message = read(make_mail(f"Why was I charged?\n\n{body}", subject=subject))
    assert message.new_text == "Why was I charged?"
    assert [cut.kind for cut in message.cuts] == [CutKind.FORWARD]
    assert read(make_mail(body, subject=subject)).new_text == ""


def test_a_contact_forms_mail_is_read() -> None:
    body = "From: Dana <dana@customer.example>\nSubject: Refund\nMessage: please refund my last payment"
    assert "please refund" in read(make_mail(body)).new_text


def test_answers_between_the_lines_are_kept_with_their_questions() -> None:
    body = (
        "On 2 Nov 2026, at 10:15, Shop <b@shop.example> wrote:\n\n> Which invoice?\n\nThe "
        "newest.\n\n> Which card?\n\nVisa.\n"
    )
    message = read(make_mail(body))
    assert message.new_text == "The newest.\n\nVisa."
    assert [(each.quoted, each.answer) for each in message.inline_answers] == [
        ("Which invoice?", "The newest."),
        ("Which card?", "Visa."),
    ]


def test_an_answer_below_the_whole_mail() -> None:
    body = "On 2 Nov 2026, at 10:15, Shop <b@shop.example> wrote:\n\n> Which invoice?\n> And why?\n\nThe newest one.\n"
    assert read(make_mail(body)).new_text == "The newest one."


def test_an_encrypted_mail_has_no_words_but_says_why() -> None:
    raw = make_mail("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n")
    message = read(raw)
    assert message.encrypted == "PGP"
    assert message.new_text == ""


def test_a_bad_date_is_no_error() -> None:
    for written in ("Mon, 99 Foo 99999 99:99", "x" * 5000, "Mon, 2 Nov 9999999999 10:00:00 +0000", "1"):
        assert read(f"Date: {written}\n\nHello".encode()).date is None


def test_an_empty_mail() -> None:
    message = read(b"")
    assert (message.new_text, message.subject, message.senders) == ("", "", ())


MAILS = [
    make_mail(f"Hello, refund me.\n\nThanks,\nDana{QUOTE}", html="<p>Hello, refund me.</p><blockquote>x</blockquote>"),
    make_mail(
        "", html="<div style='display:none'>x</div><p>Hi</p>", attachments={"a.pdf": ("application/pdf", b"%PDF-1.4")}
    ),
    make_mail("Grüße", subject="Größe", headers={"Content-Type": "text/plain; charset=utf8mb4"}),
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=3000))
def test_no_bytes_raise(raw: bytes) -> None:
    read(raw)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(MAILS),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 40), st.binary(max_size=12)), max_size=8),
)
def test_no_damage_raises(raw: bytes, damage: list[tuple[int, int, bytes]]) -> None:
    for start, length, instead in damage:
        at = start % len(raw)
        raw = raw[:at] + instead + raw[at + length :]
    message = read(raw)
    assert message.new_text.isascii() or message.new_text.encode("utf-8")


WORDS = st.sampled_from(
    [
        "",
        "> a",
        ">> b",
        "On 2 Nov 2026 X <a@b.example> wrote:",
        "From: a@b.example",
        "Subject: x",
        "--",
        "Thanks,",
        "Dana",
        "Sent from my iPhone",
        "-----Original Message-----",
        "please refund me",
        "wrote:",
        "> wrote:",
        "<a@b.example",
        "\ue001",
        "---",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=25))
def test_no_line_is_lost_or_invented(lines: list[str]) -> None:
    reply = read_reply("\n".join(lines))
    parts = [reply.own, *(cut.text for cut in reply.cuts)]
    kept = sorted(word for part in parts for word in part.split())
    marked = [line for line in lines if line not in ("\ue000", "\ue001", "\ue002", "\ue003")]
    assert sorted("".join(kept)) == sorted("".join("".join(marked).split()))


@pytest.mark.parametrize("arrived", [MONDAY, MONDAY.replace(year=2030)])
def test_now_is_an_argument(arrived: datetime) -> None:
    assert read_message(make_mail(), arrived_at=arrived, rules=RULES).arrived_at == arrived

"""The customer's own words where they do not look so: indented, quoted whole, under a head, like a phone's line."""

import pytest

from parsers.message import read_message
from parsers.quoting import read_reply
from parsers.vocabulary import MailRules, Message
from tests.support.clock import MONDAY
from tests.support.mails import make_mail

WISH = "Please cancel my plan at the end of the period."


def read(raw: bytes) -> Message:
    return read_message(raw, arrived_at=MONDAY, rules=MailRules(addresses=("support@example.com",)))


QUOTES = (
    "<blockquote>",
    '<blockquote type="cite">',
    '<blockquote class="gmail_quote">',
    '<blockquote style="margin:0">',
)


@pytest.mark.parametrize("quote", QUOTES)
def test_a_blockquote_in_a_mail_that_answers_none(quote: str) -> None:
    html = f"<p>Dear team,</p>{quote}<p>{WISH}</p><p>No refund is needed.</p></blockquote><p>Dana</p>"
    assert f"{WISH}\n\nNo refund is needed." in read(make_mail("", html=html)).new_text


@pytest.mark.parametrize("headers", [{}, {"In-Reply-To": "<a@example.com>", "Subject": "Re: your bill"}])
@pytest.mark.parametrize("quote", QUOTES)
def test_a_whole_mail_in_a_blockquote(quote: str, headers: dict[str, str]) -> None:
    html = f"{quote}<p>Hello,</p><p>{WISH}</p><p>Kind regards<br>Dana Example</p></blockquote>"
    assert read(make_mail("", html=html, headers=headers)).new_text == f"Hello,\n\n{WISH}"


def test_marked_lines_of_a_first_mail() -> None:
    assert read(make_mail(f"Hello,\n> {WISH}\n> Thank you\nDana")).new_text.startswith(f"Hello,\n{WISH}")


def test_somebodys_words_stay_quotes() -> None:
    introduced = "On 2 Nov 2026, Shop <b@shop.example> wrote:\n> Your plan was cancelled.\n\nWhy is that?"
    assert read(make_mail(introduced)).new_text == "Why is that?"
    announced = "I found this message of yours in my inbox today and do not know it:\n> Your plan was cancelled.\n"
    assert "cancelled" not in read(make_mail(announced)).new_text
    answered = "> Which plan?\nThe small one.\n> Since when?\nMay."
    reply = read(make_mail(answered, subject="Re: plan", headers={"In-Reply-To": "<a@example.com>"}))
    assert reply.new_text == "The small one.\nMay."


HEAD = "From: Dana <dana@customer.example>\nSent: Monday, 2 November 2026\nTo: support@example.com\nSubject: plan\n\n"


def test_a_mail_that_opens_with_its_own_head() -> None:
    assert read(make_mail(HEAD + WISH)).new_text == WISH
    earlier = "\n\nFrom: Shop <b@shop.example>\nSent: Sunday\nTo: Dana\nSubject: plan\n\nYour plan was renewed."
    assert read_reply(HEAD + WISH + earlier).own == WISH


def test_a_mail_of_nothing_but_a_forward_has_no_words_of_its_own() -> None:
    assert read(make_mail(HEAD + WISH, subject="Fwd: plan")).new_text == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Sent via bank transfer on Monday, the payment still shows as open.",
        "Sent by mail last week, the cancellation was never confirmed.",
        "Sent from the wrong address before, sorry.",
        "Gesendet mit der letzten Rechnung war auch ein Gutschein, der fehlt.",
        "Von meinem Konto wurden zweimal 49,00 EUR gesendet.",
        "Envoyé par virement lundi, le paiement n'est pas arrivé.",
        "Enviado desde mi cuenta bancaria, el pago no llegó.",
        "Verzonden vanaf mijn rekening is de betaling niet aangekomen.",
    ],
)
@pytest.mark.parametrize("place", ["Hello,\n\n{}\n\nDana", "{}\n\nPlease have a look.", "Hello,\n\nOne thing.\n\n{}"])
def test_a_sentence_that_begins_like_a_phones_line(sentence: str, place: str) -> None:
    assert sentence in read(make_mail(place.format(sentence))).new_text


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from my Verizon, Samsung Galaxy smartphone",
        "Sent from my Wiko RIDGE FAB 4G",
        "Sent from my phone, please excuse typos",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Inviato da Libero Mail per Android",
        "iPhoneから送信",
        "发自我的iPhone",
        "Отправлено с iPhone",
    ],
)
def test_a_phones_line_is_cut(line: str) -> None:
    assert read(make_mail(f"{WISH}\n\n{line}\n")).new_text == WISH


def test_an_address_that_a_mailer_scattered() -> None:
    head = (
        "On Tue, Apr 7, 2026 at 10:07 PM Dana\n\n<\nmailto:Dana <dana@customer.example>\n> wrote:\nAn earlier mail.\n"
    )
    assert read_reply(f"{WISH}\n\n{head}").own == WISH

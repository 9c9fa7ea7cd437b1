"""Mail that somebody else wrote: the writer, their own words, what the carrier says, and who is no carrier."""

from email.message import EmailMessage

import pytest

from parsers.carriers.labels import ENTRIES, Entry
from parsers.message import read_message
from parsers.vocabulary import AutomaticKind, CarrierKind, Certainty, CutKind, MailRules, Message, Place
from tests.support.clock import MONDAY
from tests.support.mails import SUPPORT, make_mail

RULES = MailRules(
    addresses=(SUPPORT,),
    authserv_ids=("mx.example.com",),
    message_id_domain="example.com",
    carriers=("forms@service.example", "billing-group@example.com"),
)
COLLEAGUE = "Ben Carter <ben@example.com>"
GROUP = {"List-ID": "<support.example.com>", "Precedence": "list", "Mailing-list": f"list {SUPPORT}"}
FOOTER = '\n\n-- \nYou received this message because you are subscribed to the Google Groups "Support" group.\n'


def read(raw: bytes, rules: MailRules = RULES) -> Message:
    return read_message(raw, arrived_at=MONDAY, rules=rules)


def carried_by(message: Message) -> tuple[CarrierKind, str] | None:
    return (message.carried.by, message.carried.writer.address) if message.carried else None


@pytest.mark.parametrize(
    "named",
    [
        {"X-Original-Sender": "ann@writer.example", "Reply-To": "Ann <ann@writer.example>"},
        {"X-Original-From": "Ann <ann@writer.example>"},
        {"Reply-To": "Ann <ann@writer.example>"},
        {"Reply-To": f"{SUPPORT}, Ann <ann@writer.example>"},
    ],
)
def test_a_group_that_put_its_own_address_into_from(named: dict[str, str]) -> None:
    sender = f"\"'Ann' via Support\" <{SUPPORT}>"
    message = read(make_mail("Please cancel my plan.\n\nAnn" + FOOTER, sender=sender, headers=GROUP | named))
    assert carried_by(message) == (CarrierKind.GROUP, "ann@writer.example")
    assert message.automatic is None
    assert message.new_text == "Please cancel my plan."
    assert message.answered
    assert message.answered.address == "ann@writer.example"
    assert message.foreign_reply_to == ()
    assert message.own_subject == "A question about my bill"


def test_a_group_of_ours_with_another_address() -> None:
    named = {"List-ID": "<billing-group.example.com>", "X-Original-Sender": "ann@writer.example"}
    message = read(make_mail("Please cancel.", sender="billing-group@example.com", headers=named))
    assert carried_by(message) == (CarrierKind.GROUP, "ann@writer.example")


@pytest.mark.parametrize(
    ("sender", "named"),
    [
        (SUPPORT, {"X-Original-Sender": "ben@example.com", "Reply-To": "ann@writer.example"}),  # a colleague's answer
        (SUPPORT, {"X-Original-Sender": SUPPORT, "Reply-To": SUPPORT}),
        (SUPPORT, {}),
    ],
)
def test_our_own_mail_through_the_group_stays_our_own(sender: str, named: dict[str, str]) -> None:
    message = read(make_mail("It is cancelled.", sender=sender, headers=GROUP | named))
    assert message.carried is None
    assert message.automatic
    assert message.automatic.kind is AutomaticKind.OWN


def test_a_list_that_is_not_ours_carries_nothing() -> None:
    named = {"List-ID": "<dev.lists.example.org>", "X-Original-Sender": "ann@writer.example"}
    assert read(make_mail("Please cancel.", sender=SUPPORT, headers=named)).carried is None


def test_an_absence_note_through_the_group_stays_one() -> None:
    told = GROUP | {"X-Original-Sender": "ann@writer.example", "Auto-Submitted": "auto-replied"}
    message = read(make_mail("I am out of the office until Monday.", sender=SUPPORT, headers=told))
    assert message.automatic
    assert message.automatic.kind is AutomaticKind.AUTO_REPLY


FORMS = {
    "en": "Name: Ann\nEmail: ann@writer.example\nMessage: Please cancel my plan.",
    "en below": "Name\nAnn\n\nEmail\nann@writer.example\n\nMessage\nPlease cancel my plan.\n\nPhone\n555 0100",
    "en head": "From: Ann <ann@writer.example>\nSubject: plan\n\nMessage Body:\nPlease cancel my plan.\n\n-- \nThis "
    "e-mail was sent from a contact form on Example (https://example.com)",
    "en stars": "*Name:* Ann\n*E-mail:* ann@writer.example\n*Comment:* Please cancel my plan.",
    "de": "Ihr Name: Ann\nE-Mail-Adresse: ann@writer.example\nNachricht: Please cancel my plan.\nTelefon: 0123",
    "fr": "Nom : Ann\nAdresse e-mail : ann@writer.example\nVotre message : Please cancel my plan.",
    "es": "Nombre: Ann\nCorreo electrónico: ann@writer.example\nMensaje: Please cancel my plan.",
    "it": "Nome: Ann\nIndirizzo email: ann@writer.example\nMessaggio: Please cancel my plan.",
    "pt": "Nome: Ann\nSeu e-mail: ann@writer.example\nMensagem: Please cancel my plan.",
    "nl": "Naam: Ann\nE-mailadres: ann@writer.example\nBericht: Please cancel my plan.",
    "pl": "Imię i nazwisko: Ann\nAdres e-mail: ann@writer.example\nTreść wiadomości: Please cancel my plan.",
    "ru": "Имя: Ann\nЭлектронная почта: ann@writer.example\nСообщение: Please cancel my plan.",
    "ja": "お名前：Ann\nメールアドレス：ann@writer.example\nお問い合わせ内容：\nPlease cancel my plan.",
    "ja brackets": "【お名前】Ann\n【メールアドレス】ann@writer.example\n【お問い合わせ内容】\nPlease cancel my plan.",
    "zh": "姓名：Ann\n邮箱：ann@writer.example\n留言：Please cancel my plan.",
    "zh-tw": "姓名：Ann\n電子郵件：ann@writer.example\n留言內容：Please cancel my plan.",
    "ko": "이름: Ann\n이메일: ann@writer.example\n문의 내용: Please cancel my plan.",
    "he": "שם: Ann\nאימייל: ann@writer.example\nהודעה: Please cancel my plan.",
}


@pytest.mark.parametrize("language", FORMS)
@pytest.mark.parametrize("sender", ["wordpress@example.com", "no-reply@formmailer.example", "forms@service.example"])
def test_the_fields_of_a_form_say_who_wrote_what(language: str, sender: str) -> None:
    marks = {"Auto-Submitted": "auto-generated", "Precedence": "bulk", "Message-ID": "<1@example.com>"}
    message = read(make_mail(FORMS[language], sender=f"Site <{sender}>", subject="Cancellation form", headers=marks))
    assert carried_by(message) == (CarrierKind.FORM, "ann@writer.example")
    assert message.carried
    assert message.carried.writer.name == "Ann"
    assert message.new_text == "Please cancel my plan."
    assert message.automatic is None
    assert "Cancellation" not in message.own_subject
    assert message.answered
    assert message.answered.address == "ann@writer.example"


def test_a_form_that_asks_for_no_address_is_not_lost() -> None:
    marks = {"Auto-Submitted": "auto-generated"}
    message = read(
        make_mail("Name: Ann\nMessage: Please cancel my plan.", sender="wordpress@example.com", headers=marks)
    )
    assert carried_by(message) == (CarrierKind.FORM, "")
    assert (message.automatic, message.answered, message.new_text) == (None, None, "Please cancel my plan.")


def test_a_form_in_a_table() -> None:
    rows = {"Name": "Ann", "Email": "ann@writer.example", "Message": "Company card charged twice.<br>Please refund it."}
    table = "".join(f"<tr><td><b>{name}</b></td><td>{value}</td></tr>" for name, value in rows.items())
    html = f"<table>{table}</table><p>Sent via FormMailer</p>"
    message = read(make_mail("", html=html, sender="no-reply@formmailer.example"))
    assert carried_by(message) == (CarrierKind.FORM, "ann@writer.example")
    assert message.new_text == "Company card charged twice.\nPlease refund it."


def test_colons_in_the_message_are_the_writers() -> None:
    said = "Two things.\nDate: 3 November, I was charged.\nName: it is not on the receipt.\n\nPlease mend both."
    message = read(
        make_mail(
            f"Name: Ann\nEmail: ann@writer.example\nMessage: {said}\nIP: 192.0.2.7", sender="wordpress@example.com"
        )
    )
    assert message.new_text == said


def test_who_the_writer_claims_to_be_in_the_message_names_nobody() -> None:
    said = "Please cancel.\n\nEmail: victim@other.example\nName: Victim"
    reply_to = {"Reply-To": "ann@writer.example"}
    message = read(make_mail(f"Message: {said}", sender="wordpress@example.com", headers=reply_to))
    assert carried_by(message) == (CarrierKind.FORM, "ann@writer.example")


def test_a_form_that_only_sets_reply_to() -> None:
    reply_to = {"Reply-To": "Ann <ann@writer.example>"}
    for sender in (SUPPORT, "no-reply@example.com", "wordpress@site.example"):
        message = read(make_mail("I want to cancel.", sender=sender, headers=reply_to))
        assert carried_by(message) == (CarrierKind.FORM, "ann@writer.example")
        assert (message.automatic, message.new_text) == (None, "I want to cancel.")


def test_a_system_that_lets_a_person_be_answered_is_only_likely_a_form() -> None:
    message = read(
        make_mail("Ann shared a file.", sender="no-reply@docs.example", headers={"Reply-To": "ann@x.example"})
    )
    assert carried_by(message) == (CarrierKind.FORM, "ann@x.example")
    assert message.automatic
    assert message.automatic.certainty is Certainty.LIKELY


@pytest.mark.parametrize(
    ("sender", "headers", "body"),
    [
        (SUPPORT, {"Reply-To": SUPPORT}, "We have cancelled it."),
        (SUPPORT, {"Reply-To": "ann@x.example", "In-Reply-To": "<a@x.example>"}, "We have cancelled it."),
        ("noreply@news.example", {"Reply-To": "hi@news2.example"}, "News! Click here to unsubscribe."),
        ("wordpress@example.com", {"Reply-To": "noreply@x.example"}, "A new version is available."),
        ("ann@customer.example", {"Reply-To": "bob@x.example"}, FORMS["en"]),
        ("contact@customer.example", {}, FORMS["en"]),
        ("ben@example.com", {"Reply-To": "ben@home.example"}, "Could somebody look at the invoice?"),
    ],
)
def test_who_is_no_form(sender: str, headers: dict[str, str], body: str) -> None:
    assert read(make_mail(body, sender=sender, headers=headers)).carried is None


HEADS = {
    "gmail": "---------- Forwarded message ---------\nFrom: Ann <ann@writer.example>\nDate: Mon, 2 Nov 2026 at 09:02\n"
    "Subject: double\nTo: Ben <ben@example.com>\n\n",
    "outlook": "________________________________\nFrom: Ann <ann@writer.example>\nSent: Monday, 2 November 2026 09:02\n"
    "To: Ben\nSubject: double\n\n",
    "old outlook": "From: Ann [mailto:ann@writer.example]\nSent: Monday\nTo: Ben\nSubject: double\n\n",
    "german": "Von: Ann <ann@writer.example>\nGesendet: Montag\nAn: Ben\nBetreff: double\n\n",
    "japanese": "差出人: Ann <ann@writer.example>\n送信日時: 2026年11月2日\n宛先: Ben\n件名: double\n\n",
    "chinese": "发件人: Ann <ann@writer.example>\n发送时间: 2026年11月2日\n收件人: Ben\n主题: double\n\n",
}


@pytest.mark.parametrize("program", HEADS)
@pytest.mark.parametrize("above", ["", "Can you take care of cus_ABCDEFGHIJKLMN12?\n\nBen\n\n"])
def test_a_colleagues_forward(program: str, above: str) -> None:
    body = f"{above}{HEADS[program]}You charged us twice.\n\nAnn\n"
    message = read(make_mail(body, sender=COLLEAGUE, subject="Fwd: double"))
    assert carried_by(message) == (CarrierKind.FORWARD, "ann@writer.example")
    assert message.new_text == "You charged us twice."
    assert message.own_subject == "double"
    assert message.answered
    assert message.answered.address == "ben@example.com"
    assert [found.place for found in message.identifiers if found.value.startswith("cus_")] == [Place.HEADER] * bool(
        above
    )


def test_a_forward_behind_quote_marks() -> None:
    inner = "From: Ann <ann@writer.example>\nSubject: double\nTo: Ben <ben@example.com>\n\nYou charged us twice.\n"
    quoted = "".join(f"> {line}\n" for line in inner.splitlines())
    message = read(make_mail(f"Begin forwarded message:\n\n{quoted}", sender=COLLEAGUE, subject="Fwd: double"))
    assert (carried_by(message), message.new_text) == (
        (CarrierKind.FORWARD, "ann@writer.example"),
        "You charged us twice.",
    )


def attached(sender: str, body: str, writer: str = "Ann <ann@writer.example>") -> bytes:
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = writer, "ben@example.com", "double"
    inner.set_content("You charged us twice.\n\nAnn")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, SUPPORT, "Fwd: double"
    mail.set_content(body)
    mail.add_attachment(inner)
    return mail.as_bytes()


def test_a_forward_that_came_as_a_file() -> None:
    message = read(attached(COLLEAGUE, "For you."))
    assert carried_by(message) == (CarrierKind.FORWARD, "ann@writer.example")
    assert message.new_text == "You charged us twice."
    assert [cut.text for cut in message.cuts if cut.kind is CutKind.CARRIER] == ["For you."]


def test_a_forward_of_a_colleagues_forward_leads_to_the_customer() -> None:
    outer = HEADS["gmail"].replace("Ann <ann@writer.example>", "Amy <amy@example.com>").replace("double", "Fwd: double")
    body = f"{outer}see below\n\n{HEADS['gmail']}You charged us twice.\n"
    message = read(make_mail(body, sender=COLLEAGUE, subject="Fwd: Fwd: double"))
    assert carried_by(message) == (CarrierKind.FORWARD, "ann@writer.example")
    assert message.new_text == "You charged us twice."


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("Dana <dana@customer.example>", "Fwd: double", HEADS["gmail"] + "You charged us twice."),  # a customer's own
        (COLLEAGUE, "Re: double", f"I look into it.\n\n{HEADS['old outlook']}You charged us twice."),
        (COLLEAGUE, "Fwd: payout", HEADS["gmail"].replace("ann@writer.example", "notifications@stripe.com") + "Paid."),
        (COLLEAGUE, "Fwd: double", HEADS["gmail"].replace("ann@writer.example", SUPPORT) + "It is cancelled."),
        (COLLEAGUE, "Holidays", "Who is in on Friday?"),
    ],
)
def test_what_is_no_forward_of_somebody_elses(sender: str, subject: str, body: str) -> None:
    assert read(make_mail(body, sender=sender, subject=subject)).carried is None


def test_nobody_is_a_colleague_at_a_mail_provider() -> None:
    rules = MailRules(addresses=("acme.support@gmail.com",))
    body = HEADS["gmail"] + "You charged us twice."
    assert read(make_mail(body, sender="dana@gmail.com", subject="Fwd: double"), rules).carried is None


def test_every_language_of_the_forms_has_each_field() -> None:
    by_entry = {entry: {phrase for phrase, found in ENTRIES.items() if found is entry} for entry in Entry}
    for entry, phrases in {
        Entry.NAME: ("name", "nom", "nombre", "お名前", "姓名", "이름", "имя"),
        Entry.ADDRESS: ("e-mail", "courriel", "correo", "メールアドレス", "邮箱", "이메일", "почта"),
        Entry.MESSAGE: ("message", "nachricht", "mensaje", "お問い合わせ内容", "留言", "문의 내용", "сообщение"),
    }.items():
        assert by_entry[entry] >= set(phrases)


def test_two_authors_are_answered_at_the_one_who_sent_it() -> None:
    both = "Ann <ann@x.example>, Bob <bob@x.example>"
    assert read(make_mail(sender=both, headers={"Sender": "bob@x.example"})).answered.address == "bob@x.example"  # type: ignore[union-attr]
    assert read(make_mail(sender=both, headers={"Sender": "eve@y.example"})).answered.address == "ann@x.example"  # type: ignore[union-attr]

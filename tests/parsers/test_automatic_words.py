"""Machines that no header betrays, and people who write about the same things."""

import pytest

from parsers.message import read_message
from parsers.vocabulary import Automatic, MailRules
from tests.support.clock import MONDAY
from tests.support.mails import make_mail

RULES = MailRules(addresses=("support@example.com",))
MACHINES = (
    (
        "Re: Your refund",
        "Thank you for your email. I am on annual leave until 12 November and will respond on my return.",
    ),
    ("Re: Your refund", "Hello, our offices are closed from 24 December to 2 January. We will answer in the new year."),
    ("Re: Your refund", "Thank you for your email. This mailbox is no longer monitored."),
    ("[Ticket #4711]", "Your request has been received and a ticket has been created."),
    ("AW: Rechnung", "Guten Tag, ich befinde mich bis zum 9. November im Urlaub. Meine Vertretung ist Bob."),
    ("AW: Rechnung", "Vielen Dank für Ihre Nachricht. Diese Nachricht wurde automatisch erstellt."),
    ("RE: facture", "Bonjour,\n\nje serai en congés jusqu'au 9 novembre. Pour toute urgence, contactez Bob."),
    ("RE: factura", "Gracias por su mensaje. Me encuentro fuera de la oficina hasta el 9 de noviembre."),
    ("R: fattura", "Grazie per il messaggio. Sarò in ferie fino al 9 novembre."),
    ("RE: factuur", "Hallo, ik ben er niet tot 9 november. Voor dringende zaken kunt u Bob mailen."),
    ("SV: faktura", "Hej! Jag är på semester och är tillbaka måndag den 9 november."),
    ("RE: 請求書", "申し訳ございませんが、11月9日まで不在にしております。戻り次第ご連絡いたします。"),
    ("RE: 发票", "感谢您的来信，此邮件由系统自动发送，请勿回复。"),
    ("RE: fatura", "Olá, estou de férias até 9 de novembro e responderei no meu retorno."),
    ("Odp: Faktura", "Dzień dobry, przebywam na urlopie do 9 listopada. W pilnych sprawach proszę pisać do Boba."),
    ("Nie można dostarczyć: Faktura", "Nie można dostarczyć wiadomości do jane@customer.example."),
    ("来自qq.example的退信", "抱歉，您的邮件被退回来了。退信原因：收件人邮件地址不存在"),
    ("Message blocked: Your invoice", "Your message was blocked by our spam filter. 554 5.7.1 rejected."),
)
PEOPLE = (
    ("Out of office?", "Is anybody in your office? I have called three times about my refund."),
    ("Refund", "I am on vacation until Friday and saw a charge of $49 on my card. Please refund it."),
    ("Seats", "We are closed for the winter and do not need our 5 seats until March. Can the plan be paused?"),
    ("Leaving", "Bob has left the company. Please move the subscription to my name and card."),
    ("Re: Your refund", "Sorry for the delay, I'm travelling. The last four digits are 4242."),
    ("Thank you", "Thank you for your message. Yes, go ahead with the refund."),
    ("OOO", "ooo you charged me twice!! give it back please"),
    ("Undelivered invoice", "I never got the invoice for October. Please send it again."),
    ("Spam report", "I report spam: I keep getting your renewal mails though I cancelled."),
    ("Abwesenheit", "Während meiner Abwesenheit wurde zweimal abgebucht. Bitte erstatten Sie einen Betrag."),
    ("Urlaub", "Ich bin bis Montag im Urlaub und habe gesehen, dass Sie 49 € abgebucht haben."),
    ("Rücksendung", "Bitte senden Sie mir die Rechnung noch einmal."),
    ("Absence de facture", "Je n'ai pas reçu la facture d'octobre."),
    ("Devuelto", "El pago fue devuelto por mi banco, ¿puedo pagar otra vez?"),
    ("Ferie", "Sono in ferie fino a lunedì, ma mi serve la fattura di ottobre."),
    ("Niet aanwezig", "De factuur is niet aanwezig in mijn account."),
    ("不在", "不在の間に二重に請求されました。返金をお願いします。"),
    ("Faktura", "Jestem na urlopie do piątku, ale potrzebuję faktury za październik."),
)


def automatic(subject: str, text: str) -> Automatic | None:
    raw = make_mail(text, subject=subject)
    return read_message(raw, arrived_at=MONDAY, rules=RULES).automatic


@pytest.mark.parametrize(("subject", "text"), MACHINES)
def test_a_machine_by_its_words(subject: str, text: str) -> None:
    assert automatic(subject, text) is not None


@pytest.mark.parametrize(("subject", "text"), PEOPLE)
def test_a_person_by_their_wish(subject: str, text: str) -> None:
    assert automatic(subject, text) is None


def test_a_returned_mail_that_a_person_tells_of_is_not_dropped() -> None:
    found = automatic("Undeliverable: my mail", "It came back with 550 user unknown. Please cancel my subscription.")
    assert found is not None
    assert found.certainty == "likely"

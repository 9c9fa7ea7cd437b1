"""Where the customer's words end: signatures, the phone's greeting, footers; and what only looks like one."""

import pytest

from parsers.quoting import read_reply
from parsers.vocabulary import CutKind

OWN = "Please refund the second charge of 49 dollars."

SIGNATURES = {
    "delimiter": "-- \nDana Example\nHead of Things\n+1 555 0100",
    "delimiter without its space": "--\nDana",
    "long dash": "—\nDana Example",
    "longer rule": "-----\nDana Example\nExample Inc.",
    "underscores": "____________\nDana Example\nwww.customer.example",
    "closing": "Best regards,\nDana Example",
    "closing with a gap": "Thanks,\n\nDana",
    "closing beside the name": "Thanks, Dana",
    "closing with a title": "Kind regards\n\nDana Example\nHead of Things | Example Inc.\nT: +1 555 "
    "0100\nwww.customer.example",
    "two closings": "Thank you!\n\nBest,\nDana",
    "german": "Mit freundlichen Grüßen\n\nDana Beispiel\nBeispiel GmbH\nTel. +49 30 555 0100",
    "german short": "VG\nDana",
    "german with thanks": "Vielen Dank und viele Grüße\nDana",
    "french": "Cordialement,\nDana Exemple",
    "spanish": "Un saludo,\nDana",
    "italian": "Cordiali saluti\nDana Esempio",
    "portuguese": "Atenciosamente,\nDana Exemplo",
    "dutch": "Met vriendelijke groet,\n\nDana Voorbeeld",
    "polish": "Pozdrawiam,\nDana Przykład",
    "swedish": "Med vänliga hälsningar\nDana",
    "danish": "Med venlig hilsen\nDana",
    "norwegian": "Mvh\nDana",
    "finnish": "Ystävällisin terveisin,\nDana Esimerkki",
    "czech": "S pozdravem\nDana Příkladová",
    "hungarian": "Üdvözlettel,\nPélda Dana",
    "turkish": "Saygılarımla,\nDana Örnek",
    "russian": "С уважением,\nДана Примерова",
    "ukrainian": "З повагою,\nДана",
    "greek": "Με εκτίμηση,\nΔάνα",
    "japanese": "よろしくお願いいたします。\n山田太郎",
    "chinese": "谢谢！\n王小明",
    "korean": "감사합니다.\n홍길동 드림",
    "dashed name": "- Dana",
    "slashed name": "/Dana",
    "iphone": "Sent from my iPhone",
    "iphone de": "Von meinem iPhone gesendet",
    "iphone fr": "Envoyé de mon iPhone",
    "iphone es": "Enviado desde mi iPhone",
    "iphone it": "Inviato da iPhone",
    "iphone pt": "Enviado do meu iPhone",
    "iphone nl": "Verstuurd vanaf mijn iPhone",
    "iphone pl": "Wysłane z iPhone'a",
    "iphone sv": "Skickat från min iPhone",
    "iphone da": "Sendt fra min iPhone",
    "iphone fi": "Lähetetty iPhonesta",
    "iphone cs": "Odesláno z iPhonu",
    "iphone hu": "Az iPhone-omról küldve",
    "iphone tr": "iPhone'umdan gönderildi",
    "iphone ru": "Отправлено с iPhone",
    "iphone uk": "Надіслано з iPhone",
    "iphone el": "Στάλθηκε από το iPhone μου",
    "iphone zh": "发自我的iPhone",
    "iphone tw": "從我的 iPhone 傳送",
    "iphone ja": "iPhoneから送信",
    "iphone ko": "나의 iPhone에서 보냄",
    "samsung": "Sent from my Galaxy",
    "samsung de": "Von meinem Samsung Galaxy Smartphone gesendet.",
    "outlook": "Get Outlook for iOS<https://aka.example/o0ukef>",
    "outlook de": "Outlook für Android herunterladen",
    "outlook fr": "Télécharger Outlook pour iOS",
    "yahoo": "Sent from Yahoo Mail on Android",
    "yahoo 2": "Yahoo Mail: Search, Organize, Conquer",
    "proton": "Sent with Proton Mail secure email.",
    "mail for windows": "Sent from Mail for Windows 10",
    "excuse": "Sent from my phone. Please excuse my brevity.",
    "confidential": "This email and any attachments are confidential and intended solely for the addressee.\n"
    "If you are not the intended recipient, please delete it.",
    "confidential de": "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind ...",
    "environment": "Please consider the environment before printing this email.",
    "antivirus": "Virus-free.www.avast.com",
    "contact block": "Dana Example\ndana@customer.example\n+1 (555) 010-0199",
    "all together": "Best,\nDana\n\n-- \nDana Example\nHead of Things\n\nSent from my iPhone\n\n"
    "CONFIDENTIALITY NOTICE: The contents of this message are private.",
    "tracking dot": "ᐧ",
    "stars": "***",
    "a picture": "Best,\nDana\n[cid:image001.png@01D9.example]",
}


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_is_cut(signature: str) -> None:
    reply = read_reply(f"Hello,\n\n{OWN}\n\n{signature}\n")
    assert reply.own == f"Hello,\n\n{OWN}"
    assert {cut.kind for cut in reply.cuts} <= {CutKind.SIGNATURE, CutKind.FOOTER}


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_above_a_quote_is_cut(signature: str) -> None:
    reply = read_reply(
        f"{OWN}\n\n{signature}\n\nOn 2 Nov 2026, at 10:15, Shop <a@shop.example> wrote:\n\n> Hello\n> Dana\n"
    )
    assert reply.own == OWN


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_stays_where_it_is_asked_for(signature: str) -> None:
    reply = read_reply(f"{OWN}\n\n{signature}\n", keep_signature=True)
    assert reply.own == f"{OWN}\n\n{signature}".replace("-- \n", "--\n")


NOT_SIGNATURES = (
    "Thanks in advance for looking into it!",
    "Thanks!",
    "I was charged twice.\nThanks for nothing.\nCancel my account.",
    "My plan is:\n- Basic\n- 49 dollars\n- yearly",
    "Please choose\n--option a\n--option b",
    "Thanks for the reply.\nPlease cancel my subscription now",
    "Regards the refund: it never came.",
    "Best\nway to cancel it?",
    "Cheers to you all, but I still want my money back.",
    "I sent it from my iPhone and it failed.",
    "The invoice was sent from your billing system on Monday.\nWhere is it?",
    "Sent from the wrong card, please refund it.",
    "This email is the third one I write. Please answer.",
    "Invoices:\n----------\n7FE1103-0001 paid\n7FE1103-0002 open, why is that?",
    "Dana Example\nInvoice 7FE1103-0004\nPlease refund it.",
    "Name: Dana Example\nEmail: dana@customer.example\nCard ending in 4242",
    "It was\n\n---\n\na mistake, sorry, please give the money back to me.",
    "Danke, aber ich möchte trotzdem kündigen.",
    "Merci de rembourser la somme de 49 euros.",
)


@pytest.mark.parametrize("words", NOT_SIGNATURES)
def test_what_only_looks_like_a_signature_stays(words: str) -> None:
    body = f"Hello,\n\nI have a question.\n\n{words}"
    assert read_reply(body).own == body


def test_a_mail_that_is_only_a_signature_keeps_it() -> None:
    assert read_reply("--\nDana").own == "--\nDana"


def test_the_senders_name_ends_the_words() -> None:
    body = f"{OWN}\n\nDana Example\nHead of Things"
    assert read_reply(body, names=("Dana Example",)).own == OWN
    assert read_reply(f"{OWN}\n\nDana", names=("Dana Example",)).own == OWN


@pytest.mark.parametrize(
    "tail",
    [
        "Dana Fox\nFox Ltd\n12 High Street\nLondon N1 9GU\n+44 20 7946 0958",
        "Cordialement,\n\nJean Dupont\nDirecteur\n06 12 34 56 78",
        "Mit freundlichen Grüßen / Best regards\n\nMax Mustermann\nBuchhaltung",
        "Dana Fox",
        "Bonne journée,\nSolène Vasseur\nResponsable des achats\nTél. : 01 55 50 01 18",
        "Best,\nOtto Blum\nYard Lead\nwww.example.com\n\n*** Visit us in hall 4! ***\nFollow us on social media",
        "Diese E-Mail wurde von der Beispiel-Software auf Viren geprüft.\nwww.example.org",
        "Thank you for your prompt attention to this matter,\nDana Fox\n\n555-0109",
        "Looking forward to hearing from you,\nDana",
        "Viele Grüße aus Köln\nMax",
        "Muchas gracias y saludos\nDaniel",
    ],
)
def test_names_at_the_end(tail: str) -> None:
    assert read_reply(f"Hello,\n\ncan I have my money back?\n\n{tail}").own == "Hello,\n\ncan I have my money back?"


@pytest.mark.parametrize(
    "text",
    [
        "Please write to this address:\n\nDana Fox\n12 High Street\n+44 20 7946 0958",
        "Which card was it?\n\nVisa",
        "Which card was it?\n\nYes",
        "The name on the invoice should be\n\nDana",
        "Dana",
        "It was on a weekday.\n\nMonday",
    ],
)
def test_a_name_that_is_an_answer_stays(text: str) -> None:
    assert read_reply(text).own == text

"""Lines that introduce an earlier mail, as mail programs write them, language by language."""

import pytest

from parsers.quoting import read_reply

OWN = "Please refund the second charge."

# One line (or a wrapped one) above the earlier mail, as the named program writes it.
INTRODUCTIONS = {
    "gmail-en": "On Mon, Nov 2, 2026 at 10:15 AM Billing Team <billing@shop.example> wrote:",
    "gmail-en-wrapped": "On Mon, Nov 2, 2026 at 10:15 AM Billing Team of the Example Shop "
    "<\nbilling@shop.example> wrote:",
    "gmail-en-wrapped-date": "On Mon, Nov 2,\n2026 at 10:15 AM Billing Team <billing@shop.example>\nwrote:",
    "apple-en": "On 2 Nov 2026, at 10:15, Billing Team <billing@shop.example> wrote:",
    "apple-nnbsp": "On Nov 2, 2026, at 10:15\u202fAM, Billing Team <billing@shop.example> wrote:",
    "thunderbird-en": "On 11/2/26 10:15, Billing Team wrote:",
    "thunderbird-iso": "On 2026-11-02 10:15, Billing Team wrote:",
    "thunderbird-name-only": "Billing Team wrote on 02/11/2026 10:15:",
    "yahoo-en": "On Monday, November 2, 2026 at 10:15:41 AM EST, Billing Team <billing@shop.example> wrote:",
    "yahoo-indented": "    On Monday, November 2, 2026 at 10:15:41 AM GMT+1, Billing <billing@shop.example> wrote:",
    "proton-en": "On Monday, November 2nd, 2026 at 10:15 AM, Billing Team <billing@shop.example> wrote:",
    "zoho": "---- On Mon, 02 Nov 2026 10:15:36 +0530 Billing Team <billing@shop.example> wrote ----",
    "mutt": "On Mon, Nov 02, 2026 at 10:15:36AM +0100, Billing Team wrote:",
    "gnus": "Billing Team <billing@shop.example> writes:",
    "proton-old": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, November 2, 2026 10:15 AM, Billing "
    "<b@shop.example> wrote:",
    "em-client": '------ Original Message ------\nFrom: "Billing" <b@shop.example>\nTo: d@customer.example\n'
    "Sent: 02/11/2026 10:15:36\nSubject: Re: bill",
    "open-xchange": "Billing Team <billing@shop.example> hat am 02.11.2026 10:15 geschrieben:",
    "netease-en": "---- Replied Message ----\nFrom: Billing <b@shop.example>\nDate: 11/02/2026 "
    "10:15\nTo: Dana\nSubject: Bill",
    "mailbox-only": "Billing Team <billing@shop.example> wrote:",
    "samsung": "-------- Original message --------",
    "android-name": "---- Billing Team wrote ----",
    "yandex-en": '02.11.2026, 10:15, "Billing Team" <billing@shop.example>:',
    "old-gmail": "2026/11/2 Billing Team <billing@shop.example>:",
    "fastmail": "On Mon, 2 Nov 2026, at 10:15 AM, Billing Team wrote:",
    "via": "On Mon, Nov 2, 2026 at 10:15 AM 'Billing' via Support <support@shop.example> wrote:",
    "gmail-de": "Am Mo., 2. Nov. 2026 um 10:15 Uhr schrieb Billing Team <billing@shop.example>:",
    "apple-de": "Am 02.11.2026 um 10:15 schrieb Billing Team <billing@shop.example>:",
    "thunderbird-de": "Am 02.11.26 um 10:15 schrieb Billing Team:",
    "gmx-de": 'Gesendet: Montag, 02. November 2026 um 10:15 Uhr\nVon: "Billing Team" <billing@shop.example>\n'
    "An: dana@customer.example\nBetreff: Ihre Rechnung",
    "outlook-ios-de": "________________________________\nVon: Billing Team <billing@shop.example>\n"
    "Gesendet: Montag, November 2, 2026 10:15\nAn: Dana <dana@customer.example>\nBetreff: Ihre Rechnung",
    "gmail-fr": "Le lun. 2 nov. 2026 à 10:15, Billing Team <billing@shop.example> a écrit :",
    "apple-fr": "Le 2 nov. 2026 à 10:15, Billing Team <billing@shop.example> a écrit :",
    "orange-fr": 'Message du 02/11/26 10:15\nDe : "Billing Team" <billing@shop.example>\nA : dana@customer.example',
    "thunderbird-fr": "Le 02/11/2026 à 10:15, Billing Team a écrit :",
    "gmail-es": "El lun, 2 nov 2026 a las 10:15, Billing Team (<billing@shop.example>) escribió:",
    "apple-es": "El 2 nov 2026, a las 10:15, Billing Team <billing@shop.example> escribió:",
    "gmail-it": "Il giorno lun 2 nov 2026 alle ore 10:15 Billing Team <billing@shop.example> ha scritto:",
    "apple-it": "Il giorno 2 nov 2026, alle ore 10:15, Billing Team <billing@shop.example> ha scritto:",
    "libero-it": "Il 02/11/2026 10:15 Billing Team <billing@shop.example> ha scritto:",
    "gmail-pt-br": "Em seg., 2 de nov. de 2026 às 10:15, Billing Team <billing@shop.example> escreveu:",
    "gmail-pt-pt": "Billing Team <billing@shop.example> escreveu (segunda, 2/11/2026 à(s) 10:15):",
    "apple-pt": "No dia 02/11/2026, às 10:15, Billing Team <billing@shop.example> escreveu:",
    "gmail-nl": "Op ma 2 nov 2026 om 10:15 schreef Billing Team <billing@shop.example>:",
    "apple-nl": "Op 2 nov. 2026 om 10:15 heeft Billing Team <billing@shop.example> het volgende geschreven:",
    "gmail-pl": "pon., 2 lis 2026 o 10:15 Billing Team <billing@shop.example> napisał(a):",
    "thunderbird-pl": "W dniu 2.11.2026 o 10:15, Billing Team pisze:",
    "apple-pl": "Wiadomość napisana przez Billing Team <billing@shop.example> w dniu 2 lis 2026, o godz. 10:15:",
    "onet-pl": "Dnia 2 listopada 2026 10:15 Billing Team <billing@shop.example> napisał(a):",
    "gmail-sv": "Den mån 2 nov. 2026 kl 10:15 skrev Billing Team <billing@shop.example>:",
    "apple-sv": "2 nov. 2026 kl. 10:15 skrev Billing Team <billing@shop.example>:",
    "gmail-da": "Den man. 2. nov. 2026 kl. 10.15 skrev Billing Team <billing@shop.example>:",
    "gmail-no": "man. 2. nov. 2026 kl. 10:15 skrev Billing Team <billing@shop.example>:",
    "thunderbird-no": "På 02.11.2026 10:15, skrev Billing Team:",
    "gmail-fi": "ma 2. marrask. 2026 klo 10.15 Billing Team (billing@shop.example) kirjoitti:",
    "apple-fi": "Billing Team <billing@shop.example> kirjoitti 2.11.2026 kello 10.15:",
    "gmail-cs": "po 2. 11. 2026 v 10:15 odesílatel Billing Team <billing@shop.example> napsal:",
    "seznam-cs": "---------- Původní e-mail ----------\nOd: Billing Team <billing@shop.example>\n"
    "Komu: dana@customer.example\nDatum: 2. 11. 2026 10:15:36\nPředmět: Faktura",
    "gmail-sk": "po 2. 11. 2026 o 10:15 Billing Team <billing@shop.example> napísal(a):",
    "gmail-hu": "Billing Team <billing@shop.example> ezt írta (időpont: 2026. nov. 2., H, 10:15):",
    "apple-hu": "2026. nov. 2. dátummal, 10:15 időpontban Billing Team <billing@shop.example> írta:",
    "gmail-tr": "Billing Team <billing@shop.example>, 2 Kas 2026 Pzt, 10:15 tarihinde şunu yazdı:",
    "apple-tr": "Billing Team <billing@shop.example> şunları yazdı (2 Kas 2026 10:15):",
    "gmail-ru": "пн, 2 нояб. 2026 г. в 10:15, Billing Team <billing@shop.example>:",
    "mailru": "Понедельник, 2 ноября 2026, 10:15 +03:00 от Billing Team <billing@shop.example>:",
    "apple-ru": "2 нояб. 2026 г., в 10:15, Billing Team <billing@shop.example> написал(а):",
    "thunderbird-ru": "02.11.2026 10:15, Billing Team пишет:",
    "gmail-uk": "пн, 2 лист. 2026 р. о 10:15 Billing Team <billing@shop.example> пише:",
    "gmail-el": "Στις Δευ 2 Νοε 2026 στις 10:15 π.μ., ο χρήστης Billing Team <billing@shop.example> έγραψε:",
    "gmail-zh": "Billing Team <billing@shop.example> 于2026年11月2日周一 10:15写道：",
    "apple-zh": "在 2026年11月2日，上午10:15，Billing Team <billing@shop.example> 写道：",
    "netease-zh": 'At 2026-11-02 10:15:36, "Billing Team" <billing@shop.example> wrote:',
    "netease-zh-2": '在 2026-11-02 10:15:36，"Billing Team" <billing@shop.example> 写道：',
    "qq-zh": '------------------ 原始邮件 ------------------\n发件人: "Billing Team" <billing@shop.example>;\n'
    '发送时间: 2026年11月2日(星期一) 上午10:15\n收件人: "dana"<dana@customer.example>;\n主题: 发票',
    "gmail-tw": "Billing Team <billing@shop.example> 於 2026年11月2日 週一 上午10:15寫道：",
    "gmail-ja": "2026年11月2日(月) 10:15 Billing Team <billing@shop.example>:",
    "apple-ja": "2026/11/02 10:15、Billing Team <billing@shop.example>のメール:",
    "thunderbird-ja": "On 2026/11/02 10:15, Billing Team wrote:",
    "outlook-ja": "差出人: Billing Team <billing@shop.example>\n送信日時: 2026年11月2日 10:15\n宛先: "
    "dana@customer.example\n件名: 請求書",
    "gmail-ko": "2026년 11월 2일 (월) 오전 10:15, Billing Team <billing@shop.example>님이 작성:",
    "apple-ko": "2026. 11. 2. 오전 10:15, Billing Team <billing@shop.example> 작성:",
    "outlook-ko": "보낸 사람: Billing Team <billing@shop.example>\n보낸 날짜: 2026년 11월 2일 월요일 오전 10:15\n"
    "받는 사람: dana@customer.example\n제목: 청구서",
    "gmail-vi": "Vào Th 2, 2 thg 11, 2026 vào lúc 10:15 Billing Team <billing@shop.example> đã viết:",
    "gmail-ro": "În lun., 2 nov. 2026 la 10:15, Billing Team <billing@shop.example> a scris:",
    "gmail-id": "Pada tanggal Sen, 2 Nov 2026 pukul 10.15 Billing Team <billing@shop.example> menulis:",
    "gmail-he": "‫בתאריך יום ב׳, 2 בנוב׳ 2026 ב-10:15 מאת ‪Billing Team‬‏ <‪billing@shop.example‬‏>:‬",
    "gmail-th": "ในวันที่ จ. 2 พ.ย. 2026 เวลา 10:15 Billing Team <billing@shop.example> เขียนว่า:",
    "outlook-desktop": "From: Billing Team <billing@shop.example>\nSent: Monday, November 2, 2026 10:15 AM\n"
    "To: Dana <dana@customer.example>\nCc: Ops <ops@shop.example>; A very long list of people who are all in copy\n"
    " <more@shop.example>\nSubject: RE: Your invoice",
    "outlook-bold": "*From:* Billing Team <billing@shop.example>\n*Sent:* Monday, November 2, 2026 10:15 AM\n"
    "*To:* Dana <dana@customer.example>\n*Subject:* RE: Your invoice",
    "outlook-original": "-----Original Message-----\nFrom: Billing Team [mailto:billing@shop.example]\n"
    "Sent: Monday, November 2, 2026 10:15 AM\nTo: Dana\nSubject: RE: Your invoice",
    "outlook-no-address": "From: Billing Team\nSent: 02 November 2026 10:15\nTo: Dana Example\nSubject: Your invoice",
    "hotmail": "Date: Mon, 2 Nov 2026 10:15:36 -0600\nTo: dana@customer.example\nFrom: "
    "billing@shop.example\nSubject: Bill",
    "outlook-double-spaced": "From: Billing Team <billing@shop.example>\n\nSent: Monday, November 2, 2026 10:15 AM\n\n"
    "To: Dana <dana@customer.example>\n\nSubject: RE: Your invoice",
    "outlook-fr": "De : Billing Team <billing@shop.example>\nEnvoyé : lundi 2 novembre 2026 10:15\n"
    "À : Dana <dana@customer.example>\nObjet : Facture",
    "outlook-es": "De: Billing Team <billing@shop.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:15\n"
    "Para: dana@customer.example\nAsunto: Factura",
    "outlook-it": "Da: Billing Team <billing@shop.example>\nInviato: lunedì 2 novembre 2026 10:15\n"
    "A: dana@customer.example\nOggetto: Fattura",
    "outlook-pt": "De: Billing Team <billing@shop.example>\nEnviada em: segunda-feira, 2 de novembro de 2026 10:15\n"
    "Para: dana@customer.example\nAssunto: Fatura",
    "outlook-nl": "Van: Billing Team <billing@shop.example>\nVerzonden: maandag 2 november 2026 10:15\n"
    "Aan: dana@customer.example\nOnderwerp: Factuur",
    "outlook-pl": "Od: Billing Team <billing@shop.example>\nWysłano: poniedziałek, 2 listopada 2026 10:15\n"
    "Do: dana@customer.example\nTemat: Faktura",
    "outlook-sv": "Från: Billing Team <billing@shop.example>\nSkickat: den 2 november 2026 10:15\n"
    "Till: dana@customer.example\nÄmne: Faktura",
    "outlook-fi": "Lähettäjä: Billing Team <billing@shop.example>\nLähetetty: maanantai 2. marraskuuta 2026 10.15\n"
    "Vastaanottaja: dana@customer.example\nAihe: Lasku",
    "outlook-hu": "Feladó: Billing Team <billing@shop.example>\nElküldve: 2026. november 2., hétfő 10:15\n"
    "Címzett: dana@customer.example\nTárgy: Számla",
    "outlook-tr": "Kimden: Billing Team <billing@shop.example>\nGönderildi: 2 Kasım 2026 Pazartesi 10:15\n"
    "Kime: dana@customer.example\nKonu: Fatura",
    "outlook-ru": "От: Billing Team <billing@shop.example>\nОтправлено: 2 ноября 2026 г. 10:15\n"
    "Кому: dana@customer.example\nТема: Счёт",
    "outlook-el": "Από: Billing Team <billing@shop.example>\nΣτάλθηκε: Δευτέρα, 2 Νοεμβρίου 2026 10:15\n"
    "Προς: dana@customer.example\nΘέμα: Τιμολόγιο",
    "outlook-zh": "发件人: Billing Team <billing@shop.example>\n发送时间: 2026年11月2日 10:15\n收件人: "
    "dana@customer.example\n主题: 发票",
    "reply-message": '----- Reply message -----\nFrom: "Billing Team" <billing@shop.example>\nTo: '
    '"Dana"\nSubject: Bill',
    "lotus": "-----Billing Team <billing@shop.example> wrote: -----",
    "helpdesk-line": "##- Please type your reply above this line -##",
    "rule-only": "________________________________\nFrom: Billing Team <billing@shop.example>",
}

QUOTED = "Hello Dana, your invoice over 49 dollars is attached.\n\nRegards\nThe billing team"


@pytest.mark.parametrize("introduction", INTRODUCTIONS.values(), ids=INTRODUCTIONS)
def test_an_earlier_mail_without_marks_is_cut(introduction: str) -> None:
    reply = read_reply(f"{OWN}\n\n{introduction}\n\n{QUOTED}\n")
    assert reply.own == OWN
    assert "invoice over 49 dollars" in "\n".join(cut.text for cut in reply.cuts)


@pytest.mark.parametrize("introduction", INTRODUCTIONS.values(), ids=INTRODUCTIONS)
def test_an_earlier_mail_behind_marks_is_cut(introduction: str) -> None:
    quoted = "\n".join(f"> {line}" for line in QUOTED.split("\n"))
    reply = read_reply(f"{OWN}\n\n{introduction}\n\n{quoted}\n")
    assert reply.own == OWN


@pytest.mark.parametrize("words", ["Quoting Billing <b@shop.example>:", "Zitat von Billing <b@shop.example>:"])
def test_a_sender_named_right_above_a_quote_is_cut(words: str) -> None:
    assert read_reply(f"{OWN}\n\n{words}\n\n> Hello\n> Dana\n").own == OWN


NOT_INTRODUCTIONS = (
    "On Monday I called and you told me the refund was on its way.",
    "On 2 November I wrote: please cancel. Nobody answered.",
    "From: 1 November to: 30 November I could not log in.",
    "On page 3 of the invoice from 2026 it says:",
    "My details:\nName: Dana\nEmail: dana@customer.example\nInvoice: 7FE1103-0004",
    "Date: 2 November 2026\nAmount: 49 USD\nReason: charged twice",
    "I was charged on:\n2 November 2026\n3 November 2026",
    "Old address: dana@old.example\nNew address: dana@new.example",
    "Please change my address:\nFrom: dana@old.example\nTo: dana@new.example",
    "To: the billing team\nI would like a refund.",
    "Re: my last invoice\nIt is wrong.",
    "Am 2. November wurde mir zweimal Geld abgebucht:",
    "Le 2 novembre 2026, on m'a débité deux fois :",
    "My colleague wrote:",
    "As you wrote: a refund takes five days.",
    "The original message was:",
    "Here is what happened on 02/11/2026 at 10:15:",
)


@pytest.mark.parametrize("words", NOT_INTRODUCTIONS)
def test_a_customers_own_words_are_no_introduction(words: str) -> None:
    body = f"Hello,\n\n{words}\n\nWhat can be done about it now, please?"
    assert read_reply(body).own == body


def test_what_the_customer_wrote_earlier_is_theirs() -> None:
    text = "On 3 November I wrote:\n\n> Please cancel\n\nNobody answered."
    assert read_reply(text).visible == text

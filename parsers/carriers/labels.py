"""What contact forms call their fields, by language: a new phrase or language goes into its row and needs no code."""

from enum import StrEnum

from parsers.labels.shape import phrases


class Entry(StrEnum):
    """What a field of a form asks for."""

    NAME = "name"
    ADDRESS = "address"
    SUBJECT = "subject"
    MESSAGE = "message"
    OTHER = "other"  # phone, company, page …: known so that it ends the message


_NAMES = """
    name | your name | full name | first name | last name | surname | customer name | contact name | sender |
    name (required) | from name | visitor name | username | ihr name | vorname | nachname | vor- und nachname |
    absender | vollständiger name | nom | votre nom | prénom | nom complet | nom et prénom | expéditeur |
    nombre | su nombre | tu nombre | apellido | apellidos | nombre completo | nombre y apellidos | remitente |
    nome | seu nome | sobrenome | nome completo | remetente | il tuo nome | cognome | nome e cognome |
    mittente | naam | uw naam | je naam | voornaam | achternaam | volledige naam | afzender | namn |
    ditt namn | förnamn | efternamn | navn | dit navn | fornavn | etternavn | efternavn | nimi | nimesi |
    etunimi | sukunimi | imię | nazwisko | imię i nazwisko | jméno | jméno a příjmení | příjmení | vaše jméno |
    meno | meno a priezvisko | név | teljes név | nume | nume și prenume | prenume | ad | isim | ad soyad |
    adınız | имя | ваше имя | фио | фамилия | ім'я | ваше ім'я | όνομα | ονοματεπώνυμο | שם | שם מלא | الاسم |
    الاسم الكامل | お名前 | 名前 | 氏名 | ご氏名 | 姓名 | 名字 | 您的姓名 | 称呼 | 稱呼 | 이름 | 성함 | 성명
"""
_ADDRESSES = """
    email | e-mail | mail | email address | e-mail address | your email | your e-mail | your email address |
    contact email | customer email | reply to | reply-to | from email | sender email | visitor email |
    business email | work email | email (required) | e-mail-adresse | e-mail adresse | email-adresse |
    emailadresse | mailadresse | ihre e-mail | ihre e-mail-adresse | ihre email | deine e-mail | courriel |
    adresse e-mail | adresse email | adresse mail | adresse courriel | adresse électronique | votre e-mail |
    votre email | votre adresse e-mail | correo | correo electrónico | correo electronico | su correo |
    tu correo | tu email | dirección de correo | dirección de correo electrónico | endereço de e-mail |
    seu e-mail | seu email | correio eletrónico | indirizzo email | indirizzo e-mail | la tua email |
    la tua e-mail | posta elettronica | e-mailadres | emailadres | uw e-mail | uw e-mailadres |
    je e-mailadres | e-post | e-postadress | din e-post | e-postadresse | epost | e-mailadresse | din e-mail |
    sähköposti | sähköpostiosoite | sähköpostisi | adres e-mail | adres email | twój e-mail |
    e-mailová adresa | váš e-mail | e-mail cím | email cím | adresă de email | adresa de e-mail | e-posta |
    e-posta adresi | eposta | почта | электронная почта | эл. почта | адрес электронной почты | ваш e-mail |
    ваш email | електронна пошта | ηλεκτρονικό ταχυδρομείο | אימייל | דוא"ל | דואר אלקטרוני |
    البريد الإلكتروني | البريد الالكتروني | メールアドレス | メール | eメール | ご連絡先メールアドレス |
    返信先 | 邮箱 | 电子邮箱 | 电子邮件 | 邮箱地址 | 您的邮箱 | 郵箱 | 電子郵件 | 電子信箱 | 信箱 | 이메일 |
    이메일 주소 | 메일
"""
_SUBJECTS = """
    subject | topic | regarding | re | reason | reason for contact | betreff | thema | anliegen | sujet |
    objet | asunto | tema | motivo | assunto | oggetto | argomento | onderwerp | ämne | emne | aihe | temat |
    předmět | predmet | tárgy | subiect | konu | тема | тема сообщения | тема обращения | θέμα | נושא |
    الموضوع | 件名 | 題名 | お問い合わせ種別 | お問い合わせ項目 | 题目 | 主题 | 標題 | 标题 | 主旨 | 제목
"""
_MESSAGES = """
    message | message text | nachrichtentext | corps du message | cuerpo del mensaje | corpo da mensagem |
    corpo del messaggio | berichttekst | 消息本文 | 留言正文 | your message | message body | messages |
    comment | comments | comment or message | your comment | question | your question | questions | enquiry |
    inquiry | your enquiry | your inquiry | request | your request | description | details | how can we help |
    how can we help? | how can we help you? | what can we help you with? | feedback | note | notes | text |
    body | content | nachricht | ihre nachricht | deine nachricht | mitteilung | ihre mitteilung | kommentar |
    ihr kommentar | anfrage | ihre anfrage | frage | ihre frage | bemerkung | bemerkungen | beschreibung |
    wie können wir helfen? | votre message | commentaire | commentaires | votre demande | demande |
    votre question | comment pouvons-nous vous aider ? | mensaje | su mensaje | tu mensaje | comentario |
    comentarios | consulta | pregunta | descripción | mensagem | sua mensagem | a sua mensagem | comentário |
    comentários | dúvida | descrição | messaggio | il tuo messaggio | commento | commenti | richiesta |
    domanda | descrizione | bericht | uw bericht | je bericht | opmerking | opmerkingen | vraag | uw vraag |
    meddelande | ditt meddelande | kommentarer | fråga | din fråga | besked | din besked | din besked til os |
    melding | din melding | spørsmål | spørgsmål | viesti | viestisi | kysymys | wiadomość | twoja wiadomość |
    treść | treść wiadomości | pytanie | komentarz | zpráva | vaše zpráva | text zprávy | dotaz | správa |
    vaša správa | üzenet | az ön üzenete | kérdés | mesaj | mesajul tău | mesajul dumneavoastră | mesajınız |
    iletiniz | soru | сообщение | ваше сообщение | текст сообщения | вопрос | ваш вопрос | комментарий |
    повідомлення | ваше повідомлення | μήνυμα | το μήνυμά σας | הודעה | ההודעה שלך | תוכן ההודעה | الرسالة |
    رسالتك | نص الرسالة | メッセージ | メッセージ本文 | 本文 | 内容 | お問い合わせ内容 | お問合せ内容 |
    ご質問 | ご用件 | 留言 | 您的留言 | 留言内容 | 留言內容 | 消息 | 訊息 | 訊息內容 | 信息 | 咨询内容 |
    問題描述 | 问题描述 | 메시지 | 문의 내용 | 문의내용 | 내용
"""
_OTHERS = """
    phone | phone number | telephone | tel | mobile | company | company name | organisation | organization |
    website | url | page | page url | country | city | address | date | time | ip | ip address | remote ip |
    user agent | browser | referrer | form | form name | form id | submitted | submitted on | submitted at |
    submission id | entry id | source | order number | order id | account id | customer id | department |
    consent | newsletter | privacy policy | gdpr | language | telefon | telefonnummer | rückrufnummer | firma |
    unternehmen | webseite | land | ort | datum | uhrzeit | anrede | kundennummer | datenschutz | téléphone |
    société | entreprise | pays | ville | site web | teléfono | empresa | país | ciudad | fecha | telefone |
    telemóvel | cidade | data | telefono | azienda | città | paese | sito web | telefoonnummer | telefoon |
    bedrijf | bedrijfsnaam | plaats | företag | telefonnumre | virksomhed | puhelin | puhelinnumero | yritys |
    numer telefonu | telefón | společnost | telefonszám | cég | şirket | ülke | телефон | компания | страна |
    город | дата | τηλέφωνο | טלפון | חברה | رقم الهاتف | الهاتف | الشركة | 電話番号 | お電話番号 | 会社名 |
    御社名 | ご住所 | 住所 | 送信日時 | 电话 | 電話 | 手机 | 联系电话 | 公司 | 公司名称 | 전화번호 | 연락처 |
    회사명
"""

ENTRIES: dict[str, Entry] = {
    phrase.casefold(): entry
    for entry, written in (
        (Entry.OTHER, _OTHERS),
        (Entry.MESSAGE, _MESSAGES),
        (Entry.SUBJECT, _SUBJECTS),
        (Entry.NAME, _NAMES),
        (Entry.ADDRESS, _ADDRESSES),
    )
    for phrase in phrases(written)
}

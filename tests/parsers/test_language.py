"""The language of short letters to support."""

import pytest

from parsers.language import find_language

LETTERS = {
    "en": (
        "Please refund my last payment.",
        "cancel my subscription pls",
        "hi, any update on the invoice?",
        "I was charged twice",
    ),
    "de": (
        "Bitte erstatten Sie mir den doppelt abgebuchten Betrag.",
        "Ich möchte mein Abo kündigen",
        "Wo ist meine Rechnung?",
    ),
    "fr": (
        "Bonjour, j'ai été débité deux fois ce mois-ci.",
        "Je souhaite résilier mon abonnement.",
        "Merci de me rembourser.",
    ),
    "es": ("Hola, me cobraron dos veces este mes.", "Quiero cancelar mi suscripción", "¿Dónde está mi factura?"),
    "it": (
        "Buongiorno, vorrei disdire il mio abbonamento.",
        "Mi è stato addebitato due volte",
        "Chiedo il rimborso, grazie",
    ),
    "pt": (
        "Olá, fui cobrado duas vezes este mês.",
        "Quero cancelar a minha assinatura",
        "Não recebi a fatura, obrigado",
    ),
    "nl": ("Ik wil graag mijn abonnement opzeggen.", "Er is twee keer geld afgeschreven van mijn rekening."),
    "sv": ("Hej, jag vill säga upp min prenumeration.", "Jag har blivit debiterad två gånger, tack för hjälp"),
    "da": (
        "Hej, jeg vil gerne opsige mit abonnement.",
        "I har trukket pengene to gange fra min konto, jeg vil have dem tilbage",
    ),
    "no": ("Hei, jeg ønsker å avslutte abonnementet mitt, takk.", "Dere har trukket beløpet to ganger fra kontoen min"),
    "fi": ("Hei, haluan peruuttaa tilauksen.", "Minulta on veloitettu kaksi kertaa, kiitos"),
    "pl": ("Dzień dobry, chcę anulować subskrypcję.", "Pobrano płatność dwa razy, proszę o zwrot pieniędzy"),
    "cs": ("Dobrý den, chci zrušit předplatné.", "Platba byla stržena dvakrát, prosím o vrácení peněz"),
    "hu": ("Jó napot, szeretném lemondani az előfizetést.", "Kétszer vonták le a pénzt, kérem a visszatérítést"),
    "tr": ("Merhaba, aboneliğimi iptal etmek istiyorum.", "Kartımdan iki kez para çekildi, iade lütfen"),
    "ru": ("Здравствуйте, верните деньги.", "Хочу отменить подписку, с карты списали дважды"),
    "uk": ("Доброго дня, поверніть гроші.", "Хочу скасувати підписку, з картки списали двічі"),
    "el": ("Καλημέρα, θέλω επιστροφή χρημάτων.",),
    "zh": ("你好，请退款。", "我被重复扣款了两次"),
    "ja": ("二重に請求されています。返金をお願いします。", "解約したいです"),
    "ko": ("두 번 결제되었습니다. 환불해 주세요.",),
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in LETTERS.items() for text in texts])
def test_the_language_of_a_letter(code: str, text: str) -> None:
    assert find_language(text).code == code


@pytest.mark.parametrize(
    "text", ["", "ok", "???", "49.00", "https://shop.example/die/und/der", "a@b.example", "7FE1103-0004"]
)
def test_too_short_to_tell(text: str) -> None:
    assert find_language(text).code in ("und", "en")


@pytest.mark.parametrize(
    "text",
    [
        "Refund please, order from Café Müller in São Paulo",
        "I die a little each time I see this invoice. Man, war was easier.",
        "Hi, on my card I see a charge of 49 for El Camino plan",
        "la la la cancel it",
        "Please send the facture, as my boss in Lyon wrote: merci",
        "Ciao team, please cancel my account, grazie!",
    ],
)
def test_english_with_foreign_words_is_english(text: str) -> None:
    assert find_language(text).code in ("und", "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hello,\n\nplease refund the second charge on my card.\n\nMit freundlichen Grüßen\nUwe", "en"),
        ("Hola, me han cobrado dos veces y quiero la devolución del dinero.\n\nPlease refund me.", "es"),
        (
            "Please cancel my subscription today, I was charged twice.\n\n株式会社サンプル 営業部 田中太郎 東京都",
            "en",
        ),
        ("二重に請求されています。返金をお願いします。\n\nBest regards, Taro", "ja"),
        ("請求についてです。返金をお願いします。\n\nSample Trading Company Limited, 14th Floor, Harbour Tower", "ja"),
        ("Bonjour, j'ai été débité deux fois et je veux être remboursé.\n\nThe same in English: refund, please.", "fr"),
    ],
)
def test_a_mail_in_two_languages_is_in_that_of_most_of_its_words(text: str, code: str) -> None:
    assert find_language(text).code == code

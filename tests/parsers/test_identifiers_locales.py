"""Amounts, dates, last digits and numbers as people of many countries write them, and what only looks like them."""

import pytest

from parsers.identifiers import find_identifiers
from parsers.vocabulary import MailRules, Place

WRITTEN = {
    "I was charged 1.234,56 € yesterday": "amount 123456 eur",
    "¥4,900 was taken": "amount 4900 jpy",
    "Es wurden 49,- EUR abgebucht": "amount 4900 eur",
    "CHF 49.– bitte zurück": "amount 4900 chf",
    "You took Rs 499 from my card": "amount 49900 inr",
    "kr 299 ble trukket": "amount 29900 ?",
    "49 bucks is a lot": "amount 4900 usd",
    "4 990 Ft": "amount 499000 huf",
    "6 ft tall": "",
    "49 dollars and 5 cents": "amount 4905 usd",
    "9€99 par mois": "amount 999 eur",
    "MXN $899.00": "amount 89900 mxn",
    "199,90 TL": "amount 19990 try",
    "4,900円を請求されました": "amount 4900 jpy",
    "被扣了49元": "amount 4900 cny",
    "списали 499 рублей": "amount 49900 rub",
    "Rp 49.000": "amount 4900000 idr",
    "le 4 mars": "date --03-04",
    "4. März": "date --03-04",
    "am 04.03.2026": "date 2026-03-04",
    "1º de março": "date --03-01",
    "4. maaliskuuta 2026": "date 2026-03-04",
    "4 марта 2026": "date 2026-03-04",
    "4 Mart 2026": "date 2026-03-04",
    "2026/04/03": "date 2026-04-03",
    "on 3/4/2026": "date 2026-03-04, date 2026-04-03",
    "we march 4 miles": "",
    "it may 4 times": "",
    "my phone ends in 4242": "",
    "call +1 (555) 010-9999 or 030 1234567": "",
    "order 10042, ticket 4242, zip 90210-1234": "",
    "カード末尾4242": "last4 4242",
    "尾号为4242的卡": "last4 4242",
    "kort der slutter på 4242": "last4 4242",
    "kortti päättyy 4242": "last4 4242",
    "sonu 4242 ile biten kart": "last4 4242",
    "карта *4242": "last4 4242",
    "MasterCard x4242": "last4 4242",
    "Visa since 2019": "",
    "INV-2026-0042": "invoice_number INV-2026-0042",
    "用户dana@example.org的邮箱": "address dana@example.org",
}


@pytest.mark.parametrize("text", WRITTEN, ids=ascii)
def test_what_it_names(text: str) -> None:
    found = find_identifiers(text, Place.NEW_TEXT, rules=MailRules())
    assert ", ".join(f"{each.kind.value} {each.value}" for each in found) == WRITTEN[text]
    assert all(text[each.span.start : each.span.end] == each.written for each in found)

"""What a mail fails to say about itself: its charset, the type of a part."""

import base64

import pytest

from parsers.mime import read_mime
from parsers.mime.charsets import decode


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp932", "返金をお願いします。先月分が二重に請求されました。"),
        ("euc_jp", "返金をお願いします。先月分が二重に請求されました。"),
        ("gb18030", "请退款，我上个月被扣了两次费用。"),
        ("cp950", "請退款，我上個月被扣了兩次費用。"),
        ("cp949", "환불해 주세요. 지난달에 두 번 청구되었습니다."),
        ("koi8_r", "Здравствуйте, верните деньги за октябрь."),
        ("cp1251", "Здравствуйте, верните деньги за октябрь."),
        ("cp1252", "Bonjour, je n’ai pas reçu la facture d’octobre : « déjà payée ». Größe, naïve, ÀÉÈ"),
        ("cp1252", "•••••••• 4242"),
    ],
)
def test_a_charset_that_nobody_names(codec: str, text: str) -> None:
    assert decode(text.encode(codec)) == text


def test_a_forwarded_mail_in_base64_and_a_type_of_nothing() -> None:
    inner = base64.b64encode(b"From: r@s.example\nSubject: Receipt\n\nReceipt 1234-5678").decode()
    raw = (
        "Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: =?x?=\n\nsee below\n"
        f"--B\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}\n--B--\n"
    )
    content = read_mime(raw.encode()).content
    assert [body.text.strip() for body in content.bodies] == ["see below"]
    assert [body.text for body in content.forwards] == ["From: r@s.example\nSubject: Receipt", "Receipt 1234-5678"]

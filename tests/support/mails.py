"""Raw mails for tests: what a mail client would hand to its server."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime

from tests.support.clock import MONDAY

SUPPORT = "support@example.com"
CUSTOMER = "Dana Example <dana@customer.example>"


def make_mail(
    body: str = "Hello, please refund my last payment.",
    *,
    sender: str = CUSTOMER,
    subject: str = "A question about my bill",
    headers: Mapping[str, str] | None = None,
    html: str | None = None,
    to: str = SUPPORT,
    message_id: str = "<first@customer.example>",
    attachments: Mapping[str, tuple[str, bytes]] | None = None,
) -> bytes:
    """One well-formed mail as bytes, lines ended by CRLF.

    `html` adds a second alternative; with an empty `body` it stands alone. `headers` are set last and replace those of
    the same name (an empty value removes one). `attachments`: file name to (media type, content).
    """
    mail = EmailMessage()
    defaults = {"From": sender, "To": to, "Subject": subject, "Message-ID": message_id, "Date": format_datetime(MONDAY)}
    for name, value in defaults.items():
        mail[name] = value
    _set_body(mail, body, html)
    for name, (media_type, content) in (attachments or {}).items():
        main, _, sub = media_type.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    for name, value in (headers or {}).items():
        del mail[name]
        if value:
            mail[name] = value
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _set_body(mail: EmailMessage, body: str, html: str | None) -> None:
    if html is not None and not body:
        mail.set_content(html, subtype="html")
        return
    mail.set_content(body)
    if html is not None:
        mail.add_alternative(html, subtype="html")

"""The sample inbox as raw mails, dated back from now."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from importlib.resources import files

SUPPORT = "support@deskhand.example"
SERVER = "mx.deskhand.example"

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One mail of the sample inbox; `auth` is what the mail server found out: pass, none or fail."""

    name: str
    sender: str
    subject: str
    age: str
    body: str
    auth: str = "pass"
    headers: dict[str, str] = field(default_factory=dict)

    def raw(self, now: datetime) -> bytes:
        """The mail as it would arrive, with the mail server's Authentication-Results on top."""
        written = now - age(self.age)
        mail = EmailMessage(policy=SMTP)
        mail["Authentication-Results"] = self._authentication()
        mail["From"] = self.sender
        mail["To"] = SUPPORT
        mail["Subject"] = self.subject
        mail["Date"] = format_datetime(written)
        mail["Message-ID"] = self.message_id(now)
        for name, value in self.headers.items():
            mail[name] = value
        mail.set_content(self.body.strip() + "\n")
        return mail.as_bytes()

    def message_id(self, now: datetime) -> str:
        """The mail's own id."""
        return f"<{self.name}.{now - age(self.age):%Y%m%d%H%M%S}@{self._domain}>"

    @property
    def _domain(self) -> str:
        return self.sender.rpartition("@")[2].rstrip(">")

    def _authentication(self) -> str:
        domain = self._domain
        return {
            "pass": f"{SERVER}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}",
            "none": f"{SERVER}; spf=none smtp.mailfrom={domain}; dmarc=none header.from={domain}",
            "fail": f"{SERVER}; spf=fail smtp.mailfrom={domain}; dmarc=fail header.from={domain}",
        }[self.auth]


def age(text: str) -> timedelta:
    """`"3h"` as a span of time; units are m, h and d."""
    return timedelta(**{_UNITS[text[-1]]: float(text[:-1])})


def samples() -> tuple[Sample, ...]:
    """The sample inbox, oldest mail first."""
    listed = tomllib.loads(files("worker.demo").joinpath("mails.toml").read_text(encoding="utf-8"))["mail"]
    found = (Sample(sender=mail.pop("from"), **mail) for mail in listed)
    return tuple(sorted(found, key=lambda sample: age(sample.age), reverse=True))

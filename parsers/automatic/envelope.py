"""The facts that the rules look at, gathered once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.domains import domain_key
from parsers.vocabulary import Automatic, AutomaticKind, Certainty, Mailbox, MailRules

MAX_TEXT = 20_000  # characters of the text that the rules look at
MAX_REASON = 120

_NOT_SET = frozenset({"", "no", "none", "false", "0", "n"})
_BY_MACHINE = re.compile(
    r"(?:^|[._+-])(?:no|not?|do-?not|dont|never|nao|não|ne)[._-]?(?:reply|replay|respond|responda|responder|repondre"
    r"|antworten|rispondere)(?:$|[._+-]|\d)",
    re.IGNORECASE,
)


class Fields(Mapping[str, tuple[str, ...]]):
    """Header values by lower-case name, topmost first; `asked` are those of them that a rule looked at."""

    def __init__(self, values: Mapping[str, tuple[str, ...]]) -> None:
        self._values = values
        self.asked: dict[str, None] = {}

    def __getitem__(self, name: str) -> tuple[str, ...]:
        found = self._values[name]
        self.asked[name] = None
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the rules look at. `senders`, `recipients`: folded addresses."""

    fields: Fields
    rules: MailRules
    senders: tuple[str, ...]
    recipients: tuple[str, ...]
    media_types: tuple[str, ...]
    report: str
    text: str

    @classmethod
    def of(
        cls,
        headers: Sequence[tuple[str, str]],
        *,
        rules: MailRules,
        senders: Sequence[Mailbox],
        recipients: Sequence[Mailbox],
        media_types: Sequence[str],
        report: str,
        text: str,
    ) -> "Envelope":
        """From what `find_automatic` is given; a forwarded mail's own parts are left out of `media_types`."""
        fields: dict[str, list[str]] = {}
        for name, value in headers:
            fields.setdefault(name.lower(), []).append(value)
        own = tuple(media_types)
        return cls(
            fields=Fields({name: tuple(values) for name, values in fields.items()}),
            rules=rules,
            senders=tuple(mailbox.folded for mailbox in senders),
            recipients=tuple(mailbox.folded for mailbox in recipients),
            media_types=own[: own.index("message/rfc822")] if "message/rfc822" in own else own,
            report=report[:MAX_TEXT],
            text=text[:MAX_TEXT],
        )

    def without(self, name: str) -> "Envelope":
        """The same mail, had this header not been there."""
        return replace(self, fields=Fields({key: values for key, values in self.fields.items() if key != name}))

    def with_nothing_but(self, name: str) -> "Envelope":
        """This header of the same sender on a mail that says nothing."""
        kept = Fields({name: self.fields[name]})
        return replace(self, fields=kept, media_types=("text/plain",), report="", text="Hello")

    def first(self, name: str) -> str:
        """The topmost value of this header, or empty."""
        return self.fields.get(name, ("",))[0].strip()

    def says(self, name: str) -> str:
        """Its value where it says anything but no."""
        value = self.first(name)
        return "" if value.lower() in _NOT_SET else value

    @property
    def subject(self) -> str:
        """On one line."""
        return self.first("subject")

    @property
    def null_sender(self) -> bool:
        """`Return-Path: <>` (RFC 5321, section 4.5.5): whoever sent it wants no answer, ever."""
        return self.first("return-path").replace(" ", "") == "<>"

    @property
    def is_reply(self) -> bool:
        """Whether it answers another mail."""
        return bool(self.first("in-reply-to") or self.first("references"))

    @property
    def addresses_us(self) -> bool:
        """Whether To or Cc names an address in a domain of ours; true where the configuration names none."""
        ours = {domain_key(address.rpartition("@")[2]) for address in self.rules.addresses}
        return not ours or any(address.rpartition("@")[2] in ours for address in self.recipients)

    @property
    def from_nobody(self) -> str:
        """The sender, where it is an address that takes no answers."""
        return next((sender for sender in self.senders if _BY_MACHINE.search(sender.partition("@")[0])), "")


def without_tag(address: str) -> str:
    """`local+tag@domain` as `local@domain`."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def certain(kind: AutomaticKind, reason: str, *, recipient: str | None = None) -> Automatic:
    """No person's mail looks like this."""
    return _automatic(kind, Certainty.CERTAIN, reason, recipient)


def likely(kind: AutomaticKind, reason: str) -> Automatic:
    """A person's mail may look like this."""
    return _automatic(kind, Certainty.LIKELY, reason, None)


def _automatic(kind: AutomaticKind, certainty: Certainty, reason: str, recipient: str | None) -> Automatic:
    plain = "".join(char for char in reason if char.isprintable())[:MAX_REASON].strip()
    return Automatic(kind=kind, certainty=certainty, reason=plain, original_recipient=recipient)

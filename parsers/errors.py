"""Every error the product raises on purpose.

SupportError                 something about this mail or its surroundings
├── UnreadableMessage        the bytes defeat every tolerance we have
├── TransientError           try again later
│   ├── MailboxUnavailable
│   ├── BillingUnavailable
│   ├── HelpdeskUnavailable
│   ├── StoreUnavailable
│   └── RateLimited
├── PermanentError           trying again cannot help: park for a human
│   ├── Rejected             the other side said no, and means it
│   ├── UnsupportedByHelpdesk
│   └── Overtaken            somebody else has decided on this case meanwhile
└── LostLease                another worker owns this mail now: drop it silently
ConfigError                  outside the tree, so that no per-mail handler can swallow it
"""


class SupportError(Exception):
    """Something about one mail or its surroundings."""


class UnreadableMessage(SupportError):
    """The bytes defeat every tolerance we have."""


class TransientError(SupportError):
    """A passing fault: `retry_after` seconds at least, where the other side named a time."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class MailboxUnavailable(TransientError):
    """The mail server does not answer or dropped us."""


class BillingUnavailable(TransientError):
    """Stripe does not answer; nothing is drafted from missing facts."""


class HelpdeskUnavailable(TransientError):
    """The helpdesk does not answer."""


class NotShownYet(HelpdeskUnavailable):
    """The helpdesk answers, but does not show this mail's conversation yet; other mails are none the worse for it."""


class StoreUnavailable(TransientError):
    """The database does not answer, or is locked for too long."""


class RateLimited(TransientError):
    """The other side asks us to slow down."""


class PermanentError(SupportError):
    """Trying again cannot help."""


class Rejected(PermanentError):
    """The other side refused, and says why."""


class UnsupportedByHelpdesk(PermanentError):
    """This helpdesk has no way to do that."""


class Overtaken(PermanentError):
    """Somebody else has decided on this case since it was read: look again."""


class LostLease(SupportError):
    """Another worker owns this mail now."""


class ConfigError(Exception):
    """The configuration is wrong; the message names file, key and mend."""

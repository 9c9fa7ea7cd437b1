"""What went wrong on an IMAP connection, in our words: imapclient's errors come from three families."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from parsers.errors import MailboxUnavailable, SupportError

# After an answer of this kind nothing is wrong with the mail asked for; the server is (RFC 5530).
_PASSING = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "THROTTLED", "TRY AGAIN", "TOO MANY")
# Microsoft 365 says this after a sign-in that succeeded, to the first command (seen since 2019).
_NOT_CONNECTED = "AUTHENTICATED BUT NOT CONNECTED"
_NOT_CONNECTED_MEND = (
    "the token is good but this mailbox does not admit it: enable IMAP for the mailbox, write the mailbox's own "
    "address as [inbox] username, and grant IMAP.AccessAsUser.All, or for client credentials IMAP.AccessAsApp and "
    "Add-MailboxPermission"
)


class Refused(MailboxUnavailable):
    """The server answered NO or BAD: the connection is sound, the command was not."""

    @property
    def passing(self) -> bool:
        """Whether the answer names a state of the server and not of what was asked for."""
        return is_passing(str(self))


class SignInRefused(MailboxUnavailable):
    """Address, password, token or rights are wrong: trying again soon cannot help."""


def is_passing(answer: str) -> bool:
    """Whether the server asks to come back later."""
    text = answer.upper()
    return any(mark in text for mark in _PASSING)


@contextmanager
def spoken(doing: str) -> Iterator[None]:
    """Translate whatever imapclient raises; a garbled answer makes it raise anything."""
    try:
        yield
    except SupportError:
        raise
    except imaplib.IMAP4.readonly as error:  # an abort by its class only
        raise Refused(f"{doing}: we may only read there") from error
    except imaplib.IMAP4.abort as error:
        raise MailboxUnavailable(f"connection lost while {doing}: {error}") from error
    except imaplib.IMAP4.error as error:
        raise _refusal(doing, str(error)) from error
    except ssl.SSLCertVerificationError as error:
        mend = "if the certificate is your own, name its authority in [inbox] ca_file"
        raise MailboxUnavailable(f"{doing}: {error.verify_message}; {mend}") from error
    except TimeoutError as error:
        raise MailboxUnavailable(f"no answer in time while {doing}") from error
    except OSError as error:
        raise MailboxUnavailable(f"{doing}: {error}") from error
    except Exception as error:
        raise MailboxUnavailable(f"unreadable answer while {doing}: {error!r}") from error


def _refusal(doing: str, answer: str) -> MailboxUnavailable:
    if _NOT_CONNECTED in answer.upper():
        return SignInRefused(f"{answer}: {_NOT_CONNECTED_MEND}")
    return Refused(f"the mail server refused {doing}: {answer}")

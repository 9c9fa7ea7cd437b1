"""One signed-in IMAP connection, shared by the inbox and the IMAP helpdesk; the only importer of imapclient."""

from worker.imap.errors import Refused, SignInRefused
from worker.imap.lockout import REFUSED_PAUSE, Door
from worker.imap.server import AccessTokens, MailServer, ServerArguments
from worker.imap.session import HIGHEST_UID, Folder, ImapSession, Listed

__all__ = [
    "HIGHEST_UID",
    "REFUSED_PAUSE",
    "AccessTokens",
    "Door",
    "Folder",
    "ImapSession",
    "Listed",
    "MailServer",
    "Refused",
    "ServerArguments",
    "SignInRefused",
]

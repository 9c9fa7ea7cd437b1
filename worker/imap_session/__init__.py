"""One signed-in IMAP connection, shared by the inbox and the IMAP helpdesk; the only importer of imapclient."""

from worker.imap_session.connection import HIGHEST_UID, Folder, ImapSession, Listed
from worker.imap_session.door import REFUSED_PAUSE, Door
from worker.imap_session.refusals import Refused, SignInRefused
from worker.imap_session.server import AccessTokens, MailServer, ServerArguments

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

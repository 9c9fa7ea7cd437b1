"""The inbox, the helpdesk and the store's place, made as the configuration names them."""

from datetime import timedelta
from inspect import signature
from typing import Any, get_args

from pydantic import SecretStr

from parsers.errors import ConfigError
from worker.config.settings import Settings
from worker.helpdesks import BY_NAME
from worker.helpdesks.base import ConversationDesk
from worker.helpdesks.matching import NotFoundPolicy, WhenNotFound
from worker.inbox.imap import ImapInbox
from worker.inbox.maildir import MaildirInbox
from worker.inbox.smtp import SmtpInbox
from worker.ports import Helpdesk, Inbox
from worker.signing_in import credentials


def store_url(settings: Settings) -> str:
    """The store's URL; a relative SQLite path lies beside the configuration."""
    url = settings.store.url
    path = url.removeprefix("sqlite:///")
    if path == url or path.startswith(("/", ":memory:")) or not path:
        return url
    return f"sqlite:///{settings.beside(path)}" if settings.source else url


def inbox(settings: Settings) -> Inbox:
    """The inbox that the configuration names. Raises `ConfigError`."""
    mail = settings.inbox
    if mail.kind == "maildir":
        path = settings.beside(settings.require("inbox.path"))
        return MaildirInbox(
            account=mail.account_name, path=path, max_size=mail.max_bytes, authserv_ids=mail.authserv_ids
        )
    if mail.kind == "smtp":
        return SmtpInbox(
            account=mail.account_name,
            host=mail.listen_host,
            port=mail.listen_port,
            addresses=mail.addresses,
            authserv_ids=mail.authserv_ids,
            trust_authentication_results=mail.trust_authentication_results,
            max_size=mail.max_bytes,
        )
    return ImapInbox(
        **_imap_account(settings),
        account=mail.account_name,
        folder=mail.folder,
        since=mail.since,
        batch_bytes=mail.batch_bytes,
        max_size=mail.max_bytes,
        idle=mail.idle,
        authserv_ids=mail.authserv_ids,
    )


def _imap_account(settings: Settings) -> dict[str, Any]:
    mail = settings.inbox
    return {
        "host": settings.require("inbox.host"),
        "port": mail.port,
        "security": mail.security,
        "username": settings.require("inbox.username"),
        "timeout": mail.timeout,
        "ca_file": str(settings.beside(mail.ca_file)) if mail.ca_file else "",
        **credentials(settings),
    }


def helpdesk(settings: Settings) -> Helpdesk:
    """The helpdesk that the configuration names. Raises `ConfigError`."""
    kind = settings.helpdesk.kind
    if kind not in BY_NAME:
        raise ConfigError(f'[helpdesk] kind = "{kind}" is no known helpdesk; known: {", ".join(BY_NAME)}')
    made = BY_NAME[kind](**helpdesk_arguments(settings, kind))
    if isinstance(made, ConversationDesk):
        section = settings.helpdesk
        made.absence = NotFoundPolicy(
            then=WhenNotFound(section.when_not_found), wait=timedelta(minutes=section.wait_minutes)
        )
    return made


def helpdesk_arguments(settings: Settings, kind: str) -> dict[str, Any]:
    """The adapter's arguments: its own table's keys, and for IMAP the inbox's account beside them.

    Raises `ConfigError` for one that is not set and has no default.
    """
    section = getattr(settings.helpdesk, kind, None)
    if section is None:
        return {}
    if kind == "imap":
        folders: dict[str, Any] = section.model_dump()
        account = _imap_account(settings)
        return account | folders | {"own_address": settings.inbox.own_address}
    needed = {each.name for each in signature(BY_NAME[kind]).parameters.values() if each.default is each.empty}
    return {name: _argument(settings, f"helpdesk.{kind}.{name}", name in needed) for name in type(section).model_fields}


def _argument(settings: Settings, path: str, needed: bool) -> object:
    """As the configuration's types have it: a number stays one."""
    section, name = getattr(settings.helpdesk, path.split(".")[1]), path.rpartition(".")[2]
    if SecretStr in get_args(type(section).model_fields[name].annotation):
        return settings.secret(path)
    return settings.require(path) if needed else getattr(section, name)

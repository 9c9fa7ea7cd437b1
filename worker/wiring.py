"""The inbox, the helpdesk, the language model and the store's place, made as the configuration names them."""

from collections.abc import Callable
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
from worker.language_model import ChatClient, LanguageModel
from worker.language_model.asking import Memory, Redact, Terms, When
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


def language_model(settings: Settings, memory: Callable[[], Memory]) -> LanguageModel | None:
    """The language model that the configuration names; None where it names none. Raises `ConfigError`."""
    section = settings.reading.model
    if not section.base_url:
        return None
    key = settings.secret("reading.model.api_key") if section.api_key or _named(settings) else ""
    terms = Terms(
        model=settings.require("reading.model.model"),
        when=When(section.when),
        languages=section.languages,
        daily_requests=section.daily_requests,
        redact=Redact(section.redact),
        timeout=section.timeout,
    )
    client = ChatClient(base_url=section.base_url, model=terms.model, api_key=key, timeout=terms.timeout)
    return LanguageModel(client, memory, terms)


def _named(settings: Settings) -> bool:
    """Whether the file names a key that is not to be had: a mistake, and not a server without one."""
    return "reading.model.api_key" in settings.missing


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


def watched(settings: Settings) -> str:
    """What a worker on this configuration does, in a line for the log."""
    inbox = settings.inbox
    place = {
        "imap": f"{inbox.folder} of {inbox.username} at {inbox.host}",
        "maildir": f"the maildir {inbox.path}",
    }.get(inbox.kind, f"mail by {inbox.kind.upper()} on port {inbox.listen_port}")
    store = without_password(settings.store.url)
    return f"watching {place}; texts go to {settings.helpdesk.kind}; the store is {store}"


def without_password(url: str) -> str:
    """The store's address for people to read."""
    head, at, tail = url.rpartition("@")
    return f"{head.partition('://')[0]}://…@{tail}" if at else url

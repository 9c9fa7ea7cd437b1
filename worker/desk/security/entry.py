"""How people come in to the review desk, from the configuration; a desk that is open to strangers does not start."""

from parsers.errors import ConfigError
from worker.config.settings import DeskSection
from worker.desk import LOOPBACK, Entry, is_loopback
from worker.desk.security.account_port import Doors


def names(settings: DeskSection) -> tuple[str, ...]:
    """The host names the desk answers to."""
    return (*LOOPBACK, *settings.hosts)


def entry(settings: DeskSection, doors: Doors) -> Entry:
    """Who is believed. Raises `ConfigError` where somebody on a network could read people's mail, or nobody could."""
    _closed_to_strangers(settings, doors)
    return Entry(
        https=settings.https,
        header=settings.trusted_header,
        proxies=frozenset(settings.trusted_proxies),
        ops=frozenset(settings.ops),
    )


def _closed_to_strangers(settings: DeskSection, doors: Doors) -> None:
    if settings.trusted_header and not settings.trusted_proxies:
        raise ConfigError(
            "[desk] trusted_header is set but trusted_proxies is empty: write the proxy's address, "
            'trusted_proxies = ["10.0.0.2"], for anybody else could send that header too'
        )
    if settings.trusted_proxies and not settings.trusted_header:
        raise ConfigError(
            '[desk] trusted_proxies needs trusted_header = "X-Forwarded-User", the header that names whom'
        )
    if is_loopback(settings.host):
        return
    if not settings.trusted_header and not doors.accounts():
        raise ConfigError(
            f"[desk] host = {settings.host!r} is not this machine alone, and there is no account: add one with "
            "`deskhand agents add NAME`, or keep 127.0.0.1 and reach it through an SSH tunnel"
        )
    if not settings.hosts:
        raise ConfigError('[desk] hosts is empty: write the name that people type, hosts = ["desk.example.com"]')

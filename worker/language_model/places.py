"""Where a model's server stands: on this machine, in our own network, or out in the world."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from parsers.errors import ConfigError

_OWN_ENDINGS = (".local", ".internal", ".lan", ".home.arpa")


def check_place(base_url: str) -> None:
    """Raises `ConfigError` for an address that is none, or that would carry mail in clear beyond our own network."""
    place = _split(base_url)
    if place.scheme not in {"http", "https"} or not place.hostname or place.username or place.query or place.fragment:
        raise ConfigError(f"[reading.model] base_url = {base_url!r} is no address like https://host/v1")
    if place.scheme == "http" and not is_near(base_url):
        raise ConfigError(
            f"[reading.model] base_url = {base_url!r} has to begin with https://: mail would travel in clear"
        )


def is_here(base_url: str) -> bool:
    """Whether it is this machine."""
    host = _host(base_url)
    return host == "localhost" or (_is_address(host) and ip_address(host).is_loopback)


def is_near(base_url: str) -> bool:
    """Whether it is this machine or one of our own network: a private address, or a name that no public DNS holds."""
    host = _host(base_url)
    if _is_address(host):
        return ip_address(host).is_private
    return "." not in host or host.endswith(_OWN_ENDINGS)


def describe_place(base_url: str) -> str:
    """Where the text of mails goes, for people."""
    if is_here(base_url):
        return "it runs on this machine: no mail leaves it"
    if is_near(base_url):
        return f"mail text goes to {_host(base_url)}, in your own network"
    return f"mail text leaves your network, to {_host(base_url)}"


def _host(base_url: str) -> str:
    return (_split(base_url).hostname or "").lower().rstrip(".")


def _split(base_url: str) -> SplitResult:
    try:
        place = urlsplit(base_url)
        place.port  # noqa: B018  raises where it is no number
    except ValueError as error:
        raise ConfigError(f"[reading.model] base_url = {base_url!r}: {error}") from error
    return place


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True

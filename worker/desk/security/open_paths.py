"""Which page a request asks for, and which pages need nobody to be signed in."""

from starlette.requests import HTTPConnection

_OPEN = frozenset({"/login", "/healthz", "/favicon.ico"})
_OPEN_FOLDER = "/static/"


def path_of(request: HTTPConnection) -> str:
    """The path as the router reads it. That of `request.url` may be another: the Host header has its say in it."""
    path: str = request.scope["path"]
    return path


def needs_no_login(path: str) -> bool:
    """Whether strangers may have it."""
    return path in _OPEN or path.startswith(_OPEN_FOLDER)

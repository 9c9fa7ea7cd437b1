"""Passwords as argon2id hashes, and the tokens of sessions and clients."""

import secrets
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200

# The library's defaults are RFC 9106's second recommended option (64 MiB, 3 passes).
_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """The password's argon2id hash. Raises `ValueError` for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"a password has {SHORTEST} to {LONGEST} characters")
    return _HASHER.hash(password)


@cache
def nobody() -> str:
    """Somebody who does not exist is checked against this, so that the answer takes as long. Made when a desk starts:
    no other command need wait for it.
    """
    return _HASHER.hash(secrets.token_urlsafe(32))


def matches(password: str, kept: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return _HASHER.verify(kept, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


def new_token() -> str:
    """A token nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain hash will do."""
    return sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """The form token of a session: whoever cannot read its cookie cannot make it."""
    return sha256(b"csrf:" + token.encode()).hexdigest()[:40]

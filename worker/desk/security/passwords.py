"""Passwords as argon2id hashes, and the tokens of sessions and clients."""

import secrets
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from worker.desk.security.hashing_turns import Turns

SHORTEST, LONGEST = 12, 200

# The library's defaults are RFC 9106's second recommended option (64 MiB, 3 passes).
_HASHER = PasswordHasher()

# Of this whole process: forty hashes side by side would take a gigabyte and a half.
_TURNS = Turns(at_once=2, waiting=32)
PATIENCE = 10.0  # seconds that an attempt waits for its turn


def hashed(password: str) -> str:
    """The password's argon2id hash. Raises `ValueError` for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"a password has {SHORTEST} to {LONGEST} characters")
    return _TURNS.do(lambda: _HASHER.hash(password))


@cache
def nobody() -> str:
    """Somebody who does not exist is checked against this, so that the answer takes as long. Made when a desk starts:
    no other command need wait for it.
    """
    return hashed(secrets.token_urlsafe(32))


async def matches(password: str, kept: str, *, patience: float = PATIENCE) -> bool:
    """Whether the password is the one that was hashed. Raises `Crowded` where it could not be told in time."""
    return await _TURNS.take(lambda: _fits(password, kept), patience=patience)


def _fits(password: str, kept: str) -> bool:
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

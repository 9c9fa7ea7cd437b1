"""What lies in the store in cipher, and the keys to it."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from parsers.domains import address_key
from parsers.errors import ConfigError

_HOW = "make one with: python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"


class Cipher:
    """Seals raw mail (Fernet: AES-128-CBC with HMAC-SHA256).

    `key` may be several parted by commas: the first seals, the others still open what they sealed.
    """

    def __init__(self, key: str) -> None:
        try:
            self._fernet = MultiFernet([Fernet(part.strip()) for part in key.split(",") if part.strip()])
        except ValueError as error:
            raise ConfigError(f"store.key is no Fernet key: {_HOW}") from error

    def seal(self, plain: bytes) -> bytes:
        """In cipher."""
        return self._fernet.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """In plain. Raises `ConfigError` where the key is not the one that sealed it."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise ConfigError("store.key does not fit this store: it was written with another key") from None


class Pseudonyms:
    """Keyed hashes that stand for addresses and Message-IDs: they can be compared, not read or guessed."""

    def __init__(self, pepper: bytes) -> None:
        self._pepper = pepper

    def person(self, address: str) -> str:
        """The same for two spellings of one address."""
        return self._hash("person", address_key(address.strip()))

    def thread(self, message_id: str) -> str:
        """Of a Message-ID, with or without its angle brackets."""
        return self._hash("thread", message_id.strip().strip("<>"))

    def subject(self, subject: str) -> str:
        """Of a subject that was already stripped of its prefixes."""
        return self._hash("subject", subject)

    def _hash(self, kind: str, text: str) -> str:
        return hmac.new(self._pepper, f"{kind}:{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[
            :32
        ]


def new_pepper() -> bytes:
    """Random; made once a store."""
    return secrets.token_bytes(32)


def key_beside(database: Path) -> str:
    """The key from the file beside an SQLite database, made on the first start, readable by its owner only.

    Raises `ConfigError` where a database is there without its key.
    """
    path = database.with_name(database.name + ".key")
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    if database.exists() and database.stat().st_size:
        raise ConfigError(f"{path} is missing: it holds the key of {database}; bring it back, or set store.key")
    return _make_key(path)


def _make_key(path: Path) -> str:
    """Written aside and linked into place: of two processes that start at once, both read the one that came first."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(Fernet.generate_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
    return path.read_text(encoding="ascii").strip()

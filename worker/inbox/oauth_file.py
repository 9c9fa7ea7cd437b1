"""Where a refresh token that changes is kept: one small file that only its owner can read."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


class TokenFile:
    """A file beside the database. Each write is whole or not at all, and on disk when it returns."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    def recall(self) -> str | None:
        """The token kept last, or None."""
        try:
            return self._path.read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def keep(self, token: str) -> None:
        """Replace it."""
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}-")  # made with 0600
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(token)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self._path)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(name)
            raise

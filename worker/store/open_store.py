"""What every part of the case book stands on."""

import threading

from worker.store.database import Database
from worker.store.encryption import Cipher, Pseudonyms


class Opened:
    """An open database with its secrets."""

    def __init__(self, database: Database, vault: Cipher, names: Pseudonyms, *, sender_cap: int) -> None:
        self._database = database
        self._vault = vault
        self._names = names
        self._sender_cap = sender_cap
        self.arrived = threading.Event()  # set when this process took mail in

    def close(self) -> None:
        """Let go of all connections."""
        self._database.close()

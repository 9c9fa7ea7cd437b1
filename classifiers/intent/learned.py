"""The learned reader: linear over hashed features, rule evidence and (where there is one) a sentence vector.

It says of every wish, cue and voice how likely it is. Plain arrays; trained by `classifiers.intent.training`.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from classifiers.intent.evidence import WISHES
from classifiers.intent.features import BUCKETS, Features
from parsers.errors import ConfigError
from parsers.vocabulary import Cue, Intent, Speaker

Floats = NDArray[np.float32]

# The columns of the weights, in order: first the two choices (one of several), then the yes-or-no questions.
PRIMARY = tuple(Intent)
SPEAKERS = tuple(Speaker)
CUES = tuple(Cue)
LABELS: tuple[str, ...] = (
    *(f"primary {each}" for each in PRIMARY),
    *(f"speaker {each}" for each in SPEAKERS),
    *(f"wants {each}" for each in WISHES),
    *(f"cue {each}" for each in CUES),
    "about",
)
CHOICES = (slice(0, len(PRIMARY)), slice(len(PRIMARY), len(PRIMARY) + len(SPEAKERS)))
QUESTIONS = slice(CHOICES[1].stop, len(LABELS))
GROUPS = ("primary", "speaker", "wants", "cue", "about")  # each has its own warmth
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What the reader holds likely, each 0 to 1; those of `primary` and of `speaker` sum to 1."""

    primary: Mapping[Intent, float]
    speaker: Mapping[Speaker, float]
    wants: Mapping[Intent, float]
    cues: Mapping[Cue, float]
    about: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedReader:
    """Weights by feature and label. `weights` are small whole numbers times `steps`, one a label.

    `warmth` divides the sums of each group before they become shares: above 1 makes them humbler.
    """

    weights: NDArray[np.int8]  # BUCKETS x labels
    steps: Floats  # labels
    rarity: Floats  # BUCKETS
    dense: Floats  # dense features x labels
    bias: Floats  # labels
    warmth: Mapping[str, float]
    meta: Mapping[str, Any]  # what it was made of: hashes, figures

    def sum_up(self, features: Features, dense: Floats) -> Floats:
        """The raw sum of each label."""
        counts = scale(features, self.rarity)
        sparse = (counts[None, :] @ self.weights[features.buckets].astype(np.float32))[0] * self.steps
        total: Floats = sparse + dense @ self.dense + self.bias
        return total

    def ask(self, features: Features, dense: Floats) -> Shares:
        """Every share, for the features of a mail and its dense evidence in the order of training."""
        return share_out(self.sum_up(features, dense), self.warmth)


def scale(features: Features, rarity: Floats) -> Floats:
    """Counts weighed by how rare each feature is, of length one together."""
    counts = features.counts * rarity[features.buckets]
    length = float(np.sqrt((counts * counts).sum())) or 1.0
    scaled: Floats = (counts / length).astype(np.float32)
    return scaled


def share_out(total: Floats, warmth: Mapping[str, float]) -> Shares:
    """Sums into shares: a choice by softmax, a question by its logistic."""
    warm = np.divide(total, np.array([warmth.get(label.split()[0], 1.0) for label in LABELS], dtype=np.float32))
    primary, speaker = (_softmax(warm[choice]) for choice in CHOICES)
    said = 1.0 / (1.0 + np.exp(-np.clip(warm[QUESTIONS], -30.0, 30.0)))
    cues = said[len(WISHES) : len(WISHES) + len(CUES)]
    return Shares(
        primary=dict(zip(PRIMARY, primary.tolist(), strict=True)),
        speaker=dict(zip(SPEAKERS, speaker.tolist(), strict=True)),
        wants=dict(zip(WISHES, said.tolist(), strict=False)),
        cues=dict(zip(CUES, cues.tolist(), strict=True)),
        about=float(said[-1]),
    )


def _softmax(total: Floats) -> Floats:
    odds = np.exp(total - total.max())
    shares: Floats = odds / odds.sum()
    return shares


def load_reader(data: bytes, name: str = "the learned reader") -> LearnedReader:
    """Read the bytes that `dump_reader` wrote. Raises `ConfigError`; nothing in them is ever executed."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            meta = json.loads(bytes(arrays["meta"]).decode("utf-8"))
            reader = LearnedReader(
                weights=_spread(arrays["used"], arrays["weights"], np.int8),
                steps=arrays["steps"].astype(np.float32),
                rarity=_spread(arrays["used"], arrays["rarity"][:, None], np.float32)[:, 0],
                dense=arrays["dense"].astype(np.float32),
                bias=arrays["bias"].astype(np.float32),
                warmth=meta["warmth"],
                meta=meta,
            )
    except (BadZipFile, OSError, ValueError, KeyError, EOFError) as error:
        raise ConfigError(f"{name}: cannot be read ({error}): run `make train`, or remove it") from error
    if meta.get("format") != FORMAT or tuple(meta.get("labels", ())) != LABELS:
        raise ConfigError(f"{name}: made by another version of Deskhand: run `deskhand keywords train` anew")
    return reader


def dump_reader(reader: LearnedReader) -> bytes:
    """The reader as an archive of plain arrays; the same reader gives the same bytes."""
    used = np.flatnonzero(reader.rarity)
    meta = {**reader.meta, "format": FORMAT, "labels": LABELS, "warmth": dict(reader.warmth)}
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        used=used.astype(np.int32),
        weights=reader.weights[used],
        rarity=reader.rarity[used].astype(np.float16),
        steps=reader.steps,
        dense=reader.dense,
        bias=reader.bias,
        meta=np.frombuffer(json.dumps(meta, sort_keys=True).encode("utf-8"), dtype=np.uint8),
    )
    return buffer.getvalue()


def _spread(used: NDArray[np.int32], rows: NDArray[Any], kind: type) -> NDArray[Any]:
    whole: NDArray[Any] = np.zeros((BUCKETS, rows.shape[1]), dtype=kind)
    whole[used] = rows
    return whole

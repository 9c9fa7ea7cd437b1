"""What a keyword file says, as values: rules, vetoes, guards and thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from classifiers.intent.phrases import Phrase
from parsers.vocabulary import Cue, Intent

# What is complained of; the other intents are asked for, and what is asked comes first (policy, section 1).
COMPLAINTS = frozenset({Intent.BROKEN_BILLING, Intent.PRODUCT_FAILURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `asks` is whether it voices a wish; `conditional` keeps it alive behind an "if",
    `quoted` inside quotation marks; `alone` is the most words a sentence may have for it to count.
    """

    id: str
    intent: Intent | None = None
    cue: Cue | None = None
    weight: float = 0.8
    any: tuple[Phrase, ...] = ()
    needs: tuple[Phrase, ...] = ()  # one of these must stand somewhere in the mail
    field: str = "both"  # subject | body | both
    negatable: bool = True
    asks: bool = True
    conditional: bool = False
    quoted: bool = False
    alone: int = 0  # 0: anywhere
    decides: bool = False  # its wish is the mail's, whatever the learned reader says
    line: int = 0
    hit: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """Words that take hits away: in the words it covers (`overlap`), its sentence, or the mail.

    `general` marks talk about no account at all (prices, policy, another product's cancel button).
    """

    id: str
    blocks: frozenset[str]  # names of intents and cues
    any: tuple[Phrase, ...] = ()
    scope: str = "sentence"  # overlap | sentence | mail
    general: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """Words that turn a following hit around, unless `pseudo` covers them; `terminators` end their reach."""

    cues: frozenset[str] = frozenset()
    window: int = 7
    pseudo: tuple[Phrase, ...] = ()
    terminators: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Phrases that open a condition, those that only sound like one, and those that end its reach."""

    openers: tuple[Phrase, ...] = ()
    polite: tuple[Phrase, ...] = ()
    breaks: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Phrases that give the word to somebody else, and those that take back what was just said."""

    others: tuple[Phrase, ...] = ()
    retractions: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """`found`: an intent's least score; `sure`: the confidence below which the case abstains."""

    found: float = 0.5
    sure: float = 0.5
    subject: float = 0.8  # a hit in the subject counts this much
    reply_subject: float = 0.4  # likewise, where the subject is the thread's


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """Words that are put right when misspelt by one letter, and real words that only look like it."""

    words: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordFile:
    """One language's file. `partial`: a few plain sentences, so that what it does not hear says nothing."""

    language: str
    name: str
    words: Mapping[str, tuple[str, ...]]
    shorthand: Mapping[str, tuple[str, ...]]
    spelling: Spelling
    negation: Negation
    condition: Condition
    voice: Voice
    thresholds: Thresholds
    rules: tuple[Rule, ...]
    vetoes: tuple[Veto, ...]
    topics: tuple[Phrase, ...]
    confidence: Mapping[str, float]
    digest: str
    partial: bool = False

"""The small language that keyword files are written in, and its compilation to steps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from classifiers.intent.text import LINK, MONEY, NUMBER

GAP_AT_MOST = 8
ELEMENTS_AT_MOST = 14
VARIANTS_AT_MOST = 96
PREFIX_AT_LEAST = 3
# A raw pattern with many repeats is tried in more ways than anybody can wait for.
REPEATS_AT_MOST = 2

TokenPattern = dict[str, Any]
GAP = re.compile(r"_(\d)")
GROUP = re.compile(r"\(([^()]*)\)(\??)")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*\*?|[,#]")


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a phrase: any of `literals`, or any word that begins with one of `prefixes`."""

    literals: frozenset[str]
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step through a phrase: an element that may be missing, or a gap of up to `gap` words (then no element)."""

    element: Element | None = None
    gap: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One compiled phrase: its steps in order, or, where it is a raw spaCy pattern, that `pattern` alone.

    `required` are the elements without which it cannot match.
    """

    written: str
    steps: tuple[Step, ...] = ()
    required: tuple[Element, ...] = ()
    pattern: tuple[TokenPattern, ...] = ()

    @property
    def raw(self) -> bool:
        """Whether it is a raw spaCy token pattern."""
        return bool(self.pattern)

    @property
    def words(self) -> frozenset[str]:
        """Every whole word it names, needed or not."""
        return frozenset(word for step in self.steps if step.element for word in step.element.literals)


def read_phrases(written: str, words: Mapping[str, tuple[str, ...]]) -> tuple[Phrase, ...]:
    """Compile one line of the keyword file; `words` are the word classes that `@name` stands for.

    `refund` a word, `charg*` its beginning, `a|b` either, `word?` may be missing, `_3` up to three words in between,
    `#` a number or an amount, `@name` a word class, `(take off|remove)` several words as an alternative.
    Raises `PhraseError`.
    """
    variants = _spread(written.strip())
    return tuple(_compile(variant, written, words) for variant in variants)


def read_pattern(pattern: list[TokenPattern]) -> Phrase:
    """Take a raw spaCy token pattern as it is; unbounded repetition is refused. Raises `PhraseError`."""
    if not 0 < len(pattern) <= ELEMENTS_AT_MOST:
        raise PhraseError(f"a pattern holds 1 to {ELEMENTS_AT_MOST} tokens")
    for token in pattern:
        if not isinstance(token, dict):
            raise PhraseError('a token pattern is a table, as {LOWER = "refund"}')
        if str(token.get("OP", "1")) in {"*", "+"} or re.fullmatch(r"\{\d+,\}", str(token.get("OP", ""))):
            raise PhraseError('"*" and "+" have no end; write {OP = "{0,3}"}')
    if sum(str(token.get("OP", "1")) not in {"1", "!"} for token in pattern) > REPEATS_AT_MOST:
        raise PhraseError(f"at most {REPEATS_AT_MOST} of its tokens may repeat or be missing: write two patterns")
    required = tuple(
        Element(frozenset({token["LOWER"]}))
        for token in pattern
        if "OP" not in token and isinstance(token.get("LOWER"), str)
    )
    return Phrase(written=repr(pattern), pattern=tuple(pattern), required=required)


def _spread(written: str) -> list[str]:
    """Multiply out the `(a b|c)` groups."""
    parts: list[list[str]] = []
    at = 0
    for match in GROUP.finditer(written):
        parts.append([written[at : match.start()]])
        parts.append(_choose(match.group(1), optional=bool(match.group(2))))
        at = match.end()
    parts.append([written[at:]])
    variants = ["".join(choice) for choice in product(*parts)] if _size(parts) <= VARIANTS_AT_MOST else []
    if not variants:
        raise PhraseError(f"its groups make more than {VARIANTS_AT_MOST} phrases: write two shorter ones")
    if any("(" in variant or ")" in variant for variant in variants):
        raise PhraseError("brackets do not nest, and each needs its partner")
    return list(dict.fromkeys(variants))


def _choose(inside: str, *, optional: bool) -> list[str]:
    """The alternatives of a group: single words stay together as one place, each run of several words is its own."""
    choices = [choice.strip() for choice in inside.split("|")]
    single = [choice for choice in choices if " " not in choice and not choice.endswith("?")]
    several = [choice for choice in choices if choice not in single]
    if not several:
        return ["|".join(single) + ("?" if optional else "")]
    return [*(["|".join(single)] if single else []), *several, *([""] if optional else [])]


def _size(parts: list[list[str]]) -> int:
    size = 1
    for part in parts:
        size *= len(part)
    return size


def _compile(variant: str, written: str, words: Mapping[str, tuple[str, ...]]) -> Phrase:
    steps = tuple(_step(piece, words) for piece in variant.split())
    required = tuple(step.element for step in steps if step.element and not step.optional)
    if not required:
        raise PhraseError("it needs at least one word that must be there")
    if len(steps) > ELEMENTS_AT_MOST:
        raise PhraseError(f"it is longer than {ELEMENTS_AT_MOST} places: cut it down to what carries the meaning")
    return Phrase(written=written, steps=steps, required=required)


def _step(piece: str, words: Mapping[str, tuple[str, ...]]) -> Step:
    """A word, or a gap: up to so many words, never over a comma, for what stands beyond one is another thought."""
    gap = GAP.fullmatch(piece)
    if not gap:
        return Step(element=_element(piece.removesuffix("?"), words), optional=piece.endswith("?"))
    if not 0 < int(gap.group(1)) <= GAP_AT_MOST:
        raise PhraseError(f"a gap is _1 to _{GAP_AT_MOST}")
    return Step(gap=int(gap.group(1)))


def _element(piece: str, words: Mapping[str, tuple[str, ...]]) -> Element:
    literals: set[str] = set()
    prefixes: set[str] = set()
    for choice in _choices(piece, words):
        if choice == "#":
            literals |= {NUMBER, MONEY}
        elif choice == "$":
            literals.add(MONEY)
        elif choice == "link":
            literals |= {LINK, "link"}
        elif not WORD.fullmatch(choice):
            raise PhraseError(f'"{choice}" is no word: write letters, a* for a beginning, a|b for a choice')
        elif choice.endswith("*") and len(choice) < PREFIX_AT_LEAST + 1:
            raise PhraseError(f'"{choice}" begins half the dictionary: give at least {PREFIX_AT_LEAST} letters')
        elif choice.endswith("*"):
            prefixes.add(choice[:-1].lower())
        else:
            literals.add(choice.lower())
    return Element(frozenset(literals), tuple(sorted(prefixes)))


def _choices(piece: str, words: Mapping[str, tuple[str, ...]]) -> list[str]:
    choices: list[str] = []
    for choice in piece.split("|"):
        if not choice.startswith("@"):
            choices.append(choice)
        elif choice[1:] in words:
            choices.extend(words[choice[1:]])
        else:
            raise PhraseError(f'"{choice}" is not among the [words] of this file')
    return choices

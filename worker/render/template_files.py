"""The template files of the drafts: shipped ones, and an operator's own that win over them."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined, Template
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

ENDING = ".txt.j2"
# What lies beside the drafts in a language's folder: an operator who copies one to change it has these, too.
BESIDE = frozenset({"language.toml", "README.md"})
_SUMMARY = re.compile(r"\{#-?\s*says:\s*(.+?)\s*-?#\}", re.S)
_TAGS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_BLANK = re.compile(r"\n{3,}")


class WordingFailed(Exception):
    """A template could not say its piece: it is missing, does not compile, or wants a fact that is not bound."""


class Library:
    """Templates by language and name, as `failed_payment/portal`; compiled once, sandboxed, strict.

    Customer and Stripe text only ever comes in as values, never as template source.
    """

    def __init__(self, folder: Path | None = None) -> None:
        shipped = PackageLoader("templates", "")
        own: list[BaseLoader] = [FileSystemLoader(folder)] if folder else []
        self._environment = _environment(ChoiceLoader([*own, shipped]))
        self._shipped = frozenset(filter(_is_draft, shipped.list_templates()))
        self._own = frozenset(own[0].list_templates()) if own else frozenset[str]()
        self._compiled: dict[str, Template] = {}
        self.names = frozenset(filter(_is_draft, self._environment.list_templates()))
        self.summaries = {name: _summary(self.source(name)) for name in self.names}

    def source(self, path: str) -> str:
        """The text of one template file. Raises `WordingFailed` where there is none."""
        loader = self._environment.loader
        try:
            return loader.get_source(self._environment, path)[0] if loader else ""
        except TemplateError as error:
            raise WordingFailed(f"{path}: {error.message or 'not found'}") from error

    def literal(self, path: str) -> str:
        """What a template says whatever the facts: its source without tags."""
        return _TAGS.sub(" ", self.source(path))

    def has(self, language: str, name: str) -> bool:
        """Whether this draft template exists in this language."""
        return path_of(language, name) in self.names

    def summary(self, language: str, name: str) -> str:
        """What the template says, in the words of its `{# says: … #}` comment; its name where it has none."""
        return self.summaries.get(path_of(language, name)) or name

    def text(self, language: str, name: str, values: Mapping[str, object]) -> str:
        """One rendered template, trimmed. Raises `WordingFailed`."""
        try:
            rendered = self._template(path_of(language, name)).render(values)
        except (TemplateError, ArithmeticError, TypeError, ValueError, LookupError) as error:
            raise WordingFailed(f"{name}: {error}") from error
        return _BLANK.sub("\n\n", rendered).strip()

    def _template(self, path: str) -> Template:
        """Compiled at its first use and kept: files are read once in a run."""
        found = self._compiled.get(path)
        if found is None:
            found = self._compiled[path] = self._environment.get_template(path)
        return found

    def compile(self, path: str) -> str | None:
        """Why a template file does not compile; None where it does."""
        try:
            self._environment.get_template(path)
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            return f"{f'line {line}: ' if line else ''}{error.message or type(error).__name__}"
        return None

    def astray(self) -> tuple[tuple[str, str], ...]:
        """An operator's own files that no draft would ever use, each with the nearest place that would be."""
        usable = {name.split("/", 2)[2] for name in self.names if name not in self._own or name in self._shipped}
        return tuple((name, _nearest(name, usable)) for name in sorted(self._own) if not _usable(name, usable))


def path_of(language: str, name: str) -> str:
    """Where a draft template lies below the templates' folder."""
    return f"drafts/{language}/{name}{ENDING}"


def language_of(path: str) -> str:
    """The language of a draft template, by its path below the templates' folder."""
    return path.split("/")[1]


def _environment(loader: BaseLoader) -> Environment:
    # Jinja's select_autoescape() does not know *.html.j2; a text must not be escaped, a page must.
    return ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith((".html.j2", ".html")),
        auto_reload=False,
    )


def _is_draft(path: str) -> bool:
    return path.startswith("drafts/") and path.endswith(ENDING)


def _usable(path: str, known: Collection[str]) -> bool:
    """Whether a draft can be made of it: `drafts/<language>/<a name that drafts have>`, or it came along in a copy."""
    parts = path.split("/", 2)
    if len(parts) < 3 or parts[0] != "drafts" or _LANGUAGE.fullmatch(parts[1]) is None:
        return False
    return parts[2] in known or parts[2] in BESIDE


def _nearest(path: str, known: Collection[str]) -> str:
    """The place somebody may have meant; empty where nothing is near."""
    parts = path.split("/")
    language = next((part for part in parts if _LANGUAGE.fullmatch(part)), "en")
    name = "/".join(parts[-2:])
    found = get_close_matches(name, known, 1, 0.6) or get_close_matches(f"{name}{ENDING}", known, 1, 0.8)
    return f"drafts/{language}/{found[0]}" if found else ""


def _summary(source: str) -> str:
    found = _SUMMARY.search(source)
    return " ".join(found[1].split()) if found else ""

"""`python -m tests.tools.definitions_tables`: the README's glossary and the corpus's labelling guide, from one file."""

from collections.abc import Mapping
from typing import Any

from classifiers.intent import Definition, Definitions
from worker.language_model import shipped_definitions


def glossary(found: Definitions) -> str:
    """The table that stands in README.md between its marks."""
    lines = ["| word | means |", "|---|---|"]
    for words in (found.intents, found.cues):
        lines += [f"| `{word}` | {meaning.says} |" for word, meaning in words.items()]
    return "\n".join(lines) + "\n"


def guide(found: Definitions) -> str:
    """The lists that stand in classifiers/corpus/README.md between its marks."""
    parts = [
        "`primary` and `also`, what the customer asks for:\n\n" + _listed(found.intents),
        "`cues`, the smaller signals:\n\n" + _listed(found.cues),
        f"`about`: {found.about.says}.",
        "`speaker`:\n\n" + _listed(found.speakers),
        "How they are told apart:\n\n" + "\n".join(f"- {rule}" for rule in found.rules),
    ]
    return "\n\n".join(parts) + "\n"


def _listed(words: Mapping[Any, Definition]) -> str:
    return "\n".join(f"- `{word}`: {meaning.whole}" for word, meaning in words.items())


def main() -> None:
    """Prints both."""
    print(glossary(shipped_definitions()))
    print(guide(shipped_definitions()))


if __name__ == "__main__":
    main()

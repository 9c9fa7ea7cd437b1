"""The glossary and the labelling guide say what the language model is told: one file is the source of all three."""

from pathlib import Path

from classifiers.intent import build_prompt
from tests.tools.definitions_tables import glossary, guide
from worker.language_model import shipped_definitions

ROOT = Path(__file__).parents[3]


def between(path: str, mark: str) -> str:
    text = (ROOT / path).read_text("utf-8")
    return text.partition(f"<!-- {mark} -->\n")[2].partition(f"<!-- /{mark} -->")[0]


def test_readme_and_corpus_say_what_the_file_says() -> None:
    """To mend it: put what `python -m tests.tools.definitions_tables` prints between the marks."""
    found = shipped_definitions()
    assert between("README.md", "glossary") == glossary(found)
    assert between("classifiers/corpus/README.md", "guide") == guide(found)


def test_the_model_is_told_every_meaning_and_every_rule() -> None:
    found = shipped_definitions()
    told = build_prompt("", "", "mark", found).system
    for words in (found.intents, found.cues, found.speakers):
        for word, meaning in words.items():
            assert f"- {word}: {meaning.whole}" in told
    assert all(rule in told for rule in found.rules)
    assert len(told) < 12_000  # it is paid for with every mail


def test_a_meaning_is_one_line() -> None:
    found = shipped_definitions()
    for words in (found.intents, found.cues, found.speakers):
        for meaning in words.values():
            assert "\n" not in meaning.whole
            assert "|" not in meaning.says

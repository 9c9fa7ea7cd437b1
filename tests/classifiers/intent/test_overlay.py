"""Ops' own few lines over a shipped file: by id, and the shipped rules go on coming."""

import pytest

from classifiers.intent import Keywords, load_keywords, read_text
from parsers.errors import ConfigError
from parsers.vocabulary import Cue, Intent
from tests.classifiers.intent.conftest import shipped

BASE = """
language = "en"
[words]
pay = ["pay", "paid"]
[[rule]]
id = "refund.plain"
intent = "refund"
weight = 0.9
negatable = true
any = ["give it back"]
[[rule]]
id = "cancel.plain"
intent = "cancel"
weight = 0.9
negatable = true
any = ["stop it all"]
[[veto]]
id = "veto.joke"
blocks = ["refund"]
any = ["only joking"]
"""
HEAD = 'language = "en"\nextends = "shipped"\n'
ADDED = """
[[rule]]
id = "own.tokens"
cue = "usage_limits"
weight = 0.8
negatable = false
any = ["tokens @pay", "tokens gone"]
"""


def laid(own: str, base: str = BASE) -> Keywords:
    return load_keywords({"en": HEAD + own}, shipped={"en": base})


def ids(keywords: Keywords) -> list[str]:
    return [rule.id for rule in keywords.languages["en"].file.rules]


def test_a_rule_is_added_and_may_use_the_shipped_words() -> None:
    keywords = laid(ADDED)
    assert ids(keywords) == ["refund.plain", "cancel.plain", "own.tokens"]
    assert Cue.USAGE_LIMITS in [found.cue for found in read_text("", "my tokens paid nothing", keywords).cues]
    assert read_text("", "give it back", keywords).primary is Intent.REFUND


def test_a_rule_of_a_shipped_id_takes_its_place() -> None:
    changed = '[[rule]]\nid = "refund.plain"\nintent = "refund"\nnegatable = true\nany = ["hand it over"]\n'
    keywords = laid(changed)
    assert ids(keywords) == ["refund.plain", "cancel.plain"]
    assert read_text("", "hand it over", keywords).primary is Intent.REFUND
    assert read_text("", "give it back", keywords).primary is not Intent.REFUND


def test_rules_and_vetoes_are_switched_off() -> None:
    assert read_text("", "give it back, only joking", laid("")).primary is not Intent.REFUND
    keywords = laid('off = [\n  "cancel.plain",\n  "veto.joke",\n]\n')
    assert ids(keywords) == ["refund.plain"]
    assert read_text("", "give it back, only joking", keywords).primary is Intent.REFUND


def test_shipped_rules_go_on_coming_with_an_upgrade() -> None:
    newer = BASE + '[[rule]]\nid = "new.rule"\nintent = "cancel"\nnegatable = true\nany = ["farewell"]\n'
    assert "new.rule" in ids(laid(ADDED, newer))
    assert laid(ADDED).fingerprint != laid(ADDED, newer).fingerprint


def test_thresholds_may_be_set_alone() -> None:
    assert laid("[thresholds]\nsure = 0.9\n").languages["en"].file.thresholds.sure == 0.9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + 'off = ["refund.plan"]\n', 'did you mean "refund.plain"?'),
        (HEAD + "off = 5\n", "is a list of ids"),
        ('language = "en"\nextends = "shiped"\n', 'can only be "shipped"'),
        ('language = "en"\noff = ["refund.plain"]\n', "write extends"),
        (HEAD + '[[rule]]\nid = "own"\nintent = "refund"\nany = ["x"]\n', "en.toml:4"),
        (HEAD + ADDED.replace("@pay", "@nothing"), "en.toml"),
    ],
)
def test_a_slip_is_named_with_its_place(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load_keywords({"en": text}, shipped={"en": BASE})
    assert said in str(refused.value)


def test_a_language_that_does_not_ship_is_written_whole() -> None:
    with pytest.raises(ConfigError, match=r"no sv\.toml ships"):
        load_keywords({"en": BASE, "sv": 'language = "sv"\nextends = "shipped"\n'}, shipped={"en": BASE})


def test_ten_lines_over_what_really_ships() -> None:
    texts = shipped()
    keywords = load_keywords({**texts, "en": HEAD + ADDED.replace("@pay", "used up")}, shipped=texts)
    assert ids(keywords)[-1] == "own.tokens"
    assert len(ids(keywords)) > 50

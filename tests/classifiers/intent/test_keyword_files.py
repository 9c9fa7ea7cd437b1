"""Keyword files: what is accepted, what is refused and how the refusal reads."""

import pytest

from classifiers.intent import Keywords, failed_tests, find_faults, load_keywords, read_text
from parsers.errors import ConfigError
from parsers.vocabulary import Cue, Intent
from tests.classifiers.intent.conftest import shipped

RULE = """
[[rule]]
id = "greeting"
intent = "refund"
weight = 0.9
negatable = true
any = ["hello world"]
"""


def refused(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_keywords({"en": text})
    return str(caught.value)


def test_the_shipped_files_pass_their_own_tests(keywords: Keywords) -> None:
    assert {"en", "de"} <= keywords.languages.keys()
    assert [failure for code in keywords.languages for failure in failed_tests(keywords, code)] == []


def test_the_shipped_files_name_every_intent_and_cue(keywords: Keywords) -> None:
    whole = [language for language in keywords.languages.values() if not language.file.partial]
    assert {language.file.language for language in whole} == {"en", "de"}
    for language in whole:
        rules = language.file.rules
        assert {rule.intent for rule in rules} >= set(Intent) - {Intent.OTHER}
        assert {rule.cue for rule in rules} >= set(Cue)


def test_the_shipped_files_have_no_faults(keywords: Keywords) -> None:
    assert find_faults(keywords.languages["en"]) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = [", "en.toml: not valid TOML"),
        ('colour = "red"', 'unknown key "colour"'),
        (RULE.replace("weight", "wieght"), 'did you mean "weight"'),
        (RULE.replace('"refund"', '"refnd"'), 'did you mean "refund"'),
        (RULE.replace("0.9", "9"), "weight is a number from 0 to 1"),
        (RULE.replace("negatable = true\n", ""), "does not say whether a negation turns it around"),
        (RULE.replace('"hello world"', '"hello @world"'), "is not among the [words]"),
        (RULE.replace('"hello world"', '"he* world"'), "begins half the dictionary"),
        (RULE.replace('"hello world"', '"hello _9"'), "a gap is _1 to _8"),
        (RULE.replace('"hello world"', '"(hello"'), "brackets do not nest"),
        (RULE.replace('"hello world"', '"hello?"'), "at least one word that must be there"),
        (RULE.replace('"hello world"', '[{LOWER = "hello", OP = "*"}]'), "have no end"),
        (RULE.replace('["hello world"]', "[]"), "needs at least one phrase"),
        (RULE + RULE, "this id is taken"),
        (RULE + 'tests.hit = ["goodbye"]', "should hit its test"),
        (RULE + 'tests.miss = ["hello world"]', "should not hit its test"),
        ("[thresholds]\nsure = 2", "sure is a number from 0 to 1"),
    ],
)
def test_a_broken_file_is_refused_with_place_and_mend(text: str, said: str) -> None:
    assert said in refused(text)


def test_the_refusal_names_file_line_and_rule() -> None:
    assert refused(RULE.replace('"hello world"', '"hello @world"')).startswith('en.toml:7: rule "greeting"')


def test_a_missing_default_language_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"no en\.toml"):
        load_keywords({"de": RULE})


def test_a_raw_token_pattern_is_taken_as_it_is() -> None:
    raw = RULE.replace('"hello world"', '[{LOWER = "hello"}, {IS_ALPHA = true, OP = "{0,2}"}, {LOWER = "world"}]')
    keywords = load_keywords({"en": raw})
    assert read_text("", "Hello big bad world", keywords).primary is Intent.REFUND
    assert read_text("", "Hello big bad mad world", keywords).primary is Intent.OTHER


def test_the_fingerprint_is_that_of_the_files() -> None:
    one, same, other = (load_keywords({"en": text}) for text in (RULE, RULE, RULE + "\n# changed\n"))
    assert one.fingerprint == same.fingerprint != other.fingerprint
    assert read_text("", "hello", one).fingerprint == one.fingerprint


def test_faults_are_found() -> None:
    extra = """
[shorthand]
"i'm" = "i am"
"im" = "i am"

[[veto]]
id = "never"
blocks = ["refund"]
any = ["goodbye"]

[[rule]]
id = "other-meaning"
intent = "cancel"
negatable = true
any = ["hello world", "goodbye friend", "say im here", "see you", "see you later"]
"""
    vetoed = RULE.replace('["hello world"]', '["hello world", "goodbye world"]')
    faults = find_faults(load_keywords({"en": vetoed + extra}).languages["en"])
    assert {(fault.rule, fault.kind) for fault in faults} == {
        ("greeting", "untested"),
        ("greeting", "vetoed"),
        ("other-meaning", "untested"),
        ("other-meaning", "dead"),
        ("other-meaning", "doubled"),
        ("other-meaning", "twin"),
    }


def test_a_shipped_file_can_be_read_twice_with_the_same_result() -> None:
    text = "I cancelled in March and you still took $49"
    readings = [read_text("", text, load_keywords(shipped())) for _ in range(2)]
    assert readings[0] == readings[1]

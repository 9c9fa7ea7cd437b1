"""The list of draft situations is well-formed: what it promises to templates is what facts are made of."""

import pytest

from classifiers.situations import SITUATIONS, Situation
from parsers.vocabulary import FactKind


@pytest.mark.parametrize("situation", SITUATIONS, ids=str)
def test_facts_are_names_and_kinds(situation: Situation) -> None:
    assert situation.when
    for entry in situation.facts:
        name, _, kind = entry.partition(":")
        assert name.isidentifier()
        assert kind.rstrip("?") in set(FactKind)


@pytest.mark.parametrize("situation", [each for each in SITUATIONS if each.startswith("neutral/")], ids=str)
def test_neutral_ones_state_nothing(situation: Situation) -> None:
    assert situation.facts == ()

"""Addresses and names out of a text, and nothing else."""

import time

import pytest

from parsers.redaction.persons import hide_persons


@pytest.mark.parametrize(
    ("text", "names", "hidden"),
    [
        ("write to a.b+c@mail.example.org, please", (), "write to [address], please"),
        ("Kim Doe here, Kim's card", ("Kim Doe",), "[name] here, [name]'s card"),
        ("DOE asks; kimono", ("Kim Doe",), "DOE asks; kimono"),
        ("Für Jürgen Groß", ("Jürgen Groß",), "Für [name]"),
        ("山田 様", ("山田",), "[name] 様"),
        ("I will pay in May", ("May Will",), "I will pay in [name]"),
        ("the de rules", ("Ana de Sá",), "the de rules"),
        ("support", ("support", ""), "[name]"),
        ("two @ signs @@ and a@b", (), "two @ signs @@ and a@b"),
    ],
)
def test_what_is_hidden(text: str, names: tuple[str, ...], hidden: str) -> None:
    assert hide_persons(text, names) == hidden


def test_a_desks_name_is_hidden_as_a_whole() -> None:
    hidden = hide_persons("Dear Billing Support, Billing is wrong. Kim", ("Kim Doe",), others=("Billing Support",))
    assert hidden == "Dear [name], Billing is wrong. [name]"


def test_twice_changes_nothing() -> None:
    once = hide_persons("Kim Doe, kim@x.example", ("Kim Doe",))
    assert hide_persons(once, ("Kim Doe",)) == once


def test_time_grows_with_the_text_alone() -> None:
    began = time.monotonic()
    for text in ("a" * 100_000, "a@" * 50_000, "a.b" * 30_000 + "@", "Kim " * 25_000):
        hide_persons(text, ("Kim Doe", "A B C D"))
    assert time.monotonic() - began < 5.0

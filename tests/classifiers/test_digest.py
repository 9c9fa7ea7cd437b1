"""The digest of a billing state: only declared facts count, and a store of an earlier version is not stale at once."""

from collections.abc import Iterator
from dataclasses import field, fields, is_dataclass, make_dataclass, replace
from typing import Any, get_args, get_type_hints

import pytest

from classifiers.digest import COUNTED, VERSION, digest, is_unchanged
from parsers.vocabulary import BillingState, Customer, Lead
from tests.support.making import make_charge, make_customer, make_state, make_subscription

STATE = make_state(make_customer(), make_subscription(), make_charge())


def kinds(kind: Any, seen: set[Any]) -> Iterator[Any]:
    """Every kind of object that a billing state can hold."""
    for argument in get_args(kind):
        yield from kinds(argument, seen)
    if is_dataclass(kind) and kind not in seen:
        seen.add(kind)
        yield kind
        for hint in get_type_hints(kind).values():
            yield from kinds(hint, seen)


def test_a_field_that_the_vocabulary_gains_makes_no_open_case_stale() -> None:
    wider = make_dataclass(
        "Customer", [("birthday", str, field(default="1 May", kw_only=True))], bases=(Customer,), frozen=True
    )
    customer = make_customer()
    gained = wider(**{each.name: getattr(customer, each.name) for each in fields(Customer)})
    assert digest(replace(STATE, customers=(gained,))) == digest(replace(STATE, customers=(customer,)))


def test_every_kind_of_object_is_declared_and_every_declared_field_is_there() -> None:
    every = set(kinds(BillingState, set()))
    beside = set(kinds(Lead, set()))  # whom the mail led to is the mail's, not Stripe's
    assert every - set(COUNTED) == beside - set(COUNTED)
    for kind, names in COUNTED.items():
        assert set(names.split()) <= {each.name for each in fields(kind)}, kind


@pytest.mark.parametrize(("name", "value"), [("delinquent", True), ("preferred_locales", ("de",))])
def test_what_no_rule_reads_does_not_count(name: str, value: object) -> None:
    changed: Any = {name: value}
    assert digest(replace(STATE, customers=(replace(STATE.customers[0], **changed),))) == digest(STATE)


@pytest.mark.parametrize(("name", "value"), [("balance", -4900), ("email", "else@customer.example")])
def test_what_a_rule_reads_counts(name: str, value: object) -> None:
    changed: Any = {name: value}
    assert digest(replace(STATE, customers=(replace(STATE.customers[0], **changed),))) != digest(STATE)


def test_a_digest_of_an_earlier_version_is_made_anew_from_what_was_kept() -> None:
    now = digest(STATE)
    assert len(now) <= 64
    assert now.startswith(f"{VERSION}:")
    assert is_unchanged("0123abcd" * 8, STATE, now)
    paid = replace(STATE, customers=(replace(STATE.customers[0], balance=-4900),))
    assert not is_unchanged("0123abcd" * 8, paid, now)
    assert not is_unchanged(digest(paid), STATE, now)

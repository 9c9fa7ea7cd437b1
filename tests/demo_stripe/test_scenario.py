"""The scenario file: readable, followed while it changes, sound in what it makes."""

import tomllib
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from tests.demo_stripe.accounts import EVERYTHING, NOW, everything
from tests.demo_stripe.asking import ask
from worker.demo.stripe import ScenarioError, StandIn, build
from worker.demo.stripe.words import moment, period_after

SMALL = """
[product.pro]
name = "Quill Pro"
monthly = "49.00 usd / month"

[[person]]
key = "dana"
email = "dana@customer.example"
    [[person.subscription]]
    price = "pro.monthly"
    since = "-3d"
"""


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.demo.stripe.server._LOOK_SECONDS", 0.0)


@pytest.mark.usefixtures("eager")
def test_a_changed_file_changes_what_is_served(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_text(SMALL, encoding="utf-8")
    with StandIn(path) as stand_in:
        before = ask(stand_in, "/v1/charges").json["data"]
        path.write_text(SMALL + "        [[person.subscription.charge]]\n        refunded = true\n", encoding="utf-8")
        after = ask(stand_in, "/v1/charges").json["data"]
    assert [charge["id"] for charge in before] == [charge["id"] for charge in after]
    assert [charge["refunded"] for charge in (*before, *after)] == [False, True]


@pytest.mark.usefixtures("eager")
def test_a_broken_file_leaves_the_old_world_standing(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_text(SMALL, encoding="utf-8")
    with StandIn(path) as stand_in:
        path.write_text(SMALL + "[[person", encoding="utf-8")
        assert len(ask(stand_in, "/v1/charges").ids) == 1


def test_faults_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_text(SMALL + '\n[[fault]]\nkind = "server_error"\npath = "/v1/charges"\n', encoding="utf-8")
    with StandIn(path) as stand_in:
        assert ask(stand_in, "/v1/charges").status == 500


def test_ids_are_the_same_in_every_run() -> None:
    assert everything().names == everything().names
    assert len(set(everything().names.values())) == len(everything().names)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("[[person]]\nemial = 'a@b.example'", "emial, did you mean email"),
        ("[[person]]\nemail = 'a@b.example'\nsince = 'lately'", "'lately' is no time"),
        ("[[person]]\nemail = 'a@b.example'\ncard = 'gold'", "'gold' is no card"),
        ("[product.x]\nname = 'X'\nmonthly = 'cheap'", "'cheap' is no price"),
        ("[portal]\nopen = true", r"\[portal\]: unknown key open"),
        ("[[guest]]\namount = '5.00'", "a guest needs an email"),
    ],
)
def test_a_slip_is_named(wrong: str, told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        build(tomllib.loads(wrong), NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-3d", NOW - timedelta(days=3)),
        ("+2h", NOW + timedelta(hours=2)),
        ("now", NOW),
        ("2026-10-01", datetime(2026, 10, 1, tzinfo=UTC)),
        ("2026-10-01T08:00:00Z", datetime(2026, 10, 1, 8, tzinfo=UTC)),
    ],
)
def test_moments(text: str, expected: datetime) -> None:
    assert moment(text, NOW) == expected


def test_month_ends_do_not_drift() -> None:
    start = datetime(2026, 1, 31, tzinfo=UTC)
    assert [period_after(start, "month", number).day for number in (1, 2, 3)] == [28, 31, 30]
    assert period_after(start, "month", -2) == datetime(2025, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", [EVERYTHING, files("worker.demo").joinpath("scenario.toml").read_text()])
def test_the_books_balance(text: str) -> None:
    world = build(tomllib.loads(text), NOW)
    for charge in world.kind("charge"):
        refunds = [each for each in world.where("refund", "charge", charge["id"]) if each["status"] != "failed"]
        assert charge["amount_refunded"] == sum(each["amount"] for each in refunds) <= charge["amount"]
        assert charge["disputed"] == bool(world.where("dispute", "charge", charge["id"]))
        assert charge["created"] <= NOW.timestamp()
    for invoice in world.kind("invoice"):
        assert invoice["amount_due"] == invoice["amount_paid"] + invoice["amount_remaining"]
        assert sum(line["amount"] for line in invoice["lines"]["data"]) == invoice["total"]
    for subscription in world.kind("subscription"):
        item = subscription["items"]["data"][0]
        assert item["current_period_start"] < item["current_period_end"]
        latest = world.get(subscription["latest_invoice"] or "")
        assert subscription["status"] == "trialing" or latest is not None


def test_a_renewal_is_where_it_is_said_to_be() -> None:
    world = build(tomllib.loads(EVERYTHING), NOW)
    renewed = world.get(world.names["dana/1/3/invoice"]) or {}
    assert renewed["created"] == int((NOW - timedelta(days=3)).timestamp())
    assert renewed["number"] == "DANA01-0003"
    assert "dana/1/4/invoice" not in world.names

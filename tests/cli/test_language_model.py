"""The language model on the command line and on the desk: proven, explained, measured, replayed, counted."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.cli.conftest import Installation
from tests.tools.model_stub import ModelStub
from worker.cli.context import Context
from worker.desk import desk_app
from worker.store import Correction

ROWS = [
    {"id": "1", "text": "My bill for the plan makes no sense at all", "primary": "cancel", "about_billing": True},
    {"id": "2", "text": "Please refund the last payment", "primary": "refund", "about_billing": True},
]


def says(subject: str, text: str) -> str:
    """It hears a wish to cancel in everything, and one thing that nobody wrote."""
    quote = " ".join(text.split()[:3])
    claims = [{"name": "cancel", "primary": True, "quote": quote}]
    invented = [{"name": "legal_threat", "quote": "my lawyer will write to you"}]
    return json.dumps({"intents": claims, "cues": invented, "about_billing": {"value": True, "quote": quote}})


@pytest.fixture
def stub(installation: Installation) -> Iterator[ModelStub]:
    """The installation, with this model asked about every mail."""
    with ModelStub(says) as serving:
        config = installation.folder / "config.toml"
        more = f'[reading.model]\nbase_url = "{serving.url}"\nmodel = "small-one"\nwhen = "always"\n'
        config.write_text(config.read_text("utf-8") + more, encoding="utf-8")
        yield serving


def rows(installation: Installation) -> str:
    path = installation.folder / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    return str(path)


def finding(installation: Installation) -> list[dict[str, Any]]:
    found = installation.run("doctor", "--json").json()
    return [each for each in found if each["area"] == "language model"]


def test_doctor_proves_it_with_one_request(installation: Installation, stub: ModelStub) -> None:
    proven, where = finding(installation)
    assert len(stub.asked) == 1
    assert proven["warning"]  # the sample asks for money back
    assert "small-one answered in 0." in proven["text"]
    assert "(json_schema, " in proven["text"]
    assert "tokens); the sample is refund, and it proved cancel, 1 of its claims dropped" in proven["text"]
    assert "no mail leaves it" in where["text"]


def test_doctor_says_what_is_wrong_with_it(installation: Installation, stub: ModelStub) -> None:
    stub.faults.append("404")
    broken, _ = finding(installation)
    assert not broken["ok"]
    assert not broken["warning"]
    assert "it refused: status 404" in broken["text"]
    assert "base_url" in broken["mend"]


def test_doctor_is_silent_where_there_is_none(installation: Installation) -> None:
    assert finding(installation) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('model = ""', "model is not set"),
        ('model = "m"\napi_key = "bare"', "is a secret and must not stand in the file"),
        ('model = "m"\napi_key = { env = "NO_SUCH_KEY" }', "NO_SUCH_KEY"),
        ('model = "m"\nwhen = "never"', "when"),
        ('model = "m"\nbase_url = "http://api.example.com/v1"', "has to begin with https://"),
    ],
)
def test_a_wrong_setting_is_named(installation: Installation, line: str, said: str) -> None:
    config = installation.folder / "config.toml"
    base = "" if "base_url" in line else 'base_url = "http://127.0.0.1:9/v1"\n'
    config.write_text(f"{config.read_text('utf-8')}[reading.model]\n{base}{line}\n", encoding="utf-8")
    ran = installation.run("keywords", "eval", rows(installation), "--reader", "rules,learned,model")
    assert ran.status == 2
    assert said in ran.err


def test_explain_shows_its_claims_and_what_was_dropped(installation: Installation, stub: ModelStub) -> None:
    ran = installation.run("explain", str(installation.mail("duplicate")))
    assert ran.status == 0, ran.err
    assert "language model small-one, prompt " in ran.out
    assert "claims intent cancel* (body) " in ran.out
    assert "dropped: cue: its quote is not in the mail" in ran.out
    assert "language model says cancel, 0.80" in ran.out
    assert "my lawyer" not in ran.out


def test_eval_measures_with_it_and_without(installation: Installation, stub: ModelStub) -> None:
    path = rows(installation)
    without = installation.run("keywords", "eval", path, "--json").json()
    assert stub.asked == []
    assert "language_model" not in without
    found = installation.run("keywords", "eval", path, "--reader", "rules,learned,model", "--json").json()
    assert found["language_model"] == {"asked": 2, "answered": 2, "silent": {}, "right": 0.5, "dropped": 2}
    assert found["confusion"]["cancel"] == {"cancel": 1}
    again = installation.run("keywords", "eval", path, "--reader", "model,rules,learned")
    assert "asked about 2, answered 2, right alone 0.500; claims dropped: 2" in again.out
    assert len(stub.asked) == 2  # the second run cost nothing
    rules = installation.run("keywords", "eval", path, "--reader", "rules", "--json").json()
    assert rules["rows"] == 2


def test_eval_goes_on_where_it_fails(installation: Installation, stub: ModelStub) -> None:
    stub.faults += ["429", "html"]
    found = installation.run("keywords", "eval", rows(installation), "--reader", "rules,learned,model", "--json").json()
    assert found["language_model"]["answered"] == 0
    assert found["language_model"]["silent"]["rate_limited"] == 1
    alone = installation.run("keywords", "eval", rows(installation), "--json").json()
    assert found["confusion"] == alone["confusion"]


@pytest.mark.parametrize("named", ["model", "learned", "rules,model", "everybody", ","])
def test_readers_that_cannot_read_alone_are_named(installation: Installation, named: str) -> None:
    ran = installation.run("keywords", "eval", rows(installation), "--reader", named)
    assert ran.status == 2
    assert "rules,learned,model" in ran.err


def test_replay_with_it_without_it_and_as_it_was(installation: Installation, stub: ModelStub) -> None:
    installation.receive("duplicate", "cancel", "invoice")
    assert installation.run("once").status == 0
    asked = len(stub.asked)
    assert asked == 3
    assert installation.run("keywords", "replay", "--json").json()["changed"] == 0
    again = installation.run("keywords", "replay", "--reader", "rules,learned,model", "--json").json()
    without = installation.run("keywords", "replay", "--reader", "rules,learned", "--json").json()
    assert (again["cases"], again["changed"]) == (3, 0)
    assert without["cases"] == 3
    assert len(stub.asked) == asked  # a replay costs nothing


def test_cost_agreement_and_rightness_are_shown(installation: Installation, stub: ModelStub) -> None:
    installation.receive("duplicate", "cancel")
    assert installation.run("once").status == 0
    app = Context(installation.folder / "config.toml").app
    by_intent = {str(kept.reading.primary): kept for kept in app.book.recorded()}
    wrong = next(kept for intent, kept in by_intent.items() if intent != "cancel")
    app.book.correct(Correction(case_id=wrong.case_id, by="ann", kind="intent", was="refund", should_be="cancel"))
    browser = TestClient(desk_app(app.desk), base_url="http://127.0.0.1")
    told = browser.get("/metrics").text
    assert 'deskhand_language_model_requests{model="small-one",result="answered"} 2.0' in told
    assert 'deskhand_language_model_dropped_claims{model="small-one"} 2.0' in told
    assert 'deskhand_language_model_tokens{direction="in",model="small-one"}' in told
    assert 'deskhand_language_model_seconds{model="small-one"}' in told
    assert 'deskhand_language_model_agreement{agrees="no",model="small-one"} 1.0' in told
    assert "small-one,answered,2," in browser.get("/figures/language_model.csv?span=all").text
    assert "cancel,1,1,1,1" in browser.get("/figures/language_model_right.csv?span=all").text
    app.close()


def test_a_slow_one_holds_up_no_mail(installation: Installation, stub: ModelStub) -> None:
    """Each of the first three waits as long as it may, then the model is left alone, and every mail is worked off."""
    stub.delay = 30.0
    config = installation.folder / "config.toml"
    config.write_text(config.read_text("utf-8") + "timeout = 0.2\n", encoding="utf-8")
    installation.receive("duplicate", "cancel", "invoice", "team", "overlap")
    ran = installation.run("once", "--json")
    assert ran.status == 0, ran.err
    assert ran.json()["drafted"] == 5
    assert len(stub.asked) <= 3
    cases = installation.run("cases", "--json").json()
    assert {case["language_model"]["silence"] for case in cases} == {"timeout", "paused"}
    assert all("- the language model did not answer (" in case["note"] for case in cases)

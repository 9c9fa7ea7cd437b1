"""Measuring, suggesting, training and replaying keywords."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifiers.intent import Keywords, load_keywords, read_intent
from parsers.errors import ConfigError
from parsers.vocabulary import BillingState, Case, Intent, Message, Outcome, Policy, Reading
from tests.classifiers.intent.conftest import shipped
from tests.tools.eval_intent import eval_intent, main
from worker.keywords.evaluation import evaluate
from worker.keywords.labelled import Labelled, read_labelled
from worker.keywords.metrics import Answer, calibration_error, figures
from worker.keywords.replay import replay
from worker.keywords.suggest import suggest

NOW = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_other_rows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The model beside us learns from our seeds alone, wherever the tests run."""
    monkeypatch.setattr("tests.tools.eval_intent.DEFAULT", tmp_path / "none.csv")


def answer(true: Intent, said: Intent, confidence: float = 0.95) -> Answer:
    return Answer(row=Labelled(text="", intent=true), intent=said, confidence=confidence)


def test_figures() -> None:
    found = figures(
        [
            answer(Intent.REFUND, Intent.REFUND),
            answer(Intent.REFUND, Intent.OTHER, 0.5),
            answer(Intent.CANCEL, Intent.CANCEL, 0.8),
            answer(Intent.OTHER, Intent.OTHER),
            answer(Intent.OTHER, Intent.CANCEL),
        ]
    )
    assert found["classes"]["refund"] == {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "rows": 2}
    assert found["classes"]["cancel"]["precision"] == 0.5
    assert found["false_positive"] == 0.5
    assert found["precision_at"] == 0.5
    assert found["recall_at"] == 0.3333
    assert found["core3_f1"] == 0.6667
    assert found["macro_f1"] == pytest.approx((0.6667 + 0.6667 + 0.5) / 3, abs=1e-3)


def test_calibration_error_is_the_mean_distance() -> None:
    right, wrong = answer(Intent.REFUND, Intent.REFUND, 0.9), answer(Intent.REFUND, Intent.CANCEL, 0.9)
    assert calibration_error([right] * 9 + [wrong]) == pytest.approx(0.0, abs=1e-6)
    assert calibration_error([right] * 5 + [wrong] * 5) == pytest.approx(0.4)


def labelled_csv(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(
        "text,intent,subtype,source,orig_label,split\n"
        "Please refund me,refund,,a,,x\n"
        '"Cancel my plan, please",cancel,,a,,x\n'
        "What are your prices?,other,,b,,x\n"
        "Why was I charged twice?,broken_billing,,b,,x\n",
        "utf-8",
    )
    return path


def test_eval_intent_ends_with_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(labelled_csv(tmp_path))]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["rows"] == 4
    assert found["macro_f1"] == found["core3_f1"] == 1.0
    assert found["false_positive"] == 0.0
    assert {"precision_at", "recall_at", "ece", "classes", "sources", "baselines"} <= found.keys()
    assert found["sources"].keys() == {"a", "b"}
    assert found["baselines"].keys() == {"TF-IDF + logistic regression", "keyword search"}


def test_eval_intent_refuses_a_file_without_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("text\nhello\n", "utf-8")
    assert main([str(path)]) == 2
    assert "no column 'intent'" in capsys.readouterr().err


def test_eval_intent_beats_what_stands_beside_it(tmp_path: Path, keywords: Keywords) -> None:
    path = tmp_path / "rows.jsonl"
    rows = [
        ("I don't want a refund, please leave it.", "other"),
        ("Please do not cancel my account.", "other"),
        ("I want out.", "cancel"),
        ("You've double-dipped.", "broken_billing"),
        ("Please reimburse me.", "refund"),
    ]
    path.write_text("\n".join(json.dumps({"text": text, "intent": intent}) for text, intent in rows), "utf-8")
    found = eval_intent(path, keywords=keywords)
    assert found["accuracy"] == 1.0
    assert all(beside["accuracy"] < 1.0 for beside in found["baselines"].values())


def test_labelled_rows_with_an_unknown_intent_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "a", "intent": "complaint"}', "utf-8")
    with pytest.raises(ConfigError, match="row 1"):
        read_labelled(path)


def test_misses_name_the_rules_behind_them(keywords: Keywords) -> None:
    found = evaluate([Labelled(text="Please refund me", intent=Intent.CANCEL)], keywords)
    assert found.misses[0].said is Intent.REFUND
    assert "refund-imperative" in dict(found.by_rule)


def test_suggests_what_the_misses_share(keywords: Keywords) -> None:
    rows = [Labelled(text=f"Sever our ties {when}", intent=Intent.CANCEL) for when in ("now", "today", "at once")]
    rows += [Labelled(text="Our office is open today", intent=Intent.OTHER)]
    found = suggest(evaluate(rows, keywords), keywords)
    assert found[0].phrase == "sever our ties"
    assert (found[0].intent, found[0].catches, found[0].wrong) == (Intent.CANCEL, 3, 0)


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the store would hand in."""

    message: Message
    reading: Reading
    state: BillingState
    case: Case


def record(text: str, keywords: Keywords) -> Record:
    message = Message(content_hash="0" * 64, arrived_at=NOW, subject="Hello", new_text=text)
    return Record(
        message=message,
        reading=read_intent(message, keywords),
        state=BillingState(read_at=NOW),
        case=Case(id="case-1", message_id=None, outcome=Outcome.NOT_BILLING),
    )


def changed(keywords: Keywords) -> Keywords:
    extra = '\n[[rule]]\nid = "sever"\nintent = "cancel"\nweight = 0.9\nnegatable = true\nany = ["sever our ties"]\n'
    texts = shipped()
    return load_keywords({**texts, "en": texts["en"] + extra})


def test_replay_shows_what_would_come_out_else(keywords: Keywords) -> None:
    records = [record("Please sever our ties.", keywords), record("What are your prices?", keywords)]
    found = replay(records, changed(keywords), policy=Policy())
    assert found.cases == 2
    assert len(found.changes) == 1
    change = found.changes[0]
    assert change.intent == ("other", "cancel")
    assert change.outcome == ("not_billing", "drafted")
    assert change.rules == ("+sever",)


def test_replay_under_the_same_words_changes_nothing(keywords: Keywords) -> None:
    records = [record(text, keywords) for text in ("Please refund me.", "Thanks!", "I was charged twice.")]
    assert replay(records, keywords, policy=Policy()).changes == ()


def test_a_labelled_mail_in_jsonl_is_measured_as_a_mail(
    tmp_path: Path, keywords: Keywords, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"id": "1", "subject": "", "text": "Please refund me.", "language": "en", "primary": "cancel"}
        | {"accept": ["refund"], "also": [], "cues": [], "about_billing": True, "kind": "customer"},
        {"id": "2", "subject": "", "text": "What are your prices?", "language": "en", "primary": "other"}
        | {"accept": [], "also": [], "cues": ["asks_how"], "about_billing": False, "kind": "distractor"},
    ]
    path = tmp_path / "mails.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    found = eval_intent(path, by=("kind", "language", "length"), errors=True, keywords=keywords)
    assert (found["primary_right"], found["drafted_recall"], found["distractor_fp"]) == (1.0, 1.0, 0.0)
    assert found["by_language"]["en"]["rows"] == 2
    assert sum(line["rows"] for line in found["reliability"]) == 2
    shown = capsys.readouterr().out
    assert "by kind" in shown
    assert "by length" in shown
    assert json.loads(shown.splitlines()[-1])["core3_precision_at_90"] == found["core3_precision_at_90"]


def test_an_unknown_group_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--by", "colour"]) == 2
    assert "kind, language, length" in capsys.readouterr().err

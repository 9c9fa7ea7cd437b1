"""Answers that were recorded, found by the text of the mail, and served as a process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from classifiers.intent import Prompt, check_answer
from parsers.redaction.persons import hide_persons
from parsers.vocabulary import Intent, ModelSays
from tests.support.mails import make_mail
from tests.tools.model_weight import blind_rows
from tests.tools.recorded_answers import as_answer, read_answers
from worker.language_model import ChatClient

TEXT = "Hello,\n\nyou charged me twice, says Kim Doe of kim@x.example.\nSend one back, please."
LABELS = {"primary": "refund", "also": ["cancel"], "cues": ["duplicate_claim"], "about_billing": True, "language": "en"}
WHOLE = {"intents": [{"name": "refund", "primary": True, "quote": "charged me twice"}]}


def write(folder: Path, *rows: dict[str, Any], name: str = "answers.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def heard(answer: str | None, text: str = TEXT, subject: str = "") -> ModelSays:
    assert answer is not None
    return check_answer(answer, subject=subject, body=text, asked=ModelSays(model="m", prompt="p"))


@pytest.mark.parametrize(
    "row",
    [
        {"text": TEXT, **LABELS},
        {"text": TEXT, "answer": LABELS},
        {"body": TEXT, "intent": "refund", "also": ["cancel"], "cues": ["duplicate_claim"], "about": True},
        {"text": TEXT, "answer": {"primary": "refund", "intents": ["refund", "cancel"], "cues": ["duplicate_claim"]}},
    ],
)
def test_labels_become_an_answer_that_holds(tmp_path: Path, row: dict[str, Any]) -> None:
    said = heard(read_answers(write(tmp_path, {"id": "1", **row})).answer("", TEXT))
    assert said.wishes == (Intent.REFUND, Intent.CANCEL)
    assert said.cues == {"duplicate_claim"}
    assert said.dropped == ()


def test_an_answer_is_served_as_it_is_and_missing_quotes_are_lent(tmp_path: Path) -> None:
    found = read_answers(
        write(tmp_path, {"id": "1", "text": TEXT, "answer": WHOLE}, {"id": "2", "text": "b", "answer": "no"})
    )
    assert json.loads(found.answer("", TEXT) or "") == WHOLE
    assert found.answer("", "b") == "no"
    bare = {"intents": [{"name": "refund", "primary": True}], "about_billing": {"value": True}}
    said = heard(read_answers(write(tmp_path, {"text": TEXT, "answer": bare})).answer("", TEXT))
    assert (said.wishes, said.about, said.dropped) == ((Intent.REFUND,), True, ())


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("", TEXT),
        ("Two payments", TEXT),
        ("", TEXT.upper().replace("\n", " ")),
        ("", hide_persons(TEXT, ("Kim Doe",))),
        ("", f"{TEXT}\n\nKim\nSome Company Ltd, 12 Long Street, Great Town, phone 030 1234 5678, mobile 0171 222 333"),
        ("Fwd: it", TEXT.partition("\nSend")[0] + "\nSend one back"),
    ],
)
def test_a_mail_is_known_by_its_words(tmp_path: Path, subject: str, text: str) -> None:
    other = {
        "id": "2",
        "text": "Where is my invoice for the charge of May? Send one please.",
        "primary": "invoice_request",
    }
    found = read_answers(write(tmp_path, other, {"id": "1", "subject": "Two payments", "text": TEXT, **LABELS}))
    row = found.find(subject, text)
    assert row
    assert row.id == "1"
    assert found.find("", "Something else altogether, about a dog") is None


def test_mails_may_stand_elsewhere(tmp_path: Path) -> None:
    answers = write(tmp_path, {"id": "m1", "answer": LABELS})
    rows = write(tmp_path, {"id": "m1", "text": TEXT}, name="mails.jsonl")
    assert heard(read_answers(answers, rows).answer("", TEXT)).wishes
    (tmp_path / "m1.eml").write_bytes(make_mail(TEXT))
    assert heard(read_answers(answers, tmp_path).answer("A question about my bill", TEXT)).wishes
    by_id = tmp_path / "by_id.json"
    by_id.write_text(json.dumps({"m1": LABELS}), encoding="utf-8")
    assert heard(read_answers(by_id, rows).answer("", TEXT)).wishes
    with pytest.raises(ValueError, match="no text"):
        read_answers(answers)
    with pytest.raises(ValueError, match="neither"):
        read_answers(write(tmp_path, {"id": "m1", "text": TEXT}))


def test_labels_of_any_mail_become_an_answer_that_holds() -> None:
    """In every language and length that the corpus has, and with the addresses hidden."""
    for row in blind_rows():
        labels = {"primary": str(row.intent), "also": row.also, "cues": row.cues, "about_billing": row.about_billing}
        given = hide_persons(row.text, ())
        said = heard(json.dumps(as_answer(labels, row.subject, given)), row.text, row.subject)
        assert said.wishes[:1] == (row.intent,), (row.id, said.dropped)
        assert said.dropped == () or len(row.cues or ()) > 8, row.id


def test_it_is_served_as_a_process(tmp_path: Path) -> None:
    path = write(tmp_path, {"id": "1", "text": TEXT, **LABELS})
    command = [sys.executable, "-m", "tests.tools.model_stub", str(path), "--port", "0", "--server", "local"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as served:
        assert served.stdout
        line = served.stdout.readline()
        assert line.startswith("1 answers at http://127.0.0.1:")
        client = ChatClient(base_url=line.split()[-1], model="m", timeout=30.0)
        reply = client.ask(Prompt(system="s", user=f"The mark is m1\n\nm1\nSubject: \n\n{TEXT}\nm1"))
        client.close()
        served.kill()
    assert heard(reply.text).wishes == (Intent.REFUND, Intent.CANCEL)

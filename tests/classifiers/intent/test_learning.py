"""Learning from agents: corrections teach, what gets worse is refused, and there is a way back."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from classifiers.intent import Keywords, Readers, read_text
from parsers.errors import ConfigError
from parsers.vocabulary import Intent
from worker.cli.commands import app
from worker.keywords.corpus import read_corpus
from worker.keywords.corrections import CORRECTED
from worker.keywords.files import PLAIN, KeywordShelf, read_learned
from worker.keywords.labelled import Labelled
from worker.keywords.learning import forget, learn, save

ODD = [
    "Please deep-six the zonko before it hatches again.",
    "Kindly deep-six our zonko at the end of the month.",
    "The zonko must be deep-sixed, nobody feeds it any more.",
    "Could you deep-six my zonko? I do not use it.",
    "We want the zonko deep-sixed by Friday.",
    "Deep-six the zonko of the Leeds office please.",
]


def corrections(intent: Intent, texts: list[str] = ODD) -> list[Labelled]:
    return [
        Labelled(text=text, intent=intent, source=CORRECTED, language="en", about_billing=intent is not Intent.OTHER)
        for text in texts
    ]


@pytest.fixture(scope="module")
def plain_only(readers: Readers) -> Readers:
    """Without the encoder, so that learning takes a second."""
    return Readers(plain=readers.plain)


def test_corrections_change_what_is_read_next(whole: Keywords, plain_only: Readers) -> None:
    lesson = learn(corrections(Intent.CANCEL), whole, plain_only)
    left_out = next(share for share in lesson.shares if share.name == "corrections left out")
    assert left_out.after > left_out.before
    assert not lesson.refused
    before = learned_share(whole, plain_only)
    assert learned_share(whole, lesson.readers) > before + 0.2


def learned_share(keywords: Keywords, readers: Readers) -> float:
    from dataclasses import replace

    text = "Hello, we would like to have the zonko of our Berlin branch deep-sixed in autumn. Thank you."
    reading = read_text("Zonko", text, replace(keywords, readers=readers), "en")
    return sum(each.probability for each in reading.hypotheses if each.primary is Intent.CANCEL)


def test_what_contradicts_the_corpus_is_refused(whole: Keywords, plain_only: Readers) -> None:
    """Somebody's mistake, many times over: wishes for money back and for an end, each called a question of seats."""
    wishes = {Intent.REFUND, Intent.CANCEL, Intent.BROKEN_BILLING}
    known = [mail for mail in read_corpus() if mail.language == "en" and not mail.blind]
    texts = [mail.text for mail in known if mail.labels.primary in wishes][::6]
    lesson = learn(corrections(Intent.PLAN_OR_SEATS, texts), whole, plain_only)
    assert "blind tenth" in lesson.refused


def test_there_is_nothing_to_learn_without_corrections(whole: Keywords, plain_only: Readers) -> None:
    with pytest.raises(ConfigError, match="nothing to learn"):
        learn([Labelled(text="fine", intent=Intent.OTHER, source="approved")], whole, plain_only)


def test_what_was_learned_is_taken_up_and_forgotten_again(tmp_path: Path, whole: Keywords, plain_only: Readers) -> None:
    lesson = learn(corrections(Intent.CANCEL), whole, plain_only)
    now = [0.0]
    shelf = KeywordShelf(None, learned=tmp_path / "learned", clock=lambda: now[0])
    assert shelf.current().readers == read_learned(None)
    save(lesson.readers, tmp_path / "learned")
    now[0] += 10.0
    taken = shelf.current().readers
    assert taken is not None
    assert taken.plain.meta["corrections"] == len(ODD)
    assert forget(tmp_path / "learned")
    assert not forget(tmp_path / "learned")
    now[0] += 10.0
    assert shelf.current().readers == read_learned(None)


def test_a_broken_file_leaves_the_last_good_reader(tmp_path: Path) -> None:
    now = [0.0]
    shelf = KeywordShelf(None, learned=tmp_path, clock=lambda: now[0])
    good = shelf.current()
    (tmp_path / PLAIN).write_bytes(b"nonsense")
    now[0] += 10.0
    assert shelf.current() is good
    assert "make train" in str(shelf.trouble)


def test_the_command_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"text": "hello", "primary": "other", "kind": "customer"}), encoding="utf-8")
    found = CliRunner().invoke(app, ["keywords", "train", str(rows)])
    assert found.exit_code != 0

"""The learned reader: what it is made of, what it says, and what it must never do."""

import io
import json
import time
from dataclasses import replace

import numpy as np
import pytest

from classifiers.intent import Keywords, Readers, dump_reader, load_reader, read_text
from classifiers.intent.features import BUCKETS, count_features, place_features
from parsers.errors import ConfigError
from parsers.vocabulary import Cue, Intent, Speaker
from worker.keywords.corpus import hash_corpus
from worker.keywords.training import hash_code


def test_the_same_text_gives_the_same_counts_wherever_its_words_stand() -> None:
    one, other = count_features("", "please stop my plan"), count_features("", "please stop my plan")
    assert (one.buckets == other.buckets).all()
    assert float((one.counts**2).sum()) == pytest.approx(1.0, abs=1e-4)
    shifted = set(count_features("", "hello there. please stop my plan").buckets.tolist())
    assert len(set(one.buckets.tolist()) & shifted) > 0.9 * len(one.buckets)


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800x", "退款请求", "İstanbul ẞ", "x" * 50_000, "\n" * 5_000])
def test_no_text_breaks_the_features(text: str) -> None:
    places = place_features(text, text)
    assert len(places.buckets) == len(places.starts) == len(places.ends)
    assert not len(places.buckets) or 0 <= int(places.buckets.min()) <= int(places.buckets.max()) < BUCKETS


def test_the_artefact_belongs_to_the_corpus_and_the_code(readers: Readers) -> None:
    for reader in (readers.plain, readers.semantic):
        assert reader is not None
        assert reader.meta["corpus"] == hash_corpus(), "run `make train`: the corpus has changed"
        assert reader.meta["code"] == hash_code(), "run `make train`: the code that trains has changed"


def test_a_reader_survives_its_own_bytes(readers: Readers) -> None:
    data = dump_reader(readers.plain)
    again = load_reader(data)
    assert dump_reader(again) == data
    features = count_features("Refund", "please give my money back")
    dense = np.zeros(len(readers.plain.dense), dtype=np.float32)
    assert again.ask(features, dense) == readers.plain.ask(features, dense)


def test_bytes_that_are_no_reader_are_refused_with_a_mend(readers: Readers) -> None:
    with pytest.raises(ConfigError, match="make train"):
        load_reader(b"no archive")
    pickled = io.BytesIO()
    np.savez(pickled, meta=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ConfigError, match="make train"):
        load_reader(pickled.getvalue())
    foreign = replace(readers.plain, meta={})
    archive = dict(np.load(io.BytesIO(dump_reader(foreign))))
    archive["meta"] = np.frombuffer(json.dumps({"format": 0, "labels": [], "warmth": {}}).encode(), dtype=np.uint8)
    other = io.BytesIO()
    np.savez(other, **archive)
    with pytest.raises(ConfigError, match="another version"):
        load_reader(other.getvalue())


def test_hypotheses_sum_to_one_and_the_first_is_the_reading(whole: Keywords) -> None:
    for text in ("please give me my money back", "we shan't be needing it any longer", "how do I share a folder?"):
        reading = read_text("", text, whole)
        assert sum(each.probability for each in reading.hypotheses) == pytest.approx(1.0, abs=0.01)
        assert reading.primary is reading.hypotheses[0].primary
        assert reading.confidence == reading.hypotheses[0].probability


@pytest.mark.parametrize(
    ("subject", "text", "language", "primary"),
    [
        ("Leaving", "We shan't be needing it any longer, so kindly let it end with this month.", "en", Intent.CANCEL),
        ("", "Quisiera que me devolvieran lo que pagué, no lo he usado nunca.", "es", Intent.REFUND),
        ("", "Pourriez-vous m'envoyer la facture du mois de mars ?", "fr", Intent.INVOICE_REQUEST),
        ("", "解約したいのですが、方法がわかりません。", "ja", Intent.CANCEL),
    ],
)
def test_plain_words_are_understood_in_many_languages(
    subject: str, text: str, language: str, primary: Intent, whole: Keywords
) -> None:
    assert read_text(subject, text, whole, language).primary is primary


def test_who_speaks_is_told(whole: Keywords) -> None:
    text = "A buyer in our shop wants her money back. Where in your dashboard do we give it to her?"
    reading = read_text("Customer refund", text, whole, "en")
    assert reading.speaker is Speaker.MERCHANT
    assert reading.primary is Intent.OTHER


def test_what_no_rule_heard_points_at_the_sentence_that_weighed_most(whole: Keywords) -> None:
    text = "Bonjour à tous. Je voudrais que vous me rendiez les 348 euros. Il fait beau ici."
    reading = read_text("", text, whole, "fr")
    assert reading.primary is Intent.REFUND
    hit = reading.intents[0].hits[0]
    assert hit.rule == "learned"
    assert "348" in hit.text
    assert text[hit.span.start : hit.span.end] == hit.text


def test_a_rule_hears_a_grave_word_whatever_statistics_say(whole: Keywords) -> None:
    text = "My lawyer will sue you. " + "The parcel was blue and the weather fine that day. " * 20
    assert read_text("", text, whole, "en").has(Cue.LEGAL_THREAT)


def test_votes_tell_each_readers_say(whole: Keywords) -> None:
    votes = {vote.reader: vote for vote in read_text("", "Please refund me.", whole, "en").votes}
    assert {"rules", "learned"} <= votes.keys()
    assert votes["rules"].intent is Intent.REFUND


def test_a_long_hostile_text_is_read_in_a_moment(whole: Keywords) -> None:
    """100 kB of one sentence of rule words: work is bounded, not only the shapes of text that we have seen."""
    text = ("I want to cancel my subscription and get a refund for what you took without asking. " * 1400)[:100_000]
    read_text("warm", "warm up", whole, "fr")
    began = time.process_time()
    read_text(text, text, whole, "en")
    assert time.process_time() - began < 2.0  # far above what it takes; `make bench` has the figure

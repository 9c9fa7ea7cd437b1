"""The golden folders: the specification of cases, drafts and notes, byte for byte."""

import difflib
import re
from collections.abc import Iterator

import pytest

from parsers.vocabulary import ActionKind, AnomalyName, Bucket, Cue, Verdict
from tests.support.golden_cases import GOLDEN, Bench, Golden, ending, goldens, texts
from tests.tools.golden_write import KEPT
from worker.pipeline import Considered
from worker.render.length import words_in

FOLDERS = tuple(goldens())
TWINS = tuple(golden for golden in FOLDERS if golden.folder.name == "twin")


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


@pytest.mark.parametrize("golden", FOLDERS, ids=lambda golden: golden.name)
def test_a_golden_folder_comes_out_as_written(golden: Golden, bench: Bench) -> None:
    made = texts(bench.consider(golden))
    kept = {name: path.read_text(encoding="utf-8") for name in KEPT if (path := golden.folder / name).exists()}
    assert made == kept


@pytest.mark.parametrize("twin", TWINS, ids=lambda golden: golden.name)
def test_a_twin_differs_in_one_fact_and_ends_elsewhere(twin: Golden, bench: Bench) -> None:
    first = Golden(name=twin.folder.parent.name, mail=twin.mail, folder=twin.folder.parent)
    lines = [golden.account.read_text(encoding="utf-8").splitlines() for golden in (first, twin)]
    changed = [line for line in difflib.ndiff(lines[0], lines[1]) if line[0] in "+-" and line[1:].strip()]
    assert 1 <= len(changed) <= 3, changed
    assert ending(bench.consider(first)) != ending(bench.consider(twin))


def test_there_is_a_folder_for_every_situation_we_know() -> None:
    assert len([golden for golden in FOLDERS if golden not in TWINS]) >= 60
    assert {path.name for path in GOLDEN.iterdir() if path.is_dir()} == {
        golden.name for golden in FOLDERS if golden not in TWINS
    }


@pytest.fixture(scope="module")
def everything(bench: Bench) -> tuple[Considered, ...]:
    return tuple(bench.consider(golden) for golden in FOLDERS)


def test_every_word_of_the_policy_stands_in_some_folder(everything: tuple[Considered, ...]) -> None:
    cases = [made.case for made in everything]
    shown = {anomaly.name for case in cases for anomaly in case.anomalies}
    assert shown == set(AnomalyName)
    assert {case.bucket for case in cases if case.bucket} == set(Bucket)
    assert {case.identity.verdict for case in cases if case.identity} == set(Verdict)
    assert {rule_result.row for case in cases for rule_result in case.ladder if rule_result.held} == {*"1234567", "3b"}
    assert {action.kind for case in cases for action in case.actions} == set(ActionKind)
    assert {cue.cue for case in cases for cue in case.cues} == set(Cue)


def test_the_neutral_bodies_of_the_unproven_verdicts_are_one_text(everything: tuple[Considered, ...]) -> None:
    unproven = {Verdict.UNVERIFIED, Verdict.MISMATCH, Verdict.NOT_FOUND}
    bodies = {
        (made.draft.language, made.draft.body)
        for made in everything
        if made.draft and made.case.identity and made.case.identity.verdict in unproven
    }
    assert len(bodies) == len({language for language, _ in bodies})


def test_every_draft_is_short_and_tells_only_what_it_may(everything: tuple[Considered, ...]) -> None:
    for made in everything:
        if made.draft is None:
            continue
        text = made.draft.body.partition("\n> ")[0]
        assert 40 <= words_in(text) <= 150, made.case.id
        assert not re.search(r"\b(?:cus|sub|ch|in|re|du|pi)_\w+", text.replace("/in_", "/")), made.case.id
        if made.case.identity and made.case.identity.verdict is not Verdict.VERIFIED:
            assert not re.search(r"\d|\$|Dana|Robin|Quill", text), made.case.id


# What each language is shown to answer, beside whatever else there is.
SITUATIONS = {
    *("duplicate_subscription/cancel_and_refund", "duplicate_subscription/consecutive_periods"),
    *("duplicate_subscription/one_charge", "failed_payment/portal", "needs_human/refund_wish", "neutral/unproven"),
    *("product_failure/refund", "self_serve_gap/cancel_and_refund", "self_serve_gap/cancel_everything"),
    *("self_serve_gap/cancel_period_end", "self_serve_gap/cancel_portal", "self_serve_gap/card_portal"),
    *("self_serve_gap/invoice_portal", "self_serve_gap/withdrawn"),
}


def test_every_language_is_answered_in_the_same_situations(everything: tuple[Considered, ...]) -> None:
    drafts = [each.draft for each in everything if each.draft]
    languages = {draft.language for draft in drafts}
    assert languages >= {"en", "de", "es", "fr", "pt", "it", "nl", "ja", "zh"}
    for language in languages:
        assert {draft.template for draft in drafts if draft.language == language} >= SITUATIONS, language


def test_every_note_is_short_and_complete(everything: tuple[Considered, ...]) -> None:
    headings = ["CUSTOMER", "BILLING STATE", "DECISION", "ACTION TAKEN", "FOLLOW-UP", "PRODUCT GAP"]
    for made in everything:
        if made.note is not None:
            lines = made.note.rstrip("\n").split("\n")
            assert [line for line in lines if not line.startswith("- ")] == headings, made.case.id
            assert len(lines) < 45, made.case.id

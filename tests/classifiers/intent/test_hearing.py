"""What the language model's word does to the verdict: it moves, within bounds, and takes no caution away."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.intent import Keywords, learn_trust, read_intent, read_text
from classifiers.intent.evidence import WISHES
from classifiers.intent.hearing import CAUTIONS, MOST_TRUST, hear_model
from classifiers.intent.learned import CUES, Shares
from parsers.vocabulary import (
    Automatic,
    AutomaticKind,
    Certainty,
    Claim,
    ClaimKind,
    Cue,
    Hit,
    Intent,
    ModelSays,
    Silence,
    Span,
    Speaker,
)
from tests.support.making import make_message

HIT = Hit(rule="language model", text="x", field="body", span=Span(0, 1))


def says(*words: Intent | Cue | Speaker | bool, trust: float = 0.8, silence: Silence | None = None) -> ModelSays:
    """A testimony; the first intent is the primary."""
    kinds = {Intent: ClaimKind.INTENT, Cue: ClaimKind.CUE, Speaker: ClaimKind.SPEAKER}
    claims, first = [], True
    for word in words:
        if isinstance(word, bool):
            claims.append(Claim(kind=ClaimKind.ABOUT, name="yes" if word else "no", hit=HIT))
            continue
        kind = kinds[type(word)]
        claims.append(Claim(kind=kind, name=str(word), hit=HIT, primary=first and kind is ClaimKind.INTENT))
        first = first and kind is not ClaimKind.INTENT
    return ModelSays(model="m", prompt="p", trust=trust, claims=tuple(claims), silence=silence)


def even(**changes: object) -> Shares:
    """Shares of a reader that knows nothing."""
    base = Shares(
        primary=dict.fromkeys(Intent, 1 / len(Intent)),
        speaker=dict.fromkeys(Speaker, 1 / len(Speaker)),
        wants=dict.fromkeys(WISHES, 0.3),
        cues=dict.fromkeys(CUES, 0.3),
        about=0.5,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


TEXT = "Hello, my card was charged twice in October and I would like one of the two payments returned to me, please."


UNCLEAR = "I cannot make sense of the last bill for my plan, can somebody look into what has happened there?"


def test_agreement_raises_confidence_and_disagreement_lowers_it(whole: Keywords) -> None:
    alone = read_text("", UNCLEAR, whole, "en")
    with_it = read_text("", UNCLEAR, whole, "en", says(alone.primary))
    assert with_it.primary is alone.primary
    assert alone.confidence < with_it.confidence < 1.0
    rivals = {each.primary for each in alone.hypotheses[1:]}
    assert rivals
    for other in rivals:
        against = read_text("", UNCLEAR, whole, "en", says(other))
        left = sum(each.probability for each in against.hypotheses if each.primary is alone.primary)
        assert left < alone.confidence


def test_a_model_that_did_not_answer_changes_nothing_but_the_record(whole: Keywords) -> None:
    alone = read_text("", TEXT, whole, "en")
    silent = says(Intent.CANCEL, silence=Silence.TIMEOUT)
    assert replace(read_text("", TEXT, whole, "en", replace(silent, claims=())), testimony=None) == alone
    assert hear_model(even(), silent) == even()


@pytest.mark.parametrize("certainty", Certainty)
def test_of_a_machines_mail_it_is_not_heard(whole: Keywords, certainty: Certainty) -> None:
    machine = Automatic(kind=AutomaticKind.AUTO_REPLY, certainty=certainty, reason="x")
    mail = replace(make_message(TEXT), automatic=machine)
    assert read_intent(mail, whole, says(Intent.CANCEL, True)) == read_intent(mail, whole)


def test_what_a_merchant_wants_of_its_customers_money_is_no_wish() -> None:
    heard = hear_model(even(), says(Intent.REFUND, Speaker.MERCHANT))
    assert max(heard.primary, key=lambda each: heard.primary[each]) is Intent.OTHER
    assert max(heard.speaker, key=lambda each: heard.speaker[each]) is Speaker.MERCHANT


WORDS = st.lists(st.sampled_from([*Intent, *Cue, *Speaker, True, False]), max_size=9, unique=True)
SHARE = st.floats(0.0, 1.0)


@settings(max_examples=300, deadline=None)
@given(WORDS, st.floats(0.25, MOST_TRUST), st.lists(SHARE, min_size=len(CUES), max_size=len(CUES)), SHARE)
def test_cautions_are_only_ever_raised_and_shares_stay_shares(
    words: list[Intent | Cue | Speaker | bool], trust: float, cues: list[float], about: float
) -> None:
    before = even(cues=dict(zip(CUES, cues, strict=True)), about=about)
    after = hear_model(before, says(*words, trust=trust))
    for cue in CAUTIONS:
        assert after.cues[cue] >= before.cues[cue]
    for shares in (after.primary, after.speaker):
        assert sum(shares.values()) == pytest.approx(1.0)
    for share in (*after.primary.values(), *after.wants.values(), *after.cues.values(), after.about):
        assert 0.0 <= share <= 1.0


def test_a_wish_that_the_others_hold_impossible_stays_unlikely() -> None:
    """It is one witness: its word moves the odds by a bounded factor."""
    nearly = {each: 0.999 if each is Intent.CANCEL else 0.001 / 6 for each in Intent}
    heard = hear_model(even(primary=nearly), says(Intent.REFUND, trust=MOST_TRUST))
    assert heard.primary[Intent.CANCEL] > 0.98


def test_trust_is_learned_slowly_and_within_bounds() -> None:
    assert learn_trust(0, 0) < learn_trust(9, 9) < learn_trust(90, 90) <= learn_trust(9000, 9000) == MOST_TRUST
    assert learn_trust(0, 0) > learn_trust(0, 9) > learn_trust(0, 9000) >= 0.25


def test_its_quote_is_shown_where_no_rule_heard_anything(whole: Keywords) -> None:
    quote = Hit(rule="language model", text="October", field="body", span=Span(TEXT.index("October"), 44))
    claim = Claim(kind=ClaimKind.CUE, name="duplicate_claim", hit=quote)
    for text in (TEXT, "So ein Durcheinander im October, bitte sehr"):
        reading = read_text("", text, whole, "fi", ModelSays(model="m", prompt="p", trust=0.9, claims=(claim,)))
        shown = [hit for cue in reading.cues if cue.cue is Cue.DUPLICATE_CLAIM for hit in cue.hits]
        assert all(hit.text in text for hit in shown)

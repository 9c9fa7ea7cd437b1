"""For any account, any mail and whatever a case wants said: what a draft and a note never do."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from classifiers.situations import SITUATIONS
from parsers.vocabulary import BillingState, Case, Mailbox, Message, PaymentMethod, Verdict
from tests.render.facts import say
from tests.render.people import ADDRESS, CASE, DANA, MESSAGE, STATE, VERIFIED, charge, subscription
from worker.render import Templates

TEMPLATES = Templates()
STRANGE = ("Stranger", "robin@", "9753", "_stranger")
TEXTS = st.text(max_size=60) | st.sampled_from(
    ["{{ 7*7 }}", "<b>x</b>", "a\r\nBcc: x@y.example", "\u202eabc\u200b", "$99.00", "Robin Stranger", "4111"]
)
UNPROVEN = st.sampled_from([Verdict.UNVERIFIED, Verdict.MISMATCH, Verdict.NOT_FOUND])
STRANGER = replace(DANA, id="cus_stranger", name="Robin Stranger", email="robin@stranger.example")
THEIR_CARD = PaymentMethod(id="pm_stranger", brand="visa", last4="9753")


def with_stranger(state: BillingState) -> BillingState:
    theirs = replace(charge("ch_stranger", customer="cus_stranger"), card=THEIR_CARD)
    return replace(
        state,
        customers=(*state.customers, STRANGER),
        charges=(*state.charges, theirs),
        subscriptions=(*state.subscriptions, subscription("sub_stranger", customer="cus_stranger")),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    situation = draw(st.sampled_from(SITUATIONS))
    plan = draw(TEXTS)
    names = ("plan", "kept_plan", "extra_plan", "other_plan", "ending_plan", "named_plan", "plan_1", "plan_2")
    made = say(situation, optional=draw(st.booleans()), **dict.fromkeys(names, plan))
    return replace(CASE, says=(made,), because=(draw(TEXTS),), mentioned=(draw(TEXTS),), follow_up=(draw(TEXTS),))


@st.composite
def mails(draw: st.DrawFn) -> Message:
    text = draw(TEXTS)
    sender = Mailbox(address=ADDRESS, name=draw(TEXTS))
    return replace(MESSAGE, subject=draw(TEXTS), new_text=text, full_text=text, senders=(sender,))


@settings(max_examples=60, deadline=None)
@given(case=cases(), mail=mails(), name=TEXTS)
def test_no_draft_holds_a_token_of_another_person(case: Case, mail: Message, name: str) -> None:
    assume(not any(token in str(fact.value) for fact in case.says[0].facts for token in STRANGE))
    state = with_stranger(replace(STATE, customers=(replace(DANA, name=name),)))
    draft = TEMPLATES.write(case, replace(mail, full_text="hello", subject="hello"), state).draft
    assert draft is not None
    text = draft.body.partition("\n\nOn 2 November 2026,")[0]
    assert not any(token in text for token in STRANGE)


@settings(max_examples=60, deadline=None)
@given(case=cases(), mail=mails(), one=UNPROVEN, other=UNPROVEN, name=TEXTS)
def test_the_unproven_text_is_one_whatever_case_mail_and_account(
    case: Case, mail: Message, one: Verdict, other: Verdict, name: str
) -> None:
    named = replace(STATE, customers=(replace(DANA, name=name),))
    first = TEMPLATES.write(replace(case, identity=replace(VERIFIED, verdict=one)), mail, named).draft
    second = TEMPLATES.write(replace(CASE, identity=replace(VERIFIED, verdict=other)), MESSAGE, STATE).draft
    assert first is not None
    assert second is not None
    assert first.body == second.body


@settings(max_examples=80, deadline=None)
@given(case=cases(), mail=mails(), name=TEXTS)
def test_headers_and_note_keep_their_shape(case: Case, mail: Message, name: str) -> None:
    state = replace(STATE, customers=(replace(DANA, name=name),))
    written = TEMPLATES.write(case, mail, state)
    assert written.draft is not None
    assert written.note is not None
    assert written.draft.to == (ADDRESS,)
    assert written.draft.subject.startswith("Re: ")
    assert len(written.draft.subject.splitlines()) == 1
    lines = written.note.rstrip("\n").split("\n")
    assert len(lines) < 45
    assert len([line for line in lines if not line.startswith("- ")]) == 6
    assert TEMPLATES.write(case, mail, state) == written

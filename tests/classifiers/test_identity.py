"""Identity: each verdict, each lead, each sentence of the policy's section 3."""

from dataclasses import replace

import pytest

from classifiers.identity import identify, same_address
from parsers.vocabulary import (
    Authentication,
    AuthenticationStatus,
    Customer,
    IdentifierKind,
    Identity,
    Intent,
    Lead,
    Mailbox,
    Message,
    Place,
    Policy,
    Verdict,
)
from tests.classifiers.judging import NO_OP, judged, steps
from tests.support.making import (
    ADDRESS,
    FORGED,
    UNPROVEN,
    make_charge,
    make_customer,
    make_identifier,
    make_message,
    make_state,
    make_subscription,
)

POLICY = Policy()
STRANGER = make_customer("cus_robin", "robin@elsewhere.example")
FROM = Lead(via="from_address", written=ADDRESS, customers=("cus_dana",))
BOTH = (make_customer(), STRANGER)
NOBODY = Lead(via="from_address", written=ADDRESS, found=False)


def verdict(
    *leads: Lead,
    message: Message | None = None,
    customers: tuple[Customer, ...] = BOTH,
    policy: Policy = POLICY,
) -> Identity:
    return identify(message or make_message(), make_state(*customers, leads=leads), policy)


def test_authenticated_and_on_the_record_is_verified() -> None:
    found = verdict(FROM, customers=(make_customer(),))
    assert (found.verdict, found.customer_ids, found.matched_by) == (Verdict.VERIFIED, ("cus_dana",), "from_address")


@pytest.mark.parametrize("email", ["Dana@Customer.Example", "DANA@CUSTOMER.EXAMPLE"])
def test_case_is_folded(email: str) -> None:
    assert verdict(FROM, customers=(make_customer(email=email),)).verdict is Verdict.VERIFIED


def test_nothing_trusted_authenticates_it() -> None:
    found = verdict(FROM, message=make_message(authentication=UNPROVEN), customers=(make_customer(),))
    assert found.verdict is Verdict.UNVERIFIED
    assert not found.forged


def test_dmarc_fail_is_unverified_and_forged() -> None:
    found = verdict(FROM, message=make_message(authentication=FORGED), customers=(make_customer(),))
    assert (found.verdict, found.forged) == (Verdict.UNVERIFIED, True)


def test_forged_is_said_for_a_stranger_too() -> None:
    assert verdict(NOBODY, message=make_message(authentication=FORGED), customers=()).forged


def test_more_than_one_from_is_not_authenticated() -> None:
    two = make_message(senders=(Mailbox(address=ADDRESS), Mailbox(address="else@customer.example")))
    assert verdict(FROM, message=two, customers=(make_customer(),)).verdict is Verdict.UNVERIFIED


@pytest.mark.parametrize("via", ["stripe_id", "invoice_number", "receipt_number", "handle"])
def test_an_identifier_to_a_stranger_is_a_mismatch_although_from_finds_somebody(via: str) -> None:
    lead = Lead(via=via, written="token", customers=("cus_robin",), object="in_robin")
    found = verdict(FROM, lead)
    assert (found.verdict, found.customer_ids, found.matched_by) == (Verdict.MISMATCH, ("cus_robin",), via)


def test_an_identifier_to_ones_own_record_is_verified_by_the_stronger_lead() -> None:
    lead = Lead(via="stripe_id", written="sub_one", customers=("cus_dana",), object="sub_one")
    found = verdict(FROM, lead)
    assert (found.verdict, found.matched_by) == (Verdict.VERIFIED, "stripe_id")


def test_one_identifier_to_each_is_a_mismatch() -> None:
    own = Lead(via="stripe_id", written="sub_one", customers=("cus_dana",), object="sub_one")
    other = Lead(via="invoice_number", written="R-0001", customers=("cus_robin",), object="in_robin")
    assert verdict(FROM, own, other).verdict is Verdict.MISMATCH


def test_an_identifier_that_leads_nowhere_changes_nothing() -> None:
    lost = Lead(via="stripe_id", written="in_gone", found=False)
    assert verdict(FROM, lost).verdict is Verdict.VERIFIED
    case = judged(make_state(make_customer(), leads=(FROM, lost)), Intent.CANCEL)
    assert case.mentioned == ("in_gone leads nowhere in Stripe",)


def test_nobody() -> None:
    found = verdict(NOBODY, customers=())
    assert (found.verdict, found.customer_ids, found.matched_by) == (Verdict.NOT_FOUND, (), None)


def test_a_deleted_record_counts_as_none_and_is_shown() -> None:
    gone = replace(make_customer("cus_gone", None), deleted=True)
    lead = Lead(via="stripe_id", written="cus_gone", customers=("cus_gone",), object="cus_gone")
    found = verdict(NOBODY, lead, customers=(gone,))
    assert found.verdict is Verdict.NOT_FOUND
    assert any("cus_gone" in line and "deleted" in line for line in found.evidence)


def test_a_deleted_record_beside_ones_own_is_no_mismatch() -> None:
    gone = replace(make_customer("cus_gone", None), deleted=True)
    lead = Lead(via="stripe_id", written="cus_gone", customers=("cus_gone",), object="cus_gone")
    assert verdict(FROM, lead, customers=(make_customer(), gone)).verdict is Verdict.VERIFIED


@pytest.mark.parametrize("via", ["folded_address", "guest_address", "text_address", "handle", "last4"])
def test_weak_leads_find_and_never_verify(via: str) -> None:
    lead = Lead(via=via, written="token", customers=("cus_robin",))
    assert verdict(NOBODY, lead, customers=(STRANGER,)).verdict is Verdict.MISMATCH


def test_a_guest_payment_finds_and_never_verifies() -> None:
    lead = Lead(via="guest_address", written=ADDRESS, object="ch_guest")
    found = verdict(NOBODY, lead, customers=())
    assert (found.verdict, found.customer_ids) == (Verdict.MISMATCH, ())


def test_a_charge_id_of_a_guest_payment_is_a_mismatch() -> None:
    state = make_state(
        make_charge("ch_guest", customer=None),
        leads=(NOBODY, Lead(via="stripe_id", written="ch_guest", object="ch_guest")),
    )
    case = judged(state, Intent.REFUND)
    assert case.identity is not None
    assert case.identity.verdict is Verdict.MISMATCH
    assert steps(case) == NO_OP


@pytest.mark.parametrize(
    ("held", "domains", "expected"),
    [
        ("dana+quill@customer.example", (), Verdict.MISMATCH),
        ("dana+quill@customer.example", ("customer.example",), Verdict.VERIFIED),
        ("dana+quill@customer.example", ("other.example",), Verdict.MISMATCH),
    ],
)
def test_tagged_addresses_verify_only_where_the_domain_says_so(
    held: str, domains: tuple[str, ...], expected: Verdict
) -> None:
    lead = Lead(via="folded_address", written=ADDRESS, customers=("cus_tag",))
    policy = Policy(subaddress_domains=domains)
    assert verdict(NOBODY, lead, customers=(make_customer("cus_tag", held),), policy=policy).verdict is expected


def test_dots_count_except_at_google() -> None:
    policy = Policy(subaddress_domains=("gmail.com", "customer.example"))
    assert same_address("d.ana+x@gmail.com", "dana@gmail.com", policy)
    assert not same_address("d.ana@customer.example", "dana@customer.example", policy)


def found_in(text: str, address: str, place: Place = Place.NEW_TEXT, at: int | None = None) -> Lead:
    start = text.find(address) if at is None else at
    identifier = make_identifier(IdentifierKind.ADDRESS, address, place=place, start=start)
    return Lead(via="text_address", written=address, customers=("cus_robin",), identifier=identifier)


def test_a_bare_address_counts_only_where_from_finds_nobody() -> None:
    text = "Please copy robin@elsewhere.example on this."
    lead = found_in(text, "robin@elsewhere.example")
    assert verdict(FROM, lead, message=make_message(text)).verdict is Verdict.VERIFIED
    assert verdict(NOBODY, lead, customers=(STRANGER,), message=make_message(text)).verdict is Verdict.MISMATCH


ROBIN = "robin@elsewhere.example"


@pytest.mark.parametrize(
    "text",
    [
        f"My account is registered under {ROBIN}, please cancel it.",
        f"Please cancel my account. It is under {ROBIN}.",
        f"My account is {ROBIN}.",
        f"The account email is {ROBIN}.",
        f"Account: {ROBIN}",
        f"email on file: {ROBIN}",
        f"I signed up with {ROBIN} back then.",
        f"I pay for this with my other address, {ROBIN}.",
        f"We subscribed as {ROBIN} and were charged twice.",
        f"I log in with\n{ROBIN}",
        f"Please cancel the subscription for Quill that I bought with my work email ({ROBIN}).",
        f"{ROBIN} is my billing address, refund that please.",
        f"Please close the {ROBIN} account.",
        f"Mein Konto läuft unter {ROBIN}, bitte kündigen.",
        f"Ich habe mich mit {ROBIN} angemeldet. Angemeldet bin ich unter {ROBIN}.",
    ],
)
def test_an_address_called_ones_own_account_counts_always(text: str) -> None:
    lead = found_in(text, ROBIN, at=text.rfind(ROBIN))
    assert verdict(FROM, lead, message=make_message(text)).verdict is Verdict.MISMATCH


@pytest.mark.parametrize(
    "text",
    [
        f"Please add {ROBIN} to my account.",
        f"Please send the receipts to {ROBIN}.",
        f"Reply to {ROBIN} about my subscription, please.",
        f"Invite my colleague who signed up with {ROBIN}.",
        f"My colleague's account is under {ROBIN}, mine is fine.",
        f"I want to change my email to {ROBIN}.",
        f"I was charged twice. My assistant is {ROBIN}.",
        f"{ROBIN} told me to write to you about my bill.",
    ],
)
def test_an_address_of_somebody_else_is_a_bare_one(text: str) -> None:
    lead = found_in(text, ROBIN)
    assert verdict(FROM, lead, message=make_message(text)).verdict is Verdict.VERIFIED


def test_an_address_in_a_signature_never_counts() -> None:
    lead = found_in("robin@elsewhere.example", "robin@elsewhere.example", Place.SIGNATURE)
    assert verdict(NOBODY, lead, customers=(STRANGER,)).verdict is Verdict.NOT_FOUND


def test_search_results_are_checked_again() -> None:
    phrase_match = make_customer("cus_other", "dana@customer.example.evil.example")
    lead = Lead(via="from_address", written=ADDRESS, customers=("cus_other",))
    assert verdict(lead, customers=(phrase_match,)).verdict is not Verdict.VERIFIED


def test_an_unread_record_behind_an_identifier_is_a_stranger() -> None:
    lead = Lead(via="stripe_id", written="sub_x", customers=("cus_unread",), object="sub_x")
    assert verdict(FROM, lead).verdict is Verdict.MISMATCH


def test_authentication_evidence_is_kept() -> None:
    proof = Authentication(status=AuthenticationStatus.AUTHENTICATED, evidence=("dkim=pass for customer.example",))
    found = verdict(FROM, message=make_message(authentication=proof), customers=(make_customer(),))
    assert "dkim=pass for customer.example" in found.evidence


def test_the_same_card_on_two_records_is_evidence_only() -> None:
    case = judged(
        make_state(make_customer(), make_customer("cus_dana_too"), make_subscription("sub_one")),
        Intent.CANCEL,
    )
    assert any("same card" in line for line in case.mentioned)

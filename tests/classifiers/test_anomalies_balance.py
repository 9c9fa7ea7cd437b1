"""Anomalies of money that is neither charged nor refunded, and what follows from them."""

from dataclasses import replace

from classifiers.proposals.which_extra import kept_of
from parsers.vocabulary import ActionKind, Bucket, Cue, Intent, Invoice, Level
from tests.classifiers.judging import NO_OP, found, judged, of, steps
from tests.support.making import ago, make_customer, make_invoice, make_paid, make_refund, make_subscription

ONE = make_subscription("sub_one")


def paid_on_credit() -> Invoice:
    return replace(make_invoice(), status="paid", total=4900, starting_balance=-4900, ending_balance=0)


class TestPaymentProcessing:
    def test_a_pending_charge_is_neither_failed_nor_paid(self) -> None:
        charge, invoice = make_paid("one", status="pending")
        names = found(of(ONE, charge, replace(invoice, status="open")))
        assert charge.id in names["payment_processing"]
        assert "failed_renewal" not in names

    def test_not_for_one_that_arrived(self) -> None:
        assert "payment_processing" not in found(of(ONE, *make_paid("one")))


class TestRefundFailed:
    def test_failed_and_cancelled_refunds_never_left(self) -> None:
        for status in ("failed", "canceled"):
            charge, invoice = make_paid("one")
            charge = replace(charge, refunds=(make_refund(charge=charge.id, status=status),))
            assert found(of(ONE, charge, invoice))["refund_failed"] == {charge.id, "re_one"}

    def test_not_where_another_took_its_place(self) -> None:
        charge, invoice = make_paid("one")
        refunds = (make_refund(status="failed"), make_refund("re_two", status="succeeded"))
        assert "refund_failed" not in found(of(ONE, replace(charge, refunds=refunds), invoice))


class TestCredit:
    def test_an_invoice_paid_from_the_balance_says_by_how_much(self) -> None:
        assert found(of(ONE, paid_on_credit()))["paid_from_balance"] == {"in_one"}

    def test_not_where_a_balance_was_owed_or_grew(self) -> None:
        owed = replace(make_invoice(), status="paid", total=4900, starting_balance=500, ending_balance=0)
        grown = replace(make_invoice(), status="paid", total=4900, starting_balance=-100, ending_balance=-200)
        for invoice in (owed, grown):
            assert "paid_from_balance" not in found(of(ONE, invoice))

    def test_a_negative_balance_is_credit(self) -> None:
        names = found(of(ONE, make_customer(balance=-1200)))
        assert names["credit_balance"] == {"cus_dana"}
        assert "credit_balance" not in found(of(ONE, make_customer(balance=1200)))


class TestCollectionPaused:
    def test_live_and_paused(self) -> None:
        paused = replace(ONE, paused_collection=True)
        assert found(of(paused))["collection_paused"] == {"sub_one"}
        assert "collection_paused" not in found(of(ONE))

    def test_a_paused_one_is_the_extra_whichever_its_age(self) -> None:
        older = replace(make_subscription("sub_old", started=ago(200)), paused_collection=True)
        newer = make_subscription("sub_new", started=ago(3))
        for group in (
            (older, newer),
            (replace(older, paused_collection=False), replace(newer, paused_collection=True)),
        ):
            kept, why = kept_of(group)
            assert not kept.paused_collection
            assert "paused in its collection" in why


class TestWhatFollows:
    def test_a_debit_under_way_is_not_to_be_paid_again(self) -> None:
        charge, invoice = make_paid("one", status="pending")
        case = judged(of(ONE, charge, replace(invoice, status="open")), Intent.BROKEN_BILLING)
        assert (case.bucket, steps(case)) == (Bucket.FAILED_PAYMENT, NO_OP)
        assert [each.template for each in case.says] == ["failed_payment/processing"]

    def test_a_renewal_paid_from_credit_has_no_charge_to_refund(self) -> None:
        older, bill = make_paid("old", days=33)
        newest = replace(make_invoice("in_new"), status="paid", total=4900, starting_balance=-4900, ending_balance=0)
        latest = replace(ONE, latest_invoice="in_new")
        case = judged(of(latest, older, bill, newest), Intent.REFUND, Intent.CANCEL, Cue.UNEXPECTED_CHARGE)
        assert not [each for each in case.actions if each.kind is ActionKind.REFUND]

    def test_a_promise_whose_refund_failed_is_said_plainly_and_soon(self) -> None:
        charge, invoice = make_paid("one")
        charge = replace(charge, refunds=(make_refund(charge=charge.id, status="failed"),))
        case = judged(of(ONE, charge, invoice), Intent.REFUND, Cue.PROMISED_REFUND)
        assert (case.bucket, steps(case)) == (Bucket.DUPLICATE_SUBSCRIPTION, NO_OP)
        assert case.says[0].template == "duplicate_subscription/refund_failed"
        assert case.priority is Level.HIGH

"""From a mail in a real inbox to a threaded draft and a note, exactly once, and nothing sent."""

from tests.end_to_end.conftest import Product, Sink

HEADINGS = ["CUSTOMER", "BILLING STATE", "DECISION", "ACTION TAKEN", "FOLLOW-UP", "PRODUCT GAP"]
KEYS = {
    "id",
    "message_id",
    "outcome",
    "reason",
    "language",
    "intents",
    "cues",
    "identity",
    "anomalies",
    "bucket",
    "confidence",
    "because",
    "actions",
    "revenue",
    "product_gap",
    "draft",
    "note",
}


def test_the_whole_sample_inbox(product: Product, sink: Sink) -> None:
    mails = product.deliver()
    counts = product.json("once")
    cases = product.json("cases")
    assert counts["waiting"] == 0
    assert counts["quarantined"] == 0
    assert len(cases) == len(mails)
    assert {case["message_id"] for case in cases} == {mail.message_id(product.now) for mail in mails}
    drafted = [case for case in cases if case["outcome"] == "drafted"]
    drafts, notes = product.account.mails("Drafts"), product.account.mails("Handoff")
    assert len(drafts) == len(notes) == len(drafted) == counts["drafted"]
    for case in cases:
        assert set(case) >= KEYS
        assert (case["bucket"] is None) == (case["outcome"] != "drafted")
        assert (case["note"] is None) == (case["outcome"] != "drafted")
    for draft in drafts:
        assert draft["In-Reply-To"] in {case["message_id"] for case in drafted}
        assert draft["In-Reply-To"] in draft["References"]
        assert draft["Subject"].startswith("Re: ")
    for note in notes:
        lines = note.get_content().splitlines()
        assert [line for line in lines if line in HEADINGS] == HEADINGS
    assert sink.mails == []
    assert product.connects <= {product.account.server.port, product.stripe_port}


def test_the_inbox_is_left_as_it_was(product: Product) -> None:
    mails = product.deliver()
    product.run("once")
    assert product.account.flags("INBOX") == [set() for _ in mails]


def test_a_second_run_changes_nothing(product: Product) -> None:
    product.deliver("duplicate", "cancel")
    product.run("once")
    before = [str(mail) for folder in ("Drafts", "Handoff") for mail in product.account.mails(folder)]
    assert product.json("once")["drafted"] == 0
    assert [str(mail) for folder in ("Drafts", "Handoff") for mail in product.account.mails(folder)] == before


def test_the_same_mail_delivered_twice_is_one_case(product: Product) -> None:
    product.deliver("duplicate")
    product.run("once")
    product.deliver("duplicate")
    product.run("once")
    assert len(product.json("cases")) == 1
    assert len(product.account.mails("Drafts")) == 1


def test_a_changed_price_in_the_scenario_changes_the_draft(product: Product) -> None:
    product.deliver("duplicate")
    product.run("once")
    scenario = product.folder / "scenario.toml"
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("49.00 usd / month", "37.00 usd / month"))
    (mail,) = product.deliver("duplicate")
    path = product.folder / "mail.eml"
    path.write_bytes(mail.raw(product.now))
    (before,), (after,) = product.json("cases"), product.json("triage", str(path))
    assert before["revenue"]["cash_out"] == 4900
    assert "$49.00" in before["draft"]["body"]
    assert after["revenue"]["cash_out"] == 3700
    assert "$37.00" in after["draft"]["body"]


def test_stripe_down_drafts_nothing_and_is_retried(product: Product) -> None:
    product.deliver("duplicate")
    product.stripe.stop()
    counts = product.json("once", status=1)
    assert counts["waiting"] == 1
    assert product.account.mails("Drafts") == []


def test_triage_writes_nothing(product: Product) -> None:
    (mail,) = product.deliver("duplicate")
    path = product.folder / "mail.eml"
    path.write_bytes(mail.raw(product.now))
    (case,) = product.json("triage", str(path))
    assert case["bucket"] == "duplicate_subscription"
    assert set(case) >= KEYS
    assert product.account.mails("Drafts") == []
    assert product.json("cases") == []

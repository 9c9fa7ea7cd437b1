"""What each command prints, and the status it leaves."""

from tests.cli.conftest import Installation


def test_once_counts_by_outcome(installation: Installation) -> None:
    installation.receive("duplicate", "out-of-office", "not-billing")
    ran = installation.run("once", "--json")
    assert ran.status == 0
    assert ran.json() == {"drafted": 1, "not_billing": 1, "ignored": 1, "quarantined": 0, "waiting": 0}


def test_cases_are_listed_oldest_first_and_by_bucket(installation: Installation) -> None:
    installation.receive("duplicate", "cancel", "out-of-office")
    installation.run("once")
    assert [case["outcome"] for case in installation.run("cases", "--json").json()].count("drafted") == 2
    only = installation.run("cases", "--json", "--bucket", "duplicate_subscription").json()
    assert [case["bucket"] for case in only] == ["duplicate_subscription"]
    assert installation.run("cases", "--json", "--since", "2999-01-01").json() == []
    assert "duplicate" in installation.run("cases").out


def test_an_unknown_bucket_is_wrong_use(installation: Installation) -> None:
    ran = installation.run("cases", "--bucket", "duplicates")
    assert ran.status == 2
    assert "duplicate_subscription" in ran.err


def test_show_takes_the_beginning_of_an_id(installation: Installation) -> None:
    installation.receive("duplicate")
    installation.run("once")
    (case,) = installation.run("cases", "--json").json()
    assert installation.run("show", case["id"][:8], "--json").json() == case
    page = installation.run("show", case["id"]).out
    assert "ACTION TAKEN" in page
    assert case["draft"]["subject"] in page
    assert installation.run("show", "nosuchcase").status == 2


def test_triage_of_a_missing_file_is_said_and_the_rest_goes_on(installation: Installation) -> None:
    ran = installation.run("triage", "absent.eml", str(installation.mail("duplicate")), "--json")
    assert ran.status == 1
    assert "absent.eml" in ran.err
    assert [case["outcome"] for case in ran.json()] == ["drafted"]


def test_triage_shows_what_was_kept_and_cut(installation: Installation) -> None:
    ran = installation.run("triage", str(installation.mail("duplicate")))
    assert ran.status == 0
    assert "charged me twice" in ran.out
    assert "Maya" in ran.out


def test_explain_names_rules_and_rows(installation: Installation) -> None:
    path = str(installation.mail("duplicate"))
    assert "duplicate_claim" in installation.run("explain", path).out
    told = installation.run("explain", path, "--json").json()
    assert told["reading"]["intents"]
    first = next(rule_result for rule_result in told["case"]["ladder"] if rule_result["held"])
    assert first["bucket"] == told["case"]["bucket"] == "duplicate_subscription"


def test_explain_of_a_case_is_as_it_was_judged(installation: Installation) -> None:
    installation.receive("duplicate")
    installation.run("once")
    (case,) = installation.run("cases", "--json").json()
    assert installation.run("explain", case["id"], "--json").json()["case"] == case


def test_doctor_is_content(installation: Installation) -> None:
    ran = installation.run("doctor", "--json")
    failed = [finding for finding in ran.json() if not finding["ok"] and not finding["warning"]]
    assert failed == []
    assert ran.status == 0
    assert {"inbox", "stripe", "helpdesk", "store", "keywords", "templates"} <= {f["area"] for f in ran.json()}


def test_doctor_says_how_to_mend(installation: Installation) -> None:
    installation.stripe.stop()
    (installation.folder / "mail" / "new").rmdir()
    ran = installation.run("doctor")
    assert ran.status == 1
    assert "FAIL" in ran.out
    assert "mend:" in ran.out


def test_forget_leaves_no_trace(installation: Installation) -> None:
    installation.receive("duplicate", "cancel")
    installation.run("once")
    assert installation.run("forget", "Maya.Lind@example.com").status == 0
    kept = installation.run("cases", "--json").out
    assert "maya" not in kept.lower()
    assert "sofia" in kept.lower()
    raw = b"".join(path.read_bytes() for path in installation.folder.glob("deskhand.db*"))
    assert b"maya" not in raw.lower()
    assert installation.run("once", "--json").json()["drafted"] == 0


def test_wrong_configuration_is_status_2_with_the_line(installation: Installation) -> None:
    path = installation.folder / "config.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("authserv_ids", "authserv_id"), encoding="utf-8")
    ran = installation.run("cases")
    assert ran.status == 2
    assert "config.toml:6" in ran.err
    assert "authserv_ids" in ran.err


def test_a_live_secret_key_is_refused_with_the_permissions(installation: Installation) -> None:
    installation.monkeypatch.setenv("DESKHAND_TEST_KEY", "sk_" + "live_" + "x" * 24)
    ran = installation.run("once")
    assert ran.status == 2
    assert "rak_customer_read" in ran.err or "Customers" in ran.err
    assert "x" * 24 not in ran.err

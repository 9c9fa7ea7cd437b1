"""`run`, `once`, `triage`, `doctor`."""

import signal
import smtplib
from email import message_from_bytes

from tests.process.shell import CONFIG, ROOT, Shell, until
from tests.support.dovecot import free_port

SMTP = CONFIG.replace('kind = "maildir"\npath = "mail"', 'kind = "smtp"\nlisten_port = PORT')


def test_once(shell: Shell) -> None:
    shell.receive("duplicate", "not-billing", "out-of-office")
    first = shell.run("once")
    assert (first.status, first.out) == (0, "1 drafted, 1 not_billing, 1 ignored\n")
    again = shell.run("once", "--json")
    assert again.json() == {"drafted": 0, "not_billing": 0, "ignored": 0, "quarantined": 0, "waiting": 0}


def test_once_says_what_ails_the_inbox(shell: Shell) -> None:
    shell.configure(text=CONFIG.replace('path = "mail"', 'path = "nowhere"'))
    ran = shell.run("once", "--json")
    assert ran.status == 1
    assert "nowhere" in ran.err
    assert ran.json()["waiting"] == 0


def test_run_works_until_it_is_told_to_stop(shell: Shell) -> None:
    shell.receive("duplicate")
    with shell.started("run") as worker:
        until(lambda: len(shell.cases) == 1, worker.told)
        shell.receive("cancel")
        until(lambda: len(shell.cases) == 2, worker.told)
        left = worker.end(signal.SIGTERM)
    assert (left.status, left.out) == (0, "")


def test_run_takes_mail_at_its_port(shell: Shell) -> None:
    port = free_port()
    shell.configure(text=SMTP.replace("PORT", str(port)))
    shell.receive("duplicate")
    mail = message_from_bytes((shell.folder / "duplicate.eml").read_bytes())
    with shell.started("run") as worker:
        until(lambda: _hands_in(port, mail.as_bytes()), worker.told)
        until(lambda: shell.cases, worker.told)
        assert worker.end(signal.SIGINT).status == 0


def _hands_in(port: int, mail: bytes) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as sender:
            return not sender.sendmail("maya.lind@example.com", ["support@deskhand.example"], mail)
    except OSError:
        return False


def test_a_port_that_is_taken_is_said(shell: Shell) -> None:
    shell.configure(text=SMTP.replace("PORT", shell.stripe.url.rsplit(":", 1)[1]))
    ran = shell.run("once")
    assert ran.status == 1
    assert "[inbox] listen_host and listen_port" in ran.err


def test_triage(shell: Shell) -> None:
    shell.receive("duplicate", "cancel")
    one = shell.run("triage", "duplicate.eml")
    assert one.status == 0
    assert "ACTION TAKEN" in one.out
    both = shell.run("triage", "--json", "duplicate.eml", "-", typing=(shell.folder / "cancel.eml").read_bytes())
    assert [case["bucket"] for case in both.json()] == ["duplicate_subscription", "self_serve_gap"]
    assert shell.run("cases").out == "No case yet.\n"
    absent = shell.run("triage", "absent.eml")
    assert absent.status == 1
    assert "absent.eml: No such file" in absent.err.replace("[Errno 2] ", "")


def test_doctor(shell: Shell) -> None:
    content = shell.run("doctor")
    assert content.status == 0, content.out
    assert "FAIL" not in content.out
    (shell.folder / "mail" / "new").rmdir()
    ran = shell.run("doctor", "--json")
    assert ran.status == 1
    (failed,) = [each for each in ran.json() if not each["ok"] and not each["warning"]]
    assert (failed["area"], bool(failed["mend"])) == ("inbox", True)


def test_the_example_configuration_is_a_beginning(shell: Shell) -> None:
    """As README tells it: copy, export two secrets, ask the doctor."""
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    (shell.folder / "config.toml").write_text(text.replace("imap.example.com", "127.0.0.1"), encoding="utf-8")
    ran = shell.run("doctor", DESKHAND_INBOX_PASSWORD="x")
    assert ran.status == 1
    assert {line.split()[1] for line in ran.out.splitlines() if line.startswith("FAIL")} == {"inbox", "stripe"}


def test_a_configuration_elsewhere(shell: Shell) -> None:
    (shell.folder / "config.toml").rename(shell.folder / "other.toml")
    missing = shell.run("cases")
    assert missing.status == 2
    assert "config.toml" in missing.err
    assert shell.run("--config", "other.toml", "cases").out == "No case yet.\n"
    assert shell.run("cases", DESKHAND_CONFIG="other.toml").out == "No case yet.\n"


def test_wrong_use_is_status_2(shell: Shell) -> None:
    for words in ((), ("deskk",), ("keywords",), ("show",)):
        assert shell.run(*words).status == 2

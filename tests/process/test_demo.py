"""`demo`: the table, the desk, and the port that takes mail."""

import re
import signal
import smtplib
from datetime import UTC, datetime

from tests.process.shell import Shell, get, until
from worker.demo.mails import samples


def test_demo(shell: Shell) -> None:
    ran = shell.run("demo", "--exit")
    assert ran.status == 0
    assert "Two subscriptions" in ran.out
    assert ran.out.index("Maya Lind") < ran.out.index("Ben Okafor")  # what is worth seeing comes first


def test_the_demo_takes_mail_at_the_port_it_names(shell: Shell) -> None:
    (sample,) = [mail for mail in samples() if mail.name == "duplicate"]
    raw = sample.raw(datetime.now(UTC)).replace(b"charged twice this month?", b"written just now")
    with shell.started("demo") as demo:
        desk = demo.says("Review desk").split()[-1]
        assert get(desk).status_code == 200
        host, port = re.findall(r"at (\S+):(\d+)", demo.says("Send a mail"))[0]
        with smtplib.SMTP(host, int(port), timeout=20) as sender:
            sender.sendmail("maya.lind@example.com", ["support@deskhand.example"], raw)
        until(lambda: "written just now" in get(desk).text)
        config = demo.says("Commands").split("--config ")[1].split()[0]
        assert "drafted" in shell.run("--config", config, "cases").out
        assert demo.end(signal.SIGINT).status == 0

"""A directory of mails that others fill and tidy while we read."""

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parsers.errors import MailboxUnavailable
from tests.inbox.memory import MemoryIntake
from tests.support.mails import make_mail
from worker.inbox.maildir import MaildirInbox


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for folder in ("new", "cur", "tmp"):
        (tmp_path / "mail" / folder).mkdir(parents=True)
    return tmp_path / "mail"


def put(maildir: Path, name: str, body: str, folder: str = "new") -> Path:
    path = maildir / folder / name
    path.write_bytes(make_mail(body))
    return path


def test_reads_new_and_cur_once_and_moves_nothing(maildir: Path, intake: MemoryIntake) -> None:
    put(maildir, "1.host", "one")
    put(maildir, "2.host:2,S", "two", "cur")
    put(maildir, "3.host", "half written", "tmp")
    put(maildir, ".hidden", "not a mail")
    inbox = MaildirInbox(account="test", path=maildir)
    before = sorted(maildir.rglob("*"))
    assert inbox.collect(intake) == 2
    assert inbox.collect(intake) == 0
    assert sorted(maildir.rglob("*")) == before
    assert sorted(intake.bodies) == ["one", "two"]


def test_a_mail_that_an_agent_has_read_is_the_same(maildir: Path, intake: MemoryIntake) -> None:
    path = put(maildir, "1.host", "one")
    inbox = MaildirInbox(account="test", path=maildir)
    inbox.collect(intake)
    path.rename(maildir / "cur" / "1.host:2,S")
    assert inbox.collect(intake) == 0
    assert len(intake.batches) == 1


def test_arrival_is_the_files_time(maildir: Path, intake: MemoryIntake) -> None:
    path = put(maildir, "1.host", "one")
    os.utime(path, (1_790_000_000, 1_790_000_000))
    MaildirInbox(account="test", path=maildir).collect(intake)
    assert intake.mails[0].arrived_at == datetime.fromtimestamp(1_790_000_000, UTC)
    assert intake.mails[0].location is not None
    assert intake.mails[0].location.name == "1.host"


def test_a_huge_mail_is_read_in_part_and_says_so(maildir: Path, intake: MemoryIntake) -> None:
    put(maildir, "1.host", "hello\n" + "x" * 10_000)
    MaildirInbox(account="test", path=maildir, max_size=1000).collect(intake)
    mail = intake.mails[0]
    assert b"X-Deskhand-Incomplete:" in mail.raw
    assert b"hello" in mail.raw
    assert len(mail.raw) < 1_200
    assert mail.size is not None
    assert mail.size > 10_000


def test_several_batches(maildir: Path, intake: MemoryIntake) -> None:
    for number in range(120):
        put(maildir, f"{number}.host", f"mail {number}")
    assert MaildirInbox(account="test", path=maildir).collect(intake) == 120
    assert max(intake.batches) == 50


def test_no_maildir_is_named(tmp_path: Path, intake: MemoryIntake) -> None:
    with pytest.raises(MailboxUnavailable, match="no maildir"):
        MaildirInbox(account="test", path=tmp_path / "nowhere").collect(intake)


def test_a_new_file_ends_the_wait(maildir: Path, intake: MemoryIntake) -> None:
    inbox = MaildirInbox(account="test", path=maildir)
    inbox.collect(intake)
    threading.Timer(0.2, put, (maildir, "1.host", "one")).start()
    began = time.monotonic()
    inbox.wait(10)
    assert time.monotonic() - began < 5
    assert inbox.collect(intake) == 1


def test_close_ends_the_wait(maildir: Path) -> None:
    inbox = MaildirInbox(account="test", path=maildir)
    threading.Timer(0.1, inbox.close).start()
    began = time.monotonic()
    inbox.wait(10)
    assert time.monotonic() - began < 5

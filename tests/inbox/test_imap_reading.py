"""What the IMAP inbox reads, once each, and that it leaves no trace in the mailbox."""

from datetime import UTC, datetime, timedelta

import pytest

from parsers.errors import ConfigError
from tests.inbox.conftest import MakeInbox
from tests.inbox.memory import MemoryIntake
from tests.support.mailbox import Account
from tests.support.mails import make_mail


def numbered(number: int) -> bytes:
    return make_mail(f"mail {number}", message_id=f"<n{number}@customer.example>")


def test_reads_everything_once_and_marks_nothing(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    account.deliver(numbered(1), numbered(2))
    inbox = make_inbox()
    assert inbox.collect(intake) == 2
    assert inbox.collect(intake) == 0
    account.deliver(numbered(3))
    assert inbox.collect(intake) == 1
    assert intake.bodies == ["mail 1", "mail 2", "mail 3"]
    assert account.flags("INBOX") == [set(), set(), set()]


def test_goes_on_after_a_restart(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    account.deliver(numbered(1))
    make_inbox().collect(intake)
    account.deliver(numbered(2))
    assert make_inbox().collect(intake) == 1
    assert make_inbox().collect(intake) == 0
    assert intake.batches == [1, 1]


def test_the_last_mail_is_not_fetched_again(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    """`UID n:*` brings the last mail even where its UID is below n."""
    account.deliver(numbered(1))
    inbox = make_inbox()
    inbox.collect(intake)
    inbox.collect(intake)
    assert intake.batches == [1]


def test_arrival_is_the_servers_date(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    at = datetime(2026, 11, 2, 3, 4, 5, tzinfo=UTC)
    account.deliver(numbered(1), at=at)
    make_inbox().collect(intake)
    assert intake.mails[0].arrived_at == at


def test_first_start_begins_where_told_and_later_mail_of_any_age_counts(
    account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    now = datetime.now(UTC)
    account.deliver(numbered(1), at=now - timedelta(days=5))
    account.deliver(numbered(2), at=now - timedelta(days=2, hours=23))
    account.deliver(numbered(3), at=now)
    inbox = make_inbox(since="3d")
    assert inbox.collect(intake) == 2
    account.deliver(numbered(4), at=now - timedelta(days=9))
    assert inbox.collect(intake) == 1
    assert intake.bodies == ["mail 2", "mail 3", "mail 4"]


def test_first_start_on_an_empty_mailbox_remembers_that_it_began(
    account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    make_inbox(since="3d").collect(intake)
    account.deliver(numbered(1), at=datetime.now(UTC) - timedelta(days=30))
    assert make_inbox(since="3d").collect(intake) == 1


@pytest.mark.parametrize("since", ["3x", "yesterday", "", "2026-13-01"])
def test_a_wrong_beginning_is_told_at_once(make_inbox: MakeInbox, since: str) -> None:
    with pytest.raises(ConfigError, match="since"):
        make_inbox(since=since)


def test_a_thousand_mails_in_small_batches(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    with account.client() as client:
        client.multiappend("INBOX", [numbered(number) for number in range(1000)])
    inbox = make_inbox()
    assert inbox.collect(intake) == 1000
    assert max(intake.batches) == 50
    assert intake.bodies == [f"mail {number}" for number in range(1000)]


def test_batches_keep_to_their_bytes(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    account.deliver(*(make_mail("x" * 70 + f"\n{number}", message_id=f"<{number}@x.example>") for number in range(9)))
    make_inbox(batch_bytes=1000).collect(intake)
    assert intake.batches == [3, 3, 3] or intake.batches == [2, 2, 2, 2, 1]


def test_a_folder_made_anew_is_read_anew_and_known_mail_is_known(
    account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    with account.client() as client:
        client.create_folder("Support")
    account.deliver(numbered(1), numbered(2), folder="Support")
    inbox = make_inbox(folder="Support", reopen=0.0)
    assert inbox.collect(intake) == 2
    with account.client() as client:
        client.delete_folder("Support")
        client.create_folder("Support")
    account.deliver(numbered(1), numbered(2), numbered(3), folder="Support")
    assert inbox.collect(intake) == 1
    assert inbox.collect(intake) == 0
    assert intake.bodies == ["mail 1", "mail 2", "mail 3"]


def test_the_same_mail_twice_is_one(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    account.deliver(numbered(1), numbered(1))
    assert make_inbox().collect(intake) == 1


def test_a_mail_removed_meanwhile_holds_up_nothing(
    account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    inbox = make_inbox()
    inbox.collect(intake)
    account.deliver(numbered(1), numbered(2), numbered(3))
    account.remove("INBOX", 2)
    assert inbox.collect(intake) == 2


def test_a_folder_made_anew_brings_back_what_came_during_a_long_stop_and_nothing_older(
    account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    now = datetime.now(UTC)
    with account.client() as client:
        client.create_folder("Support")
    account.deliver(numbered(1), folder="Support", at=now - timedelta(days=20))
    account.deliver(numbered(2), folder="Support", at=now - timedelta(days=9))
    make_inbox(folder="Support", since="10d").collect(intake)
    with account.client() as client:
        client.delete_folder("Support")
        client.create_folder("Support")
    for number, days in ((1, 20), (2, 9), (3, 8)):
        account.deliver(numbered(number), folder="Support", at=now - timedelta(days=days))
    make_inbox(folder="Support", since="3d").collect(intake)
    assert intake.bodies == ["mail 2", "mail 3"]


def test_old_mail_among_the_new_does_not_move_the_cursor_too_far(
    account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    """A worker that dies in the midst of its first start must not skip, nor later read what is too old."""
    now = datetime.now(UTC)
    for number, days in ((1, 0), (2, 30), (3, 0)):
        account.deliver(numbered(number), at=now - timedelta(days=days))
    make_inbox(batch_bytes=1).collect(intake)
    assert intake.bodies == ["mail 1", "mail 2", "mail 3"]
    other = MemoryIntake()
    make_inbox(since="3d", batch_bytes=1).collect(other)
    assert other.bodies == ["mail 1", "mail 3"]
    assert other.cursors["test", "INBOX"].uid == 3

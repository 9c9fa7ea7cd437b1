"""Signing in, losing the server in every way, waiting and being woken."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from parsers.errors import ConfigError, MailboxUnavailable
from tests.inbox.conftest import MakeInbox
from tests.inbox.memory import MemoryIntake
from tests.support.dovecot import Dovecot, free_port
from tests.support.mailbox import Account
from tests.support.mails import make_mail


@pytest.fixture
def own_server(dovecot: Dovecot) -> Iterator[Dovecot]:
    """A server that the test may kill or freeze."""
    server = Dovecot(connections=2)
    yield server.start()
    server.remove()


@pytest.fixture
def own_account(own_server: Dovecot) -> Account:
    return Account(own_server, own_server.user())


def place(account: Account) -> dict[str, object]:
    return {"port": account.server.port, "username": account.user}


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds


@contextmanager
def later(seconds: float, act: Callable[[], object]) -> Iterator[None]:
    timer = threading.Timer(seconds, act)
    timer.start()
    yield
    timer.join()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encrypted(account: Account, intake: MemoryIntake, make_inbox: MakeInbox, security: str) -> None:
    server = account.server
    port = server.tls_port if security == "tls" else server.port
    inbox = make_inbox(security=security, port=port, ca_file=server.ca_file)
    account.deliver(make_mail("over tls"))
    assert inbox.collect(intake) == 1
    with later(0.3, lambda: account.deliver(make_mail("later"))), within(5):
        inbox.wait(20)
    assert inbox.collect(intake) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_unknown_certificate_is_refused(
    account: Account, intake: MemoryIntake, make_inbox: MakeInbox, security: str
) -> None:
    port = account.server.tls_port if security == "tls" else account.server.port
    with pytest.raises(MailboxUnavailable, match="ca_file"):
        make_inbox(security=security, port=port).collect(intake)


def test_starttls_is_never_left_out(own_account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    with pytest.raises(MailboxUnavailable, match="STARTTLS"):
        make_inbox(security="starttls", **place(own_account)).collect(intake)


def test_no_encryption_only_on_loopback(make_inbox: MakeInbox) -> None:
    with pytest.raises(ConfigError, match="in the clear"):
        make_inbox(host="imap.example.com")


def test_a_wrong_password_says_what_to_do(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    inbox = make_inbox(password="wrong")
    with pytest.raises(MailboxUnavailable, match="password") as refused:
        inbox.collect(intake)
    assert refused.value.retry_after is not None
    assert refused.value.retry_after >= 300
    assert "wrong" not in str(refused.value)


def test_a_refusal_is_not_provoked_again(own_account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    """Many servers lock an account after a few."""
    inbox = make_inbox(password="wrong", **place(own_account))
    for _ in range(3):
        with pytest.raises(MailboxUnavailable, match="password"):
            inbox.collect(intake)
    assert own_account.server.log.count("Password mismatch") == 1


def test_a_user_name_with_spaces_and_umlauts(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    with pytest.raises(MailboxUnavailable, match="sign-in as"):
        make_inbox(username='a "b\\c', password="naïve").collect(intake)
    assert make_inbox(username="two words").collect(intake) == 0


def test_the_connection_limit_is_told_from_a_wrong_password(
    own_account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    with own_account.client(), own_account.client(), pytest.raises(MailboxUnavailable, match="no further connection"):
        make_inbox(**place(own_account)).collect(intake)


def test_nobody_there(intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    inbox = make_inbox(port=free_port())
    pauses = []
    for _ in range(3):
        with pytest.raises(MailboxUnavailable, match="refused") as failure:
            inbox.collect(intake)
        pauses.append(failure.value.retry_after or 0.0)
    assert 0.5 <= pauses[0] <= 1.0
    assert 2.0 <= pauses[2] <= 4.0


def test_a_folder_that_is_not_there(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    with pytest.raises(MailboxUnavailable, match="Nowhere"):
        make_inbox(folder="Nowhere").collect(intake)


def test_comes_back_after_the_server_was_killed_while_waiting(
    own_account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    server, inbox = own_account.server, make_inbox(**place(own_account))
    own_account.deliver(make_mail("before"))
    inbox.collect(intake)
    with later(0.3, server.kill), within(5):
        inbox.wait(60)
    with pytest.raises(MailboxUnavailable):
        inbox.collect(intake)
    server.start()
    own_account.deliver(make_mail("after"))
    assert inbox.collect(intake) == 1
    assert intake.bodies == ["before", "after"]


def test_a_frozen_server_is_given_up(own_account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    server, inbox = own_account.server, make_inbox(timeout=1.0, **place(own_account))
    inbox.collect(intake)
    server.freeze()
    with within(4), pytest.raises(MailboxUnavailable, match="no answer"):
        inbox.collect(intake)
    with within(4), pytest.raises(MailboxUnavailable):
        inbox.collect(intake)
    server.thaw()
    own_account.deliver(make_mail("thawed"))
    assert inbox.collect(intake) == 1


def test_a_server_that_freezes_while_we_idle(own_account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    server, inbox = own_account.server, make_inbox(timeout=1.0, **place(own_account))
    inbox.collect(intake)
    with later(0.2, server.freeze), within(5):
        inbox.wait(1.0)
    server.thaw()
    assert inbox.collect(intake) == 0


def test_a_connection_that_dies_at_once_does_not_spin(
    own_account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    server, inbox = own_account.server, make_inbox(**place(own_account))
    rounds = 0
    until = time.monotonic() + 1
    while time.monotonic() < until:
        inbox.collect(intake)
        with later(0.01, server.kill):
            inbox.wait(30)
        server.start()
        rounds += 1
    assert rounds < 8


def test_new_mail_ends_the_wait(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    inbox = make_inbox()
    inbox.collect(intake)
    with later(0.3, lambda: account.deliver(make_mail("new"))), within(4):
        inbox.wait(30)
    assert inbox.collect(intake) == 1


def test_mail_between_collect_and_wait_ends_the_wait(
    account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    inbox = make_inbox()
    inbox.collect(intake)
    account.deliver(make_mail("between"))
    with within(4):
        inbox.wait(30)


def test_quiet_is_waited_out(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    inbox = make_inbox()
    inbox.collect(intake)
    began = time.monotonic()
    inbox.wait(0.5)
    assert time.monotonic() - began >= 0.5


def test_without_idle_it_sleeps(account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    inbox = make_inbox(idle=False)
    inbox.collect(intake)
    account.deliver(make_mail("unheard"))
    began = time.monotonic()
    inbox.wait(0.5)
    assert time.monotonic() - began >= 0.5
    assert inbox.collect(intake) == 1


@pytest.mark.parametrize("idle", [True, False])
def test_close_ends_the_wait_and_signs_out(
    own_account: Account, intake: MemoryIntake, make_inbox: MakeInbox, idle: bool
) -> None:
    inbox = make_inbox(idle=idle, **place(own_account))
    inbox.collect(intake)
    with later(0.3, inbox.close), within(4):
        inbox.wait(60)
    inbox.close()
    assert "Logged out" in _awaited(own_account.server, "Logged out")
    with pytest.raises(MailboxUnavailable, match="closed"):
        inbox.collect(intake)


def test_close_cuts_off_a_server_that_does_not_answer(
    own_account: Account, intake: MemoryIntake, make_inbox: MakeInbox
) -> None:
    inbox = make_inbox(timeout=30.0, **place(own_account))
    inbox.collect(intake)
    own_account.server.freeze()
    with later(0.2, inbox.close), within(8), pytest.raises(MailboxUnavailable):
        inbox.collect(intake)


def _awaited(server: Dovecot, text: str) -> str:
    until = time.monotonic() + 3
    while text not in server.log and time.monotonic() < until:
        time.sleep(0.02)
    return server.log


def test_one_connection_is_kept(own_account: Account, intake: MemoryIntake, make_inbox: MakeInbox) -> None:
    inbox = make_inbox(**place(own_account))
    for _ in range(3):
        inbox.collect(intake)
        inbox.wait(0.1)
    assert own_account.server.log.count("Login: ") == 1

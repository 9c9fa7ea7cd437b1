"""Servers that refuse, forget, stammer or lie: no mail is lost in silence and none stops the others."""

import socket
import time
from datetime import UTC, datetime

import pytest

from parsers.errors import MailboxUnavailable
from tests.inbox.memory import MemoryIntake
from tests.inbox.quirky import Connection, QuirkyServer
from tests.support.mails import make_mail
from worker.inbox.imap import ImapInbox


def inbox_on(server: QuirkyServer, **changes: object) -> ImapInbox:
    return ImapInbox(
        account="test",
        host="127.0.0.1",
        port=server.port,
        security="none",
        username="u",
        password="p",
        timeout=2.0,
        **({"since": "all"} | changes),  # type: ignore[arg-type]
    )


def mails(count: int) -> dict[int, bytes]:
    return {uid: make_mail(f"mail {uid}", message_id=f"<{uid}@x.example>") for uid in range(1, count + 1)}


def collected(server: QuirkyServer, intake: MemoryIntake, **changes: object) -> int:
    inbox = inbox_on(server, **changes)
    try:
        return inbox.collect(intake)
    finally:
        inbox.close()


@pytest.mark.parametrize("how", ["unrenderable", "refused"])
def test_a_mail_that_cannot_be_given_is_kept_by_its_header(intake: MemoryIntake, how: str) -> None:
    with QuirkyServer(mails=mails(5)) as server:
        getattr(server, how).add(3)
        server.quirk = _header_is_given if how == "refused" else None
        assert collected(server, intake) == 5
    kept = intake.mails[2].raw
    assert b"Subject: A question about my bill" in kept
    assert b"X-Deskhand-Incomplete: header-only; " in kept
    assert intake.bodies[3:] == ["mail 4", "mail 5"]
    assert intake.cursors["test", "INBOX"].uid == 5


def _header_is_given(connection: Connection, tag: str, command: str) -> bool:
    if "BODY.PEEK[HEADER]" not in command:
        return False
    connection.server.refused.clear()
    connection.answer(tag, command)
    connection.server.refused.add(3)
    return True


def test_mails_without_even_a_header_are_told_apart(intake: MemoryIntake) -> None:
    with QuirkyServer(mails=mails(3), headless={1, 2}) as server:
        assert collected(server, intake) == 3
    assert intake.mails[0].raw != intake.mails[1].raw
    assert b"UID 1" in intake.mails[0].raw


def test_where_no_mail_is_given_the_server_is_at_fault(intake: MemoryIntake) -> None:
    with QuirkyServer(mails=mails(3), headless={1, 2, 3}) as server:
        with pytest.raises(MailboxUnavailable, match="none of 3"):
            collected(server, intake)
        assert intake.mails == []
        server.headless.clear()
        assert collected(server, intake) == 3


def test_a_mail_missing_from_the_answer_is_asked_for_alone(intake: MemoryIntake) -> None:
    with QuirkyServer(mails=mails(3), missing={2}) as server:

        def found_at_last(connection: Connection, tag: str, command: str) -> bool:
            if command.startswith("UID FETCH 2 "):
                server.missing.clear()
            return False

        server.quirk = found_at_last
        assert collected(server, intake) == 3
    assert sorted(intake.bodies) == ["mail 1", "mail 2", "mail 3"]


def test_a_server_in_trouble_is_not_a_bad_mail(intake: MemoryIntake) -> None:
    def busy(connection: Connection, tag: str, command: str) -> bool:
        if "BODY.PEEK" in command:
            connection.say(f"{tag} NO [UNAVAILABLE] backend is down")
            return True
        return False

    with QuirkyServer(mails=mails(3), quirk=busy) as server:
        with pytest.raises(MailboxUnavailable, match="UNAVAILABLE"):
            collected(server, intake)
        assert intake.mails == []
        server.quirk = None
        assert collected(server, intake) == 3


def test_microsofts_half_sign_in_names_the_scope(intake: MemoryIntake) -> None:
    def half(connection: Connection, tag: str, command: str) -> bool:
        if command.startswith("EXAMINE"):
            connection.say(f"{tag} BAD User is authenticated but not connected.")
            return True
        return False

    with QuirkyServer(quirk=half) as server, pytest.raises(MailboxUnavailable, match="AsApp") as refused:
        collected(server, intake)
    assert refused.value.retry_after is not None
    assert refused.value.retry_after >= 300


@pytest.mark.parametrize("answer", ["* BYE shutting down", "* 1 FETCH (UID 1 BODY[] {5000}\r\ncut", "* nonsense ((("])
def test_answers_that_break_off_are_read_again(intake: MemoryIntake, answer: str) -> None:
    def breaks(connection: Connection, tag: str, command: str) -> bool:
        if "BODY.PEEK" in command:
            connection.say(answer)
            connection.socket.shutdown(socket.SHUT_RDWR)
            return True
        return False

    with QuirkyServer(mails=mails(2), quirk=breaks) as server:
        with pytest.raises(MailboxUnavailable):
            collected(server, intake)
        server.quirk = None
        assert collected(server, intake) == 2


def test_a_server_that_tells_no_uidnext(intake: MemoryIntake) -> None:
    with QuirkyServer(mails=mails(2), uidnext=False) as server:
        inbox = inbox_on(server, since="2026-11-02")
        assert inbox.collect(intake) == 0
        server.mails[3] = make_mail("mail 3")
        assert inbox.collect(intake) == 1
        inbox.close()


def test_dates_come_with_their_zone(intake: MemoryIntake) -> None:
    with QuirkyServer(mails=mails(1)) as server:
        collected(server, intake)
    assert intake.mails[0].arrived_at == datetime(2026, 11, 1, 10, tzinfo=UTC)


def test_a_server_without_idle_is_slept_on(intake: MemoryIntake) -> None:
    with QuirkyServer(capability="IMAP4rev1") as server:
        inbox = inbox_on(server)
        inbox.collect(intake)
        began = time.monotonic()
        inbox.wait(0.3)
        assert time.monotonic() - began >= 0.3
        inbox.close()


def test_news_in_the_same_packet_as_the_go_ahead_is_heard(intake: MemoryIntake) -> None:
    """It lies in the reader's buffer, where poll cannot see it."""

    def at_once(connection: Connection, tag: str, command: str) -> bool:
        if command != "IDLE":
            return False
        connection.idling = tag
        connection.say("+ idling", "* 1 EXISTS")
        return True

    with QuirkyServer(quirk=at_once) as server:
        inbox = inbox_on(server)
        inbox.collect(intake)
        began = time.monotonic()
        inbox.wait(10)
        assert time.monotonic() - began < 2
        inbox.close()


def test_a_line_cut_in_two_is_heard(intake: MemoryIntake) -> None:
    def stammer(connection: Connection, tag: str, command: str) -> bool:
        if command != "IDLE":
            return False
        connection.idling = tag
        connection.say("+ idling")
        time.sleep(0.1)
        connection.socket.sendall(b"* 1 EXI")
        time.sleep(0.1)
        connection.socket.sendall(b"STS\r\n")
        return True

    with QuirkyServer(quirk=stammer) as server:
        inbox = inbox_on(server)
        inbox.collect(intake)
        began = time.monotonic()
        inbox.wait(10)
        assert time.monotonic() - began < 2
        server.quirk = None
        assert inbox.collect(intake) == 0
        assert server.commands.count("LOGOUT") == 0
        inbox.close()


def test_a_server_that_refuses_idle_is_not_asked_in_a_frenzy(intake: MemoryIntake) -> None:
    def refuses(connection: Connection, tag: str, command: str) -> bool:
        if command == "IDLE":
            connection.say(f"{tag} BAD not here")
        return command == "IDLE"

    with QuirkyServer(quirk=refuses) as server:
        inbox = inbox_on(server)
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            inbox.collect(intake)
            inbox.wait(0.5)
        assert server.commands.count("IDLE") < 8
        inbox.close()

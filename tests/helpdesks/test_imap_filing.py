"""What agents see in their folders, whose draft stays, and that a crash leaves one of each."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from parsers.errors import ConfigError, HelpdeskUnavailable
from tests.helpdesks.memory import CUSTOMER, SUPPORT, Killed, MemoryOutbox, make_packet
from tests.helpdesks.test_imap_contract import imap_helpdesk
from tests.support.dovecot import Dovecot
from tests.support.mailbox import Account
from tests.support.mails import make_mail
from worker.helpdesks import imap_drafts
from worker.helpdesks.imap_helpdesk import AGENTS_OWN, ImapHelpdesk
from worker.imap import ImapSession
from worker.ports import DraftState, Filed

FIRST = "<first@customer.example>"


@pytest.fixture
def helpdesk(account: Account) -> Iterator[ImapHelpdesk]:
    made = imap_helpdesk(account)
    yield made
    made.close()


def by_agent(body: str = "I am on it.", answers: str = FIRST, message_id: str = "<agent-1@example.com>") -> bytes:
    headers = {"In-Reply-To": answers, "References": answers}
    return make_mail(body, sender=SUPPORT, to=CUSTOMER, message_id=message_id, headers=headers)


def ids(account: Account, folder: str) -> list[str]:
    return [str(mail["Message-ID"]) for mail in account.mails(folder)]


def test_the_draft_answers_in_the_thread(account: Account, helpdesk: ImapHelpdesk) -> None:
    helpdesk.file_draft(make_packet(), MemoryOutbox())
    (draft,) = account.mails("Drafts")
    assert draft["From"] == SUPPORT
    assert draft["To"] == CUSTOMER
    assert draft["Subject"] == "Re: A question about my bill"
    assert draft["In-Reply-To"] == FIRST
    assert draft["References"] == f"<zero@customer.example> {FIRST}"
    assert draft["X-Deskhand-Case"] == "c-1"
    assert draft["Message-ID"].startswith("<draft.")
    assert draft["Message-ID"].endswith(".r1@example.com>")
    assert draft.get_content_type() == "text/plain"
    assert account.flags("Drafts") == [{"\\Draft", "\\Seen", "$Deskhand"}]


def test_the_note_stays_among_us(account: Account, helpdesk: ImapHelpdesk) -> None:
    helpdesk.file_note(make_packet(), MemoryOutbox())
    (note,) = account.mails("Handoff")
    assert (note["From"], note["To"]) == (SUPPORT, SUPPORT)
    assert note["In-Reply-To"] == FIRST
    assert note["X-Deskhand-Case"] == "c-1"
    assert account.flags("Handoff") == [{"$Deskhand"}]
    with account.client() as client:
        assert "Handoff" in [name for _, _, name in client.list_sub_folders()]


def test_long_ids_and_threads_are_not_broken(account: Account, helpdesk: ImapHelpdesk) -> None:
    long = f"<{'A' * 120}@very-long-host-name.prod.customer.example>"
    chain = tuple(f"<{number}.{'b' * 60}@customer.example>" for number in range(40))
    helpdesk.file_draft(make_packet(message_id=long, references=chain), MemoryOutbox())
    (draft,) = account.mails("Drafts")
    assert draft["In-Reply-To"] == long
    references = str(draft["References"]).split()
    assert (references[0], references[-2:]) == (chain[0], [chain[-1], long])


def test_an_address_nobody_can_read_does_not_stop_the_case(account: Account, helpdesk: ImapHelpdesk) -> None:
    for number, odd in enumerate(
        ("a@", "<", "x" * 3000 + "@y.example", "büro@münchen.example", "a@b.example\r\nBcc: c@d.example")
    ):
        helpdesk.file_draft(
            make_packet(case_id=f"c-{number}", to=(odd,), message_id=f"<{number}@x.example>"), MemoryOutbox()
        )
    drafts = account.mails("Drafts")
    assert len(drafts) == 5
    assert not [draft for draft in drafts if draft["Bcc"]]


def test_an_agents_draft_stays_alone(account: Account, helpdesk: ImapHelpdesk) -> None:
    account.deliver(by_agent(), folder="Drafts", flags=["\\Draft"])
    outbox = MemoryOutbox()
    for _ in range(2):
        assert helpdesk.file_draft(make_packet(), outbox) == Filed(reference=None, withheld=AGENTS_OWN)
    assert ids(account, "Drafts") == ["<agent-1@example.com>"]


def test_an_agents_draft_that_came_after_the_first_look_counts(account: Account, helpdesk: ImapHelpdesk) -> None:
    helpdesk.file_draft(make_packet(case_id="c-0", message_id="<other@customer.example>"), MemoryOutbox())
    account.deliver(by_agent(), folder="Drafts")
    assert helpdesk.file_draft(make_packet(), MemoryOutbox()).withheld


@pytest.mark.parametrize("flags", [[], ["\\Deleted"]])
def test_other_drafts_of_agents_do_not_count(account: Account, helpdesk: ImapHelpdesk, flags: Sequence[str]) -> None:
    answers = FIRST if flags else "<another@customer.example>"
    account.deliver(by_agent(answers=answers), folder="Drafts", flags=flags)
    assert helpdesk.file_draft(make_packet(), MemoryOutbox()).reference


def test_an_agents_draft_among_many_is_found(account: Account, helpdesk: ImapHelpdesk) -> None:
    arrived = datetime.now(UTC) - timedelta(hours=3)
    with account.client() as client:
        client.multiappend("Drafts", [make_mail(message_id=f"<old-{n}@x.example>") for n in range(100)])
    account.deliver(by_agent(), folder="Drafts", at=datetime.now(UTC) - timedelta(hours=2))
    with account.client() as client:
        client.multiappend("Drafts", [make_mail(message_id=f"<new-{n}@x.example>") for n in range(100)])
    assert helpdesk.file_draft(make_packet(arrived_at=arrived), MemoryOutbox()).withheld


@pytest.mark.parametrize("answers", [FIRST, '<a(b)*%{9}"é\\\\@customer.example>'])
def test_an_agents_draft_far_below_is_searched_or_read(
    account: Account, helpdesk: ImapHelpdesk, monkeypatch: pytest.MonkeyPatch, answers: str
) -> None:
    monkeypatch.setattr(imap_drafts, "_FAR", 0)
    raw = by_agent(answers="<placeholder@x.example>").replace(b"<placeholder@x.example>", answers.encode())
    account.deliver(raw, by_agent(answers="<other@customer.example>"), folder="Drafts")
    arrived = datetime.now(UTC) - timedelta(hours=2)
    for case in range(imap_drafts._PATIENCE + 2):
        packet = make_packet(case_id=f"c-{case}", message_id=answers, arrived_at=arrived)
        assert helpdesk.file_draft(packet, MemoryOutbox()).withheld
    other = make_packet(message_id="<nobody@customer.example>", arrived_at=arrived)
    assert helpdesk.file_draft(other, MemoryOutbox()).reference


def test_folders_with_names_beyond_ascii(account: Account) -> None:
    helpdesk = imap_helpdesk(account, notes_folder='Übergabe & "mehr"')
    helpdesk.file_note(make_packet(), MemoryOutbox())
    helpdesk.close()
    assert len(account.mails('Übergabe & "mehr"')) == 1


def test_two_mails_under_one_message_id_have_a_draft_each(account: Account, helpdesk: ImapHelpdesk) -> None:
    for case in ("c-1", "c-2"):
        assert helpdesk.file_draft(make_packet(case_id=case), MemoryOutbox()).reference
    assert len(set(ids(account, "Drafts"))) == 2


def test_what_became_of_a_draft(account: Account, helpdesk: ImapHelpdesk) -> None:
    packet, outbox = make_packet(), MemoryOutbox()
    assert helpdesk.draft_state(packet, outbox) is DraftState.UNKNOWN
    helpdesk.file_draft(packet, outbox)
    assert helpdesk.draft_state(packet, outbox) is DraftState.UNTOUCHED
    account.remove("Drafts")
    assert helpdesk.draft_state(packet, outbox) is DraftState.GONE
    account.deliver(by_agent("We are looking into it, Dana."), folder="Drafts")
    assert helpdesk.draft_state(packet, outbox) is DraftState.TOUCHED


def test_an_edited_draft_is_theirs_though_the_client_kept_our_id(account: Account, helpdesk: ImapHelpdesk) -> None:
    packet, outbox = make_packet(), MemoryOutbox()
    helpdesk.file_draft(packet, outbox)
    ours = ids(account, "Drafts")[0]
    account.remove("Drafts")
    account.deliver(by_agent("edited", message_id=ours), folder="Drafts")
    assert helpdesk.draft_state(packet, outbox) is DraftState.TOUCHED
    newer = make_packet(revision=2, arrived_at=packet.arrived_at)
    assert helpdesk.file_draft(newer, outbox).withheld
    assert [mail.get_content().strip() for mail in account.mails("Drafts")] == ["edited"]


def test_a_sent_draft_is_not_followed_by_another(account: Account, helpdesk: ImapHelpdesk) -> None:
    outbox = MemoryOutbox()
    helpdesk.file_draft(make_packet(), outbox)
    account.remove("Drafts")
    assert helpdesk.file_draft(make_packet(revision=2), outbox).withheld
    assert account.mails("Drafts") == []


@pytest.mark.parametrize("step", range(1, 8))
def test_a_crash_while_replacing_leaves_the_new_one(account: Account, step: int) -> None:
    outbox, packet = MemoryOutbox(), make_packet()
    first = imap_helpdesk(account)
    first.file_draft(packet, outbox)
    first.close()
    outbox.remembered, outbox.dies_at = 0, step
    newer = make_packet(revision=2, body="newer", arrived_at=packet.arrived_at)
    for _ in range(2):
        helpdesk = imap_helpdesk(account)
        with suppress(Killed):
            helpdesk.file_draft(newer, outbox)
        helpdesk.close()
    assert [mail.get_content().strip() for mail in account.mails("Drafts")] == ["newer"]


def test_a_worker_that_froze_past_its_lease_leaves_one(account: Account) -> None:
    """It wakes between checkpoint and APPEND, when another has long finished the case."""
    frozen, other = imap_helpdesk(account), imap_helpdesk(account)
    packet, shared = make_packet(), MemoryOutbox()
    places: list[Filed] = []

    def meanwhile(key: str) -> None:
        if key == "draft.r1" and not places:
            places.append(Filed(reference="frozen"))
            places.append(other.file_draft(packet, MemoryOutbox(kept=dict(shared.kept))))

    sleepy = MemoryOutbox(kept=shared.kept)
    sleepy.before = lambda key: None
    original = sleepy.remember

    def remember(key: str, value: str) -> None:
        original(key, value)
        if key == "draft.r1.from":
            meanwhile("draft.r1")

    sleepy.remember = remember  # type: ignore[method-assign]
    woken = frozen.file_draft(packet, sleepy)
    assert woken == places[1]
    assert len(account.mails("Drafts")) == 1
    frozen.close()
    other.close()


def test_a_draft_edited_between_crash_and_recovery_is_theirs(account: Account) -> None:
    packet, outbox = make_packet(), MemoryOutbox(dies_at=2)
    helpdesk = imap_helpdesk(account)
    with pytest.raises(Killed):
        helpdesk.file_draft(packet, outbox)
    ours = ids(account, "Drafts")[0]
    account.remove("Drafts")
    account.deliver(by_agent("edited", message_id=ours), folder="Drafts")
    helpdesk.file_draft(packet, outbox)
    assert helpdesk.draft_state(packet, outbox) is DraftState.TOUCHED
    assert helpdesk.file_draft(make_packet(revision=2), outbox).withheld
    assert [mail.get_content().strip() for mail in account.mails("Drafts")] == ["edited"]
    helpdesk.close()


def test_a_folder_made_anew_under_our_hands(account: Account) -> None:
    with account.client() as client:
        client.create_folder("Replies")
    helpdesk = imap_helpdesk(account, drafts_folder="Replies")
    helpdesk.file_draft(make_packet(), MemoryOutbox())
    with account.client() as client:
        client.delete_folder("Replies")
        client.create_folder("Replies")
    packet, outbox = make_packet(case_id="c-2"), MemoryOutbox()
    for _ in range(2):
        with suppress(HelpdeskUnavailable):
            helpdesk.file_draft(packet, outbox)
    assert len(account.mails("Replies")) == 1
    assert helpdesk.draft_state(packet, outbox) is DraftState.UNTOUCHED
    helpdesk.close()


def test_a_renumbered_folder_is_searched_whole(account: Account) -> None:
    packet, outbox = make_packet(), MemoryOutbox(dies_at=2)
    helpdesk = imap_helpdesk(account, drafts_folder="Replies", notes_folder="Notes")
    with account.client() as client:
        client.create_folder("Replies")
    with pytest.raises(Killed):
        helpdesk.file_draft(packet, outbox)
    helpdesk.close()
    (left,) = account.mails("Replies")
    with account.client() as client:
        client.delete_folder("Replies")
        client.create_folder("Replies")
    account.deliver(make_mail(), left.as_bytes(), folder="Replies")
    again = imap_helpdesk(account, drafts_folder="Replies")
    assert again.file_draft(packet, outbox).reference
    again.close()
    assert ids(account, "Replies").count(left["Message-ID"]) == 1


class TestKilled:
    """A process that dies by SIGKILL around each of its effects; another goes on with what it remembered."""

    # Just before an effect is just after the one before it.
    POINTS: ClassVar = [
        "remember-1:before",
        *(
            f"{effect}:after"
            for effect in ("remember-1", "append-1", "remember-2", "remember-3", "append-2", "remember-4")
        ),
    ]

    @pytest.mark.parametrize("point", POINTS)
    def test_leaves_one_of_each(self, account: Account, tmp_path: Path, point: str) -> None:
        for dies in (point, ""):
            status = self._run(account, tmp_path / "outbox.json", dies)
            assert status == (-signal.SIGKILL if dies else 0)
        assert len(account.mails("Drafts")) == 1
        assert len(account.mails("Handoff")) == 1
        kept = json.loads((tmp_path / "outbox.json").read_text())
        assert {"draft.r1", "note.r1"} <= set(kept)

    def _run(self, account: Account, outbox: Path, point: str) -> int:
        command = [
            sys.executable,
            "-m",
            "tests.helpdesks.filing",
            str(account.server.port),
            account.user,
            str(outbox),
            point,
        ]
        return subprocess.run(
            command, cwd=Path(__file__).parents[2], env=os.environ | {"PYTHONPATH": "."}, check=False
        ).returncode


def test_a_server_that_is_away_is_said_so(account: Account, dovecot: Dovecot) -> None:
    server = Dovecot().start()
    helpdesk = imap_helpdesk(Account(server, "a"), timeout=1.0)
    packet, outbox = make_packet(), MemoryOutbox()
    helpdesk.file_note(packet, outbox)
    server.kill()
    with pytest.raises(HelpdeskUnavailable):
        helpdesk.file_draft(packet, outbox)
    server.start()
    assert helpdesk.file_draft(packet, outbox).reference
    server.freeze()
    with pytest.raises(HelpdeskUnavailable, match="no answer"):
        helpdesk.file_draft(make_packet(case_id="c-2"), MemoryOutbox())
    helpdesk.close()
    server.remove()


def test_a_server_without_uidplus_only_marks_what_is_superseded(dovecot: Dovecot) -> None:
    server = Dovecot(capability="IMAP4rev1 IDLE NAMESPACE SPECIAL-USE").start()
    account, outbox, packet = Account(server, "a"), MemoryOutbox(), make_packet()
    account.deliver(make_mail(), folder="Drafts", flags=["\\Deleted"])
    helpdesk = imap_helpdesk(account)
    assert [finding.warning for finding in helpdesk.check()].count(True) == 1
    for revision in (1, 2):
        helpdesk.file_draft(make_packet(revision=revision, arrived_at=packet.arrived_at), outbox)
    helpdesk.close()
    assert ["\\Deleted" in flags for flags in account.flags("Drafts")] == [True, True, False]
    server.remove()


def test_no_keyword_where_the_folder_keeps_none(
    account: Account, helpdesk: ImapHelpdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exchange: PERMANENTFLAGS without `\\*`."""
    select = ImapSession.select
    monkeypatch.setattr(ImapSession, "select", lambda *where: replace(select(*where), permanent_flags=("\\Seen",)))
    helpdesk.file_draft(make_packet(), MemoryOutbox())
    assert account.flags("Drafts") == [{"\\Draft", "\\Seen"}]


def test_a_draft_costs_no_search(account: Account, helpdesk: ImapHelpdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEARCH HEADER takes 80 ms in a folder of 50,000 mails, thirty times an APPEND."""
    account.deliver(*(make_mail(message_id=f"<{n}@x.example>") for n in range(30)), folder="Drafts")
    helpdesk.file_draft(make_packet(case_id="c-0"), MemoryOutbox())
    helpdesk.file_note(make_packet(case_id="c-0"), MemoryOutbox())

    def never(*criteria: object) -> list[int]:
        raise AssertionError(criteria)

    monkeypatch.setattr(ImapSession, "search", never)
    monkeypatch.setattr(ImapSession, "fetch", never)
    for number in range(5):
        packet = make_packet(case_id=f"c-{number}", message_id=f"<{number}@customer.example>")
        helpdesk.file_draft(packet, MemoryOutbox())
        helpdesk.file_note(packet, MemoryOutbox())


def test_folders_below_a_prefix(dovecot: Dovecot) -> None:
    server = Dovecot(prefix="INBOX.").start()
    account = Account(server, "a")
    helpdesk = imap_helpdesk(account)
    assert all(finding.ok for finding in helpdesk.check())
    helpdesk.file_note(make_packet(), MemoryOutbox())
    helpdesk.file_draft(make_packet(), MemoryOutbox())
    helpdesk.close()
    assert len(account.mails("INBOX.Handoff")) == len(account.mails("INBOX.Drafts")) == 1
    server.remove()


def test_a_drafts_folder_that_is_not_there(account: Account) -> None:
    helpdesk = imap_helpdesk(account, drafts_folder="Nowhere")
    assert [finding.ok for finding in helpdesk.check()].count(False) == 1
    with pytest.raises(ConfigError, match="drafts_folder"):
        helpdesk.file_draft(make_packet(), MemoryOutbox())
    helpdesk.close()


def test_doctor_names_a_wrong_password(account: Account) -> None:
    helpdesk = imap_helpdesk(account, password="wrong")
    (bad, *_) = [finding for finding in helpdesk.check() if not finding.ok]
    assert "password" in bad.text + bad.mend
    helpdesk.close()

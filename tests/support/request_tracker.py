"""A real Request Tracker 5 with SQLite, under a directory of its own, on loopback; its mail goes to a file."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from mailbox import mbox
from pathlib import Path
from typing import Any, Self
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tests.support.dovecot import LOOPBACK, free_port
from tests.support.parts import PARTS

_SERVER = "/usr/share/request-tracker5/libexec/rt-server"
_OPEN = build_opener(ProxyHandler({})).open  # loopback is asked directly, whatever the environment says

# RT keeps its paths in variables of its package; only so nothing is written outside of our directory.
_SITE = """
$RT::VarPath = '{home}/var';
$RT::MasonDataDir = '{home}/mason';
$RT::MasonSessionDir = '{home}/session';
Set($rtname, 'example.com');
Set($Organization, 'example.com');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{home}/rt.sqlite');
Set($WebDomain, '{host}');
Set($WebPort, {port});
Set($MailCommand, 'mbox');
Set($LogToSTDERR, 'error');
Set($LogToSyslog, undef);
Set($StatementLog, undef);
Set($BcryptCost, 4); # RT hashes the token at every request: 0.22 s each with the default of 12
1;
"""

# What the recipe for Request Tracker tells an operator to set up, and an agent, and a user who may change tickets.
_SETUP = """
our @Queues = ({ Name => 'Billing', CorrespondAddress => 'support@example.com',
                 CommentAddress => 'support-comment@example.com' });
our @Users = map { { Name => $_, EmailAddress => "$_\\@example.com", Privileged => 1, Password => 'a secret' } }
    qw(deskhand agent clerk);
our @CustomFields = (
    { Name => 'Draft Reply', Type => 'TextSingle', LookupType => 'RT::Queue-RT::Ticket', Queue => 'Billing' },
    { Name => 'Note Key', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket-RT::Transaction',
      Queue => 'Billing' },
);
our @ACL = (
    { GroupDomain => 'SystemInternal', GroupType => 'Everyone', Queue => 'Billing', Right => 'CreateTicket' },
    { GroupDomain => 'SystemInternal', GroupType => 'Unprivileged', Queue => 'Billing', Right => 'ReplyToTicket' },
);
our @Final = (sub {
    my %rights = (
        deskhand => [qw(SeeQueue ShowTicket ShowTicketComments CommentOnTicket)],
        agent => [qw(SeeQueue ShowTicket ShowTicketComments CommentOnTicket ReplyToTicket ModifyTicket)],
        clerk => [qw(SeeQueue ShowTicket ShowTicketComments CommentOnTicket ModifyTicket)],
    );
    my $queue = RT::Queue->new(RT->SystemUser);
    $queue->Load('Billing');
    my $fields = RT::CustomFields->new(RT->SystemUser);
    $fields->UnLimit;
    my @fields = grep { $_->Name =~ /^(Draft Reply|Note Key)$/ } @{ $fields->ItemsArrayRef };
    for my $name (keys %rights) {
        my $user = RT::User->new(RT->SystemUser);
        $user->Load($name);
        $user->PrincipalObj->GrantRight(Object => $queue, Right => $_) for @{ $rights{$name} };
        for my $field (@fields) {
            $user->PrincipalObj->GrantRight(Object => $field, Right => $_) for qw(SeeCustomField ModifyCustomField);
        }
        my ($ok, $said, $token) = RT::AuthToken->new(RT->SystemUser)->Create(Owner => $user->Id);
        open my $file, '>', "$ENV{RT_TEST_HOME}/$name.token" or die $!;
        print $file $token;
    }
});
1;
"""


@dataclass(kw_only=True)
class RequestTracker:
    """One server with the queue Billing and three users: `deskhand` (least rights), `agent`, and `clerk`, who may
    not reply but may change tickets.
    """

    port: int = field(default_factory=free_port)
    home: Path = field(init=False)
    _process: "subprocess.Popen[bytes] | None" = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="rt-"))
        for name in ("var", "mason", "session", "etc"):
            (self.home / name).mkdir()
        site = _SITE.format(home=self.home, host=LOOPBACK, port=self.port)
        (self.home / "RT_SiteConfig.pm").write_text(site, encoding="utf-8")
        (self.home / "setup.pl").write_text(_SETUP, encoding="utf-8")

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{LOOPBACK}:{self.port}"

    def token(self, user: str) -> str:
        """A user's token."""
        return (self.home / f"{user}.token").read_text(encoding="ascii")

    def start(self) -> Self:
        """Make the database and start the server: some six seconds."""
        self._run("rt-setup-database-5", "--action", "init", "--skip-create", "--dba-password", "")
        setup = ("--action", "insert", "--datafile", str(self.home / "setup.pl"), "--dba-password", "")
        self._run("rt-setup-database-5", *setup)
        # The server outlives a killed parent; the kernel ends it with us.
        wrap = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
        command = [*wrap, _SERVER, "--host", LOOPBACK, "--port", str(self.port), "--max-workers", "2"]
        with (self.home / "server.log").open("wb") as log:
            self._process = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        self._await_answer()
        return self

    @property
    def _environment(self) -> dict[str, str]:
        own = {"RT_SITE_CONFIG": "RT_SiteConfig.pm", "RT_SITE_CONFIG_DIR": "etc"}
        paths = {name: str(self.home / path) for name, path in own.items()} | {"RT_TEST_HOME": str(self.home)}
        return os.environ | paths | {"PATH": f"{os.environ.get('PATH', '')}:/usr/sbin", "no_proxy": LOOPBACK}

    def _run(self, *command: str, stdin: bytes = b"") -> None:
        done = subprocess.run(command, input=stdin, env=self._environment, capture_output=True, timeout=90, check=False)
        if done.returncode != 0:
            pytest.fail(f"{command[0]}: {(done.stdout + done.stderr).decode(errors='replace')}", pytrace=False)

    def _await_answer(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                self.ask("deskhand", "rt")
                return
            except URLError:
                time.sleep(0.05)
        pytest.fail(f"RT did not start:\n{(self.home / 'server.log').read_text()}", pytrace=False)

    def remove(self) -> None:
        """Stop it and throw its directory away."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)

    def receive(self, mail: bytes) -> None:
        """A mail comes in as on any RT: the mail server pipes it into `rt-mailgate`."""
        self._run("rt-mailgate-5", "--queue", "Billing", "--action", "correspond", "--url", self.url, stdin=mail)

    def ask(self, user: str, path: str, *, body: object = None, method: str = "", **query: str) -> Any:
        """The JSON that REST2 answers to a user."""
        url = f"{self.url}/REST/2.0/{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Authorization": f"token {self.token(user)}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        with _OPEN(
            Request(url, content, headers, method=method or ("GET" if body is None else "POST")), timeout=60
        ) as got:
            return json.load(got)

    def fetch(self, path: str, *, form: Mapping[str, str] | None = None, cookie: str = "") -> tuple[str, str]:
        """A page as a browser gets it that came from another of RT's pages, and the session's cookie."""
        headers = {"Referer": f"{self.url}/", "Cookie": cookie}
        content = urlencode(form).encode() if form else None
        with _OPEN(Request(self.url + path, content, headers), timeout=60) as got:
            return got.read().decode(), str(got.headers.get("Set-Cookie") or "").partition(";")[0]

    def tickets(self) -> list[str]:
        """The ids of the queue's tickets, newest first."""
        found = self.ask("agent", "tickets", query="Queue = 'Billing'", orderby="id", order="DESC")
        return [str(one["id"]) for one in found["items"]]

    def draft(self, ticket: str) -> str:
        """What stands in a ticket's field for drafts."""
        fields = {one["name"]: one["values"] for one in self.ask("agent", f"ticket/{ticket}")["CustomFields"]}
        return "".join(fields["Draft Reply"])

    def messages(self, ticket: str) -> list[tuple[str, str, str]]:
        """Comments and replies of a ticket: transaction, kind, text."""
        history = self.ask("agent", f"ticket/{ticket}/history", fields="Type", per_page="100")["items"]
        kinds = {one["id"]: one["Type"] for one in history}
        parts = self.ask("agent", f"ticket/{ticket}/attachments", fields="TransactionId,Content", per_page="100")[
            "items"
        ]
        texts = [(one["TransactionId"], kinds.get(one["TransactionId"], ""), one["Content"]) for one in parts]
        return [one for one in texts if one[1] in {"Comment", "Correspond"}]

    def mailed(self) -> list[str]:
        """The receivers of every mail that RT has sent out, sorted: each of its processes writes a file of its own."""
        boxes = [mbox(path, create=False) for path in sorted((self.home / "var").glob("*.mbox"))]
        receivers = [str(mail["To"] or mail["Bcc"]) for box in boxes for mail in box]
        for box in boxes:
            box.close()
        return sorted(receivers)

    def forget(self) -> None:
        """Put all tickets away, so that the next mail of the same id and sender is the only one."""
        with sqlite3.connect(self.home / "rt.sqlite", timeout=20) as database:
            database.execute("UPDATE Tickets SET Status = 'deleted'")
            database.execute("UPDATE Attachments SET MessageId = 'forgotten'")
        database.close()


def _present() -> bool:
    return next(part for part in PARTS if part.fixture == "request_tracker").present


@pytest.fixture(scope="session")
def request_tracker() -> Iterator[RequestTracker]:
    """The server that all tests share."""
    if not _present():
        part = next(part for part in PARTS if part.fixture == "request_tracker")
        pytest.fail(f"RT is not installed; bring it with: {part.mend}", pytrace=False)
    server = RequestTracker()
    try:
        yield server.start()
    finally:
        server.remove()

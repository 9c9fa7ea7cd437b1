"""A real Dovecot 2.3 under a directory of its own, as an account without rights; any user name logs in."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest

from tests.support.certificates import self_signed
from tests.support.parts import PARTS

PASSWORD = "secret"
LOOPBACK = "127.0.0.1"

_CONFIGURATION = """
protocols = imap
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
auth_verbose = yes
auth_username_chars =
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_vsz_limit = 1G
first_valid_uid = 1
first_valid_gid = 1
mail_location = {format}:{home}/mail/%u
mail_fsync = optimized
{tls}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = {with_tls}
  }}
}}
service imap {{
  process_limit = 512
}}
protocol imap {{
  mail_max_userip_connections = {connections}
  imap_capability = {capability}
}}
{passdb}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
  mailbox Drafts {{
    auto = {drafts}
    special_use = \\Drafts
  }}
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
"""

_ANY_USER = f"""
passdb {{
  driver = static
  args = password={PASSWORD}
}}
"""

_TOKENS = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf.ext
}}
"""

_INTROSPECTION = """
introspection_url = {url}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
"""


def free_port() -> int:
    """A loopback port that nobody holds just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _account() -> tuple[str, str]:
    """The user and group Dovecot runs as: ourselves, or `nobody` where we are root (it refuses root)."""
    uid = os.geteuid() or pwd.getpwnam("nobody").pw_uid
    entry = pwd.getpwuid(uid)
    return entry.pw_name, grp.getgrgid(entry.pw_gid).gr_name


def _program() -> str:
    part = next(part for part in PARTS if part.fixture == "dovecot")
    found = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.fail(f"Dovecot is not installed; bring it with: {part.mend}", pytrace=False)
    return found


@dataclass(kw_only=True)
class Dovecot:
    """One server. Any user name logs in with `PASSWORD`; a new name is a new, empty account."""

    mail_format: str = "maildir"
    tls: bool = False
    introspection_url: str = ""  # set: XOAUTH2 and OAUTHBEARER are offered
    capability: str = ""  # replaces what the server announces after login
    connections: int = 100  # per user and address
    prefix: str = ""  # "INBOX." puts every folder below the inbox, as Courier and old Cyrus do
    drafts: bool = True  # whether the \\Drafts mailbox exists from the start
    host: str = LOOPBACK
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)
    password: str = PASSWORD
    home: Path = field(init=False)
    _process: "subprocess.Popen[bytes] | None" = field(init=False, default=None)
    _users: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="dovecot-"))
        for folder in ("run", "state", "mail"):
            (self.home / folder).mkdir()
        if self.tls:
            self_signed(self.home, LOOPBACK)
        if self.introspection_url:
            text = _INTROSPECTION.format(url=self.introspection_url)
            (self.home / "oauth2.conf.ext").write_text(text, encoding="utf-8")
        (self.home / "dovecot.conf").write_text(self._configuration(), encoding="utf-8")
        if os.geteuid() == 0:
            user, group = _account()
            for path in (self.home, *self.home.rglob("*")):
                shutil.chown(path, user, group)

    def _configuration(self) -> str:
        user, group = _account()
        certificate = f"ssl = yes\nssl_cert = <{self.home}/cert.pem\nssl_key = <{self.home}/key.pem"
        return _CONFIGURATION.format(
            home=self.home,
            user=user,
            group=group,
            format=self.mail_format,
            port=self.port,
            tls_port=self.tls_port if self.tls else 0,
            with_tls="yes" if self.tls else "no",
            tls=certificate if self.tls else "ssl = no",
            mechanisms="plain login" + (" xoauth2 oauthbearer" if self.introspection_url else ""),
            passdb=(_TOKENS.format(home=self.home) if self.introspection_url else "") + _ANY_USER,
            connections=self.connections,
            capability=self.capability,
            prefix=self.prefix,
            separator="." if self.prefix else "/",
            drafts="subscribe" if self.drafts else "no",
        )

    @property
    def ca_file(self) -> str:
        """The certificate that a client has to trust."""
        return str(self.home / "cert.pem")

    @property
    def log(self) -> str:
        """What the server wrote to its log."""
        path = self.home / "dovecot.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def user(self) -> str:
        """A user name nobody has had yet."""
        self._users += 1
        return f"user{self._users}@example.com"

    def start(self) -> Self:
        """Start, and return once the greeting came (some 50 ms)."""
        user, group = _account()
        drop = ["--reuid", user, "--regid", group, "--clear-groups"] if os.geteuid() == 0 else []
        # Dovecot outlives a killed parent; the kernel ends it with us.
        wrap = ["setpriv", "--pdeathsig", "TERM", *drop, "--"] if shutil.which("setpriv") else []
        command = [*wrap, _program(), "-F", "-c", str(self.home / "dovecot.conf")]
        self._process = subprocess.Popen(command, start_new_session=True, cwd=self.home)
        self._await_greeting()
        return self

    def _await_greeting(self) -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                with socket.create_connection((self.host, self.port), timeout=5) as probe:
                    if probe.recv(64).startswith(b"* OK"):
                        return
            except OSError:
                time.sleep(0.01)
        pytest.fail(f"Dovecot did not start:\n{self.log}", pytrace=False)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, number)

    def freeze(self) -> None:
        """Stop every process of the server where it stands: connections stay open, nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """SIGKILL for every process of the server; its mail stays."""
        if self._process is not None:
            self._signal(signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    def stop(self) -> None:
        """An orderly end."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def remove(self) -> None:
        """Stop it and throw its directory away."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """The server that most tests share, each with users of its own: plain, STARTTLS and TLS."""
    server = Dovecot(tls=True)
    try:
        yield server.start()
    finally:
        server.remove()

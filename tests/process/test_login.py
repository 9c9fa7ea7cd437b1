"""`login`, with a provider that consents."""

import re

from tests.inbox.token_server import TokenServer
from tests.process.shell import CONFIG, Shell, get

OAUTH = """
[inbox.oauth2]
provider = "other"
client_id = "deskhand"
token_url = "{url}/token"
device_url = "{url}/device"
authorize_url = "{url}/authorize"
scope = "mail"
"""


def test_login(shell: Shell) -> None:
    imap = CONFIG.replace('kind = "maildir"\npath = "mail"', 'host = "127.0.0.1"\nusername = "support"')
    with TokenServer() as server:
        shell.configure(OAUTH.format(url=server.url), text=imap)
        with shell.started("login") as person:
            address = person.says("/authorize?").strip()
            assert get(address, follow_redirects=True).status_code == 200
            assert person.left().status == 0
        kept = (shell.folder / "deskhand.oauth2").read_text(encoding="utf-8")
        other = shell.run("login", "--device")
    assert other.status == 0, other.err
    assert re.search(r"enter the code ABCD", other.err)
    assert (shell.folder / "deskhand.oauth2").read_text(encoding="utf-8") != kept
    assert (shell.folder / "deskhand.oauth2").stat().st_mode & 0o77 == 0


def test_login_without_such_an_inbox_says_so(shell: Shell) -> None:
    ran = shell.run("login")
    assert ran.status == 2
    assert "[inbox.oauth2]" in ran.err

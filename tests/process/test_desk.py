"""`desk`, `agents`, `clients`: the port it is given, who gets in, and how it ends."""

import signal
import socket

import httpx
import pytest

from tests.process.shell import Running, Shell, get
from tests.support.dovecot import free_port

PASSWORD = "a long enough password"


def address(desk: Running) -> str:
    return desk.says("review desk: ").removeprefix("review desk: ").strip()


def test_the_desk_answers_where_it_says(worked: Shell) -> None:
    port = free_port()
    worked.configure(f"[desk]\nport = {port}\n")
    with worked.started("desk") as desk:
        assert address(desk) == f"http://127.0.0.1:{port}/"
        page = get(address(desk))
        assert page.status_code == 200
        assert "charged twice this month?" in page.text
        left = desk.end(signal.SIGTERM)
    assert (left.status, left.err) == (0, "")


@pytest.mark.parametrize("host", ["localhost", "::1", "0.0.0.0"])
def test_the_desk_answers_on_the_host_it_is_given(shell: Shell, host: str) -> None:
    shell.run("agents", "add", "anna", typing=PASSWORD)
    shell.configure(f'[desk]\nhost = "{host}"\nport = 0\nhosts = ["desk.example.com"]\n')
    with shell.started("desk") as desk:
        assert get(address(desk)).status_code == 303  # to the sign-in page
        assert get(address(desk), headers={"Host": "desk.example.com"}).status_code == 303
        assert get(address(desk), headers={"Host": "evil.example"}).status_code == 400
        assert desk.end(signal.SIGINT).status == 0


def test_a_port_that_is_taken_is_said_before_anything_is_printed(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        shell.configure(f"[desk]\nport = {port}\n")
        ran = shell.run("desk")
    assert (ran.status, ran.out) == (2, "")
    assert f"[desk] 127.0.0.1:{port} cannot be listened on" in ran.err
    assert "set desk.port" in ran.err


def test_a_desk_open_to_strangers_does_not_start(shell: Shell) -> None:
    shell.configure('[desk]\nhost = "0.0.0.0"\nport = 0\nhosts = ["desk.example.com"]\n')
    ran = shell.run("desk")
    assert (ran.status, ran.out) == (2, "")
    assert "deskhand agents add NAME" in ran.err


def test_the_desk_ends_while_a_page_listens(shell: Shell) -> None:
    shell.configure("[desk]\nport = 0\n")
    with shell.started("desk") as desk, httpx.stream("GET", f"{address(desk)}live", trust_env=False) as news:
        assert news.status_code == 200
        assert desk.end().status == 0


def test_an_agent_signs_in(shell: Shell) -> None:
    assert shell.run("agents", "add", "anna", "--role", "ops", typing=PASSWORD).out == "anna may sign in, as ops\n"
    shell.configure("[desk]\nport = 0\n")
    with shell.started("desk") as desk:
        assert sign_in(address(desk), PASSWORD).status_code == 303
        assert shell.run("agents", "password", "anna", typing="another long password").status == 0
        assert sign_in(address(desk), PASSWORD).status_code == 401
        assert sign_in(address(desk), "another long password").status_code == 303
        assert shell.run("agents", "list", "--json").json() == [{"name": "anna", "role": "ops"}]
        assert shell.run("agents", "remove", "anna").out == "anna may sign in no more\n"
        assert sign_in(address(desk), "another long password").status_code == 401


def sign_in(url: str, password: str) -> httpx.Response:
    with httpx.Client(base_url=url, trust_env=False, timeout=20) as browser:
        token = browser.get("/login").text.split('name="csrf" value="')[1].split('"')[0]
        return browser.post("/login", data={"name": "anna", "password": password, "csrf": token})


def test_a_tool_calls(worked: Shell) -> None:
    worked.run("agents", "add", "anna", typing=PASSWORD)
    added = worked.run("clients", "add", "reports", "--role", "ops")
    assert added.status == 0
    assert "shown this once" in added.err
    bearer = {"Authorization": f"Bearer {added.out.strip()}"}
    worked.configure("[desk]\nport = 0\n")
    with worked.started("desk") as desk:
        cases = f"{address(desk)}api/cases"
        assert get(cases).status_code == 401
        assert len(get(cases, headers=bearer).json()["cases"]) == 3
        (known,) = worked.run("clients", "list", "--json").json()
        assert (known["name"], known["role"], bool(known["seen_at"])) == ("reports", "ops", True)
        assert worked.run("clients", "remove", "reports").status == 0
        assert get(cases, headers=bearer).status_code == 401

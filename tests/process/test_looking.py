"""`cases`, `show`, `explain`, `forget`."""

from tests.process.shell import Shell


def test_cases(worked: Shell) -> None:
    shown = worked.run("cases")
    assert shown.status == 0
    assert shown.out.count("drafted") == 3
    only = worked.run("cases", "--json", "--bucket", "duplicate_subscription", "--since", "7d").json()
    assert [case["outcome"] for case in only] == ["drafted"]
    assert worked.run("cases", "--since", "2999-01-01").out == "No case yet.\n"
    wrong = worked.run("cases", "--bucket", "duplicates")
    assert wrong.status == 2
    assert "duplicate_subscription" in wrong.err


def _duplicate(shell: Shell) -> str:
    (found,) = shell.run("cases", "--json", "--bucket", "duplicate_subscription").json()
    return str(found["id"])


def test_show(worked: Shell) -> None:
    case = _duplicate(worked)
    page = worked.run("show", case[:8])
    assert page.status == 0
    assert "Re: charged twice this month?" in page.out
    assert "ACTION TAKEN" in page.out
    assert worked.run("show", "--json", case).json()["id"] == case
    nothing = worked.run("show", "nosuchcase")
    assert nothing.status == 2
    assert "`deskhand cases` lists them" in nothing.err


def test_explain(worked: Shell) -> None:
    assert "duplicate_claim" in worked.run("explain", "duplicate.eml").out
    case = _duplicate(worked)
    told = worked.run("explain", "--json", case)
    assert (told.status, told.json()["case"]["id"]) == (0, case)
    assert worked.run("explain", "nosuchcase").status == 2


def test_forget(worked: Shell) -> None:
    ran = worked.run("forget", "maya.lind@example.com")
    assert ran.status == 0
    assert "1" in ran.out, ran.out
    assert "maya" not in worked.run("cases", "--json").out.lower()
    assert worked.run("forget", "nobody@example.com").status == 0

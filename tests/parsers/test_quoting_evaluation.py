"""The evaluation of the new text: what counts as exact, as a leak, as a loss."""

import json
from pathlib import Path
from typing import Any

import pytest

from parsers.pdf import pdf_text
from tests.tools.eval_mail import eval_mail

REPLY = "Yes, refund it.\n\nThanks,\nDana\n\nOn 2 Nov 2026, at 10:15, X <a@b.example> wrote:\n\n> Shall we?\n"


def pair(**changes: Any) -> dict[str, Any]:
    given = {
        "id": "a/1",
        "set": "a",
        "kind": "text",
        "sig": "strip",
        "cmp": "ws",
        "in": REPLY,
        "exp": "Yes, refund it.",
    }
    return given | {"contains": [], "absent": []} | changes


def figures(tmp_path: Path, capsys: pytest.CaptureFixture[str], *pairs: dict[str, Any]) -> dict[str, Any]:
    path = tmp_path / "pairs.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in pairs), encoding="utf-8")
    returned = eval_mail(path)
    printed: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert printed == returned
    return printed


def test_the_last_line_is_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = figures(
        tmp_path,
        capsys,
        pair(),
        pair(id="a/2", sig="keep", exp="Yes, refund it.\n\nThanks,\nDana"),
        pair(id="b/1", set="b", kind="html", cmp="nospace", exp="Yes,refundit.", **{"in": "<p>Yes, refund it.</p>"}),
    )
    assert (found["text_exact"], found["html_exact"], found["f1"], found["leak"], found["loss"]) == (1, 1, 1, 0, 0)
    assert found["by_source"]["a"] == {"pairs": 2, "exact": 1.0}
    assert "one_regex" in found["yardsticks"]


def test_assertions_count_where_no_text_is_expected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = figures(
        tmp_path,
        capsys,
        pair(exp=None, contains=["refund it", "re:^Yes"], absent=["Shall we"]),
        pair(id="a/2", exp=None, contains=["no such words"]),
        pair(id="a/3", exp=None, absent=["refund"]),
        pair(id="a/4", exp="something else entirely, of many more words than that"),
    )
    assert found["text_exact"] == 0.25
    assert found["leak"] == 0.5
    assert found["loss"] == 0.5
    assert found["html_exact"] is None


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R"
    b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    b"4 0 obj<</Length 53>>stream\nBT /F1 12 Tf 10 50 Td (Invoice number 7FE1103-0004) Tj ET\nendstream endobj\n"
    b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF\n"
)


def test_the_text_of_a_small_pdf() -> None:
    assert "Invoice number 7FE1103-0004" in pdf_text(PDF)


@pytest.mark.parametrize(
    "raw", [b"", b"%PDF-1.4", b"not a pdf", PDF[:200], PDF.replace(b"Kids[3 0 R]", b"Kids[2 0 R]")]
)
def test_a_broken_pdf_has_no_text(raw: bytes) -> None:
    assert pdf_text(raw) == ""

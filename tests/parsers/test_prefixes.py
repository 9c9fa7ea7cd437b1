"""The marks before a subject: told, taken away, and compared without, in every language of the one table."""

import pytest

from parsers.labels.prefixes import bare_subject, is_forward, is_reply, strip_marks

MARKED = ["Re: ", "RE[2]: ", "AW: ", "Antwort: ", "回复：", "Odp: ", "SV: ", "Отв: ", "Fwd: ", "WG: ", "转发: ", "RV: "]


@pytest.mark.parametrize("mark", MARKED)
def test_a_mark_is_told_and_taken_away(mark: str) -> None:
    assert is_reply(f"{mark}Invoice") or is_forward(f"{mark}Invoice")
    assert strip_marks(f"{mark}Invoice") == "Invoice"
    assert strip_marks(f"{mark}Re: {mark}Invoice") == "Invoice"


@pytest.mark.parametrize("mark", MARKED)
def test_a_ticket_before_it_stays_and_is_left_out_of_comparisons(mark: str) -> None:
    assert is_reply(f"[Ticket 4] {mark}Invoice") or is_forward(f"[Ticket 4] {mark}Invoice")
    assert strip_marks(f"[Ticket 4] {mark}Invoice") == "[Ticket 4] Invoice"
    assert strip_marks(f"{mark}[Ticket 4] {mark}Invoice") == "[Ticket 4] Invoice"
    assert bare_subject(f"[Ticket 4] {mark}  INVOICE") == bare_subject("Invoice")


@pytest.mark.parametrize(
    "subject", ["Refund: now", "Recover my account", "Reply", "", "Trial: over", "[Ticket 4] Invoice"]
)
def test_what_only_begins_like_one_stays(subject: str) -> None:
    assert not is_reply(subject)
    assert not is_forward(subject)
    assert strip_marks(subject) == subject


def test_a_subject_of_marks_alone_ends() -> None:
    assert len(strip_marks("Re: " * 5000)) < 20_000
    assert bare_subject("Re: " * 10) == ""

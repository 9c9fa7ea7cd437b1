"""Subject, thread headers and quote of a reply."""

from dataclasses import replace

import pytest

from parsers.vocabulary import Mailbox
from tests.render.people import MESSAGE
from worker.render.reply import QUOTE_CHARACTERS, QUOTE_LINES, quoted, reply_subject, thread


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Charged twice", "Re: Charged twice"),
        ("Re: Charged twice", "Re: Charged twice"),
        ("RE: AW: SV: Re[2]: Charged twice", "Re: Charged twice"),
        ("Re：Charged twice", "Re: Charged twice"),
        ("Fwd: Charged twice", "Re: Charged twice"),
        ("Refund please", "Re: Refund please"),
        ("I: need help", "Re: I: need help"),
        ("", "Re: your message"),
        ("Re: ", "Re: your message"),
        ("Charged\r\nBcc: evil@evil.example\r\n\r\nbody", "Re: Charged Bcc: evil@evil.example body"),
        ("Charged\u202e\u200b twice\x00", "Re: Charged twice"),
        ("\u2028Charged\u2029twice", "Re: Charged twice"),
    ],
)
def test_a_subject_bears_one_re_and_stays_one_line(subject: str, expected: str) -> None:
    assert reply_subject(replace(MESSAGE, subject=subject), "en") == expected


def test_a_long_subject_is_bounded() -> None:
    assert len(reply_subject(replace(MESSAGE, subject="x" * 5000), "en")) < 160


def test_a_key_in_the_subject_is_redacted() -> None:
    key = "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    assert key not in reply_subject(replace(MESSAGE, subject=f"my key {key}"), "en")


def test_a_reply_continues_the_thread() -> None:
    mail = replace(MESSAGE, references=("<root@x.example>", "<second@x.example>"))
    assert thread(mail) == (
        "<first@customer.example>",
        ("<root@x.example>", "<second@x.example>", "<first@customer.example>"),
    )


def test_in_reply_to_stands_in_for_missing_references() -> None:
    mail = replace(MESSAGE, in_reply_to=("<root@x.example>",))
    assert thread(mail)[1] == ("<root@x.example>", "<first@customer.example>")


def test_a_long_chain_keeps_its_root_and_its_newest() -> None:
    chain = tuple(f"<{number}@x.example>" for number in range(200))
    kept = thread(replace(MESSAGE, references=chain))[1]
    assert (kept[0], kept[-2], kept[-1]) == ("<0@x.example>", "<199@x.example>", "<first@customer.example>")
    assert len(kept) == 20


@pytest.mark.parametrize("bad", ["", "no brackets", "<a b>", "<a\r\nBcc: x@y.example>"])
def test_what_is_no_message_id_is_left_out(bad: str) -> None:
    assert thread(replace(MESSAGE, message_id=bad)) == (None, ())


def test_the_original_is_quoted_line_by_line() -> None:
    mail = replace(MESSAGE, full_text="Hello,\r\n\r\nfrom me\u200b <b>\x07")
    assert quoted(mail, "en").split("\n") == [
        "On 2 November 2026, Dana Example wrote:",
        "> Hello,",
        ">",
        "> from me <b>",
    ]


def test_a_long_original_is_cut() -> None:
    text = quoted(replace(MESSAGE, full_text="a line\n" * 5000), "en")
    assert text.endswith("> […]")
    assert len(text.split("\n")) == QUOTE_LINES + 2
    assert len(quoted(replace(MESSAGE, full_text="x" * 100_000), "en")) < QUOTE_CHARACTERS + 100


def test_a_senders_name_cannot_break_the_line_above_the_quote() -> None:
    mail = replace(MESSAGE, senders=(Mailbox(address="a@b.example", name='x"\r\n> y\u202e wrote:\n'),))
    assert len(quoted(mail, "en").split("\n")) == 2

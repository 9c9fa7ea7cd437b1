"""What stands at the edges of a letter: servers' warnings above, postscripts below, armour around it."""

import pytest

from parsers.quoting import read_reply
from parsers.vocabulary import CutKind

WORDS = "Please close the ticket, it was our own firewall."


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links.",
        "[EXTERNAL EMAIL]",
        "*** EXTERNAL ***",
        "ACHTUNG: Diese E-Mail stammt von einem externen Absender.",
        "ATTENTION : ce courriel provient de l'extérieur de l'organisation.",
        "You don't often get email from dana@fox.example. Learn why this is important",
        "\n*****************\nWARNING: This e-mail was sent from outside the organisation.\n*****************",
    ],
)
def test_a_servers_warning(banner: str) -> None:
    reply = read_reply(f"{banner}\n\n{WORDS}")
    assert reply.own == WORDS
    assert [cut.kind for cut in reply.cuts] == [CutKind.FOOTER]


@pytest.mark.parametrize("text", ["Attention: my card was charged twice.", "External users cannot log in.", "Warning"])
def test_no_warning_of_a_server(text: str) -> None:
    assert read_reply(text).own == text


@pytest.mark.parametrize("start", ["P.S.", "PS:", "PS", "P.D.:", "追伸:"])
def test_a_postscript_below_the_signature_stays(start: str) -> None:
    postscript = f"{start} Please use the other address."
    reply = read_reply(f"{WORDS}\n\nBest regards,\nJoan Harkness\nTel 020 5550 0182\n\n{postscript}")
    assert reply.own == f"{WORDS}\n\n{postscript}"


def test_one_more_thing_below_a_signature_stays() -> None:
    more = "Oh, and one more thing: page 2 was signed by the wrong person."
    reply = read_reply(f"{WORDS}\n\nKind regards\nLydia Crane\nRegistrar\nPhone: 555-0126\n\n{more}")
    assert reply.own == f"{WORDS}\n\n{more}"
    assert read_reply(f"{WORDS}\n\nThanks,\nDana\n\n{more}").own.endswith(more)


def test_nothing_but_a_signature_above_a_forward() -> None:
    forward = "---------- Forwarded message ---------\nFrom: a@b.example\nDate: Mon\nSubject: x\n\nold"
    assert read_reply(f"-- \nJoris Maas\n06 5550 0177\n\n{forward}").own == ""
    assert read_reply("-- \nJoris Maas").own == "--\nJoris Maas"


def test_notes_has_no_label_for_the_sender() -> None:
    block = "Office <office@example.com>\n\n25.03.2025 10:22\n\nAn: ilse@example.org\nKopie:\nThema: Order\n\nold"
    assert read_reply(f"{WORDS}\n\n{block}").own == WORDS


def test_a_helpdesks_marker_in_any_language() -> None:
    text = f"{WORDS}\n\n##- Veuillez saisir votre réponse au-dessus de cette ligne -##\n\nVotre demande a changé."
    assert read_reply(text).own == WORDS
    assert read_reply("## Steps ##\n\nI click on pay.").own == "## Steps ##\n\nI click on pay."


def test_armour_around_a_letter() -> None:
    signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{}\n-----BEGIN PGP SIGNATURE-----\n\nab\n{}"
    assert read_reply(signed.format(WORDS, "-----END PGP SIGNATURE-----")).own == WORDS


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (f"{WORDS}\n\nMfG\ni. A. Torben Jahn\nWareneingang\nHafenstr. 12, 20457 Hamburg", WORDS),
        (f"{WORDS}\n\nPozdrawiam\nEwa Zając\nSpecjalista ds. zakupów\nPrzykład Sp. z o.o.\ntel. 22 555 01 98", WORDS),
        (f"{WORDS}\n\nRegards,\nJo\nm: 07700 900 118\n\nFox Ltd. Registered in England and Wales No 05550199.", WORDS),
        (f"{WORDS}\n\n\u2063Get BlueMail for Android \u200b", WORDS),
        (f"Am Donnerstag, 10. April 2025, 09:12:55 schrieb\nStadtbücherei Musterstadt:\n> Das Buch?\n\n{WORDS}", WORDS),
        (f"{WORDS}\n\n—-—-—-—\nReply above this line.\n\nPavel commented", WORDS),
    ],
)
def test_what_is_cut(text: str, own: str) -> None:
    assert read_reply(text).own == own


@pytest.mark.parametrize(
    "text",
    [
        "The mail was sent from my contact list.\nSent from a stranger, apparently. What should I do?",
        "Datum: 03.03.2025\nVon: 01.02.2025 Bis: 28.02.2025\nBetreff: Wartung\n\nDie Wartung fand nie statt.",
    ],
)
def test_what_is_the_customers_own(text: str) -> None:
    assert read_reply(f"It says:\n\n{text}").own == f"It says:\n\n{text}"

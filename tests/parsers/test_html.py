"""Markup as mail programs write it, and what a reader sees of it."""

import pytest

from parsers.html import MARKS, to_text
from parsers.quoting import read_reply

INTRODUCTION = (
    "On Mon, Nov 2, 2026 at 10:15 AM Billing &lt;<a href='mailto:b@shop.example'>b@shop.example</a>&gt; wrote:"
)
QUOTED = "<div>Hello Dana,</div><div><br></div><div>your invoice is attached.</div>"

REPLIES = {
    "gmail": f'<div dir="ltr">Please refund it.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
    f'{INTRODUCTION}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid">'
    f"{QUOTED}</blockquote></div>",
    "gmail in a language nobody knows": '<div dir="ltr">Please refund it.</div><div class="gmail_quote">'
    '<div class="gmail_attr">Zzz Billing &lt;b@shop.example&gt; qqq xxx<br></div>'
    f'<blockquote class="gmail_quote" style="border-left:1px solid">{QUOTED}</blockquote></div>',
    "apple mail": f'<html><body><div>Please refund it.</div><div><br><blockquote type="cite"><div>'
    f"{INTRODUCTION}</div><br>"
    f"<div>{QUOTED}</div></blockquote></div></body></html>",
    "apple mail on a phone": f'<div dir="ltr">Please refund it.</div><div dir="ltr"><br>{INTRODUCTION}<br><br></div>'
    f'<blockquote type="cite">{QUOTED}</blockquote>',
    "thunderbird": f'<p>Please refund it.</p><div class="moz-cite-prefix">On 11/2/26 10:15, Billing wrote:<br></div>'
    f'<blockquote type="cite" cite="mid:x@shop.example">{QUOTED}</blockquote>',
    "yahoo": f'<div class="ydp1"><div>Please refund it.</div></div><div id="ydp2yahoo_quoted_1" '
    f'class="ydp2yahoo_quoted">'
    f"<div>{INTRODUCTION}</div><div><br></div><div>{QUOTED}</div></div>",
    "proton": '<div style="font-family: Arial">Please refund it.</div><div class="protonmail_quote">'
    f'{INTRODUCTION}<br><br><blockquote class="protonmail_quote" type="cite">{QUOTED}</blockquote></div>',
    "outlook on the web": '<div style="font-size:12pt">Please refund it.</div><div id="appendonsend"></div>'
    '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">'
    "<b>From:</b> Billing &lt;b@shop.example&gt;<br><b>Sent:</b> Monday, November 2, 2026 10:15<br>"
    f"<b>To:</b> Dana<br><b>Subject:</b> Invoice</font><div>&nbsp;</div></div><div>{QUOTED}</div>",
    "outlook on the web, sanitised": '<div>Please refund it.</div><div id="x_appendonsend"></div><hr>'
    f'<div id="x_divRplyFwdMsg">Zzz: Billing<br>Qqq: Monday</div>{QUOTED}',
    "outlook desktop": '<div class="WordSection1"><p class="MsoNormal">Please refund it.<o:p></o:p></p>'
    '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Billing '
    "&lt;b@shop.example&gt;<br><b>Sent:</b> Monday, November 2, 2026 10:15 AM<br><b>To:</b> Dana<br>"
    f"<b>Subject:</b> Invoice<o:p></o:p></p></div></div><p class=MsoNormal>{QUOTED}</p></div>",
    "outlook desktop, german": '<p class="MsoNormal">Please refund it.</p><div style="border-top:solid #E1E1E1 1.0pt">'
    "<p><b>Von:</b> Billing &lt;b@shop.example&gt; <br><b>Gesendet:</b> Montag, 2. November 2026 10:15<br>"
    f"<b>An:</b> Dana<br><b>Betreff:</b> Rechnung</p></div><p>{QUOTED}</p>",
    "new outlook": '<div>Please refund it.</div><div id="mail-editor-reference-message-container">'
    f'<div class="ms-outlook-mobile-reference-message"><b>From: </b>Billing<br></div>{QUOTED}</div>',
    "zoho": '<div>Please refund it.</div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- On Mon, 02 Nov 2026 '
    f"10:15:36 +0530 <b>Billing &lt;b@shop.example&gt;</b> wrote ----</div><blockquote>{QUOTED}</blockquote></div>",
    "gmx": '<div>Please refund it.</div><div style="margin:10px 5px;border-left:2px solid #C3D9E5">'
    "<div><b>Gesendet:</b> "
    "Montag, 02. November 2026 um 10:15 Uhr<br/><b>Von:</b> &quot;Billing&quot; &lt;b@shop.example&gt;<br/><b>An:</b> "
    f"dana@customer.example<br/><b>Betreff:</b> Rechnung</div>{QUOTED}</div>",
    "samsung": f"<div>Please refund it.</div><div>-------- Original message --------</div><div>From: "
    f"Billing</div>{QUOTED}",
    "tutanota": f"<div>Please refund it.</div><br>2 Nov 2026, 10:15 by b@shop.example:<br>"
    f'<blockquote class="tutanota_quote">'
    f"{QUOTED}</blockquote>",
    "signature of gmail": '<div dir="ltr">Please refund it.<br clear="all"><div><br></div><span>-- </span><br>'
    '<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div>Dana Example</div><div>any words '
    "at all, even sentences.</div></div></div>",
    "signature of outlook": '<div>Please refund it.</div><div id="Signature"><p>whatever stands '
    "here, in any words.</p></div>",
}


@pytest.mark.parametrize("markup", REPLIES.values(), ids=REPLIES)
def test_a_reply_is_told_from_what_it_answers(markup: str) -> None:
    assert read_reply(to_text(markup)).own == "Please refund it."


HIDDEN = {
    "display": '<span style="display: none">x</span>',
    "display important": '<div style="color:red;display:none !important">x</div>',
    "visibility": '<p style="visibility:hidden">x</p>',
    "hidden": "<p hidden>x</p>",
    "size": '<span style="font-size:0">x</span>',
    "size in pixels": '<span style="font-size: 0px;line-height:0">x</span>',
    "opacity": '<div style="opacity:0">x</div>',
    "height": '<div style="max-height:0px;overflow:hidden">x</div>',
    "outlook": '<span style="mso-hide:all">x</span>',
    "white": '<span style="color:#ffffff">x</span>',
    "white font": '<font color="white">x</font>',
    "white on white": '<div style="background:#fff"><span style="color: rgb(255, 255, 255)">x</span></div>',
    "white on a white cell of a dark table": '<table bgcolor="#000"><tr><td bgcolor="#ffffff"><font '
    'color="#fff">x</font>'
    "</td></tr></table>",
    "by a style sheet": "<style>.pre {display:none}</style><div class='pre'>x</div>",
    "script": "<script>x</script>",
    "comment": "<!-- x -->",
    "title": "<title>x</title>",
    "nested": '<div style="display:none"><p><b>x</b></p></div>',
}


@pytest.mark.parametrize("markup", HIDDEN.values(), ids=HIDDEN)
def test_hidden_text_is_dropped(markup: str) -> None:
    assert to_text(f"<p>Hello</p>{markup}<p>Bye</p>").split() == ["Hello", "Bye"]


VISIBLE = {
    "white on dark": '<div style="background-color:#003366"><span style="color:#fff">x</span></div>',
    "white button": '<a style="background:#635bff;color:#ffffff" href="#">x</a>',
    "white cell": '<table><tr><td bgcolor="#222222"><font color="#ffffff">x</font></td></tr></table>',
    "small": '<span style="font-size:0.9em">x</span>',
    "half seen": '<span style="opacity:0.8">x</span>',
    "hidden on phones": "<style>@media (max-width:600px){.wide{display:none}}</style><div class='wide'>x</div>",
}


@pytest.mark.parametrize("markup", VISIBLE.values(), ids=VISIBLE)
def test_visible_text_is_kept(markup: str) -> None:
    assert to_text(f"<p>Hello</p>{markup}<p>Bye</p>").split() == ["Hello", "x", "Bye"]


def test_lines_follow_the_blocks_and_cells_stay_apart() -> None:
    markup = (
        "<p>One <b>bold</b>\n word</p><ul><li>a</li><li>b</li></ul><table><tr><td>Invoice</td>"
        "<td>INV-1</td></tr></table>"
    )
    assert to_text(markup) == "One bold word\n\n- a\n- b\n\nInvoice INV-1"


def test_a_link_shows_its_words_and_its_target_only_where_a_stripe_id_stands_in_it() -> None:
    plain = '<a href="https://shop.example/track?user=1">our site</a>'
    told = '<a href="https://safe.example/?u=https%3A%2F%2Fdashboard.stripe.example%2Fcustomers%2Fcus_0123456789abcd">you</a>'
    assert to_text(plain) == "our site"
    assert to_text(told).startswith(
        "you <https://safe.example/?u=https://dashboard.stripe.example/customers/cus_01234567"
    )


def test_an_address_without_escapes_is_no_tag() -> None:
    assert to_text("On 4 May, Dana <dana@customer.example> wrote:") == "On 4 May, Dana <dana@customer.example> wrote:"


def test_an_indented_paragraph_is_no_quote() -> None:
    markup = 'I want:<blockquote style="margin:0 0 0 40px;border:none;padding:0px">my money</blockquote>'
    assert ">" not in to_text(markup)


def test_a_mail_cannot_forge_the_marks_of_this_module() -> None:
    forged = "".join(f"<p>{mark}</p><p>words</p>" for mark in MARKS)
    assert to_text(forged).split() == ["words"] * len(MARKS)


@pytest.mark.parametrize(
    "markup", ["", " ", "<", "<!--", "<p", "<?xml version='1.0'?>", "\x00", "\ud800", "<b>" * 5000]
)
def test_rubbish_is_read_without_an_error(markup: str) -> None:
    to_text(markup)


def test_inline_answers_within_a_gmail_quote() -> None:
    markup = (
        '<div>See below.</div><div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 2, 2026 Billing '
        '&lt;b@shop.example&gt; wrote:</div><blockquote class="gmail_quote" style="border-left:1px '
        'solid">Which invoice?'
        '</blockquote><div>The one over 49 dollars.</div><blockquote class="gmail_quote" style="border-left:1px solid">'
        "Which card?</blockquote><div>The Visa.</div></div>"
    )
    reply = read_reply(to_text(markup))
    assert [(each.quoted, each.answer) for each in reply.inline_answers] == [
        ("Which invoice?", "The one over 49 dollars."),
        ("Which card?", "The Visa."),
    ]
    assert "Which card?" not in reply.own
    assert reply.own.split("\n\n") == ["See below.", "The one over 49 dollars.", "The Visa."]


def test_line_ends_count_where_the_page_says_so() -> None:
    assert to_text("<pre>Please refund.\n\n-- \nDana</pre>") == "Please refund.\n\n--\nDana"
    assert to_text("<div style='white-space: pre-wrap'>a\nb</div><p>c\nd</p>") == "a\nb\n\nc d"

"""What hangs careless mail parsers: short strings that are repeated to 100 kB."""

SIZE = 100_000

# For the rooms that read a text alone.
SHAPES = (
    "4", "\n", "<", ">", "(", ")", "[", '"', "@", ".", ":", "=", "_", "-", "\\", "$", "\u20ac", "\u2022", "x", "A",
    "0", "+", "\t", "\x00", "\uff14", "\xe9", "\u200b", " 4", "4 ", "4242 ", "42 ", "4242 4242 4242 424",
    "4242 4242 4242 4242 ", "4242\n", "4-", "4242.4242.", "4222222222222 12/27 ", "DE89 ", "DE89",
    "DE89 3704 0044 0532 0130 0", "123-45-6789 ", "cvc ", "cvc is is ", "sk_live_", "pi_abcdefg_secret_", "pi_a_",
    "cus_", "\\_", "eyJabcdefgh.", "-----BEGIN PRIVATE KEY-----\n", "password: ", "password is ", "api key ",
    "bearer ", "x://a:b", "http://", "https://x.example/cus_", "a@", "a.b@", "@a ", "user@example.com ",
    "github.com/", "my github user ", "$1", "$1,", "1.", "1 111", "\u20ac ", "1 \u20ac", "kr ", "49.00 ", "R$ 1.",
    "charged ", "invoice ", "invoice 1-", "A1B2C3-", "receipt 1234-", "a1-", "number is my ", "ending in ", "last 4 ",
    "xxxx", "* ", "visa ", "nov ", "2 nov 2026 ", "02.11.", "11/02/", "2026-11-", "[card number ending ", "On a b\n",
    "On ", "From: a\n", "> ", " \n", "=?", "(((", "de ", "mot de passe ", "dmarc=pass ", "dmarc=pass;", "(a", "a=b ",
    '"\\', "by x ", "i am ", "thank you for ", "<a@b>:", "recipient ",
)  # fmt: skip

# In the body of a text mail.
TEXTS = (
    "On ", "On a b\n", "\n", "   \n", "\t", "From: a\n", "From: a@b.example\n", "From: a@b.example\n\n", "<", ">",
    "> a\n", "> a\nb\n", "> a\n\nb\n\n", "wrote:\n", "On 2026 a wrote:\n", "On 1 Jan 2026, Somebody <\n", "On <", "a",
    "word ", "-", "--\n", "---\nDana\n", "_", "*\n", "1234 ", "4242 ", "a.", "a@", "a@b.example ", "a: ", ":\n", "(",
    "[<(", "http://a ", "> On 1 Jan 2026 x wrote:\n", "Thanks,\nDana\n", "Sent from my iPhone\n",
    "Sent from my iPhone\n\n", "\nThis email is confidential\n", "From: a@b.example\nSent: 1\nTo: x\nSubject: y\n\n",
    "-----Original Message-----\n", "\xa0", "\u5728\u5199\u9053\uff1a", "2026-11-02 ", "\U0001f600", "=", "/", "_ ",
    "A B ", "\u200b", "<a\n>", "&gt;", "cus_0123456789abcd ", "$1,000.00 ", "DE89 3704 0044 0532 ", "- Dana\n",
    "Dana Example\n", "=?utf-8?q?a?= ", "\r", "\xe9", "Message du 1\n", "-----BEGIN PGP MESSAGE-----\n",
    "-----BEGIN PGP SIGNED MESSAGE-----\n", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: x\n\n", "Hash: a\n", "- - \n",
    "On Mon, 1 Jan 2026 at 10:00 ", "On 1/1/2026, x <a@b.example> wrote:\n> hi\nok\n",
    "Von: a\nGesendet: b\nAn: c\nBetreff: d\n\n", "*From:* a\n", "| ", "|a\n",
    "________________________________\nFrom: a\n", "~~~\n", "...\n", "1. a\n", "\u2022 a\n", "+49 170 1234567\n",
    "+1 (555) 010-9999 ", "https://a.example/?x=cus_0123456789abcd&", "password: a1b2c3\n", "api key: ", "Bearer ",
    "A1B2C3D4-0001 ", "invoice A1B2C3D4-0001 ", "INV-2026-", "visa ending in 4242 ", "**** **** **** ", "xxxx xxxx ",
    "EUR ", "1.234,56 ", "1,", "\u20ac1.", "$1.00$", "12:00 ", "3 Nov 2026, ", "Nov 3, ", "3.11.", "\u67083\u65e5",
    "a@b.example,", "<a@b.example> wrote:\n", "cid:a@b ", "mailto:a@b.example ", "<mailto:a@b.example>", "[cid:x]\n",
    "[image: x]\n", "\u3000", "\uff41", "\uff14\uff12\uff14\uff12 ", "\ufeff", "\xad", "\u200d",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0130", "\xdf", "\ufb01", "\x85", "\u2028", "\x0b", "\x0c",
    "\x1b$B", "=3D=\n", "=20\n", "&#x41;", "&nbsp;", "a\u0301", "\u0642", "\u05e9\u05dc\u05d5\u05dd ",
    "\u4f60\u597d\uff0c", "\u5199\u9053\uff1a\n", "\u306e\u30e1\u30fc\u30eb:\n", "schrieb:\n", "a \xe9crit :\n",
    "Dana Example wrote:\n", "Thanks\n", "Thanks, Dana\n", "Best regards,\nDana Example\nCEO\nExample Inc.\n\n",
    "--\nDana\n--\n", "_____\n", "=====\n", "Sent from my iPhone\nDana\n", "Get Outlook for iOS\n",
    "Confidentiality notice: x\n\n", "Begin forwarded message:\n", "Begin forwarded message:\n\nFrom: a\n\n",
    "> > > > ", ">>>>>>>>>>\n", "> On a wrote:\n> > b\nc\n", "&gt; a\nb\n", "<https://a.example>\n",
    "(https://a.example", "Message du 1\nDe : a\n", "Le 1 janvier 2026 \xe0 10:00, x a \xe9crit :\n",
    "Am 1.1.2026 um 10:00 schrieb x:\n", "reply above this line\n", "## Reply above ##\n",
    "On Jan 1, 2026,\nat 10:00,\nX\n<a@b.example>\n", "On\n", "On 1\n", "2026\n", "1:1\n", "a:b@c\n", "Subject: a\n",
    "Date: a\n", "To: a\n", "From: a To: b Subject: c ", "i i i i i i i i i i \n", "4111-1111-1111-1111\n",
    "4111 1111 1111 1111 12/27 123\n", "cvc 123 ", "security code ", "GB82 WEST 1234 5698 7654 32 ", "078-05-1120 ",
    "ssn is my ", "social security number ", "eyJhbGciOiJIUzI1NiJ9.", "ghp_", "xoxb-", "whsec_", "pi_a_secret_",
    "AKIA", "://a:b@", "x://a:", "contrase\xf1a: ", "my github user is ", "#a ",
)  # fmt: skip

# In the body of a text mail that a form or a colleague sent.
CARRIED = (
    "Name: a\n", "Email: a@b.example\n", "Message: a\n", "Message\n", "Phone\n\n", "[Name] ", "*Name:* a\n",
    "Name ", "name =", "\u304a\u540d\u524d\uff1a", "\u3010\u304a\u540d\u524d\u3011",
    "Email a@b.example\nName a\nMessage a\n", "--\n", "Sent via ", "Message: a\nName: b\n",
    "From: a <a@b.example>\n", "From: a@b.example\nSubject: x\n\n", "From: a [mailto:a@b.example]\n",
    "---------- Forwarded message ---------\n",
    "---------- Forwarded message ---------\nFrom: a@s.example\nSubject: x\n\n",
    "> From: a@b.example\n> Subject: x\n", "<a\n", "From: <a\nb>\n", "\n<\nmailto:a <a@b.example>\n>", "> ",
    ">>>\n", "%2F", "https://x.example/?u=%252F", "%", "urldefense.com/v2/url?u=-2F",
)  # fmt: skip

# In the body of an HTML mail.
MARKUPS = (
    "<div>", "<b>", "<table><tr><td>", "<blockquote>", "<blockquote>x", "&amp;", "&", "<", "<!--", "<a href=x>y</a>",
    "<style>.a{", "<style>.a{color:red}</style>", "<span style='color:white'>x</span>", "<p>x</p>", "<br>", "\x00<p>",
    "<div class=gmail_quote>On x wrote:", "<p style='font-size:0 ;'>x", "<select><option>", "<svg><math>",
    "<p hidden>", "<div id=Signature>x</div>", "<img alt=x>", "<a@b.example>", "<td>x", "</p>", "<p ",
    "<div>x</div></div>", "<div class='gmail_quote'>", '<div class="yahoo_quoted">a', "<blockquote type=cite>",
    "<blockquote type=cite>x</blockquote>y", "<div id=divRplyFwdMsg></div>", "<div id=appendonsend></div>x",
    "<div class=gmail_attr>x</div>", "<div class=gmail_signature>x</div>",
    "<a href='https://x.example/cus_0123456789abcd'>", "<a href='https://x.example/cus_0123456789abcd'>x</a>",
    "<style>", "<style></style>", "<style>@media{", "<style>a,", "{}", "</div>", "<table>", "<tr>", "<td>",
    "<ul><li>", "<font>", "<span>", "<i><b>", "<p><b>", "<!DOCTYPE x>", "<!-- x -->", "<![CDATA[", "<?xml ?>",
    "<script>", "<script></script>", "<title>", "<textarea>", "<template>", "<math>", "<iframe>", "<noscript>",
    "<object>", "<form>", "<button>", "<h1>", "<pre>\n", "<hr>", "<img src=x>", "<o:p>", "<a><a>", "<a><div>",
    "<b><p>", "<table><b>", "<table><form>", "<table>x", "<select>", "<frameset>", "<body x>", "<html x>",
    "<body style='display:none'>", "<div style='display:none'>", "<p style='color:#fff;background:#000'>x",
    "<p class=a>", "<p class='a b c d e f g h'>", "&#", "&#x", "&#1114112;", "&lt;", "&nbsp;", "&notit;", "\xa0",
    '<p style="', "<p a='", "=", "<x-y-z>", "<a@b>", "<h@b.c", "<br/>", "<br><br>", "<center>", "<p align=x>",
    "<label>", "<marquee>", "<nobr>", "<ruby><rt>", "<li>", "<dd>", "<option>", "<keygen>", "<input>",
    "<div><p></div>", "<b></p>",
)  # fmt: skip

# Whole pages.
LONG = {
    "attributes": "<p " + "a=b " * 25_000 + ">x",
    "size": "<p style='font-size:" + "0" * SIZE + "x'>x",
    "colours": "<p style='" + "color:" * 16_000 + "'>x",
    "grounds": "<p style='" + "background " * 9_000 + "'>x",
    "rules": "<style>" + ".a{display:none}" * 6_000 + "</style>x",
    "link": "<a href='" + "cus_" * 25_000 + "'>x</a>",
    "escapes": "<a href='_" + "%25" * 33_000 + "'>x</a>",
}


def repeated(shape: str) -> str:
    """The shape and nothing else, 100 kB of it."""
    return (shape * (SIZE // len(shape) + 1))[:SIZE]


def near_digits(shape: str) -> str:
    """Runs of it that end in the digits which the patterns for numbers wait for."""
    return repeated(f"invoice {shape * (150 // len(shape))} 4242x\n")

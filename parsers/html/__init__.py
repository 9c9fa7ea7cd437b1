"""Markup to lines of text as a reader would see them: hidden text dropped, quotes behind `>`, nothing ever fetched."""

import re
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.html.visibility import appearance, hiding_classes, shallow, squeezed_style

MAX_NODES = 20_000
MAX_DEPTH = 400
MAX_QUOTE_DEPTH = 8

# Lines of their own in the text: what the markup says about the lines that follow. Private-use characters, which
# `to_text` removes from the mail's own words first.
ATTRIBUTION = "\ue000"  # before a line that introduces a quote, in whatever language
QUOTE = "\ue001"  # all that follows is an earlier mail
SIGNATURE = "\ue002"
SIGNATURE_END = "\ue003"
MARKS = (ATTRIBUTION, QUOTE, SIGNATURE, SIGNATURE_END)

PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote", "hr"})
BLOCKS = PARAGRAPHS | frozenset(
    {
        "div",
        "li",
        "tr",
        "dt",
        "dd",
        "body",
        "html",
        "center",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "address",
        "form",
        "fieldset",
        "figure",
        "caption",
        "tbody",
        "thead",
        "tfoot",
        "details",
        "summary",
    }
)
SKIPPED = frozenset(
    {
        "script",
        "style",
        "head",
        "title",
        "template",
        "object",
        "svg",
        "math",
        "iframe",
        "select",
        "textarea",
        "audio",
        "video",
        "canvas",
        "map",
        "noembed",
        "-comment",
        "meta",
        "link",
        "base",
    }
)
INLINE = frozenset(
    {"b", "i", "u", "s", "em", "strong", "small", "big", "font", "o:p", "tt", "code", "sub", "sup", "abbr", "wbr"}
)

NAMING = ("class", "id", "name")  # attributes that say what an element is
# What mail clients put around an earlier mail; each is a class or an id, whole or after a sanitiser's prefix
# (Yahoo's ydp…, Outlook's x_).
QUOTED = re.compile(
    r"(?:^|[\s_])(?:\w*yahoo_quoted\w*|(?:x_)*OLK_SRC_BODY_SECTION|tutanota_quote|missive_quote|nylas-quote"
    r"|front-blockquote|mail-quote-collapse|zmail-quote|aol_quoted|WM_quote)(?:\s|$)"
)
FOLLOWED = re.compile(
    r"(?:^|\s)(?:(?:x_)*divRplyFwdMsg|(?:x_)*appendonsend|mail-editor-reference-message-container|isReplyContent"
    r"|(?:x_)*stopSpelling|reply-intro|messageReplySection)(?:\s|$)"
)
INTRODUCES = re.compile(r"(?:^|\s)(?:(?:x_)?gmail_attr|moz-cite-prefix|airmail_on)(?:\s|$)")
SIGNED = re.compile(
    r"(?:^|\s)(?:(?:x_)*gmail_signature|moz-signature|(?:x_)*Signature|ms-outlook-mobile-signature"
    r"|(?:x_)?AppleMailSignature|protonmail_signature_block|tutanota_signature|front-signature|messageSignatureSection|k9mail-signature|sh-signature"
    r"|(?:email-?)?signature)(?:\s|$)"
)

_STRIPE_ID = re.compile(
    r"(?<![A-Za-z0-9_])(?:cus|sub|si|in|ch|py|pi|re|pyr|pm|du|dp|cs_live|cs_test|acct|ii|cn)_[A-Za-z0-9]{14,100}"
)
_PRIVATE = re.compile("[\ue000-\ue003]")
_SPACES = re.compile(r"[ \t\n\r\f\u00a0]+")


def to_text(markup: str) -> str:
    """The visible text of `markup`, a line a block, quoted blocks prefixed by `> `, with the marks of this module.

    Never raises. Beyond `MAX_NODES` nodes the rest is left out; deeper than `MAX_DEPTH` it is left out likewise.
    """
    if not markup.strip():
        return ""
    tree = LexborHTMLParser(_PRIVATE.sub("", shallow(markup)))
    if tree.root is None:
        return ""
    page = _Page(hiding_classes(markup))
    page.read(tree.root)
    return page.text()


class _Page:
    """Collects the visible lines while the tree is walked, without recursion."""

    def __init__(self, hiding: frozenset[str]) -> None:
        self.hiding = hiding
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0  # of quoting
        self.preformatted = 0  # elements within which line ends count
        self.pending = ""  # a mark for the next line
        self.target = ""  # of the link that is open

    def text(self) -> str:
        """Everything read so far; at most one blank line in a row."""
        self.end_line()
        return re.sub(r"\n(?:[> ]*\n){2,}", "\n\n", "\n".join(self.lines)).strip("\n")

    def read(self, root: LexborNode) -> None:
        """Walk the tree in document order; what to do on leaving a node waits on the stack beside it."""
        stack: list[tuple[LexborNode | None, str, int, bool]] = [(root, "", 0, False)]
        count = 0
        while stack:
            node, leaving, level, dark = stack.pop()
            if node is None:
                self.leave(leaving)
                continue
            count += 1
            if count > MAX_NODES:
                break
            following = node.next if level else None
            if following is not None:
                stack.append((following, "", level, dark))
            if node.tag == "-text":
                self.words(node.text_content or "")
            else:
                self.enter(node, stack, level, dark)

    def enter(
        self, node: LexborNode, stack: list[tuple[LexborNode | None, str, int, bool]], level: int, dark: bool
    ) -> None:
        tag = node.tag or ""
        if tag in SKIPPED or level > MAX_DEPTH:
            return
        attributes = node.attributes
        if attributes:
            dark, hidden = appearance(attributes, dark, self.hiding)
            if hidden:
                return
        leaving = "" if tag in INLINE else self.open(tag, attributes)
        if leaving:
            stack.append((None, leaving, level, dark))
        child = node.child
        if child is not None:
            stack.append((child, "", level + 1, dark))

    def open(self, tag: str, attributes: dict[str, str | None]) -> str:
        """Note that an element begins; returns what must happen when it ends, as one letter each."""
        if tag in ("td", "th"):
            self.line.append(" ")
            return ""
        if tag == "br":
            self.end_line(force=True)
            return ""
        if "@" in tag:
            self.line.append(f"<{tag}>")  # an address whose angle brackets nobody escaped
            return ""
        if tag == "img":
            alternative = attributes.get("alt") or ""
            self.line.append(alternative if len(alternative) <= 2 else "")
            return ""
        leaving = self.open_block(tag) if tag in BLOCKS else ""
        if tag == "pre" or (leaving and attributes and "white-space:pre" in squeezed_style(attributes)):
            self.preformatted += 1
            leaving += "w"
        named = " ".join(filter(None, map(attributes.get, NAMING))) if attributes else ""
        if tag == "signature" or "data-sigid" in attributes:
            named = f"moz-signature {named}"
        if tag == "a" and (target := _told_by(attributes.get("href") or "")):
            self.target = target
            leaving += "a"
        return self.open_named(tag, named, attributes, leaving) if named or tag == "blockquote" else leaving

    def open_block(self, tag: str) -> str:
        self.end_line()
        if tag in PARAGRAPHS:
            self.end_line(force=bool(self.lines and self.lines[-1].strip("> ")))
            return "p"
        if tag == "li":
            self.line.append("- ")
        return "l"

    def open_named(self, tag: str, named: str, attributes: dict[str, str | None], leaving: str) -> str:
        if tag == "blockquote":
            if self.is_quote(named, attributes):
                self.depth += 1
                return leaving + "q"
            return leaving
        if QUOTED.search(named):
            self.end_line()
            self.depth += 1
            return leaving + "q"
        if FOLLOWED.search(named):
            self.mark(QUOTE)
        elif SIGNED.search(named):
            self.mark(SIGNATURE)
            return leaving + "s"
        elif INTRODUCES.search(named):
            self.pending = ATTRIBUTION
        return leaving

    def is_quote(self, named: str, attributes: dict[str, str | None]) -> bool:
        """A blockquote may be mere indentation: Gmail's indent button, or pasted text without an introduction."""
        style = squeezed_style(attributes)
        if "border:none" in style and attributes.get("type") != "cite":
            return False
        introduced = any(line.strip("> ").endswith((":", "：")) for line in self.last_lines())
        return not ("gmail_quote" in named and not style and not introduced)

    def last_lines(self) -> list[str]:
        return [line for line in self.lines[-4:] if line.strip("> ")][-1:]

    def mark(self, mark: str) -> None:
        self.end_line()
        self.lines.append(mark)

    def leave(self, leaving: str) -> None:
        for what in leaving[::-1]:
            if what == "a":
                self.line.append(f" <{self.target}>")
            elif what == "s":
                self.mark(SIGNATURE_END)
            elif what == "w":
                self.preformatted -= 1
            else:
                self.end_line()
                self.depth -= what == "q"
                if what == "p":
                    self.end_line(force=bool(self.lines and self.lines[-1].strip("> ")))

    def words(self, text: str) -> None:
        if self.preformatted and "\n" in text:
            first, *others = text.split("\n")
            self.line.append(first)
            for line in others:
                self.end_line(force=True)
                self.line.append(line)
        elif self.line or not text.isspace():
            self.line.append(text)

    def end_line(self, *, force: bool = False) -> None:
        """Close the line that is being written; an empty one only counts where it is meant (`force`)."""
        if not self.line and not force:
            return
        text = " ".join("".join(self.line).split())
        self.line.clear()
        if text and text != "-":
            self.lines.append(self.pending + "> " * min(self.depth, MAX_QUOTE_DEPTH) + text)
            self.pending = ""
        elif force:
            self.lines.append(("> " * min(self.depth, MAX_QUOTE_DEPTH)).rstrip())


def _told_by(target: str) -> str:
    """A link's target where a Stripe id stands in it, unwrapped of the escapes of redirecting links."""
    if "_" not in target:
        return ""
    plain = unquote(unquote(target))
    return plain[:500] if _STRIPE_ID.search(plain) else ""

"""What of a page can be seen: elements that are hidden by style, and pages nested too deeply to parse."""

import re
from collections.abc import Iterator, Mapping

MAX_NESTING = 4000  # elements within elements; parsing takes quadratic time in it
MAX_SHEETS = 8
MAX_SHEET = 50_000  # characters
MAX_STYLE = 1000  # characters of one style attribute

VOID = frozenset(
    {"br", "p", "li", "td", "th", "tr", "dt", "dd", "img", "hr", "meta", "link", "input", "area", "base", "col", "wbr"}
)
_HIDING = re.compile(
    r"display:none|visibility:hidden|mso-hide:all"
    r"|(?<![\w-])(?:opacity|max-height|font-size):0{1,4}(?:\.0{0,4})?(?:px|pt|em|rem|ex|%)?(?:[;!]|$)"
)
_COLOUR = re.compile(r"(?<![\w-])color:([^;!]+)")
_GROUND = re.compile(r"(?<![\w-])background(?:-color|-image)?:([^;!]+)")
WHITE = frozenset({"#fff", "#ffffff", "white", "rgb(255,255,255)", "#fefefe", "rgba(255,255,255,1)"})
NO_GROUND = WHITE | {"none", "transparent", "initial", "inherit", "unset", ""}
_LAST_CLASS = re.compile(r"\.([\w-]{1,60})\s*$")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,12})")
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_STYLE = re.compile(r"<style\b", re.IGNORECASE)

_SPACES = re.compile(r"[ \t\n\r\f\u00a0]+")

Attributes = Mapping[str, str | None]


def appearance(attributes: Attributes, dark: bool, hiding: frozenset[str]) -> tuple[bool, bool]:
    """Whether the ground is known not to be white, and whether the element cannot be seen.

    `dark`: what was known of the ground around it. `hiding`: classes that a style sheet hides.
    """
    style = squeezed_style(attributes)
    ground = _GROUND.search(style) if style else None
    written = ground[1] if ground else (attributes.get("bgcolor") or "").lower()
    if written:
        dark = written not in NO_GROUND or (dark and written not in WHITE)
    colour = _COLOUR.search(style) if style else None
    white = (colour[1] if colour else (attributes.get("color") or "").lower()) in WHITE
    classes = attributes.get("class") or ""
    by_class = bool(hiding) and not hiding.isdisjoint(classes.split())
    return dark, "hidden" in attributes or by_class or (white and not dark) or bool(style and _HIDING.search(style))


def squeezed_style(attributes: Attributes) -> str:
    """The style attribute in lower case and without spaces."""
    style = attributes.get("style")
    return _SPACES.sub("", style[:MAX_STYLE].lower()) if style else ""


def shallow(markup: str) -> str:
    """`markup` itself, or without its tags where they nest so deeply that parsing takes quadratic time."""
    if markup.count("<") <= MAX_NESTING:
        return markup
    opened: dict[str, int] = {}
    depth = 0
    for closing, written in _TAG.findall(markup):
        tag = written.lower()
        if tag in VOID:
            continue
        if not closing:
            opened[tag] = opened.get(tag, 0) + 1
            depth += 1
            if depth > MAX_NESTING:
                return _ANY_TAG.sub("<br>", markup)
        elif opened.get(tag):  # what closes nothing leaves all open
            opened[tag] -= 1
            depth -= 1
    return markup


def hiding_classes(markup: str) -> frozenset[str]:
    """Classes that a style sheet hides, outside of any media query."""
    found: set[str] = set()
    for sheet in _sheets(markup):
        depth, at_rule, selectors = 0, False, ""
        for piece in re.split(r"([{}])", sheet):
            if piece == "{":
                depth += 1
            elif piece == "}":
                depth = max(0, depth - 1)
                at_rule = at_rule and depth > 0
            elif depth == 0:
                at_rule, selectors = "@media" in piece, piece
            elif depth == 1 and not at_rule and _HIDING.search(_SPACES.sub("", piece[:2000].lower())):
                found.update(match[1] for part in selectors.split(",") if (match := _LAST_CLASS.search(part[-80:])))
    return frozenset(found)


def _sheets(markup: str) -> Iterator[str]:
    """The text of the first style sheets."""
    at = 0
    for _ in range(MAX_SHEETS):
        start = _STYLE.search(markup, at)
        if start is None:
            return
        end = markup.find("</", start.end())
        at = len(markup) if end < 0 else end
        yield markup[start.end() : min(at, start.end() + MAX_SHEET)]

"""The words of a rich text body as Outlook packs it: LZFu undone (MS-OXRTFCP), control words dropped (RTF 1.9)."""

import re
import struct

MAX_RTF = 1024 * 1024  # bytes that a packed body may unfold to
MAX_TOKENS = 400_000
MAX_DEPTH = 200

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_WINDOW = 4096

_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
_SILENT = frozenset(
    rb"fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr listtable "
    rb"listoverridetable rsidtbl generator themedata datastore xmlnstbl latentstyles fldinst bkmkstart bkmkend".split()
)
_LINES = {b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t", b"cell": " "}
_SIGNS = {
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"emspace": " ",
    b"enspace": " ",
}
_ESCAPED = {b"\\": "\\", b"{": "{", b"}": "}", b"~": " ", b"_": "-", b"\n": "\n", b"\r": "\n"}


def rtf_text(packed: bytes) -> str:
    """The text of a packed rich text body; empty where it is none or unfolds to more than is sane."""
    rtf = _unpacked(packed)
    return _Reader().read(rtf) if rtf.startswith(b"{\\rtf") else ""


def _unpacked(packed: bytes) -> bytes:
    if len(packed) < 16:
        return b""
    size, kind = struct.unpack_from("<II", packed, 4)
    if kind == _PLAIN:
        return packed[16 : 16 + min(size, MAX_RTF)]
    return _unfolded(packed, min(size, MAX_RTF)) if kind == _PACKED else b""


def _unfolded(packed: bytes, size: int) -> bytes:
    """References into a ring of 4096 bytes that begins with a fixed dictionary."""
    ring = bytearray(_DICTIONARY.ljust(_WINDOW, b"\0"))
    place, at = len(_DICTIONARY), 16
    out = bytearray()
    while at < len(packed) and len(out) < size:
        flags = packed[at]
        at += 1
        for bit in range(8):
            if at >= len(packed) or len(out) >= size:
                return bytes(out)
            if not flags >> bit & 1:
                start, length, literal = 0, 1, packed[at]
                at += 1
            elif at + 1 < len(packed):
                token = packed[at] << 8 | packed[at + 1]
                start, length, literal = token >> 4, (token & 15) + 2, None
                at += 2
                if start == place:
                    return bytes(out)
            else:
                return bytes(out)
            for step in range(length):  # one by one: a reference may reach into what it writes
                octet = ring[(start + step) % _WINDOW] if literal is None else literal
                ring[place] = octet
                place = (place + 1) % _WINDOW
                out.append(octet)
    return bytes(out)


class _Reader:
    """Reads the text of a rich text document; what a group says of fonts and pictures, or of its HTML, is left out."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.octets = bytearray()
        self.charset = "cp1252"
        self.silent = 0  # depth from which nothing is text, 0 where all is
        self.depth = 0
        self.fallback = 0  # characters to step over after one in Unicode
        self.skips = 1
        self.fresh = False  # a group has just begun

    def read(self, rtf: bytes) -> str:
        for count, hit in enumerate(_TOKEN.finditer(rtf)):
            if count > MAX_TOKENS:
                break
            self.token(hit)
        self.flush()
        text = "".join(self.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return re.sub(r"\n{3,}", "\n\n", text).strip()

    def token(self, hit: re.Match[bytes]) -> None:
        if hit["brace"]:
            self.brace(hit["brace"])
        elif hit["word"]:
            self.word(hit["word"].lower(), hit["number"])
        elif hit["hex"]:
            self.octet(int(hit["hex"], 16))
        elif hit["sign"]:
            self.sign(hit["sign"])
        elif hit["text"]:
            self.text(hit["text"])
        self.fresh = (self.fresh and hit["sign"] == b"*") or hit["brace"] == b"{"

    def brace(self, brace: bytes) -> None:
        self.depth += 1 if brace == b"{" else -1
        if self.silent and self.depth < self.silent:
            self.silent = 0

    def sign(self, sign: bytes) -> None:
        if sign == b"*" and self.fresh:
            self.silent = self.silent or self.depth
        elif sign in _ESCAPED:
            self.say(_ESCAPED[sign])

    def word(self, word: bytes, number: bytes | None) -> None:
        value = int(number) if number else 1
        if word in _SILENT and self.fresh:
            self.silent = self.silent or self.depth
        elif word == b"ansicpg":
            self.charset = f"cp{value}"
        elif word == b"uc":
            self.skips = min(max(value, 0), 8)
        elif word == b"u":
            self.say(chr(value % 0x10000))
            self.fallback = self.skips
        elif word in _LINES or word in _SIGNS:
            self.say(_LINES.get(word) or _SIGNS[word])

    def octet(self, octet: int) -> None:
        if self.fallback:
            self.fallback -= 1
        elif not self.silent:
            self.octets.append(octet)

    def text(self, octets: bytes) -> None:
        stepped = min(self.fallback, len(octets))
        self.fallback -= stepped
        if not self.silent:
            self.octets += octets[stepped:]

    def say(self, text: str) -> None:
        self.flush()
        if not self.silent:
            self.out.append(text)

    def flush(self) -> None:
        if self.octets:
            try:
                self.out.append(self.octets.decode(self.charset, "replace"))
            except LookupError:
                self.out.append(self.octets.decode("cp1252", "replace"))
            self.octets.clear()

"""Bytes to text, whatever charset they claim: never raises, never returns a control character that could do harm."""

import codecs
import re
from functools import lru_cache

from parsers.mime.guessing import guess

# Labels seen in real mail, and the superset that decodes what they really carry (WHATWG Encoding, section 4.2).
ALIASES = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "cp-850": "cp850",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "iso-8859-8-i": "iso8859-8",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "iso-2022-jp": "iso2022_jp_ext",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "utf8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "big5": "cp950",
    "cn-big5": "cp950",
}
# Here the declared charset is believed before UTF-8: their bytes are ASCII, or may pass for UTF-8 by chance.
STATEFUL = ("iso2022", "iso-2022", "utf-7", "utf-16", "utf-32", "hz", "gb", "cp9", "euc", "johab", "big5")
NOT_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"})

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# C0 and C1 controls but tab and newline; lone surrogates; byte order marks; characters that reorder text on a screen.
_HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\u202a-\u202e\u2066-\u2069]")


@lru_cache(maxsize=256)
def codec_name(label: str) -> str | None:
    """Python's codec for a charset label, or None if there is none fit for text."""
    name = label.strip().strip("\"'").lower()[:40]
    name = ALIASES.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    is_text = getattr(found, "_is_text_encoding", False)
    return found.name if is_text and found.name not in NOT_CHARSETS else None


def decode(raw: bytes, label: str | None = None) -> str:
    """`raw` as text: by its byte order mark, the declared charset, UTF-8, or else as Windows-1252."""
    declared = codec_name(label) if label else None
    if is_plain(raw) and not (declared and declared.startswith(STATEFUL)):
        return clean(raw.decode("ascii"))
    for codec in _candidates(raw, declared):
        try:
            return clean(raw.decode(codec))
        except (UnicodeError, ValueError):
            continue
    told = declared not in (None, "cp1252") or (label or "").lower().startswith(("iso", "windows", "latin", "cp"))
    return clean(raw.decode((None if told else guess(raw)) or "cp1252", "replace"))


def is_plain(raw: bytes) -> bool:
    """Whether no byte of `raw` needs a charset."""
    return raw.isascii() and b"\x1b" not in raw


def clean(text: str) -> str:
    """`text` with newlines as `\\n` and without harmful characters."""
    if text.isprintable() and text.isascii():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HARMFUL.sub("", text)


def _candidates(raw: bytes, declared: str | None) -> tuple[str, ...]:
    for mark, codec in _BOMS:
        if raw.startswith(mark):
            return (codec, "utf-8")
    if declared is None:
        return ("iso2022_jp_ext", "utf-8") if b"\x1b$" in raw[:4096] else ("utf-8",)
    if declared.startswith(STATEFUL):
        return (declared, "utf-8")
    return ("utf-8",) if declared == "cp1252" else ("utf-8", declared)

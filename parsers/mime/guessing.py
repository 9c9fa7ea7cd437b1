"""Which charset bytes are in when nobody says, or says only "us-ascii": by what would be read most often."""

import re

MAX_LOOK = 4096  # bytes
MIN_SHARE = 0.85  # of the characters beyond ASCII must be those of the script that the charset is for
_ASCII = frozenset(range(128))
WIDE = ("cp932", "euc_jp", "cp949", "gb18030", "cp950")

_COMMON = {
    "cp932": re.compile("[\u3040-\u30ff\u4e00-\u9fff\u3001\u3002\uff01-\uff5e\u300c-\u300f\u30fc]"),
    "euc_jp": re.compile("[\u3040-\u30ff\u4e00-\u9fff\u3001\u3002\uff01-\uff5e\u300c-\u300f\u30fc]"),
    "cp949": re.compile("[\uac00-\ud7a3]"),
    "gb18030": re.compile("[\u4e00-\u9fff\uff01-\uff5e\u3001\u3002\u201c\u201d\u300a\u300b]"),
    "cp950": re.compile("[\u4e00-\u9fff\uff01-\uff5e\u3001\u3002\u300c-\u300f]"),
}
_KANA = re.compile("[\u3041-\u3096]")
_LETTERS = re.compile("[\u0400-\u04ff]")
_SMALL = re.compile("[\u0430-\u044f\u0451]")
_RUN = re.compile(rb"[\x80-\xff]{3,}")
# What is used every day, and its marks: level one of GB 2312, of Big5.
_LEVEL_ONE = {
    "gb18030": re.compile(rb"(?:[\xb0-\xd7\xa1\xa3][\xa1-\xfe])+"),
    "cp950": re.compile(rb"(?:[\xa4-\xc6\xa1\xa3][\x40-\x7e\xa1-\xfe])+"),
}
MIN_DISTINCT = 4  # bytes beyond ASCII: fewer are a row of bullets


def guess(raw: bytes) -> str | None:
    """A codec that reads `raw` as words, or None where it looks like Western text with single accents."""
    look = raw[:MAX_LOOK]
    runs = _RUN.findall(look)
    beyond = sum(byte > 0x7F for byte in look)
    if len(set(look) - _ASCII) < MIN_DISTINCT:
        return None
    if beyond < 6 or sum(map(len, runs)) * 3 < beyond:
        return "cp932" if beyond >= 6 and _reads(look, "cp932") else None
    wide = next((codec for codec in WIDE if _reads(look, codec)), None)
    return wide or _cyrillic(look)


def _reads(look: bytes, codec: str) -> bool:
    text = _text(look, codec)
    beyond = [char for char in text if char > "\x7f"]
    if not beyond or len(_COMMON[codec].findall(text)) < MIN_SHARE * len(beyond):
        return False
    if codec in ("cp932", "euc_jp"):
        return len(_KANA.findall(text)) * 5 >= len(beyond)
    if codec in _LEVEL_ONE:
        return sum(map(len, _LEVEL_ONE[codec].findall(look))) >= MIN_SHARE * sum(byte > 0x7F for byte in look)
    return True


def _text(look: bytes, codec: str) -> str:
    """Strictly decoded; the end may cut a character in two."""
    for end in (len(look), len(look) - 1):
        try:
            return look[:end].decode(codec)
        except UnicodeDecodeError:
            continue
    return ""


def _cyrillic(look: bytes) -> str | None:
    """KOI8-R and Windows-1251 differ in which half of their letters is small; people write mostly small ones."""
    best, share = None, 0.6
    for codec in ("cp1251", "koi8_r", "iso8859_5", "cp866"):
        text = look.decode(codec, "replace")
        beyond = sum(char > "\x7f" for char in text)
        if len(_LETTERS.findall(text)) >= 0.9 * beyond and len(_SMALL.findall(text)) > share * beyond:
            best, share = codec, len(_SMALL.findall(text)) / beyond
    return best

"""Text folded so that what looks alike is alike: for telling that a name imitates another, never for reading one."""

import unicodedata
from functools import lru_cache

# By the ASCII character that each looks like, after compatibility decomposition and case folding: the single
# characters of Unicode's confusables (UTS 39), whose compatibility forms are left out here.
LOOKS_LIKE = {
    "-": "˗‐‒–—⁃−➖ⲻ",
    ".": "۰ꓸ꘎",
    "/": "᜵⁁⁄∕╱⟋⧸ⳇ〳ノ㇓丿𝈺",
    "2": "ƨϩᒿꙅꛯꝛ",
    "3": "ȝɜʒзӡⳍꝫ𑣊𖼻𝈆",
    "4": "Ꮞ𑣏",
    "5": "ƽ𑣛",
    "6": "бᏮⳓ𑣕",
    "7": "𐓺𑣆𝈒",
    "8": "ȣ৪੪ଃ𐌚",
    "9": "৭੧୨൭ⳋꝯ𑣌𑣖",
    ":": "ː˸։ःઃ᛬᠃᠉⁚∶ꓽ꞉",
    "=": "᐀⹀゠꓿",
    "a": "ɑαаᎪᗅ⍺ꓮ𐊠𖽀",
    "b": "ƅβвьᏏᏴᑲᖯᗷꓐꞵ𐊂𐊡𐌁",
    "c": "сᏟᴄⲥꓚ𐊢𐌂𐐽𐔜𑣩𑣲🝌",
    "d": "ԁᎠᏧᑯᗞᗪꓒꓓ",
    "e": "εеҽᎬ℮⋿ⴹꓰꬲ𐊆𑣎",
    "f": "ϝքᖴẝꓝꞙꬵ𐊇𐊥𐔥𑣂𝈓",
    "g": "ƍɡԍցᏀᏳᶃꓖ",
    "h": "ηнһհᎻᏂᕼⲏꓧ𐋏",
    "i": "ıɩɪιіӏᎥ⍳ꙇ𑣃",
    "j": "ʝϳјᎫᒍꓙ",
    "k": "κкᏦᛕⲕꓗ𐔘",
    "l": "ǀ۱Ꮮᒪᛁ∣⏽│ⲓⳑⵏꓡꓲ𐊊𐌉𐌠𐑃𐔦𑣒𖼖𖼨𝈪",
    "m": "μϻмᎷᗰᛖⲙꓟ𐊰𐌑",
    "n": "ոռⲛꓠ𐔓",
    "o": "οσоօ۵०০੦૦ଠ୦௦ం౦ಂ೦ംഠ൦ං๐໐ဝ၀ჿዐᴏᴑⲟⵔ〇ꓳꬽ𐊒𐊫𐐬𐓪𐔖𑓐𑣈𑣗𑣠",
    "p": "ρрᏢᑭ⍴ⲣꓑ𐊕",
    "q": "ԛգզⵕ",
    "r": "ʀгᎡᎱᏒᖇᴦⲅꓣꭇꭈ𐓜𖼵𝈖",
    "s": "ѕտᏕᏚꓢꜱ𐊖𐑈𑣁𖼺",
    "t": "τтᎢ⊤⟙ⲧꓔ𐊗𐊱𐌕𑣜𖼊🝨",
    "u": "ʋυսሀᑌᴜ∪⋃ꓴꞟꭎꭒ𐓶𑣘𖽂",
    "v": "νѵ۷Ꮩᐯᴠ∨⋁ⴸꓦꛟ𐔝𑜆𑣀𖼈𝈍",
    "w": "ɯѡԝաᎳᏔᴡꓪ𑜊𑜎𑜏𑣦𑣯",
    "x": "×χхᕁᕽ᙭᙮ᚷ╳⤫⤬⨯ⲭⵝꓫꭓ𐊐𐊴𐌗𐌢𐔧𑣬",
    "y": "ɣʏγуүყᎩᎽᶌỿⲩꓬꭚ𐊲𑣄𖽃",
    "z": "ζᏃᴢꓜ𐋵𑣉𑣥",
}
# Which ASCII characters are one to the eye, in either case.
_ALIKE = {"0": "o", "1": "i", "l": "i", "|": "i"}
_PAIRS = (("rn", "m"), ("vv", "w"))
_FILLERS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters to Unicode, nothing to the eye
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Mc"})


def folded(text: str) -> str:
    """`text` as it looks: no case, accent, control or unseen character, each confusable as its ASCII twin."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in plain.translate(_table()) if not _is_unseen(char))


def _is_unseen(char: str) -> bool:
    return char in _FILLERS or unicodedata.category(char) in _UNSEEN


def skeleton(text: str) -> str:
    """What two names that look alike share: letters, digits, dots and hyphens of `folded`, twins as one."""
    kept = "".join(_ALIKE.get(char, char) for char in folded(text) if char.isalnum() or char in ".-")
    for pair, one in _PAIRS:
        kept = kept.replace(pair, one)
    return kept.strip(".-")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    return {ord(char): plain for plain, alike in LOOKS_LIKE.items() for char in alike}

"""Labels of domains in many scripts, such as IDNA 2008 admits, and the ways people and machines write them."""

from random import Random

import idna

_LETTERS = (
    "abcdefghijklmnopqrstuvwxyzäöüßåøæœéèçñ0123456789-",
    "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "अआइईउकखगघचजटडतदनपबमयरलवशसह",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "אבגדהוזחטיכלמנסעפצקרשתץםףןך",
    "日本語中文字漢かなカナ한국어",
    "กขคงจฉชซญดตถทธนบปผฝพฟมยรลวศสหอ",
)
_JOINED = ("क्\u200dष", "क्\u200cष", "ශ්\u200dර", "ന്\u200d", "र्\u200dय")  # viramas before a joiner (RFC 5892)
# What IDNA 2003 took for one, and IDNA 2008 does not.
DEVIATIONS = (("ß", "ss"), ("ς", "σ"), ("\u200d", ""), ("\u200c", ""))


def label(rng: Random) -> str:
    """One valid label that is already mapped, most of them not ASCII."""
    while True:
        letters = rng.choice(_LETTERS)
        drawn = [rng.choice(letters) for _ in range(rng.randint(1, 9))]
        if rng.random() < 0.2:
            drawn.insert(rng.randrange(len(drawn) + 1), rng.choice(_JOINED))
        found = idna.uts46_remap("".join(drawn), std3_rules=False)
        if _is_valid(found):
            return found


def deviating(rng: Random) -> tuple[str, str]:
    """Two valid labels that are not one, though IDNA 2003 said so."""
    while True:
        mark, old = rng.choice(DEVIATIONS)
        word = label(rng)
        at = rng.randrange(len(word) + 1)
        source = rng.choice((word[:at] + mark + word[at:], word[:at] + rng.choice(_JOINED) + word[at:], f"gro{mark}e"))
        one, other = source, source.replace(mark, old)
        if one != other and _is_valid(one) and _is_valid(other):
            return one, other


def written(rng: Random, domain: str) -> str:
    """`domain` in another spelling that UTS 46 maps to it: A-labels, capitals, full-width letters, other full stops."""
    labels = [rng.choice((_same, _a_label, _capitals, _wide))(each) for each in domain.split(".")]
    dots = [rng.choice(".。．｡.") if not all(map(str.isascii, labels)) else "." for _ in labels[1:]]
    said = labels[0] + "".join(dot + each for dot, each in zip(dots, labels[1:], strict=True))
    same = idna.uts46_remap(said, std3_rules=False) == domain or a_labels(said) == a_labels(domain)
    return said if same else domain


def a_labels(domain: str) -> str:
    """What `idna` makes of it."""
    return idna.encode(domain, uts46=True).decode("ascii")


def _is_valid(word: str) -> bool:
    try:
        return idna.encode(word, uts46=True) == idna.encode(word)
    except (idna.IDNAError, UnicodeError):
        return False


def _same(word: str) -> str:
    return word


def _a_label(word: str) -> str:
    return idna.alabel(word).decode("ascii")


def _capitals(word: str) -> str:
    return word.upper() if idna.uts46_remap(word.upper(), std3_rules=False) == word else word


def _wide(word: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if char.isascii() and char.isalpha() else char for char in word)

"""How long a letter is: in words, also where a script sets no space between them."""

import re

# A word of Chinese is about two signs; of kana, most of which are endings, it takes about three.
_KANA = re.compile(r"[\u3041-\u30fa\u30fc-\u30ff\uff66-\uff9d]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SPACED = re.compile(r"[\x21-\x7e]+")


def words_in(text: str) -> int:
    """The number of words between spaces; where a script has none, as many as its signs would make."""
    han, kana = len(_HAN.findall(text)), len(_KANA.findall(text))
    if not han + kana:
        return len(text.split())
    return han // 2 + kana // 3 + len(_SPACED.findall(text))

"""Clear-signed PGP text (RFC 9580, section 7)."""

import re

_ARMOUR = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]{1,40}:[^\n]*\n){0,20}\n")
_SEAL = re.compile(r"\n?-----BEGIN PGP SIGNATURE-----.*?(?:-----END PGP SIGNATURE-----|\Z)", re.DOTALL)


def unsigned(text: str) -> str:
    """`text` without the armour and the signature of each signed stretch that is complete."""
    if "BEGIN PGP SIGNED" not in text:
        return text
    pieces: list[str] = []
    at = 0
    while (opening := _ARMOUR.search(text, at)) and (seal := _SEAL.search(text, opening.end())):
        pieces += (text[at : opening.start()], re.sub(r"(?m)^- ", "", text[opening.end() : seal.start()]))
        at = seal.end()
    return "".join((*pieces, text[at:]))

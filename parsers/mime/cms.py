"""The signed text inside an opaque S/MIME wrapper (CMS SignedData, RFC 5652, section 5); no signature is checked."""

MAX_NODES = 5000
SEQUENCE, SET, OCTETS, OCTET_PARTS, OID, EXPLICIT = 0x30, 0x31, 0x04, 0x24, 0x06, 0xA0
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
PLAIN_DATA = bytes.fromhex("2a864886f70d010701")


def signed_content(der: bytes) -> bytes | None:
    """The mail inside, or None where this is no SignedData that carries one (encrypted, detached, damaged)."""
    if SIGNED_DATA not in der[:64]:
        return None
    start = der.find(PLAIN_DATA)
    if start < 0:
        return None
    at = start + len(PLAIN_DATA)
    if der[at : at + 1] != bytes((EXPLICIT,)):
        return None
    content = _header(der, at)
    return _octets(der, content[1]) if content else None


def _header(der: bytes, at: int) -> tuple[int, int, int | None] | None:
    """Tag, start of the value, and its length (None: indefinite) of the node at `at`."""
    if at + 2 > len(der):
        return None
    tag, first = der[at], der[at + 1]
    if first < 0x80:
        return tag, at + 2, first
    count = first & 0x7F
    if count > 4:
        return None
    length = int.from_bytes(der[at + 2 : at + 2 + count], "big") if count else None
    return tag, at + 2 + count, length


def _octets(der: bytes, at: int) -> bytes | None:
    """The octet string at `at`, whole or in parts (BER streams write it in parts)."""
    node = _header(der, at)
    if node is None or node[0] not in (OCTETS, OCTET_PARTS):
        return None
    tag, start, length = node
    if tag == OCTETS:
        return None if length is None else der[start : start + length]
    end = len(der) if length is None else start + length
    pieces: list[bytes] = []
    at = start
    for _ in range(MAX_NODES):
        piece = _header(der, at) if at < end else None
        if piece is None or piece[0] != OCTETS or piece[2] is None:
            break
        pieces.append(der[piece[1] : piece[1] + piece[2]])
        at = piece[1] + piece[2]
    return b"".join(pieces) or None

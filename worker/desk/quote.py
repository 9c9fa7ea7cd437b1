"""A draft as its letter and the mail quoted below it: agents edit the one, the other stays as it came."""


def split(body: str) -> tuple[str, str]:
    """The letter, and the quoted original with its opening line; empty where nothing is quoted at the end."""
    lines = body.rstrip().split("\n")
    start = len(lines)
    while start and lines[start - 1].startswith(">"):
        start -= 1
    opened = 0 < start < len(lines) and lines[start - 1].rstrip().endswith(":")
    if not opened:
        return body.rstrip(), ""
    return "\n".join(lines[: start - 1]).rstrip(), "\n".join(lines[start - 1 :])


def joined(letter: str, quote: str) -> str:
    """The body again, as drafts have it."""
    return f"{letter.rstrip()}\n\n{quote}\n" if quote else f"{letter.rstrip()}\n"

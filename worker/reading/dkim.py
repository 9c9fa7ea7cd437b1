"""DKIM checked by ourselves (RFC 6376), for servers that write no Authentication-Results; off unless configured."""

from collections.abc import Callable

import dkim  # type: ignore[import-untyped]

MAX_SIGNATURES = 4
MIN_KEY = 1024  # bits of an RSA key (RFC 8301, section 3.2)
TIMEOUT = 5  # seconds for one key from DNS

# The TXT record of a name (bytes, with its final dot), or None; raises what it likes where DNS does not answer.
TxtRecord = Callable[..., bytes | None]


def check_dkim(raw: bytes, *, txt_record: TxtRecord | None = None) -> tuple[tuple[str, bool], ...]:
    """Each signature's domain and whether it holds, topmost first: what `MailRules.dkim` wants. Never raises.

    False means "not verified": dkimpy does not tell a bad signature from a key that DNS did not give. Not accepted are
    RSA keys under 1024 bits, SHA-1, a body length (`l=`: text can be appended), a signature that leaves From out, and
    any mail that has not exactly one From field.
    """
    try:
        mail = dkim.DKIM(raw, minkey=MIN_KEY, timeout=TIMEOUT)
        names = [bytes(name).lower() for name, _ in mail.headers]
    except Exception:  # dkimpy raises of everything on hostile headers, its own errors least of all
        return ()
    if names.count(b"from") != 1:
        return ()
    count = min(names.count(b"dkim-signature"), MAX_SIGNATURES)
    found = (_check(raw, index, txt_record) for index in range(count))
    return tuple((domain, holds) for domain, holds in found if domain)


def _check(raw: bytes, index: int, txt_record: TxtRecord | None) -> tuple[str, bool]:
    mail = dkim.DKIM(raw, minkey=MIN_KEY, timeout=TIMEOUT)
    try:
        holds = mail.verify(index, dnsfunc=txt_record) if txt_record else mail.verify(index)
        domain = bytes(mail.domain or b"").decode("ascii", "replace").lower()
        return domain, bool(holds) and _is_strong(mail)
    except Exception:
        return _domain(mail), False


def _is_strong(mail: dkim.DKIM) -> bool:
    fields = mail.signature_fields
    covered = [name.strip().lower() for name in fields.get(b"h", b"").split(b":")]
    return b"l" not in fields and b"from" in covered and not fields.get(b"a", b"").lower().endswith(b"sha1")


def _domain(mail: dkim.DKIM) -> str:
    return bytes(getattr(mail, "domain", None) or b"").decode("ascii", "replace").lower()

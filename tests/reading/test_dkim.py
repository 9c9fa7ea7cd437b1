import re

import dkim  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.support.mails import make_mail
from worker.reading.dkim import check_dkim

COVERED = (b"from", b"to", b"subject")


class Keys:
    """A key pair of `bits`, and the DNS that publishes its public half."""

    def __init__(self, bits: int) -> None:
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=bits)
        self.asked: list[bytes] = []

    def sign(self, raw: bytes, *, length: bool = False, covered: tuple[bytes, ...] = COVERED) -> bytes:
        pem = self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
        header = dkim.sign(raw, b"s", b"customer.example", pem, include_headers=list(covered), length=length)
        return bytes(header) + raw

    def txt(self, name: bytes, timeout: int = 5) -> bytes | None:
        self.asked.append(name)
        public = self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return b"v=DKIM1; k=rsa; p=" + b"".join(public.split(b"\n")[1:-2])


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys(2048)


def test_a_good_signature_holds(keys: Keys) -> None:
    assert check_dkim(keys.sign(make_mail()), txt_record=keys.txt) == (("customer.example", True),)
    assert keys.asked[-1] == b"s._domainkey.customer.example."


def test_line_ends_without_carriage_returns(keys: Keys) -> None:
    signed = keys.sign(make_mail()).replace(b"\r\n", b"\n")
    assert check_dkim(signed, txt_record=keys.txt) == (("customer.example", True),)


def test_a_changed_body_fails(keys: Keys) -> None:
    signed = keys.sign(make_mail()).replace(b"refund", b"keep")
    assert check_dkim(signed, txt_record=keys.txt) == (("customer.example", False),)


def test_a_body_length_is_refused(keys: Keys) -> None:
    assert check_dkim(keys.sign(make_mail(), length=True), txt_record=keys.txt) == (("customer.example", False),)


def test_a_second_from_is_refused(keys: Keys) -> None:
    assert check_dkim(b"From: ceo@bank.example\r\n" + keys.sign(make_mail()), txt_record=keys.txt) == ()


def test_a_short_key_is_refused() -> None:
    weak = rsa_key(768)
    if weak is None:
        weak = Keys(1024)  # OpenSSL may refuse to make a shorter one: then the bound itself must pass
        assert check_dkim(weak.sign(make_mail()), txt_record=weak.txt) == (("customer.example", True),)
        return
    assert check_dkim(weak.sign(make_mail()), txt_record=weak.txt) == (("customer.example", False),)


def rsa_key(bits: int) -> Keys | None:
    try:
        return Keys(bits)
    except ValueError:
        return None


def test_a_signature_that_leaves_from_out_is_refused(keys: Keys) -> None:
    signed, count = re.subn(rb"(\bh=)from\s*:\s*", rb"\1", keys.sign(make_mail()), flags=re.IGNORECASE)
    assert count == 1
    assert check_dkim(signed, txt_record=keys.txt) == (("customer.example", False),)


def test_no_answer_from_dns_is_not_verified(keys: Keys) -> None:
    def silent(name: bytes, timeout: int = 5) -> bytes | None:
        raise TimeoutError(name)

    signed = keys.sign(make_mail())
    assert check_dkim(signed, txt_record=silent) == (("customer.example", False),)
    assert check_dkim(signed, txt_record=lambda name, timeout=5: None) == (("customer.example", False),)


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"From: a\r\nDKIM-Signature: x\r\n\r\n", b"no headers", make_mail()])
def test_anything_is_checked(raw: bytes) -> None:
    assert not any(holds for _, holds in check_dkim(raw, txt_record=lambda name, timeout=5: None))

"""Runs a folder of small faults, each one TOML file, and prints what came out against what the file expects.

`python -m tests.tools.faults FOLDER [NAME…] [--show]`; `--show` prints draft and note as well. Exit status 1 where
anything differs. A file has `[mail]`, `auth`, `[[stripe.customer]]`, `[[add]]`, `[[patch]]` and `[expect]`.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any

from parsers.message import read_message
from parsers.vocabulary import MailRules, Message, Policy
from tests.support.clock import MONDAY
from tests.tools.faults_account import Account
from worker.billing import StripeBook
from worker.demo.stripe.server import StandIn
from worker.demo.stripe.world import World
from worker.keywords import KeywordShelf
from worker.pipeline import Considered, Kit, NoMemory, consider
from worker.render import Templates

US, SERVER = "support@acme.test", "mx.acme.test"
RULES = MailRules(addresses=(US,), authserv_ids=(SERVER,), message_id_domain="acme.test")
READ_KEY = "rk_" + "test_" + "faults"


def raw_mail(mail: Mapping[str, Any], now: datetime) -> bytes:
    """The message of a `[mail]` table: `raw` as it stands, or built from its fields."""
    date = format_datetime(now)
    if "raw" in mail:
        sender = re.search(r"^From:.*@([\w.-]+)>?\s*$", mail["raw"], re.MULTILINE)
        written = mail["raw"].lstrip("\n").replace("{{AUTH}}", _results(mail, sender[1] if sender else ""))
        text = written.replace("{{DATE}}", date).replace("\r\n", "\n").replace("\n", "\r\n")
        return bytes(text.encode("utf-8"))
    made = EmailMessage(policy=SMTPUTF8 if not mail["from"].isascii() else SMTP)
    domain = parseaddr(mail["from"])[1].rpartition("@")[2]
    name, _, value = _results(mail, domain).partition(": ")
    made[name] = value
    for name, key in (("From", "from"), ("Reply-To", "reply_to"), ("Subject", "subject")):
        if key in mail:
            made[name] = mail[key]
    made["To"], made["Date"] = mail.get("to", US), date
    made["Message-ID"] = f"<fault.{abs(hash(mail['from']))}@{domain}>"
    for name, value in mail.get("headers", {}).items():
        made[name] = value
    if "text" in mail:
        made.set_content(mail["text"])
    if "html" in mail:
        (made.add_alternative if "text" in mail else made.set_content)(mail["html"], subtype="html")
    return made.as_bytes()


def _results(mail: Mapping[str, Any], domain: str) -> str:
    verdict = mail.get("auth", "pass")
    return (
        f"Authentication-Results: {SERVER}; dmarc={verdict} header.from={domain}; spf={verdict} smtp.mailfrom={domain}"
    )


class Bench:
    """The pipeline over one stand-in, whose account is exchanged from file to file."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self._now = now
        self._shelf, self._templates = KeywordShelf(None), Templates()
        self._stand_in = StandIn(World(), now=now)
        self._url = self._stand_in.start()

    def close(self) -> None:
        """Stop the stand-in."""
        self._stand_in.stop()

    def consider(self, tables: Mapping[str, Any], name: str) -> Considered:
        """What becomes of a file's mail on a file's account."""
        self._stand_in._world = Account(self._now).build(tables)
        self._stand_in._answers.clear()
        billing = StripeBook(READ_KEY, api_base=self._url, take=lambda _: 0.0, cache_seconds=0, now=lambda: self._now)
        kit = Kit(
            read=self._read, keywords=self._shelf.current, billing=billing, templates=self._templates, policy=Policy()
        )
        try:
            raw = raw_mail(tables["mail"], self._now)
            return consider(raw, arrived_at=self._now, case_id=name, kit=kit, memory=NoMemory())
        finally:
            billing.close()

    def _read(self, raw: bytes, *, arrived_at: datetime, own_drafts: tuple[str, ...] = ()) -> Message:
        return read_message(raw, arrived_at=arrived_at, rules=RULES)


def differences(expect: Mapping[str, Any], made: Considered) -> Iterator[str]:
    """Each expectation that did not come true, in words."""
    case = made.case
    primary = next((each.intent.value for each in case.intents if each.primary), None)
    found = {
        "outcome": case.outcome.value,
        "bucket": case.bucket.value if case.bucket else None,
        "identity": case.identity.verdict.value if case.identity else None,
        "language": case.language,
        "intent": primary,
    }
    for name, value in found.items():
        wanted = expect.get(name, value)
        if value not in (wanted if isinstance(wanted, list) else [wanted]):
            yield f"{name}: {value}, expected {wanted}"
    if "actions" in expect and (told := _missed_actions(expect["actions"], made)):
        yield told
    for place, text in (("draft", made.draft.body if made.draft else ""), ("note", made.note or "")):
        yield from (f"{place} lacks {each}" for each in expect.get(f"{place}_has", ()) if not re.search(each, text))
        yield from (f"{place} has {each}" for each in expect.get(f"{place}_lacks", ()) if re.search(each, text))


def _missed_actions(wanted: list[Mapping[str, Any]], made: Considered) -> str:
    """Cancels and refunds alone are compared: each wanted one is there, and no other."""
    acted = [each for each in made.case.actions if each.kind.value in ("cancel", "refund")]
    shown = [
        {"kind": each.kind.value, "object": each.object, "amount": each.amount.amount if each.amount else None}
        for each in acted
    ]
    fits = len(shown) == len(wanted) and all(
        all(there.get(key, value) == value for key, value in each.items())
        for each, there in zip(wanted, shown, strict=True)
    )
    return "" if fits else f"actions: {shown}, expected {wanted}"


def main() -> int:
    """Run the files; returns the exit status."""
    folder, *names = [each for each in sys.argv[1:] if not each.startswith("--")]
    bench, wrong = Bench(), 0
    paths = [path for path in sorted(Path(folder).glob("*.toml")) if not names or path.stem.startswith(tuple(names))]
    for path in paths:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        made = bench.consider(tables, path.stem)
        missed = list(differences(tables.get("expect", {}), made))
        wrong += bool(missed)
        print(f"{'WRONG' if missed else 'right'} {path.stem}: {tables.get('title', '')}")
        for each in missed:
            print(f"      {each}")
        if missed or "--show" in sys.argv:
            print(f"      why: {tables.get('expect', {}).get('why', '')}")
        if "--show" in sys.argv:
            print(f"{made.case.outcome} {made.case.reason}\n{made.draft and made.draft.to}")
            print(f"{made.draft.body if made.draft else ''}\n{made.note or ''}")
    bench.close()
    print(f"{len(paths) - wrong} of {len(paths)} right")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

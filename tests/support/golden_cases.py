"""Golden folders: a mail and a Stripe account, and the case, draft and note that must come of them.

`tests/golden/<name>/` holds `mail.eml`, `stripe.toml` (the people of the account; products and portal come from
`account.toml` beside the folders unless it brings its own) and what was made of them. `twin/` below it holds another
`stripe.toml` that differs in one fact, and where that ends. `earlier.toml` may hold what the store remembers.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from classifiers.intent import Keywords
from parsers.message import read_message
from parsers.vocabulary import (
    Action,
    ActionKind,
    Bucket,
    Draft,
    EarlierCase,
    MailRules,
    Message,
    Money,
    Policy,
)
from tests.support.clock import MONDAY
from worker.billing import StripeBook
from worker.case_json import case_json
from worker.demo.stripe.scenario import build
from worker.demo.stripe.server import StandIn
from worker.demo.stripe.world import World
from worker.keywords import KeywordShelf
from worker.pipeline import Considered, Kit, Witness, consider
from worker.ports import Crowd
from worker.render import Templates

GOLDEN = Path(__file__).parents[1] / "golden"
RULES = MailRules(addresses=("support@example.com",), authserv_ids=("mx.example.com",), message_id_domain="example.com")
POLICY = Policy(handle_metadata=(("github", "github_user"),))
READ_KEY = "rk_" + "test_" + "golden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """One folder or its twin: where the mail lies, and where its account and what was written."""

    name: str
    mail: Path
    folder: Path

    @property
    def account(self) -> Path:
        """The Stripe account."""
        return self.folder / "stripe.toml"


def goldens() -> Iterator[Golden]:
    """Every folder, followed by its twin, in order of names."""
    for mail in sorted(GOLDEN.glob("*/mail.eml")):
        folder = mail.parent
        yield Golden(name=folder.name, mail=mail, folder=folder)
        if (folder / "twin" / "stripe.toml").exists():
            yield Golden(name=f"{folder.name}/twin", mail=mail, folder=folder / "twin")


@cache
def _shared() -> Mapping[str, Any]:
    return tomllib.loads((GOLDEN / "account.toml").read_text(encoding="utf-8"))


def account_of(golden: Golden) -> World:
    """The account as the stand-in holds it on the morning the mail arrives."""
    own = tomllib.loads(golden.account.read_text(encoding="utf-8"))
    return build({**_shared(), **own}, MONDAY)


class Past:
    """What the store remembers, from `earlier.toml`: the pipeline's memory for one mail."""

    def __init__(self, golden: Golden) -> None:
        found = golden.mail.parent / "earlier.toml"
        self._cases = tomllib.loads(found.read_text(encoding="utf-8")).get("case", []) if found.exists() else []

    def own_drafts(self, message_ids: object) -> tuple[str, ...]:
        """No draft of ours is quoted in these mails."""
        return ()

    def history(self, message: Message, customers: Sequence[str]) -> tuple[EarlierCase, ...]:
        """The earlier cases."""
        return tuple(_earlier(case, number, customers) for number, case in enumerate(self._cases, start=1))

    def crowd(self, message: Message) -> Crowd | None:
        """None."""
        return None


def _earlier(case: Mapping[str, Any], number: int, customers: Sequence[str]) -> EarlierCase:
    refunds = tuple(
        Action(kind=ActionKind.REFUND, object=each["charge"], amount=Money(each["amount"], "usd"))
        for each in case.get("refund", ())
    )
    return EarlierCase(
        id=f"earlier-{number}",
        at=MONDAY - timedelta(days=case["days_ago"]),
        same_thread=case.get("same_thread", True),
        bucket=Bucket(case["bucket"]) if "bucket" in case else None,
        intents=tuple(case.get("intents", ())),
        objects=tuple(case.get("objects", ())),
        actions=refunds,
        draft_state=case.get("draft_state"),
        asked_cancel=case.get("asked_cancel", False),
        forged=case.get("forged", False),
        drafted_in=case.get("drafted_in", ""),
        proven_for=tuple(customers) if case.get("proven", not case.get("forged")) else (),
    )


class Bench:
    """The pipeline over one stand-in, whose account is exchanged from folder to folder."""

    def __init__(self, witness: Witness | None = None) -> None:
        self._witness = witness
        self._shelf = KeywordShelf(None)
        self._templates = Templates()
        self._stand_in = StandIn(World(), now=MONDAY)
        self._url = self._stand_in.start()
        self._made: dict[str, Considered] = {}

    def close(self) -> None:
        """Stop the stand-in."""
        self._stand_in.stop()

    def keywords(self) -> Keywords:
        """The shipped words."""
        return self._shelf.current()

    def consider(self, golden: Golden) -> Considered:
        """What becomes of this mail and account; each is considered once."""
        if golden.name not in self._made:
            self._made[golden.name] = self._consider(golden)
        return self._made[golden.name]

    def _consider(self, golden: Golden) -> Considered:
        self._stand_in._world = account_of(golden)
        self._stand_in._answers.clear()
        billing = StripeBook(READ_KEY, api_base=self._url, take=_at_once, cache_seconds=0, now=lambda: MONDAY)
        kit = Kit(
            read=_read,
            keywords=self.keywords,
            billing=billing,
            templates=self._templates,
            policy=POLICY,
            witness=self._witness,
        )
        try:
            raw = golden.mail.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            return consider(raw, arrived_at=MONDAY, case_id=golden.name, kit=kit, memory=Past(golden))
        finally:
            billing.close()


def _at_once(number: int) -> float:
    """The stand-in shares its limits with nobody."""
    return 0.0


def _read(raw: bytes, *, arrived_at: object, own_drafts: tuple[str, ...] = ()) -> Message:
    return read_message(raw, arrived_at=MONDAY, rules=RULES)


# "confidence 0.93" of the note's first line of DECISION, and "51% refund: …" of a case between two.
SHARE = re.compile(r"(?<=confidence )\d\.\d+|(?<=^- )\d+%(?= )", re.MULTILINE)


def texts(made: Considered) -> dict[str, str]:
    """What a golden folder keeps of a considered mail, by file name; nothing for a text that was not written.

    How likely a reading is depends on the last digits of the readers' sums and changes with each training: the folder
    keeps what was read and decided, not the shares.
    """
    case = case_json(made.case, made.draft, made.note)
    del case["note"], case["draft"], case["hypotheses"], case["confidence"]
    for found in (*case["intents"], *case["decided_between"]):
        found.pop("score", None)
        found.pop("probability", None)
    kept = {"case.json": json.dumps(case, indent=2, ensure_ascii=False) + "\n"}
    if made.draft is not None:
        kept["draft.txt"] = draft_text(made.draft)
    if made.note is not None:
        kept["note.txt"] = SHARE.sub("…", made.note)
    return kept


def draft_text(draft: Draft) -> str:
    """A draft as one reads it: headers, then the body."""
    head = {
        "To": ", ".join(draft.to),
        "Subject": draft.subject,
        "In-Reply-To": draft.in_reply_to or "",
        "References": " ".join(draft.references),
        "Template": f"{draft.language}/{draft.template}",
    }
    return "\n".join(f"{name}: {value}" for name, value in head.items()) + f"\n\n{draft.body}"


def ending(made: Considered) -> tuple[object, ...]:
    """Where a case ends: what a twin must not share in full."""
    case = made.case
    verdict = case.identity.verdict if case.identity else None
    actions = tuple((action.kind, action.object, action.when, action.amount, action.flags) for action in case.actions)
    gap = case.product_gap.key if case.product_gap else None
    return (case.outcome, verdict, case.bucket, actions, tuple(say.template for say in case.says), gap)

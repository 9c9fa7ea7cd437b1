"""`python -m tests.tools.corpus_lint`: is the corpus sound, and what is it made of?"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from parsers.vocabulary import BILLING_INTENTS, Intent
from worker.keywords.corpus import CorpusMail, read_corpus

RUN = 8  # words that no two mails may share in a row
LONG = 120
OBVIOUS = {
    Intent.REFUND: r"refund|reimburs|money back|rembours|erstatt|reembols|devol|rimbors|terugbetal|返金|退款|退钱",
    Intent.CANCEL: r"cancel|unsubscri|terminat|kündig|résili|annul|disdi|opzeg|baja|解約|取消",
    Intent.INVOICE_REQUEST: r"invoice|receipt|\bbill\b|rechnung|beleg|factur|reçu|recibo|fattur|nota|領収|发票|收据",
    Intent.BROKEN_BILLING: r"charge|payment|declin|abbuch|zahlung|cobr|débit|prélev|addebit|afschr|請求|支払|扣|付款",
    Intent.PLAN_OR_SEATS: r"plan|seat|upgrad|downgrad|licen|tarif|platz|プラン|套餐",
}


def find_faults(mails: Iterable[CorpusMail]) -> Iterator[str]:
    """Every fault, in words: ids told twice, texts told twice, runs of words shared between scenes."""
    ids: set[str] = set()
    runs: dict[tuple[str, ...], str] = {}
    for mail in mails:
        if mail.id in ids:
            yield f"{mail.id}: this id is taken"
        ids.add(mail.id)
        if not (mail.text.strip() or mail.subject.strip()):
            yield f"{mail.id}: says nothing"
        words = re.findall(r"[\w'’]+", mail.text.lower())
        for at in range(len(words) - RUN + 1):
            first = runs.setdefault(tuple(words[at : at + RUN]), mail.id)
            if first != mail.id:
                yield f"{mail.id}: shares with {first}: {' '.join(words[at : at + RUN])}"
                break


def count_shares(mails: list[CorpusMail]) -> dict[str, object]:
    """What the corpus is made of, as counts and shares."""
    wishes = [mail for mail in mails if mail.labels.primary in OBVIOUS]
    plain = [mail for mail in wishes if not _says_it(mail)]
    return {
        "mails": len(mails),
        "by_language": dict(sorted(Counter(mail.language for mail in mails).items())),
        "by_primary": dict(sorted(Counter(str(mail.labels.primary) for mail in mails).items())),
        "no_wish_of_billing": _share(sum(mail.labels.primary not in BILLING_INTENTS for mail in mails), len(mails)),
        "long": _share(sum(len(mail.text.split()) > LONG for mail in mails), len(mails)),
        "wishes_without_the_obvious_word": _share(len(plain), len(wishes)),
        "blind": sum(mail.blind for mail in mails),
    }


def _says_it(mail: CorpusMail) -> bool:
    return bool(re.search(OBVIOUS[mail.labels.primary], f"{mail.subject} {mail.text}", re.IGNORECASE))


def _share(part: int, whole: int) -> float:
    return round(part / max(whole, 1), 3)


def main() -> int:
    """Exit status 1 where there are faults."""
    mails = list(read_corpus())
    faults = list(find_faults(mails))
    for fault in faults:
        print(fault, file=sys.stderr)
    print(json.dumps(count_shares(mails), sort_keys=True))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

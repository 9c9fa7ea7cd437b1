"""What the anomaly functions look at: the account, the policy's numbers, earlier notice, and the charges meant."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from classifiers.account import Account
from parsers.vocabulary import Anomaly, AnomalyName, Charge, EarlierCase, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`notices`: earlier mails in which the verified person asked to cancel. `meant`: the charges in question."""

    account: Account
    policy: Policy
    notices: tuple[EarlierCase, ...] = ()
    meant: tuple[Charge, ...] = ()

    @property
    def now(self) -> datetime:
        """The mail's arrival."""
        return self.account.now


Finder = Callable[[Seen], Iterator[Anomaly]]


def anomaly(name: AnomalyName, objects: tuple[str, ...], evidence: str) -> Anomaly:
    """One anomaly, its objects each once and in the order given."""
    return Anomaly(name=name, objects=tuple(dict.fromkeys(objects)), evidence=evidence)


def day(moment: datetime | None) -> str:
    """A day in an agent's sentence."""
    return f"{moment:%Y-%m-%d}" if moment else "an unknown date"

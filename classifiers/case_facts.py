"""All that the rows of the bucket table look at: the words, the facts, and the anomalies found among them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from classifiers.account import Account, ends
from classifiers.anomalies import Seen, find_anomalies
from classifiers.references.charges import meant_charges, named_charges
from parsers.vocabulary import (
    Anomaly,
    AnomalyName,
    BillingState,
    Charge,
    Cue,
    EarlierCase,
    Identity,
    Intent,
    Message,
    Policy,
    Portal,
    Reading,
    Subscription,
    Verdict,
)


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """One mail and one account, ready to be judged. `named` are charges the mail names, `meant` those in question."""

    message: Message
    reading: Reading
    account: Account
    policy: Policy
    identity: Identity
    anomalies: tuple[Anomaly, ...]
    named: tuple[Charge, ...] = ()
    meant: tuple[Charge, ...] = ()
    earlier: tuple[EarlierCase, ...] = ()

    @property
    def now(self) -> datetime:
        """The mail's arrival."""
        return self.account.now

    @property
    def portal(self) -> Portal:
        """What the customer portal offers."""
        return self.account.state.portal

    @cached_property
    def own_earlier(self) -> tuple[EarlierCase, ...]:
        """What this very person wrote before, proven then as now."""
        return same_persons(self.identity, self.earlier)

    @property
    def others_earlier(self) -> tuple[EarlierCase, ...]:
        """What was written before by somebody else, or by nobody knows whom."""
        return tuple(each for each in self.earlier if each not in self.own_earlier)

    @cached_property
    def _by_name(self) -> dict[AnomalyName, tuple[Anomaly, ...]]:
        names = {each.name for each in self.anomalies}
        return {name: tuple(each for each in self.anomalies if each.name is name) for name in names}

    @cached_property
    def _cues(self) -> frozenset[Cue]:
        return frozenset(each.cue for each in self.reading.cues)

    def has(self, *names: AnomalyName) -> bool:
        """Whether one of these anomalies was found."""
        return not self._by_name.keys().isdisjoint(names)

    def found(self, name: AnomalyName) -> tuple[Anomaly, ...]:
        """All of one name."""
        return self._by_name.get(name, ())

    def objects(self, name: AnomalyName) -> frozenset[str]:
        """Ids of every object behind an anomaly."""
        return frozenset(id for each in self.found(name) for id in each.objects)

    def wants(self, *intents: Intent) -> bool:
        """Whether the mail asks one of these; an unsure reading asks nothing."""
        return self.reading.sure and any(self.reading.wants(each) for each in intents)

    def says(self, *cues: Cue) -> bool:
        """Whether one of these cues was found."""
        return not self._cues.isdisjoint(cues)

    @property
    def cancel_asked(self) -> bool:
        """A wish to end something, and not its opposite."""
        return self.wants(Intent.CANCEL) and not self.says(Cue.DECLINES_CANCEL)

    @property
    def refund_asked(self) -> bool:
        """A wish for money back, and not its opposite."""
        return self.wants(Intent.REFUND) and not self.says(Cue.DECLINES_REFUND)

    @property
    def scheduled(self) -> tuple[Subscription, ...]:
        """Live ones that are set to end."""
        return tuple(each for each in self.account.live if ends(each, self.now))


def same_persons(identity: Identity, earlier: tuple[EarlierCase, ...]) -> tuple[EarlierCase, ...]:
    """Of the earlier cases those that the same proven person wrote: they alone weigh on anything."""
    if identity.verdict not in {Verdict.VERIFIED, Verdict.AMBIGUOUS}:
        return ()
    return tuple(each for each in earlier if not each.forged and set(each.proven_for) & set(identity.customer_ids))


def gather_case_facts(
    message: Message,
    reading: Reading,
    state: BillingState,
    identity: Identity,
    *,
    policy: Policy,
    earlier: tuple[EarlierCase, ...] = (),
) -> CaseFacts:
    """The matter of one person: `state` is cut down to the records that the identity names."""
    account = Account(state=state.of(frozenset(identity.customer_ids)), now=message.arrived_at)
    named = named_charges(message, account)
    meant = named or meant_charges(reading, account, policy.duplicate_hours)
    trusted = identity.verdict is Verdict.VERIFIED
    own = same_persons(identity, earlier) if trusted else ()
    notices = tuple(each for each in own if each.asked_cancel)
    seen = Seen(account=account, policy=policy, notices=notices, meant=meant)
    return CaseFacts(
        message=message,
        reading=reading,
        account=account,
        policy=policy,
        identity=identity,
        anomalies=find_anomalies(seen),
        named=named,
        meant=meant,
        earlier=earlier,
    )

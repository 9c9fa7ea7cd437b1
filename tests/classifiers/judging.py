"""Short ways to judge in tests: words and facts in, case out."""

from classifiers.account import Account
from classifiers.anomalies import Seen, find_anomalies
from classifiers.judge import judge
from parsers.vocabulary import (
    ActionKind,
    AnomalyName,
    BillingState,
    Case,
    Cue,
    EarlierCase,
    Intent,
    Message,
    Policy,
)
from tests.support.making import (
    NOW,
    ago,
    make_customer,
    make_message,
    make_paid,
    make_reading,
    make_state,
    make_subscription,
)

POLICY = Policy()
CUSTOMER = make_customer()
Step = tuple[str, str | None, str | None, int | None]


def judged(
    state: BillingState,
    *wanted: Intent | Cue,
    text: str = "Hello",
    message: Message | None = None,
    policy: Policy = POLICY,
    earlier: tuple[EarlierCase, ...] = (),
) -> Case:
    """The case of one mail."""
    mail = message or make_message(text)
    return judge(mail, make_reading(*wanted), state, policy=policy, earlier=earlier, case_id="case-1")


def steps(case: Case) -> list[Step]:
    """The actions as kind, object, when and amount."""
    return [
        (
            each.kind.value,
            each.object,
            each.when.value if each.when else None,
            each.amount.amount if each.amount else None,
        )
        for each in case.actions
    ]


def names(case: Case) -> list[str]:
    """The anomalies' names."""
    return [each.name.value for each in case.anomalies]


def row(case: Case) -> str:
    """The rule that held first."""
    return next(each.rule for each in case.ladder if each.held)


def gap(case: Case) -> str | None:
    """The product gap's key."""
    return case.product_gap.key if case.product_gap else None


NO_OP: list[Step] = [(ActionKind.NO_OP.value, None, None, None)]
PORTAL: list[Step] = [(ActionKind.PORTAL.value, None, None, None)]


def anomaly_objects(case: Case, name: AnomalyName) -> tuple[str, ...]:
    """The objects behind one anomaly."""
    return next((each.objects for each in case.anomalies if each.name is name), ())


def of(*things: object, **changes: object) -> BillingState:
    """The account of one customer with a good card."""
    return make_state(CUSTOMER, *things, **changes)  # type: ignore[arg-type]


def found(
    state: BillingState, *, notices: tuple[EarlierCase, ...] = (), meant: tuple[str, ...] = ()
) -> dict[str, set[str]]:
    """The anomalies of a state by name, with their objects; `meant` are ids of the charges in question."""
    account = Account(state=state, now=NOW)
    charges = tuple(each for each in account.charges if each.id in meant)
    objects: dict[str, set[str]] = {}
    for each in find_anomalies(Seen(account=account, policy=POLICY, notices=notices, meant=charges)):
        objects.setdefault(each.name.value, set()).update(each.objects)
    return objects


def renewed(days: float, *more: object, **changes: object) -> BillingState:
    """One monthly subscription, renewed so many days ago."""
    return of(
        make_subscription(period_start=ago(days)),
        make_paid("old", created=ago(days + 30)),
        make_paid("one", created=ago(days)),
        *more,
        **changes,
    )

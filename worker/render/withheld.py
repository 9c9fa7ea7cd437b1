"""A case whose draft a gate stopped: a human's now, with nothing proposed."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.vocabulary import Action, ActionKind, Bucket, Case, Revenue
from worker.render.gates import Breach
from worker.render.plain_text import one_line

_WHY = {
    "facts": "“{token}” is bound to nothing in Stripe",
    "disclosure": "“{token}” may not be told to this sender",
    "promise": "“{token}” promises what Stripe does not show",
    "template": "the template failed: {token}",
}


def because_of(stopped: Sequence[Breach]) -> str:
    """One sentence for the note: which gate stopped which words."""
    reasons = "; ".join(_WHY[found.gate].format(token=one_line(found.token, 80)) for found in stopped[:3])
    more = f"; and {len(stopped) - 3} more" if len(stopped) > 3 else ""
    return f"the draft was replaced by the neutral one: {reasons}{more}"


def withheld(case: Case, stopped: Sequence[Breach]) -> Case:
    """The case as `needs_human` with one `no_op`; what it would have been goes to `if_confirmed`."""
    why = because_of(stopped)
    before = (f"{case.bucket.value}: {', '.join(a.kind.value for a in case.actions)}",) if case.bucket else ()
    return replace(
        case,
        bucket=Bucket.NEEDS_HUMAN,
        because=(why, *case.because),
        actions=(Action(kind=ActionKind.NO_OP, why=why),),
        revenue=Revenue(),
        if_confirmed=case.if_confirmed or before,
        says=(),
    )

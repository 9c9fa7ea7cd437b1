"""A case's history and standing in words: who did what, when."""

from worker.desk.case_port import Event
from worker.desk.queue_port import CaseView
from worker.desk.view.labels import OUTCOMES

ACTIONS = {
    "approve": "approved the draft",
    "reject": "rejected the draft",
    "take_over": "took the case over",
    "snooze": "put the case off",
    "reopen": "opened the case again",
    "corrected intent": "said: wrong intent",
    "corrected customer": "said: wrong customer",
    "corrected bucket": "said: wrong bucket",
    "stale": "judged the case anew: Stripe had changed",
    "done": "worked the mail off",
    "quarantined": "set the mail aside: it could not be worked off",
    "tried anew": "had the mail worked off again",
    "looked at Stripe": "read Stripe again",
    "viewed source": "looked at the mail's source",
    "downloaded draft": "downloaded the draft as a mail",
    "drafts folder": "put the draft into the Drafts folder",
}
STATUSES = {
    "open": "Open",
    "stale": "Stale",
    "taken_over": "Taken over",
    "snoozed": "Put off",
    "approved": "Approved",
    "rejected": "Rejected",
    "closed": "Closed",
}


def said(event: Event) -> str:
    """What happened, in words."""
    return ACTIONS.get(event.action, event.action)


def standing(view: CaseView) -> str:
    """The case's standing in a sentence; empty where it is simply open."""
    by = f" by {view.status_by}" if view.status_by else ""
    at = f" on {view.status_at:%Y-%m-%d at %H:%M} UTC" if view.status_at else ""
    match view.status:
        case "approved":
            return f"Approved{by}{at}. It is ready to be sent by a human; nothing was sent."
        case "rejected":
            return f"Rejected{by}{at}."
        case "taken_over":
            return f"Taken over{by}{at}."
        case "snoozed":
            until = f" until {view.snoozed_until:%Y-%m-%d %H:%M} UTC" if view.snoozed_until else ""
            return f"Put off{until}{by}{at}."
        case "stale":
            return f"Stale: Stripe has changed since the first draft; this one was written anew{at}."
        case "closed":
            return f"Closed{at}: the draft was sent or thrown away elsewhere, or the mail was forgotten."
    return "" if view.row.outcome == "drafted" else f"{OUTCOMES[view.row.outcome]}."


def overtaken(view: CaseView) -> str:
    """Why a decision was not taken, for whoever came second."""
    now = standing(view) or f"Now open again{f', by {view.status_by}' if view.status_by else ''}."
    return f"Somebody was faster, so nothing was changed. {now} Your own text is kept below; look again, then decide."

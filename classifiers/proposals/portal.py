"""Row 6, the controls: invoices and the card, by portal where it is offered; and the gap where it is not."""

from dataclasses import dataclass

from classifiers.account import subscription_id
from classifiers.anomalies.payment_failures import next_method
from classifiers.case_facts import CaseFacts
from classifiers.drafting import bound_facts
from classifiers.proposals.proposal import say
from classifiers.references.months import months_named
from classifiers.situations import Situation
from parsers.vocabulary import Action, ActionKind, AnomalyName, Charge, Cue, Intent, Invoice, Paragraph, Portal

NO_PORTAL, NOT_FOUND = "no_billing_portal", "portal_not_found"
MISSING = {"cancel": "no_cancellation_flow", "invoices": "no_invoice_access", "card": "no_card_update"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One wish answered: its actions (none: nothing to do), its paragraph, and the control it would have needed."""

    say: Paragraph
    also: Paragraph | None = None  # the short form, where another wish is answered first
    actions: tuple[Action, ...] = ()
    control: str | None = None  # cancel | invoices | card
    why: str = ""
    rejected: tuple[str, ...] = ()
    follow_up: tuple[str, ...] = ()


def offers(portal: Portal, control: str) -> bool:
    """Whether the portal offers a control: its feature is on and so is the login page."""
    return {"cancel": portal.offers_cancel, "invoices": portal.offers_invoices, "card": portal.offers_card}[control]


def gap_of(case_facts: CaseFacts, controls: tuple[str, ...]) -> str | None:
    """The gap behind these controls; nothing follows where the portal's configuration could not be read."""
    portal = case_facts.portal
    if not controls or not portal.known:
        return None
    if not portal.reachable:
        return NO_PORTAL
    missing = [MISSING[each] for each in controls if not offers(portal, each)]
    if missing:
        return missing[0]
    return NOT_FOUND if case_facts.says(Cue.CANNOT_CANCEL, Cue.ASKS_HOW) else None


def to_portal(why: str) -> Action:
    """The portal's login page."""
    return Action(kind=ActionKind.PORTAL, why=why)


def invoice_step(case_facts: CaseFacts) -> Step | None:
    """Invoices: on the portal, else attached by the agent."""
    if not case_facts.wants(Intent.INVOICE_REQUEST):
        return None
    if case_facts.portal.offers_invoices:
        facts = bound_facts.sign_in(case_facts.portal)
        return Step(
            actions=(to_portal("invoices lie on the portal's login page"),),
            say=say(Situation.INVOICE_PORTAL, facts),
            also=say(Situation.ALSO_INVOICE_PORTAL, facts),
            control="invoices",
        )
    wanted = wanted_invoices(case_facts)
    facts = _invoice_facts(wanted[0]) if len(wanted) == 1 else ()
    if len(wanted) > 1:
        facts = bound_facts.count("count", len(wanted), ",".join(each.id for each in wanted), "number")
    why = "the agent attaches the PDF of the invoice"
    return Step(
        say=say(Situation.INVOICE_ATTACHED, facts),
        also=say(Situation.ALSO_INVOICE_ATTACHED, facts),
        control="invoices",
        why=why,
        follow_up=(f"{why}: {', '.join(map(_name, wanted)) or 'none was found in Stripe'}",),
    )


def wishes(case_facts: CaseFacts) -> tuple[Step | None, ...]:
    """The invoice and the card; where an open invoice's own page answers both, that alone."""
    invoice, card = invoice_step(case_facts), card_step(case_facts)
    page = [each.object for each in card.actions if each.object] if card else []
    if page and {each.id for each in wanted_invoices(case_facts)} <= set(page):
        return (card,)
    return (card, invoice) if page else (invoice, card)


def wanted_invoices(case_facts: CaseFacts) -> tuple[Invoice, ...]:
    """The invoice of the one charge the mail names, else those of the months it names, else the newest final one."""
    named = [invoice for charge in case_facts.named if (invoice := case_facts.account.invoice_of(charge))]
    if len({each.id for each in named}) == 1:
        return (named[0],)
    final = [each for each in case_facts.account.invoices if each.status in {"paid", "open"}]
    months = months_named(case_facts.message)
    dated = [each for each in final if each.created and (each.created.year, each.created.month) in months]
    return tuple(dated) or tuple(final[-1:])


def _name(invoice: Invoice) -> str:
    return f"{invoice.id} ({invoice.number or 'no number'})"


def _invoice_facts(invoice: Invoice) -> bound_facts.Facts:
    return (*bound_facts.number(invoice), *bound_facts.on("invoiced_on", invoice.created, invoice.id, "created"))


def card_step(case_facts: CaseFacts) -> Step | None:
    """A new card: on the portal, else on the open invoice's page, else arranged by the agent."""
    if not case_facts.says(Cue.UPDATE_CARD):
        return None
    live = case_facts.account.live
    if live and all(each.collection_method == "send_invoice" for each in live) and (step := _sent(case_facts)):
        return step
    facts = bound_facts.card(next_method(case_facts.account, live[-1]).method) if live else ()
    if case_facts.portal.offers_card:
        return Step(
            actions=(to_portal("the card is changed on the portal's login page"),),
            say=say(Situation.CARD_ON_PORTAL, bound_facts.sign_in(case_facts.portal), facts),
            also=say(Situation.ALSO_CARD_PORTAL, bound_facts.sign_in(case_facts.portal)),
            control="card",
        )
    return _card_without_portal(case_facts, facts)


def _sent(case_facts: CaseFacts) -> Step | None:
    """Paid by invoice: the open one's own page, and no word of a card."""
    owed = [each for each in case_facts.account.invoices if each.status == "open" and each.hosted_invoice_url]
    if not owed:
        return None
    invoice = owed[-1]
    plan = bound_facts.plan_of("plan", case_facts.account.subscription(subscription_id(invoice)))
    paragraph = say(
        Situation.SEND_INVOICE, bound_facts.hosted(invoice), bound_facts.owed(invoice), plan, due(case_facts, invoice)
    )
    action = Action(kind=ActionKind.PORTAL, object=invoice.id, why=f"{invoice.id} is paid on its own page")
    return Step(actions=(action,), say=paragraph, control=None if case_facts.portal.offers_card else "card")


def due(case_facts: CaseFacts, invoice: Invoice) -> bound_facts.Facts:
    """When an invoice is due, or was."""
    past = invoice.due_date is not None and invoice.due_date < case_facts.now
    return bound_facts.on("was_due_on" if past else "due_on", invoice.due_date, invoice.id, "due_date")


def _card_without_portal(case_facts: CaseFacts, facts: bound_facts.Facts) -> Step:
    owed = [each for each in case_facts.account.invoices if each.status == "open" and each.hosted_invoice_url]
    also = say(Situation.ALSO_CARD_ARRANGED)
    if not owed:
        why = "the agent arranges the new card"
        return Step(say=say(Situation.CARD_AGENT, facts), also=also, control="card", why=why, follow_up=(why,))
    invoice = owed[-1]
    why = f"the hosted page of {invoice.id} takes another card"
    return Step(
        actions=(Action(kind=ActionKind.PORTAL, object=invoice.id, why=why),),
        say=say(Situation.CARD_ON_INVOICE, bound_facts.hosted(invoice), bound_facts.owed(invoice)),
        also=also,
        control="card",
    )


def charged_late(case_facts: CaseFacts, charge: Charge) -> bool:
    """Whether a charge came after its subscription was to end."""
    return charge.id in case_facts.objects(AnomalyName.CHARGED_AFTER_CANCEL)

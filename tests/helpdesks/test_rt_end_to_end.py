"""From a mail in the inbox and in Request Tracker to a draft and a note on its ticket, and nothing mailed."""

import json

from tests.end_to_end.conftest import Product
from tests.end_to_end.conftest import product as product
from tests.support.request_tracker import RequestTracker

_HELPDESK = """
[helpdesk.rt]
base_url = "{url}"
token = {{ env = "DESKHAND_TEST_TOKEN" }}
queue = "Billing"
"""


def test_a_mail_becomes_a_draft_and_a_note_on_its_ticket(product: Product, request_tracker: RequestTracker) -> None:
    request_tracker.forget()
    token = request_tracker.token("deskhand")
    product.configure(helpdesk="rt", more=_HELPDESK.format(url=request_tracker.url))
    mail, lost = product.deliver("duplicate", "cancel")  # the second never arrives in RT
    request_tracker.receive(mail.raw(product.now))
    autoreplied = request_tracker.mailed()
    impatient = {"DESKHAND_TEST_TOKEN": token, "DESKHAND_HELPDESK__WAIT_MINUTES": "0"}
    done = product.run("once", "--json", status=0, **impatient)
    assert json.loads(done.stdout)["drafted"] == 2
    assert done.stderr.count("rest in the review desk") == 1
    cases = {case["message_id"]: case for case in product.json("cases", DESKHAND_TEST_TOKEN=token)}
    case = cases[mail.message_id(product.now)]
    assert cases[lost.message_id(product.now)]["draft"]  # for the review desk to show
    (ticket,) = request_tracker.tickets()
    assert request_tracker.draft(ticket).split() == case["draft"]["body"].split()
    ((_, kind, note),) = request_tracker.messages(ticket)
    assert kind == "Comment"
    assert "DECISION" in note
    assert "/Ticket/Update.html?id=" in note
    assert request_tracker.mailed() == autoreplied
    assert product.connects <= {product.account.server.port, product.stripe_port, request_tracker.port}
    assert not any(token.encode() in path.read_bytes() for path in product.folder.glob("deskhand.db*"))


def test_doctor_refuses_an_agents_token(product: Product, request_tracker: RequestTracker) -> None:
    request_tracker.forget()
    product.configure(helpdesk="rt", more=_HELPDESK.format(url=request_tracker.url))
    (mail,) = product.deliver("duplicate")
    request_tracker.receive(mail.raw(product.now))
    findings = product.json("doctor", status=1, DESKHAND_TEST_TOKEN=request_tracker.token("agent"))
    (wrong,) = (one for one in findings if one["area"] == "helpdesk" and not one["ok"])
    assert "can correspond" in wrong["text"]
    assert "withhold ReplyToTicket" in wrong["mend"]

"""The review desk: a web page where an agent reviews what was prepared. It hands over; it never sends."""

from worker.desk.queue_port import CaseRow, CaseShelf, CaseView, Page, Query
from worker.desk.security.access import Entry
from worker.desk.serving import DeskServer, is_loopback
from worker.desk.site import Desk
from worker.desk.web import LOOPBACK, DeskApp, desk_app

__all__ = [
    "LOOPBACK",
    "CaseRow",
    "CaseShelf",
    "CaseView",
    "Desk",
    "DeskApp",
    "DeskServer",
    "Entry",
    "Page",
    "Query",
    "desk_app",
    "is_loopback",
]

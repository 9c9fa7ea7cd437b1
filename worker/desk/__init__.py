"""The review desk: a web page where an agent reviews what was prepared. It hands over; it never sends."""

from worker.desk.app import desk_app
from worker.desk.serving import DeskServer, serve
from worker.desk.shelf import CaseRow, CaseShelf, CaseView, Page, Query
from worker.desk.site import Desk

__all__ = ["CaseRow", "CaseShelf", "CaseView", "Desk", "DeskServer", "Page", "Query", "desk_app", "serve"]

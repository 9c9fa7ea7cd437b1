"""What Deskhand remembers: the inbox table, the cases, and the trail, on SQLite or PostgreSQL."""

from worker.store.book import CaseBook
from worker.store.owners import owner_name
from worker.store.queue_pages import Asked, QueueLine
from worker.store.values import Account, AuditEntry, CaseRecord, Claim, Client, Correction, Gap, Kept, Review
from worker.store.worklist import CaseOutbox

__all__ = [
    "Account",
    "Asked",
    "AuditEntry",
    "CaseBook",
    "CaseOutbox",
    "CaseRecord",
    "Claim",
    "Client",
    "Correction",
    "Gap",
    "Kept",
    "QueueLine",
    "Review",
    "owner_name",
]

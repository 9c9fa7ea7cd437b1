"""What Deskhand remembers: the inbox table, the cases, and the trail, on SQLite or PostgreSQL."""

from worker.store.case_book import CaseBook
from worker.store.queue_pages import Asked, QueueLine
from worker.store.store_values import Account, AuditEntry, CaseRecord, Claim, Client, Correction, Gap, Kept, Review
from worker.store.work_queue import CaseOutbox
from worker.store.worker_names import owner_name

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

"""The tables of the store, the same on SQLite and PostgreSQL; `migrations` makes them."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from worker.store.times import Moment

# SQLite counts up only what it calls INTEGER.
Key = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _mail(**options: Any) -> Column[int]:
    return Column("mail_id", Key, ForeignKey("mails.id", ondelete="CASCADE"), nullable=False, **options)


def _case(**options: Any) -> Column[str]:
    return Column("case_id", String(32), ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, **options)


# One row a mail, whatever became of it. `due` is when a worker may take it: a waiting mail's backoff, a claimed one's
# end of lease; null once it is done or quarantined. After `forget` the row stays as a tombstone.
mails = Table(
    "mails",
    metadata,
    Column("id", Key, primary_key=True),
    Column("account", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("twin", String(64)),  # what two deliveries of one mail share; null without a Message-ID
    Column("case_id", String(32), nullable=False, unique=True),
    Column("message_id", Text),
    Column("size", BigInteger, nullable=False),
    Column("arrived_at", Moment, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("state", String(12), nullable=False),  # waiting | claimed | done | quarantined
    Column("due", Moment),
    Column("owner", Text),
    Column("fence", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("faults", Integer, nullable=False, default=0),  # passing ones in a row, for the backoff
    Column("error", Text),
    Column("forgotten_at", Moment),
    UniqueConstraint("account", "content_hash"),
    Index(None, "account", "twin"),
    Index(None, "due"),
    Index(None, "state"),
)

raws = Table(
    "raws",
    metadata,
    _mail(primary_key=True, autoincrement=False),
    Column("taken_at", Moment, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),  # by the vault; never plain
)

locations = Table(
    "locations",
    metadata,
    Column("id", Key, primary_key=True),
    _mail(index=True),
    Column("account", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("account", "folder", "uidvalidity", "uid", "name"),
    Index(None, "account", "name"),
)

cursors = Table(
    "cursors",
    metadata,
    Column("account", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("since", Moment),
    PrimaryKeyConstraint("account", "folder"),
)

steps = Table(
    "steps",
    metadata,
    _mail(),
    Column("name", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("mail_id", "name"),
)

outbox = Table(
    "outbox",
    metadata,
    _mail(),
    Column("key", String(128), nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("mail_id", "key"),
)

# One row a mail that was worked off. `version` grows with every decision of an agent, `revision` with every rewriting
# of the texts. `memory` is what later cases may know of this one (an `EarlierCase` as JSON).
cases = Table(
    "cases",
    metadata,
    Column("id", String(32), primary_key=True),
    _mail(unique=True),
    Column("account", Text, nullable=False),
    Column("arrived_at", Moment, nullable=False),
    Column("judged_at", Moment, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("bucket", String(32)),
    Column("confidence", Float, nullable=False),
    Column("language", String(8), nullable=False),
    Column("verdict", String(16)),
    Column("priority", String(8), nullable=False),
    Column("gap", String(64)),
    Column("cash_out", BigInteger, nullable=False),
    Column("mrr_change", BigInteger, nullable=False),
    Column("currency", String(3)),
    Column("digest", String(64), nullable=False),
    Column("checked_at", Moment, nullable=False),  # when Stripe was last read for it
    Column("revision", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    # open | stale | taken_over | snoozed | approved | rejected | closed
    Column("status", String(16), nullable=False),
    Column("status_at", Moment, nullable=False),
    Column("status_by", Text),
    Column("snoozed_until", Moment),
    Column("changed", Text),  # what a later look at Stripe found changed; one sentence a line
    Column("draft_state", String(12)),
    Column("memory", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Index(None, "arrived_at", "id"),
    Index(None, "outcome", "status", "checked_at"),
    Index(None, "bucket", "arrived_at"),
    Index(None, "gap"),
)

# What the case was judged on, redacted: for `explain`, replays, and the texts after a crash.
records = Table(
    "records",
    metadata,
    _case(primary_key=True),
    Column("message", Text, nullable=False),
    Column("reading", Text, nullable=False),
    Column("billing", Text, nullable=False),
    Column("judged", Text, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    _case(),
    Column("revision", Integer, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Column("text", Text, nullable=False),  # the `Draft` as JSON
    PrimaryKeyConstraint("case_id", "revision"),
)

notes = Table(
    "notes",
    metadata,
    _case(),
    Column("revision", Integer, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("case_id", "revision"),
)

# What agents decided on the review desk. `version` is the case's after the decision: two cannot have one.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Key, primary_key=True),
    _case(),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("decision", String(16), nullable=False),
    Column("reason", Text),
    Column("subject", Text),
    Column("body", Text),
    Column("edited", Float),  # 0 untouched to 1 rewritten
    UniqueConstraint("case_id", "version"),
    Index(None, "at"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Key, primary_key=True),
    _case(index=True),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", String(16), nullable=False),  # intent | customer | bucket
    Column("was", Text),
    Column("should_be", Text),
    Column("remark", Text),
    Index(None, "at"),
)

# What the review desk's queue shows and finds of a case, redacted: one row a case, gone when the person is forgotten.
lines = Table(
    "lines",
    metadata,
    _case(primary_key=True),
    Column("sender", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("proposed", Text, nullable=False),  # the actions in a few words
    Column("words", Text, nullable=False),  # sender, subject and new text, case folded: what a search looks in
)

# What is counted of a case: nothing of the person, so it stays when they are forgotten.
traits = Table(
    "traits",
    metadata,
    _case(primary_key=True),
    Column("intent", String(32), nullable=False),  # the primary one
    Column("template", String(96)),  # of the draft
    Column("plan", String(16)),  # monthly | yearly | team | other: what the person pays for
)

hits = Table(
    "hits",
    metadata,
    _case(),
    Column("rule", String(96), nullable=False),  # a keyword rule that hit
    PrimaryKeyConstraint("case_id", "rule"),
    Index(None, "rule"),
)

# Message-IDs as keyed hashes: enough to find a thread, nothing to read.
threads = Table(
    "threads",
    metadata,
    _mail(),
    Column("key", String(32), nullable=False),
    Column("role", String(10), nullable=False),  # id | reference | subject
    PrimaryKeyConstraint("mail_id", "key", "role"),
    Index(None, "key", "role"),
)

# Addresses as keyed hashes: `from` wrote the mail, `customer` is who it is about, `named` merely stands in it.
persons = Table(
    "persons",
    metadata,
    _mail(),
    Column("person", String(32), nullable=False),
    Column("role", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("mail_id", "person", "role"),
    Index(None, "person", "role", "at"),
)

customers = Table(
    "customers",
    metadata,
    _mail(),
    Column("customer", String(255), nullable=False),
    PrimaryKeyConstraint("mail_id", "customer"),
    Index(None, "customer"),
)

# Append-only by triggers; only `detail` may be blanked, once, to `{"erased":true}`.
audit = Table(
    "audit",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", Text, nullable=False),
    Column("action", String(32), nullable=False),
    Column("case_id", String(32), index=True),
    Column("person", String(32), index=True),  # keyed hash
    Column("detail", Text, nullable=False),
)

buckets = Table(
    "buckets",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("at", Moment, nullable=False),
)

spending = Table(
    "spending",
    metadata,
    Column("name", String(32), nullable=False),
    Column("day", String(10), nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("name", "day"),
)

settings = Table(
    "settings",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

# Who may sign in to the review desk, and what may call its API. Passwords are argon2 hashes; the tokens of sessions and
# of clients are kept as SHA-256 only, so that a copy of the store opens nothing.
agents = Table(
    "agents",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(8), nullable=False),  # agent | ops
    Column("password", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("agent", String(64), ForeignKey("agents.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

clients = Table(
    "clients",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("token", String(64), nullable=False, unique=True),
    Column("role", String(8), nullable=False),  # agent | ops
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment),
)

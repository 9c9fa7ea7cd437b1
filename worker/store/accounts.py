"""Who may sign in to the review desk, who is signed in, and which tools may call its API."""

from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from worker.store import audit
from worker.store.open_store import Opened
from worker.store.store_values import Account, Client
from worker.store.tables import agents, clients, sessions

_MINUTE = timedelta(minutes=1)


class Agents(Opened):
    """Accounts, sessions and clients; each change of an account or client is in the trail."""

    def account(self, name: str) -> Account | None:
        """The account of this name, with its password's hash."""
        with self._database.read() as tx:
            row = tx.execute(select(agents).where(agents.c.name == name)).first()
        return Account(name=row.name, role=row.role, password=row.password) if row else None

    def accounts(self) -> tuple[Account, ...]:
        """All accounts, by name."""
        with self._database.read() as tx:
            rows = tx.execute(select(agents).order_by(agents.c.name)).all()
        return tuple(Account(name=row.name, role=row.role, password=row.password) for row in rows)

    def keep_account(self, account: Account, *, actor: str = "operator") -> None:
        """Add an account, or give it another password or role; whoever is signed in under it is signed out."""
        values = {"role": account.role, "password": account.password}
        with self._database.write(durable=True) as tx:
            if not tx.change(update(agents).where(agents.c.name == account.name).values(values)):
                tx.execute(insert(agents), {"name": account.name, "created_at": tx.now, **values})
            tx.change(delete(sessions).where(sessions.c.agent == account.name))
            audit.enter(tx, actor, "kept account", detail={"agent": account.name, "role": account.role})

    def drop_account(self, name: str, *, actor: str = "operator") -> bool:
        """Remove an account and its sessions; whether there was one."""
        with self._database.write(durable=True) as tx:
            tx.change(delete(sessions).where(sessions.c.agent == name))
            found = tx.change(delete(agents).where(agents.c.name == name)) == 1
            if found:
                audit.enter(tx, actor, "removed account", detail={"agent": name})
        return found

    def open_session(self, token: str, name: str) -> None:
        """Remember that `name` signed in. `token` is a hash: what the browser holds opens the store's copy only."""
        with self._database.write() as tx:
            tx.execute(insert(sessions), {"token": token, "agent": name, "created_at": tx.now, "seen_at": tx.now})
            audit.enter(tx, name, "signed in")

    def session(self, token: str, *, idle: timedelta, absolute: timedelta) -> Account | None:
        """Whose session this is, unless it was left alone for `idle` or is older than `absolute`."""
        query = select(agents, sessions.c.seen_at).join(sessions, sessions.c.agent == agents.c.name)
        with self._database.read() as tx:
            now = tx.now
            alive = (
                sessions.c.token == token,
                sessions.c.seen_at > now - idle,
                sessions.c.created_at > now - absolute,
            )
            row = tx.execute(query.where(*alive)).first()
        if row and row.seen_at < now - _MINUTE:  # a write a minute will do
            with self._database.write() as tx:
                tx.change(update(sessions).where(sessions.c.token == token).values(seen_at=tx.now))
        return Account(name=row.name, role=row.role, password=row.password) if row else None

    def close_session(self, token: str, *, older_than: timedelta) -> None:
        """Sign out; sessions that nobody can use any more go with it."""
        with self._database.write() as tx:
            tx.change(delete(sessions).where(sessions.c.token == token))
            tx.change(delete(sessions).where(sessions.c.created_at < tx.now - older_than))

    def client(self, token: str) -> Client | None:
        """The API's client of this token's hash."""
        with self._database.read() as tx:
            now = tx.now
            row = tx.execute(select(clients).where(clients.c.token == token)).first()
        if row and (row.seen_at is None or row.seen_at < now - _MINUTE):
            with self._database.write() as tx:
                tx.change(update(clients).where(clients.c.token == token).values(seen_at=tx.now))
        return Client(name=row.name, role=row.role, seen_at=row.seen_at) if row else None

    def clients(self) -> tuple[Client, ...]:
        """All clients, by name."""
        with self._database.read() as tx:
            rows = tx.execute(select(clients).order_by(clients.c.name)).all()
        return tuple(Client(name=row.name, role=row.role, seen_at=row.seen_at) for row in rows)

    def add_client(self, client: Client, token: str, *, actor: str = "operator") -> bool:
        """Let a tool in by the hash of its token; False where there is one of that name."""
        with self._database.write(durable=True) as tx:
            if tx.execute(select(clients.c.name).where(clients.c.name == client.name)).first():
                return False
            row = {"name": client.name, "token": token, "role": client.role, "created_at": tx.now}
            tx.execute(insert(clients), row)
            audit.enter(tx, actor, "added client", detail={"client": client.name, "role": client.role})
        return True

    def drop_client(self, name: str, *, actor: str = "operator") -> bool:
        """Shut a tool out; whether there was one."""
        with self._database.write(durable=True) as tx:
            found = tx.change(delete(clients).where(clients.c.name == name)) == 1
            if found:
                audit.enter(tx, actor, "removed client", detail={"client": name})
        return found

"""Runs the migrations within the transaction of whoever asked."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transactional_ddl=True)
# No begin of our own: `worker.store.schema` holds the transaction and the lock.
context.run_migrations()

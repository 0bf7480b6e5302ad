"""Alembic's entry: migrations run on the connection that `district.store.schema` hands over."""

from alembic import context

from district.store.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()

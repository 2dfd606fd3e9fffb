"""Alembic's entry: runs revisions on the connection that `engine.database.migrate` hands over."""

from alembic import context

from engine.database.migrations.compare import OPTIONS, metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, **OPTIONS)
with context.begin_transaction():
    context.run_migrations()

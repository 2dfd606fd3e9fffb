"""People who left, when a password was set, and indexes for the pages of people and of the journal."""

import sqlalchemy as sa
from alembic import op

from engine.database import types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("persons", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("left_as", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("left_on", sa.Date(), nullable=True))
        batch_op.create_index("persons_by_name", ["name", "id"], unique=False)

    with op.batch_alter_table("accounts", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("password_at", types.UtcDateTime(), nullable=True))

    with op.batch_alter_table("sessions", recreate="never") as batch_op:
        batch_op.create_index("sessions_by_account", ["username", "started_at"], unique=False)

    with op.batch_alter_table("journal", recreate="never") as batch_op:
        batch_op.create_index("journal_by_subject", ["subject", "seq"], unique=False)
        batch_op.create_index("journal_by_time", ["at"], unique=False)


def downgrade() -> None:
    """There is no way back: restore the backup that was made before the migration."""
    raise NotImplementedError

"""Keep the clock of each SOP step, and when to remind; index outside work without a due date."""

import sqlalchemy as sa
from alembic import op

from engine.database import types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OUTSIDE = {
    "sqlite_where": sa.text("state = 'open' AND external = 1"),
    "postgresql_where": sa.text("state = 'open' AND external"),
}
REMIND = sa.text("state = 'open' AND remind_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("cases", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("times", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("snapshots", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("clock", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("tasks", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("step_since", types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("paused", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("remind_at", types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("reminded", sa.Integer(), server_default="0", nullable=False))
        batch_op.drop_index("tasks_outside")
        batch_op.create_index("tasks_outside", ["position", "due_at", "opened_at"], unique=False, **OUTSIDE)
        batch_op.create_index(
            "tasks_to_remind", ["remind_at"], unique=False, sqlite_where=REMIND, postgresql_where=REMIND
        )


def downgrade() -> None:
    """There is no way back: restore the backup that was made before the migration."""
    raise NotImplementedError

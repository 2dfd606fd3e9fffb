"""End seats and mandates early, keep former names, force a password change, find claims, and feel the tick's pulse."""

import sqlalchemy as sa
from alembic import op

from engine.database import types

revision = "0009"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_names",
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("until", types.UtcDateTime(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "until", name=op.f("pk_former_names")),
    )
    op.create_table(
        "pulses",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pulses")),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("must_change", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("letter", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("end_reason", sa.Text(), nullable=True))

    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("end_reason", sa.Text(), nullable=True))

    claimed = sa.text("state = 'open' AND claimed_by IS NOT NULL")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(
            "tasks_claimed", ["claimed_by"], unique=False, sqlite_where=claimed, postgresql_where=claimed
        )


def downgrade() -> None:
    """There is no way back: restore the backup that was made before the migration."""
    raise NotImplementedError

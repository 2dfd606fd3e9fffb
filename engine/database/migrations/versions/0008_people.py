"""End seats and mandates early, keep former names, and force a password change."""

import sqlalchemy as sa
from alembic import op

from engine.database import types

revision = "0008"
down_revision = "0007"
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
    with op.batch_alter_table("accounts", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("must_change", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("holdings", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("letter", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("end_reason", sa.Text(), nullable=True))

    with op.batch_alter_table("mandates", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("ended_at", types.UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("end_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    """There is no way back: restore the backup that was made before the migration."""
    raise NotImplementedError

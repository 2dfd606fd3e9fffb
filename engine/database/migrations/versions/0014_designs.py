"""Designs: drawings that are kept but do not run yet."""

import sqlalchemy as sa
from alembic import op

from engine.database import types

revision = "0014"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "designs",
        sa.Column("sop", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.Column("missing", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sop", "version", name=op.f("pk_designs")),
    )
    op.create_index("designs_by_digest", "designs", ["sop", "digest"], unique=True)


def downgrade() -> None:
    """There is no way back: restore the backup that was made before the migration."""
    raise NotImplementedError

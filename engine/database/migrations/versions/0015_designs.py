"""Drawings that are kept but do not run yet, and what begins cases without a person."""

import sqlalchemy as sa
from alembic import op

from engine.database import types

revision = "0015"
down_revision = "0014"
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
    op.create_table(
        "case_starts",
        sa.Column("sop", sa.String(length=64), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("due_at", types.UtcDateTime(), nullable=True),
        sa.Column("every", sa.String(length=60), nullable=True),
        sa.Column("origin", types.UtcDateTime(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=True),
        sa.Column("failed", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sop", "element", "part", name=op.f("pk_case_starts")),
    )
    op.create_index(op.f("ix_case_starts_due_at"), "case_starts", ["due_at"], unique=False)
    op.create_index("case_starts_by_name", "case_starts", ["name"], unique=False)


def downgrade() -> None:
    """There is no way back: restore the backup that was made before the migration."""
    raise NotImplementedError

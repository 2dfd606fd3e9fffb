"""Tallies for the overview."""

import sqlalchemy as sa
from alembic import op

from engine.database import types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tally_months",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("counted_at", types.UtcDateTime(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_tally_months")),
    )
    op.create_table(
        "tally_steps",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("sop", sa.String(length=64), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("standard", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "month", "sop", "step", "position", "kind", "standard", "days", name=op.f("pk_tally_steps")
        ),
    )
    op.create_table(
        "tally_done",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("sop", sa.String(length=64), nullable=False),
        sa.Column("position", sa.String(length=80), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "sop", "position", "person", name=op.f("pk_tally_done")),
    )
    op.create_table(
        "tally_cases",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("sop", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("ending", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "sop", "status", "ending", name=op.f("pk_tally_cases")),
    )
    is_open, ended = sa.text("state = 'open'"), sa.text("ended_at IS NOT NULL")
    op.create_index(
        "tasks_open_counted",
        "tasks",
        ["sop", "step", "position", "external", "due_at", "state"],
        unique=False,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("cases_by_end", "cases", ["ended_at"], unique=False, sqlite_where=ended, postgresql_where=ended)


def downgrade() -> None:
    """There is no way back: restore the backup that was made before the migration."""
    raise NotImplementedError

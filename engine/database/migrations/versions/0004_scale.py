"""Keep lists fast at a million tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")
CLOSED = sa.text("closed_at IS NOT NULL")
CLAIMED = sa.text("state = 'open' AND claimed_by IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "summaries",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_summaries_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_summaries")),
    )
    op.create_index("cases_by_start", "cases", ["started_at", "id"])
    op.create_index("cases_by_sop", "cases", ["sop", "started_at", "id"])
    op.create_index("cases_by_sop_and_status", "cases", ["sop", "status", "started_at", "id"])
    op.create_index("tasks_by_age", "tasks", ["position", "opened_at"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("tasks_open_of_case", "tasks", ["case_id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("tasks_claimed", "tasks", ["claimed_by", "due_at"], sqlite_where=CLAIMED, postgresql_where=CLAIMED)
    op.create_index(
        "tasks_of_position",
        "tasks",
        ["position", "closed_at", "case_id"],
        sqlite_where=CLOSED,
        postgresql_where=CLOSED,
    )
    for name, where in (("tasks_open_by_sop", OPEN), ("tasks_closed_by_sop", CLOSED)):
        op.create_index(name, "tasks", ["position", "sop", "case_id"], sqlite_where=where, postgresql_where=where)
    op.create_index(
        "tasks_outside",
        "tasks",
        ["position", "due_at"],
        sqlite_where=sa.text("state = 'open' AND external = 1"),
        postgresql_where=sa.text("state = 'open' AND external"),
    )
    op.create_index("tasks_of_person", "tasks", ["closed_by", "closed_at", "case_id"])


def downgrade() -> None:
    """There is no way back: restore the backup that was made before the migration."""
    raise NotImplementedError

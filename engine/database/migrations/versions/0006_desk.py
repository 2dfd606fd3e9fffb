"""Keep drafts; say who handed a task over, and why."""

import sqlalchemy as sa
from alembic import op

from engine.database import types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=340), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("task", sa.String(length=300), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", types.UtcDateTime(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_drafts_case_id_cases")),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_drafts_person_persons")),
        sa.PrimaryKeyConstraint("person", "subject", name=op.f("pk_drafts")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(
            "drafts_of_tasks",
            ["case_id", "task"],
            unique=False,
            sqlite_where=sa.text("case_id IS NOT NULL"),
            postgresql_where=sa.text("case_id IS NOT NULL"),
        )
        batch_op.create_index("drafts_by_age", ["saved_at"], unique=False)

    op.add_column("tasks", sa.Column("handed_by", sa.String(length=32), nullable=True))
    op.add_column("tasks", sa.Column("handed_because", sa.Text(), nullable=True))


def downgrade() -> None:
    """There is no way back: restore the backup that was made before the migration."""
    raise NotImplementedError

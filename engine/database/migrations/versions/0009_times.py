"""Editions of the office's calendar."""

import sqlalchemy as sa
from alembic import op

from engine.database import types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_editions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("decree", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_calendar_editions_person_persons")),
        sa.ForeignKeyConstraint(
            ["version"], ["calendars.version"], name=op.f("fk_calendar_editions_version_calendars")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_calendar_editions")),
    )


def downgrade() -> None:
    """There is no way back: restore the backup that was made before the migration."""
    raise NotImplementedError

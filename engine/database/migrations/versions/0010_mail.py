"""Tell people of work that opened and cases that ended; mail, and calendar feeds."""

import sqlalchemy as sa
from alembic import op

from engine.database import types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

UNTOLD = "(state = 'open') <> told"
END_UNTOLD = "status <> 'running' AND NOT told"
WAITING = "state = 'waiting'"
UNSENT = "state IN ('waiting', 'sending', 'failed')"


def upgrade() -> None:
    _tables()
    for table in ("tasks", "cases"):
        with op.batch_alter_table(table, recreate="never") as batch_op:
            batch_op.add_column(sa.Column("told", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("notices", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("mailed", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("mail", sa.String(length=32), nullable=True))
    # What was there before is old news: nobody is told of it now.
    op.execute("UPDATE tasks SET told = true WHERE state = 'open'")
    op.execute("UPDATE cases SET told = true WHERE status <> 'running'")
    op.execute("UPDATE notices SET mailed = true")
    _partial("tasks_untold", "tasks", "opened_at", UNTOLD)
    _partial("cases_end_untold", "cases", "ended_at", END_UNTOLD)
    _partial("notices_unread_of_task", "notices", ["case_id", "task"], "read_at IS NULL")
    _partial("notices_unmailed", "notices", "id", "NOT mailed")
    _partial("notices_of_mail", "notices", "mail", "mail IS NOT NULL")


def _tables() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("due_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_mails_person_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_mails_key")),
    )
    op.create_index("mails_by_person", "mails", ["person", "made_at"])
    _partial("mails_waiting", "mails", "person", WAITING)
    _partial("mails_unsent", "mails", ["state", "due_at"], UNSENT)
    op.create_table(
        "mail_choices",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("cadence", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_mail_choices_person_persons")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_mail_choices")),
    )
    op.create_table(
        "feeds",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_feeds_person_persons")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_feeds")),
    )
    op.create_index("feeds_by_person", "feeds", ["person", "made_at"])


def _partial(name: str, table: str, columns: str | list[str], where: str) -> None:
    """An index of the rows that wait for something: it is empty when nothing does."""
    named = [columns] if isinstance(columns, str) else columns
    op.create_index(name, table, named, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    """There is no way back: restore the backup that was made before the migration."""
    raise NotImplementedError

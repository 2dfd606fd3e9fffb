"""What was there before people were told of anything is old news."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, select, text

from engine.database import Database
from engine.database.migrate import MIGRATIONS, _changing, _config, migrate
from engine.definitions import deploy
from engine.engine import Engine
from engine.mail import outbox
from engine.schema import mails, notices
from engine.telling import tell
from engine.world import MovedWorld

SOPS = Path(__file__).parents[1] / "engine" / "sops"
MOMENT = "2026-01-05T01:00:00.000000+00:00"


def test_an_older_database_tells_nobody_of_its_past(empty_database: Database, home: Path) -> None:
    (revision,) = (path.name[:4] for path in (MIGRATIONS / "versions").glob("*_mail.py"))
    with _changing(empty_database) as connection:
        command.upgrade(_config(connection), f"{revision}-1")
        _past(connection, empty_database.dialect)

    migrate(empty_database)
    engine = Engine(
        database=empty_database, world=MovedWorld(moment=datetime(2026, 1, 6, tzinfo=UTC)), home=home, processes=SOPS
    )
    deploy(engine, SOPS / "cuti")

    assert tell(engine) == 0
    assert outbox.gather(engine) == 0
    with empty_database.reading() as connection:
        assert connection.scalars(select(notices.c.id)).all() == [1]
        assert connection.scalars(select(mails.c.id)).all() == []
        told = connection.execute(text("SELECT state, told FROM tasks ORDER BY id")).all()
    assert [(row.state, bool(row.told)) for row in told] == [("completed", False), ("open", True)]


def _past(connection: Connection, dialect: str) -> None:
    """Rows as the version before wrote them: an open and a finished task, an ended case, an unread notice."""
    empty = "''" if dialect == "sqlite" else "''::bytea"
    for statement in (
        "INSERT INTO units (id, name, short, code) VALUES ('k', 'K', 'K', '1')",
        "INSERT INTO positions (id, title, unit) VALUES ('k.a', 'A', 'k')",
        "INSERT INTO persons (id, name, email) VALUES ('ani', 'Ani', 'ani@k.go.id')",
        "INSERT INTO holdings (position, person, since) VALUES ('k.a', 'ani', '2025-01-01')",
        f"INSERT INTO definitions (digest, sop, version, title, bundle, deployed_at) VALUES ('d', 's', 1, 'S', {empty}, '{MOMENT}')",
        *(
            "INSERT INTO cases (id, sop, definition, number, title, calendar, status, started_by, started_at, ended_at, version,"
            f" head, snapshot_at) VALUES ('{name}', 's', 'd', '{name}', 'T', 'c', '{status}', 'ani', '{MOMENT}', {ended}, 1, 'h', 0)"
            for name, status, ended in (("c1", "running", "NULL"), ("c2", "completed", f"'{MOMENT}'"))
        ),
        *(
            "INSERT INTO tasks (case_id, id, kind, state, element, name, sop, position, external, opened_at, version)"
            f" VALUES ('c1', '{name}', 'user', '{state}', 'e', 'E', 's', 'k.a', {'0' if dialect == 'sqlite' else 'false'}, '{MOMENT}', 1)"
            for name, state in (("a", "completed"), ("b", "open"))
        ),
        f"INSERT INTO notices (id, key, person, kind, at, about) VALUES (1, 'x', 'ani', 'link.sent', '{MOMENT}', {empty})",
    ):
        connection.execute(text(statement))

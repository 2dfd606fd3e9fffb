"""Fixtures that every room's tests share: a home folder and a fresh database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL

from engine.database import Database, open_database
from engine.database.migrate import migrate
from tests.postgres_server import PostgresServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROCESSES = Path(__file__).parent / "processes"
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
#: A test that left a transaction open must not hang the next one.
TRUNCATE_TIMEOUT = "10s"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the golden files instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """`golden(file, text)` compares a text, whole, with a file in the tree; `make golden` rewrites the file instead."""

    def compare(file: Path, text: str) -> None:
        if request.config.getoption("--golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.is_file(), f"{file.name} is missing: write it with `make golden` and read it"
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def sqlite_database(sqlite_url: str, home: Path) -> Iterator[Database]:
    """An open, fresh SQLite database, for stories that the kind of database does not change."""
    opened = open_database(sqlite_url, home)
    yield opened
    opened.close()


@pytest.fixture
def walk(sqlite_database: Database, home: Path) -> Callable[..., str]:
    """`walk(sop, script, at=…)` walks one case of an SOP in the demonstration office; gives its history (tests/walking.py)."""
    from tests import walking  # the whole product, which most tests do not need

    def once(sop: str, script: walking.Script | None = None, **office: datetime) -> str:
        return walking.walk(walking.open_office(sqlite_database, home, PROCESSES, sop, **office), sop, script)

    return once


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder (ALUR_HOME)."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, home: Path) -> str:
    """The address of a fresh database with all tables, empty; the test runs once for each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def sqlite_url(home: Path, sqlite_template: Path) -> str:
    """A fresh SQLite database with all tables in the home folder."""
    shutil.copy(sqlite_template, home / "alur.db")
    return f"sqlite:///{home / 'alur.db'}"


@pytest.fixture
def postgresql_url(postgres_database: URL) -> Iterator[str]:
    """A fresh PostgreSQL database with all tables; what the test wrote is emptied after it."""
    yield postgres_database.render_as_string(hide_password=False)
    engine = create_engine(postgres_database)
    _empty(engine)
    engine.dispose()


@pytest.fixture
def database(database_url: str, home: Path) -> Iterator[Database]:
    """An open, fresh database with all tables; the test runs once for each kind."""
    opened = open_database(database_url, home)
    yield opened
    opened.close()


@pytest.fixture(params=BOTH)
def empty_database(request: pytest.FixtureRequest, home: Path) -> Iterator[Database]:
    """An open database without any table, for tests of migrations; runs once for each kind."""
    if request.param == "sqlite":
        opened = open_database(None, home)
        yield opened
        opened.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"alur_empty_{os.getpid()}"
    opened = open_database(server.create(name).render_as_string(hide_password=False), home)
    yield opened
    opened.close()
    server.drop(name)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the session: Playwright allows one instance a process."""
    from playwright.sync_api import sync_playwright  # most tests need no browser

    found = (
        os.environ.get("ALUR_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if found is None:
        pytest.fail("Chromium tidak ada. Pasang dengan `apt-get install -y chromium`, atau isi ALUR_CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    opened = open_database(None, folder)
    migrate(opened)
    opened.close()  # the last connection folds the WAL into the file, which can then be copied
    return folder / "alur.db"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server a test process; fails with the command to install it where PostgreSQL is missing."""
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_database(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    name = f"alur_test_{os.getpid()}"
    address = postgres_server.create(name)
    opened = open_database(address.render_as_string(hide_password=False), tmp_path_factory.mktemp("pg"))
    migrate(opened)
    opened.close()
    yield address
    postgres_server.drop(name)


def _empty(engine: Engine) -> None:
    """Truncate the tables that hold rows: most tests write few of them, and asking is cheaper than truncating all."""
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{TRUNCATE_TIMEOUT}'"))
        listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        tables = [f'"{name}"' for name in connection.scalars(text(listed))]
        holds = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
        written = list(connection.scalars(text(holds))) if holds else []
        if written:
            connection.execute(text(f"TRUNCATE {', '.join(written)} RESTART IDENTITY CASCADE"))

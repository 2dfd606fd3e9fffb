"""The tables of the newest migration, written down: a change of a table is seen in the diff."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

FILE = Path(__file__).with_name("tables.sql")


def schema(engine: Engine) -> str:
    """Everything that SQLite was told to create, but the job tables, which are Procrastinate's."""
    with engine.connect() as connection:
        rows = connection.scalars(
            text(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'procrastinate_%'"
                " AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type DESC, name"
            )
        )
        lines = "".join(f"{statement};\n\n" for statement in rows).splitlines()
        return "\n".join(line.rstrip() for line in lines) + "\n"


def test_the_tables_are_as_written_down(sqlite_template: Path, golden: Callable[[Path, str], None]) -> None:
    engine = create_engine(f"sqlite:///{sqlite_template}")
    found = schema(engine)
    engine.dispose()

    golden(FILE, found)


def test_a_golden_file_that_differs_or_is_missing_fails(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--golden"):
        return
    golden: Callable[[Path, str], None] = request.getfixturevalue("golden")
    (tmp_path / "known.txt").write_text("satu\n")

    golden(tmp_path / "known.txt", "satu\n")
    with pytest.raises(AssertionError):
        golden(tmp_path / "known.txt", "dua\n")
    with pytest.raises(AssertionError, match="make golden"):
        golden(tmp_path / "unknown.txt", "satu\n")

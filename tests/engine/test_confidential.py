"""The answers of the 360 appraisal never enter case data, and only the named roles open what is made of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from engine import confidential, queries
from engine.canonical import loads
from engine.database import Database
from engine.engine import Engine
from engine.errors import ConfidentialRefused, NotFound
from engine.people import Actor, actor_of
from engine.schema import accounts, cases, documents, events
from engine.schema import confidential as store
from tests.walking import PROCESSES, open_office, walk


@pytest.fixture
def pool(sqlite_database: Database, home: Path) -> Engine:
    """One finished talent-pool case in the demonstration office."""
    engine = open_office(sqlite_database, home, PROCESSES, "talent_pool")
    walk(engine, "talent_pool")
    return engine


def person(engine: Engine, username: str) -> Actor:
    with engine.database.reading() as connection:
        identity = connection.scalars(select(accounts.c.person).where(accounts.c.username == username)).one()
        return actor_of(connection, identity, now=engine.world.now())


def test_a_raters_answers_are_nowhere_in_the_clear(pool: Engine) -> None:
    fields = {
        field.key
        for field in pool.definitions.newest(pool, "talent_pool").forms["form_360"].fields
        if field.kind == "radio"
    }
    with pool.database.reading() as connection:
        acts = connection.scalars(select(events.c.input).where(events.c.element == "T9_wawancara")).all()
        stored = connection.execute(select(store)).all()

    assert len(acts) >= 4
    assert fields
    for given in acts:
        value = loads(given)["value"]
        assert set(value) == {"ref", "sha256", "oleh", "pada"}
    assert all(b"{" not in row.content for row in stored)
    everything = Path(pool.home / "alur.db").read_bytes() + Path(pool.home / "alur.db-wal").read_bytes()
    assert not [key for key in fields if f'"{key}":'.encode() in everything.replace(f'"key": "{key}"'.encode(), b"")]


def test_only_reader_positions_open_an_answer(pool: Engine) -> None:
    with pool.database.reading() as connection:
        row = connection.execute(select(store).limit(1)).one()

        data = confidential.read(pool, connection, row.case_id, row.ref, positions=row.readers.split())
        assert data
        with pytest.raises(ConfidentialRefused):
            confidential.read(pool, connection, row.case_id, row.ref, positions=["setda.sekda"])
        with pytest.raises(NotFound):
            confidential.read(pool, connection, "another-case", row.ref, positions=None)


def test_a_confidential_letter_is_refused_to_others_and_both_are_recorded(pool: Engine) -> None:
    with pool.database.reading() as connection:
        case_id = connection.scalars(select(cases.c.id)).one()
        secret = connection.execute(select(documents).where(documents.c.kind == "rekap_pa")).first()
    assert secret is not None and secret.readers
    name = f"{secret.key}-{secret.version}"

    with pytest.raises(ConfidentialRefused):
        queries.document(pool, person(pool, "bupati"), case_id, name)
    with pytest.raises(NotFound):
        queries.document(pool, person(pool, "peserta16"), case_id, name)
    found, content = queries.document(pool, person(pool, "kasubbid"), case_id, name)

    assert found.confidential and content.startswith(b"%PDF")
    with pool.database.reading() as connection:
        kinds = list(connection.scalars(select(events.c.kind).where(events.c.kind.startswith("document:"))))
    assert kinds == ["document:refused", "document:read"]

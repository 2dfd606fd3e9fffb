"""A machine's message that answers no case begins one, where an SOP waits for it; the sender learns which."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from sqlalchemy import select

from engine import incoming
from engine.definitions import deploy
from engine.schema import cases
from engine.schema import incoming as arrivals
from tests.engine.conftest import SOPS
from tests.webhooks.office import Office


@pytest.fixture(autouse=True)
def letters(office: Office) -> None:
    deploy(office.engine, SOPS / "surat")
    office.partner("https://pusat.example.org/masuk", internal=False)


def arrive(office: Office, webhook_id: str = "jwb_1", **content: Any) -> Any:
    """A letter of the centre comes in, and is taken where it belongs."""
    body = orjson.dumps({"type": "SuratMasuk", "timestamp": "-", "data": {"rujukan": "", "isi": content}})
    incoming.store(office.engine, "pusat", webhook_id, name="SuratMasuk", reference="P-1", body=body)
    office.work()
    with office.engine.database.reading() as connection:
        return connection.execute(select(arrivals).where(arrivals.c.webhook_id == webhook_id)).one()


def titles(office: Office) -> list[str]:
    with office.engine.database.reading() as connection:
        return list(connection.scalars(select(cases.c.title).where(cases.c.sop == "surat")))


def test_a_letter_begins_a_case_and_says_more_than_the_form_asks(office: Office) -> None:
    came = arrive(office, hal="Undangan", rahasia="x")

    assert (came.state, titles(office)) == ("delivered", ["Undangan"])
    assert came.case_id == office.column(cases.c.id, cases.c.sop == "surat")


def test_a_letter_that_says_too_little_begins_none_and_says_why(office: Office) -> None:
    came = arrive(office, asal="Kecamatan")

    assert (came.state, titles(office)) == ("refused", [])
    assert "Isi hal" in came.reason


def test_a_letter_that_names_somebodys_file_begins_none(office: Office) -> None:
    came = arrive(office, hal={"sha256": "0" * 64, "nama": "x.pdf", "ukuran": 1, "jenis": "application/pdf"})

    assert (came.state, titles(office)) == ("refused", [])


def test_a_letter_that_is_taken_twice_begins_one(office: Office) -> None:
    number = arrive(office, hal="Undangan").id

    incoming.take(office.engine, number)

    assert titles(office) == ["Undangan"]

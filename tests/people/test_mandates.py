"""Mandates are given, refused and ended as the law asks, and their end is felt at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select

from engine import commands, queries
from engine.commands.lapse import release_lapsed
from engine.engine import Engine
from engine.errors import InvalidForm, NotAllowed, SeatEnded
from engine.people import Actor
from engine.people.mandating import end_mandate, give_mandate
from engine.people.seating import appoint, end_seat
from engine.schema import accounts, journal, persons, positions, tasks
from engine.world import MovedWorld
from tests.engine.office import Office

TODAY, WEDNESDAY, FRIDAY = date(2026, 1, 5), date(2026, 1, 7), date(2026, 1, 9)
OPERATOR = Actor(person="", nip=None, name="operator", roles=frozenset({"operator"}))


def given(engine: Engine, actor: Actor = OPERATOR, **changes: Any) -> str:
    """Citra is made Plh. of Bram from Monday to Wednesday."""
    mandate = {"position": "kantor.kepala", "person": "citra", "form": "plh", "letter": "800/1/2026"}
    return give_mandate(engine, actor, **(mandate | {"since": TODAY, "until": WEDNESDAY} | changes))  # type: ignore[arg-type]  # the changes of a story are of several types


def test_a_mandate_is_entered_acted_under_and_written_down(engine: Engine, office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")

    mandate = given(engine)
    office.act("citra", case_id, "periksa", keputusan="setuju")

    told = queries.timeline(engine, office.person("bram"), case_id)[-1]
    assert (told.who, told.as_what) == ("Citra", "Plh. Kepala")
    with engine.database.reading() as connection:
        assert [tuple(row) for row in connection.execute(select(journal.c.act, journal.c.subject))] == [
            ("mandate:given", mandate)
        ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"since": WEDNESDAY, "until": FRIDAY}, "mulai"),  # overlaps the one below
        ({"since": FRIDAY, "until": WEDNESDAY}, "sampai"),
        ({"since": FRIDAY, "until": FRIDAY, "form": "plt"}, "bentuk"),  # the post is not vacant
        ({"since": FRIDAY, "until": FRIDAY, "person": "bram"}, "pegawai"),  # holds it definitively
        ({"since": FRIDAY, "until": FRIDAY, "person": "nobody"}, "pegawai"),
        ({"since": FRIDAY, "until": FRIDAY, "letter": " "}, "surat"),
        ({"since": FRIDAY, "until": None}, "sampai"),
        ({"since": FRIDAY, "until": FRIDAY, "withheld": ["tidak_ada"]}, "dikecualikan"),
    ],
)
def test_what_the_law_or_the_office_contradicts_is_refused(engine: Engine, changes: dict[str, Any], field: str) -> None:
    given(engine)

    with pytest.raises(InvalidForm) as refused:
        given(engine, **changes)

    assert list(refused.value.errors) == [field]


def test_a_vacant_post_takes_a_plt_and_no_plh(engine: Engine, world: MovedWorld) -> None:
    end_seat(
        engine, OPERATOR, position="kantor.kepala", person="bram", since=date(2025, 1, 1), until=None, reason="Mutasi"
    )

    with pytest.raises(InvalidForm, match="perlu diperbaiki"):
        given(engine)

    assert given(engine, form="plt")


def test_a_mandate_is_not_passed_on_nor_given_to_oneself(engine: Engine, office: Office) -> None:
    with engine.database.transaction() as connection:
        connection.execute(positions.update().where(positions.c.id == "kantor.staf").values(superior="kantor.kepala"))
    given(engine)
    staff: dict[str, Any] = {"position": "kantor.staf", "person": "umi"}

    with pytest.raises(NotAllowed, match="tidak dapat diteruskan"):
        given(engine, office.person("citra"), **staff)
    with pytest.raises(NotAllowed):
        given(engine, office.person("umi"), **staff)
    with pytest.raises(InvalidForm):
        given(engine, office.person("bram"), **(staff | {"person": "bram"}))

    assert given(engine, office.person("bram"), **staff)


def test_the_head_comes_back_early_and_ends_it(engine: Engine, office: Office, world: MovedWorld) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")
    mandate = given(engine)
    acting = office.person("citra")  # the page was opened before
    world.move(hours=2)

    end_mandate(engine, office.person("bram"), mandate, "Sudah kembali dari tugas.")

    with pytest.raises(SeatEnded, match=r"berakhir pada Senin, 5 Januari 2026 pukul 10\.00"):
        commands.complete(engine, acting, case_id, "periksa", {"keputusan": "setuju"})
    with pytest.raises(SeatEnded):
        queries.task(engine, office.person("citra"), case_id, "periksa")
    with pytest.raises(InvalidForm):
        end_mandate(engine, OPERATOR, mandate, "Sekali lagi.")


def test_a_claim_of_somebody_without_the_seat_is_given_back_and_told(
    engine: Engine, office: Office, world: MovedWorld
) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")
    given(engine)
    commands.claim(engine, office.person("citra"), case_id, "periksa")
    assert release_lapsed(engine) == 0
    world.move(days=3)

    assert release_lapsed(engine) == 1

    told = queries.timeline(engine, office.person("bram"), case_id)[-1]
    assert (told.kind, told.note) == ("task:released", "Citra tidak lagi memegang jabatan ini.")
    with engine.database.reading() as connection:
        assert connection.scalar(select(tasks.c.claimed_by).where(tasks.c.state == "open")) is None
    office.act("bram", case_id, "periksa", keputusan="setuju")


def test_a_seat_is_given_from_a_day_and_ends_with_a_day(engine: Engine, office: Office, world: MovedWorld) -> None:
    appoint(engine, OPERATOR, position="kantor.umum", person="citra", since=WEDNESDAY, letter="SK 1")
    before = office.person("citra").seat("kantor.umum", TODAY)
    world.move(days=2)
    during = office.person("citra").seat("kantor.umum", WEDNESDAY)

    where: dict[str, Any] = {"position": "kantor.umum", "person": "citra", "since": WEDNESDAY}
    end_seat(engine, OPERATOR, **where, until=WEDNESDAY, reason="Salah unit")
    still = office.person("citra").seat("kantor.umum", WEDNESDAY)
    world.move(days=1)

    assert before is None and during is not None and still is not None
    assert office.person("citra").seat("kantor.umum", date(2026, 1, 8)) is None
    with pytest.raises(NotAllowed):
        appoint(engine, office.person("bram"), position="kantor.umum", person="citra", since=FRIDAY, letter="SK 2")
    with pytest.raises(InvalidForm):
        appoint(engine, OPERATOR, position="kantor.kepala", person="bram", since=FRIDAY, letter="SK 2")


def test_an_operator_does_not_seat_himself(engine: Engine) -> None:
    with engine.database.transaction() as connection:
        connection.execute(insert(persons).values(id="oka", name="Oka"))
        connection.execute(
            insert(accounts).values(username="oka", person="oka", password="x", roles="operator", active=True)
        )
    oka = Actor(person="oka", nip=None, name="Oka", roles=frozenset({"operator"}))

    with pytest.raises(InvalidForm, match="perlu diperbaiki"):
        appoint(engine, oka, position="kantor.kepala", person="oka", since=TODAY, letter="SK 1")
    with pytest.raises(InvalidForm, match="perlu diperbaiki"):
        given(engine, oka, person="oka")

"""People, their names and their accounts: changes count from now on, and nothing of the past is rewritten."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine import queries
from engine.engine import Engine
from engine.errors import InvalidForm, LoginFailed, NotAllowed
from engine.people import Actor, access, accounts, passwords
from engine.people.register import add_person, change_person
from engine.schema import journal, notices
from engine.world import MovedWorld
from tests.engine.office import Office

OPERATOR = Actor(person="", nip=None, name="operator", roles=frozenset({"operator"}))


def test_a_new_name_leaves_old_acts_as_they_were(engine: Engine, office: Office, world: MovedWorld) -> None:
    case_id = office.start()
    world.move(hours=1)

    change_person(engine, OPERATOR, "ani", {"nip": "198001012005011001", "name": "Ani Lestari, S.E."})
    world.move(hours=1)
    office.act("ani", case_id, "susun", isi="Mohon cuti.")

    told = queries.timeline(engine, office.person("bram"), case_id)
    assert [row.who for row in told] == ["Ani", "Ani Lestari, S.E."]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Dewi", "nip": "123"}, "nip"),
        ({"name": "Dewi", "nip": "198001012005011001"}, "nip"),
        ({"name": "D" * 201}, "name"),
    ],
)
def test_a_person_is_entered_with_sense(engine: Engine, given: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidForm) as refused:
        add_person(engine, OPERATOR, given)

    assert list(refused.value.errors) == [field]


def test_an_account_begins_with_a_password_that_must_be_changed(engine: Engine) -> None:
    person = add_person(engine, OPERATOR, {"name": "Dewi Contoh"})
    first = access.make_account(engine, OPERATOR, person, "Dewi", ["official"])

    session = accounts.log_in(engine, "dewi", first)
    passwords.change_password(engine, session.actor, first, "panjang-sekali-kata", "panjang-sekali-kata")

    assert session.must_change
    assert not accounts.log_in(engine, "dewi", "panjang-sekali-kata").must_change
    with pytest.raises(LoginFailed):
        accounts.log_in(engine, "dewi", first)


def test_a_reset_and_a_closed_account_end_the_sessions(engine: Engine) -> None:
    person = add_person(engine, OPERATOR, {"name": "Dewi Contoh"})
    session = accounts.log_in(engine, "dewi", access.make_account(engine, OPERATOR, person, "dewi", ["official"]))

    second = access.reset_password(engine, OPERATOR, person)
    again = accounts.log_in(engine, "dewi", second)
    access.set_active(engine, OPERATOR, person, False)

    assert accounts.session(engine, session.token) is None
    assert accounts.session(engine, again.token) is None
    with engine.database.reading() as connection:
        assert [tuple(row) for row in connection.execute(select(notices.c.person, notices.c.kind))] == [
            (person, "account.reset")
        ]
    with pytest.raises(LoginFailed):
        accounts.log_in(engine, "dewi", second)


def test_nobody_keeps_the_own_account_and_only_operators_keep_others(engine: Engine, office: Office) -> None:
    person = add_person(engine, OPERATOR, {"name": "Oka Contoh"})
    access.make_account(engine, OPERATOR, person, "oka", ["operator"])
    oka = Actor(person=person, nip=None, name="Oka", roles=frozenset({"operator"}))

    with pytest.raises(NotAllowed):
        access.set_active(engine, oka, person, False)
    with pytest.raises(NotAllowed):
        access.set_roles(engine, oka, person, ["auditor"])
    with pytest.raises(NotAllowed):
        access.reset_password(engine, office.person("bram"), person)
    with pytest.raises(InvalidForm):
        access.set_roles(engine, OPERATOR, person, ["king"])


def test_passwords_stay_out_of_the_journal(engine: Engine) -> None:
    person = add_person(engine, OPERATOR, {"name": "Dewi Contoh"})
    first = access.make_account(engine, OPERATOR, person, "dewi", ["official"])

    with engine.database.reading() as connection:
        rows = connection.execute(select(journal.c.act, journal.c.about)).all()

    assert [row.act for row in rows] == ["person:added", "account:made"]
    assert all(first.encode() not in row.about for row in rows)

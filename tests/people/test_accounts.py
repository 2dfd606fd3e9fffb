"""Laws of people and their accounts: leaving, two operators at once, first passwords, roles that do not go together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from engine import commands, queries
from engine import journal as journals
from engine.commands.lapse import release_lapsed
from engine.engine import Engine
from engine.errors import (
    FirstPasswordOld,
    InvalidForm,
    LoginFailed,
    NotAllowed,
    NotFound,
    PasswordThrottled,
    PersonChanged,
    PersonLeft,
)
from engine.people import Actor, access, accounts, passwords
from engine.people.duties import ROLES
from engine.people.leaving import come_back, leave
from engine.people.mandating import give_mandate
from engine.people.register import add_person, change_person
from engine.people.seating import appoint
from engine.people.seen import latest
from engine.queries import people
from engine.schema import holdings, journal, mandates, persons, tasks
from engine.world import MovedWorld
from tests.engine.office import Office

OPERATOR = Actor(person="", nip=None, name="operator", roles=frozenset({"operator"}))
TODAY, TOMORROW, FRIDAY = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 9)
OWN = "kucing tiga di atap"


def gone(engine: Engine, person: str = "bram", **changed: object) -> None:
    """Somebody retires today."""
    leave(engine, OPERATOR, person, **({"way": "pensiun", "day": TODAY, "reason": "SK 7"} | changed))  # type: ignore[arg-type]  # the changes of a story are of several types


def acts(engine: Engine) -> list[str]:
    """The acts of the journal, oldest first."""
    with engine.database.reading() as connection:
        return list(connection.scalars(select(journal.c.act).order_by(journal.c.seq)))


def test_whoever_leaves_gives_back_everything_and_keeps_the_past(
    engine: Engine, office: Office, world: MovedWorld
) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")
    commands.claim(engine, office.person("bram"), case_id, "periksa")
    appoint(engine, OPERATOR, position="luar.staf", person="bram", since=FRIDAY, letter="SK 1")
    give_mandate(
        engine, OPERATOR, position="kantor.umum", person="bram", form="plh", letter="800/1", since=TODAY, until=FRIDAY
    )
    session = accounts.log_in(engine, "bram", access.make_account(engine, OPERATOR, "bram", "bram", ["official"]))
    world.move(hours=1)

    gone(engine)

    assert office.person("bram").seats == ()
    world.move(days=5)
    assert office.person("bram").seats == ()  # what was to come does not come
    assert accounts.session(engine, session.token) is None
    assert release_lapsed(engine) == 1
    with engine.database.reading() as connection:
        assert connection.scalar(select(tasks.c.claimed_by).where(tasks.c.state == "open")) is None
        assert journals.faults(connection) == []
    assert acts(engine)[-4:] == ["seat:ended", "seat:ended", "mandate:ended", "person:left"]
    told = [row.who for row in queries.timeline(engine, office.person("ani"), case_id)]
    assert told[:3] == ["Ani", "Ani", "Bram"]


def test_nobody_who_left_is_given_anything(engine: Engine) -> None:
    gone(engine)

    with pytest.raises(PersonLeft):
        access.make_account(engine, OPERATOR, "bram", "bram", ["official"])
    with pytest.raises(PersonLeft):
        gone(engine)
    with pytest.raises(InvalidForm):
        appoint(engine, OPERATOR, position="luar.staf", person="bram", since=TODAY, letter="SK 1")
    with pytest.raises(InvalidForm):
        give_mandate(
            engine, OPERATOR, position="kantor.umum", person="bram", form="plh", letter="1", since=TODAY, until=TODAY
        )
    come_back(engine, OPERATOR, "bram", reason="Salah catat.")
    assert access.make_account(engine, OPERATOR, "bram", "bram", ["official"])


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"way": "terbang"}, "sebab"), ({"day": None}, "hari"), ({"day": TOMORROW}, "hari"), ({"reason": " "}, "alasan")],
)
def test_a_leaving_without_sense_changes_nothing(
    engine: Engine, office: Office, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidForm) as refused:
        gone(engine, **changed)

    assert list(refused.value.errors) == [field]
    assert office.person("bram").seats != ()
    assert acts(engine) == []


def test_of_two_operators_at_one_moment_one_is_told(engine: Engine) -> None:
    def rename(name: str) -> bool:
        try:
            change_person(engine, OPERATOR, "ani", {"nip": "198001012005011001", "name": name}, seen=0)
        except PersonChanged:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(rename, ["Ani A", "Ani B", "Ani C", "Ani D"]))

    assert sorted(done) == [False, False, False, True]
    assert acts(engine) == ["person:changed"]


def test_every_act_makes_an_older_page_stale(engine: Engine) -> None:
    person = add_person(engine, OPERATOR, {"name": "Dewi"})

    def now() -> int:
        with engine.database.reading() as connection:
            return latest(connection, person)

    deeds = (
        lambda seen: access.make_account(engine, OPERATOR, person, "dewi", ["official"], seen=seen),
        lambda seen: access.set_roles(engine, OPERATOR, person, ["operator"], seen=seen),
        lambda seen: access.reset_password(engine, OPERATOR, person, seen=seen),
        lambda seen: access.set_active(engine, OPERATOR, person, False, seen=seen),
        lambda seen: change_person(engine, OPERATOR, person, {"name": "Dewi A"}, seen=seen),
        lambda seen: leave(engine, OPERATOR, person, way="pindah", day=TODAY, reason="SK", seen=seen),
        lambda seen: come_back(engine, OPERATOR, person, reason="Keliru", seen=seen),
    )
    for deed in deeds:
        seen = now()
        with pytest.raises(PersonChanged):
            deed(seen - 1)
        deed(seen)
        assert now() > seen


def test_a_first_password_lives_two_weeks_and_an_own_one_longer(engine: Engine, world: MovedWorld) -> None:
    first = access.make_account(engine, OPERATOR, "ani", "ani", ["official"])
    world.move(days=14)
    session = accounts.log_in(engine, "ani", first)

    world.move(hours=1)
    with pytest.raises(FirstPasswordOld):
        accounts.log_in(engine, "ani", first)
    passwords.change_password(engine, session.actor, first, OWN, OWN, keep=session.token)
    kept = accounts.session(engine, session.token)
    world.move(days=400)

    assert kept is not None and not kept.must_change
    assert accounts.log_in(engine, "ani", OWN)
    with pytest.raises(LoginFailed):
        accounts.log_in(engine, "ani", "salah")


def test_five_wrong_old_passwords_pause_the_change_and_nothing_else(engine: Engine, world: MovedWorld) -> None:
    first = access.make_account(engine, OPERATOR, "ani", "ani", ["official"])
    session = accounts.log_in(engine, "ani", first)

    def change(old: str) -> None:
        passwords.change_password(engine, session.actor, old, OWN, OWN, keep=session.token)

    for _ in range(5):
        with pytest.raises(InvalidForm) as wrong:
            change("salah sekali")
        assert set(wrong.value.errors) == {"lama"}
    with pytest.raises(PasswordThrottled):
        change(first)  # even the right one: whoever guesses learns nothing
    assert accounts.session(engine, session.token) and accounts.log_in(engine, "ani", first)

    world.move(minutes=6)
    change(first)
    assert accounts.log_in(engine, "ani", OWN)


def test_a_stranger_at_the_log_in_stops_no_change_of_password(engine: Engine) -> None:
    first = access.make_account(engine, OPERATOR, "ani", "ani", ["official"])
    session = accounts.log_in(engine, "ani", first)
    for name in ("ani", "MASUK ani"):
        for _ in range(5):
            with pytest.raises(LoginFailed):
                accounts.log_in(engine, name, "salah sekali")

    passwords.change_password(engine, session.actor, first, OWN, OWN)


def test_an_auditor_is_nothing_else_and_holds_no_office(engine: Engine) -> None:
    add = {"name": "Dewi"}
    person = add_person(engine, OPERATOR, add)
    access.make_account(engine, OPERATOR, person, "dewi", ["official"])

    for number in range(1, len(ROLES) + 1):
        for roles in combinations(ROLES, number):
            if "auditor" in roles and number > 1:
                with pytest.raises(InvalidForm):
                    access.set_roles(engine, OPERATOR, person, roles)
            else:
                access.set_roles(engine, OPERATOR, person, roles)
    access.set_roles(engine, OPERATOR, person, ["auditor"])
    with pytest.raises(InvalidForm):
        appoint(engine, OPERATOR, position="luar.staf", person=person, since=TODAY, letter="SK 1")
    access.make_account(engine, OPERATOR, "bram", "bram", ["official"])
    with pytest.raises(InvalidForm):
        access.set_roles(engine, OPERATOR, "bram", ["auditor"])  # holds a position


def test_an_operator_does_nothing_for_himself(engine: Engine) -> None:
    person = add_person(engine, OPERATOR, {"name": "Oka"})
    oka = Actor(person=person, nip=None, name="Oka", roles=frozenset({"operator"}))

    for deed in (
        lambda: access.make_account(engine, oka, person, "oka", ["auditor"]),
        lambda: access.reset_password(engine, oka, person),
        lambda: access.set_roles(engine, oka, person, ["auditor"]),
        lambda: access.set_active(engine, oka, person, True),
        lambda: leave(engine, oka, person, way="pindah", day=TODAY, reason="SK"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    with pytest.raises(NotFound):
        access.end_sessions(engine, oka, person)  # allowed, but there is no account


def test_the_list_is_walked_page_by_page_without_loss(engine: Engine, office: Office) -> None:
    with engine.database.transaction() as connection:
        rows = [
            {"id": f"p{n:03}", "name": f"Orang {n % 40:02}", "unit": "Dinas %_\\" if n % 2 else None}
            for n in range(130)
        ]
        connection.execute(insert(persons), rows)
        connection.execute(update(persons).where(persons.c.id == "p003").values(left_as="pindah"))

    seen, after = [], None
    while True:
        page = people.people(engine, OPERATOR, words="orang", after=after)
        seen += [(row.name, row.id) for row in page.rows]
        after = page.following
        if after is None:
            break

    assert seen == sorted({(f"Orang {n % 40:02}", f"p{n:03}") for n in range(130) if n != 3})
    assert len(people.people(engine, OPERATOR, words="Dinas %_\\ 07").rows) == 4
    assert people.people(engine, OPERATOR, words="x%").rows == ()
    assert [row.id for row in people.people(engine, OPERATOR, state="keluar").rows] == ["p003"]
    assert {row.id for row in people.people(engine, OPERATOR, state="menjabat").rows} == {"ani", "bram", "umi", "citra"}
    with pytest.raises(NotAllowed):
        people.people(engine, office.person("bram"))


def test_a_persons_page_tells_seats_and_what_was_done(engine: Engine, office: Office) -> None:
    appoint(engine, OPERATOR, position="luar.staf", person="bram", since=FRIDAY, letter="SK 1")
    appoint(engine, OPERATOR, position="luar.staf", person="umi", since=FRIDAY, letter="SK 2")
    give_mandate(
        engine, OPERATOR, position="kantor.umum", person="bram", form="plh", letter="800/1", since=TODAY, until=FRIDAY
    )

    page = people.person(engine, OPERATOR, "bram")

    assert [(seat.as_what, seat.state) for seat in page.seats] == [
        ("Staf luar", "coming"), ("Plh. Umum", "now"), ("Kepala", "now")
    ]  # fmt: skip
    assert [row.act for row in page.history] == ["mandate:given", "seat:given"]
    with engine.database.reading() as connection:
        assert len(connection.execute(select(holdings)).all()) == 6
        assert len(connection.execute(select(mandates)).all()) == 1


def test_many_entries_at_once_are_the_chain_that_one_by_one_would_be(engine: Engine) -> None:
    at = engine.world.now()
    with engine.database.transaction() as connection:
        journals.record(connection, at=at, person=None, act="a:one", subject="x", about={})
        journals.record_all(
            connection, at=at, person="ani", entries=[("a:two", "x", {"n": 1}), ("a:two", "y", {}), ("a:two", "z", {})]
        )
        journals.record(connection, at=at, person=None, act="a:one", subject="x", about={})

    with engine.database.reading() as connection:
        assert journals.faults(connection) == []
        assert list(connection.scalars(select(journal.c.seq).order_by(journal.c.seq))) == [1, 2, 3, 4, 5]


WHO = {"nip": "198001012005011001", "name": "Ani Lestari, S.E.", "username": "ani.l"}


@given(
    st.lists(
        st.sampled_from(["Ani", "lestari", "ANI.L", "198001012005011001", "-", " ", "1", "!"]), min_size=4, max_size=9
    )
)
def test_a_password_made_of_who_one_is_is_refused(parts: list[str]) -> None:
    signs = sum(part == "1" for part in parts)

    assert signs >= passwords.OWN or passwords.fault("".join(parts), **WHO) is not None


@given(st.text(st.sampled_from("bcdfghjkmopquvwxyz "), min_size=20, max_size=60))
def test_a_long_text_of_ones_own_is_taken_whatever_its_letters(text: str) -> None:
    plain = "".join(text.split())
    varied = len(set(text)) >= passwords.VARIED and len(plain) >= 18

    assert not varied or passwords.fault(text, **WHO) is None

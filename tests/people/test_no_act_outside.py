"""No history shows an act outside a mandate: random offices, random attempts by everybody, judged by an independent reckoning."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, delete, insert, select

from engine import commands, jobs
from engine.commands.lapse import release_lapsed
from engine.database import open_database
from engine.definitions import deploy
from engine.engine import Engine
from engine.errors import AlurError
from engine.people import actor_of
from engine.schema import events, holdings, mandates, persons, positions, tasks, units
from engine.world import JAKARTA, MovedWorld

SOP = Path(__file__).parents[1] / "engine" / "sops" / "cuti"
MONDAY = date(2026, 1, 5)
DAYS = 12
PEOPLE = ("ani", "bram", "umi", "citra")
POSTS = ("kantor.staf", "kantor.kepala", "kantor.umum")
NIP = {name: f"1980010{number}200501100{number}" for number, name in enumerate(PEOPLE, start=1)}
#: The SOP of these stories: a draft that only a definitive clerk makes, and a filing that Ani may not do.
ONLY_DEFINITIVE, OWN_MATTER, SEPARATE = "susun", "nomori", ("periksa", "susun")


NUMBERS = count(1)


@dataclass(frozen=True)
class Seat:
    """A row of holdings (mandate None) or mandates, as the test wrote it. Days count from Monday; `ended` in hours."""

    person: str
    post: str
    first: int
    last: int | None
    mandate: str | None = None
    form: str = "definitif"
    withheld: tuple[str, ...] = ()
    ended: int | None = None


@dataclass(frozen=True)
class Attempt:
    """After so many hours everybody in turn loads the page, and after so many more tries an open task, or claims it."""

    wait: int
    order: tuple[str, ...]
    delay: int
    claim: bool
    outcome: str


#: Ani always drafts and Umi files for three days; everything else is drawn.
STEADY = (Seat("ani", "kantor.staf", -9, None), Seat("umi", "kantor.umum", -9, 2))

seats = st.builds(
    Seat,
    person=st.sampled_from(PEOPLE),
    post=st.sampled_from(POSTS),
    first=st.integers(-8, DAYS),
    last=st.one_of(st.none(), st.integers(0, DAYS)),
    ended=st.one_of(st.none(), st.integers(0, 24 * DAYS)),
)
#: What each post has to do: a mandate that withholds it is worth nothing there.
WORK = {"kantor.staf": "susun", "kantor.kepala": "periksa", "kantor.umum": "nomori"}


def _mandates_of(post: str) -> st.SearchStrategy[Seat]:
    """Mandates that mostly run while the office works, and often withhold just what the post has to do."""
    return st.builds(
        Seat,
        person=st.sampled_from(PEOPLE),
        post=st.just(post),
        first=st.one_of(st.integers(-8, 0), st.integers(-8, DAYS)),
        last=st.one_of(st.integers(3, DAYS), st.integers(0, DAYS)),
        mandate=st.just("m"),
        form=st.sampled_from(["plt", "plh"]),
        withheld=st.sampled_from([(), (WORK[post],), ("susun", "nomori"), tuple(WORK.values())]),
        ended=st.one_of(st.none(), st.none(), st.integers(0, 24 * DAYS)),
    )


given_mandates = st.sampled_from(POSTS).flatmap(_mandates_of)
attempts = st.builds(
    Attempt,
    wait=st.integers(0, 12),
    order=st.permutations(PEOPLE).map(tuple),
    delay=st.sampled_from([0, 0, 0, 1, 30]),
    claim=st.sampled_from([False, False, False, True]),
    outcome=st.sampled_from(["setuju", "setuju", "kembalikan"]),
)


@pytest.fixture(scope="module")
def office_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine over one small office, whose seats each example writes anew."""
    home = tmp_path_factory.mktemp("outside")
    shutil.copy(sqlite_template, home / "alur.db")
    sops = home / "sops"
    shutil.copytree(SOP.parent, sops)
    model = sops / "cuti" / "process.bpmn"
    text = model.read_text(encoding="utf-8")
    text = text.replace(f'id="{ONLY_DEFINITIVE}"', f'id="{ONLY_DEFINITIVE}" alur:notMandate="plt, plh"')
    text = text.replace(f'id="{OWN_MATTER}"', f'id="{OWN_MATTER}" alur:notPerson="[\'{NIP["ani"]}\']"')
    model.write_text(text, encoding="utf-8")
    database = open_database(None, home)
    engine = Engine(database=database, world=MovedWorld(), home=home, processes=sops)
    with database.transaction() as connection:
        connection.execute(insert(units).values(id="kantor", name="Kantor", short="K", code="1"))
        for post in POSTS:
            connection.execute(insert(positions).values(id=post, title=post, unit="kantor"))
        for name in PEOPLE:
            connection.execute(insert(persons).values(id=name, nip=NIP[name], name=name.title()))
    deploy(engine, sops / "cuti")
    return engine


def _eagerly(*order: str) -> list[Attempt]:
    """Everybody tries, again and again, always in this order."""
    return [Attempt(wait=1, order=order, delay=0, claim=False, outcome="setuju")] * 6


def _deputy(post: str, *withheld: str) -> Seat:
    return Seat("citra", post, -1, 9, "m", "plh", withheld)


#: For each rule the smallest office in which it is all that keeps somebody from acting: these are tried every time.
@example(held=[], mandated=[_deputy("kantor.kepala", "periksa")], tries=_eagerly("citra", "ani", "umi", "bram"))
@example(held=[], mandated=[_deputy("kantor.staf")], tries=_eagerly("ani", "citra", "umi", "bram"))
@example(
    held=[Seat("ani", "kantor.kepala", -1, None)],
    mandated=[_deputy("kantor.umum")],
    tries=_eagerly("ani", "citra", "umi", "bram"),
)
@example(
    held=[Seat("ani", "kantor.umum", -1, None)],
    mandated=[_deputy("kantor.kepala")],
    tries=_eagerly("ani", "bram", "umi", "citra"),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    held=st.lists(seats, max_size=5, unique_by=lambda seat: (seat.person, seat.post, seat.first)),
    mandated=st.lists(given_mandates, min_size=1, max_size=6),
    tries=st.lists(attempts, min_size=6, max_size=16),
)
def test_no_history_shows_an_act_outside_a_mandate(
    office_file: Engine, held: list[Seat], mandated: list[Seat], tries: list[Attempt]
) -> None:
    engine = office_file
    engine.world = world = MovedWorld(moment=_moment(0), seed=next(NUMBERS))  # ids are new in each example
    everything = [*STEADY, *held, *(_named(seat, number) for number, seat in enumerate(mandated))]
    _seat(engine, everything)

    mine: list[str] = []
    for attempt in tries:
        world.move(hours=attempt.wait)
        for person in attempt.order:
            _try(engine, world, mine, person, attempt)
        release_lapsed(engine)
        jobs.run_pending(engine)

    for case_id in mine:
        _judge(engine, case_id, everything)


def _try(engine: Engine, world: MovedWorld, mine: list[str], person: str, attempt: Attempt) -> None:
    """Through the real commands, with an actor as the page knew them: whatever is refused is refused."""
    with engine.database.reading() as connection:
        actor = actor_of(connection, person, now=world.now())
        rows = select(tasks.c.case_id, tasks.c.id, tasks.c.element).where(
            tasks.c.case_id.in_(mine), tasks.c.state == "open"
        )
        found = connection.execute(rows.order_by(tasks.c.opened_at.desc())).first()
    world.move(hours=attempt.delay)
    note = {"catatan": "Ulangi."} if attempt.outcome == "kembalikan" else {}
    data = {
        "susun": {"isi": "Mohon cuti, kertas habis."},
        "periksa": {"keputusan": attempt.outcome} | note,
        "jawaban": {"keputusan": "ya"},
    }
    try:
        if found is None:
            mine.append(commands.start(engine, actor, "cuti", {"perihal": "Cuti", "hari": 3}).case_id)
        elif attempt.claim:
            commands.claim(engine, actor, found.case_id, found.id)
        else:
            commands.complete(engine, actor, found.case_id, found.id, data.get(found.element, {"agenda": "1"}))
    except AlurError:  # refused, as most of these should be; the history is judged below
        return


def _judge(engine: Engine, case_id: str, everything: list[Seat]) -> None:
    """Walk the log: every act of a person by somebody who had that very seat then, within its limits, in nobody's own matter."""
    with engine.database.reading() as connection:
        log = connection.execute(select(events).where(events.c.case_id == case_id).order_by(events.c.seq)).all()
        lanes = dict(connection.execute(select(tasks.c.id, tasks.c.position).where(tasks.c.case_id == case_id)).all())
    drafted: set[str] = set()
    for act in log:
        if act.person is None:
            continue
        post = "kantor.staf" if act.kind == "case:started" else lanes[act.task]
        assert act.position == post
        (seat, *_) = [seat for seat in everything if _had(seat, act, post)] or [None]
        assert seat is not None, f"{act.person} acted as {post} ({act.mandate}) at {act.at} without the seat"
        assert act.element not in seat.withheld
        assert not (act.element == ONLY_DEFINITIVE and seat.mandate)
        assert not (act.element == OWN_MATTER and act.person == "ani")
        assert not (act.element == SEPARATE[0] and act.person in drafted)
        if act.element == SEPARATE[1] and act.kind == "task:completed":
            drafted.add(act.person)


def _had(seat: Seat, act: Row, post: str) -> bool:  # type: ignore[type-arg]  # a row of any columns
    """The reckoning of its own: days by the calendar of Jakarta, ends by the clock."""
    if (seat.person, seat.post, seat.mandate) != (act.person, post, act.mandate):
        return False
    day = (act.at.astimezone(JAKARTA).date() - MONDAY).days
    begun, over = day >= seat.first, seat.last is not None and day > seat.last
    return begun and not over and not (seat.ended is not None and act.at >= _moment(seat.ended))


def _named(seat: Seat, number: int) -> Seat:
    return Seat(**(vars(seat) | {"mandate": f"m{number}"}))


def _seat(engine: Engine, everything: list[Seat]) -> None:
    with engine.database.transaction() as connection:
        connection.execute(delete(mandates))
        connection.execute(delete(holdings))
        for seat in everything:
            row = {
                "position": seat.post,
                "person": seat.person,
                "since": MONDAY + timedelta(days=seat.first),
                "until": None if seat.last is None else MONDAY + timedelta(days=seat.last),
                "ended_at": None if seat.ended is None else _moment(seat.ended),
            }
            if seat.mandate is None:
                connection.execute(insert(holdings).values(**row))
            else:
                more = {"id": seat.mandate, "form": seat.form, "letter": "1", "withheld": " ".join(seat.withheld)}
                connection.execute(insert(mandates).values(**row, **more))


def _moment(hours: int) -> datetime:
    """So many hours after Monday, 08.00 in Jakarta."""
    return datetime(2026, 1, 5, 1, 0, tzinfo=UTC) + timedelta(hours=hours)

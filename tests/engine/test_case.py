"""A case from the first order to its end, and everything that can go wrong on the way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select

from engine import commands, jobs, queries
from engine.engine import Engine
from engine.errors import CaseEnded, InvalidForm, NotAllowed, NotFound, StaleVersion, TaskAlreadyDone, TaskClaimed
from engine.rebuild import PROJECTIONS, rebuild
from engine.schema import cases, events, holdings, incidents, numbers, tasks
from engine.verify import verify
from tests.engine.office import Office


def test_the_straight_path_ends(office: Office) -> None:
    case_id = office.start()

    office.reach(case_id, "end")

    assert office.history(case_id) == [
        "case:started ani",
        "task:completed susun ani",
        "task:completed periksa bram",
        "task:completed nomori umi",
        "job:finished cetak",
        "message:delivered jawaban umi",
    ]
    with office.engine.database.reading() as connection:
        row = connection.execute(select(cases)).one()
    assert (row.status, row.ending, row.number, row.title) == ("completed", "selesai", "CUTI-2026-0001", "Cuti tahunan")


def test_a_return_opens_a_second_draft_with_the_note(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")

    office.act("bram", case_id, "periksa", keputusan="kembalikan", catatan="Tanggalnya keliru.")

    assert office.open(case_id) == ["susun~2"]
    page = queries.task(office.engine, office.person("ani"), case_id, "susun~2")
    assert page.returned is not None
    assert (page.returned.note, page.returned.by) == ("Tanggalnya keliru.", "Bram")


def test_the_loser_of_a_race_is_told_who_won(office: Office) -> None:
    case_id = office.start()
    office.act("ani", case_id, "susun", isi="a")

    with pytest.raises(TaskAlreadyDone) as told:
        office.act("ani", case_id, "susun", isi="b")

    assert told.value.by == "Ani"
    assert told.value.at == office.engine.world.now()


def test_the_same_key_twice_acts_once(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")

    first = commands.complete(office.engine, ani, case_id, "susun", {"isi": "a"}, key="k1")
    second = commands.complete(office.engine, ani, case_id, "susun", {"isi": "a"}, key="k1")

    assert (second.seq, second.repeated) == (first.seq, True)
    assert len(office.history(case_id)) == 2


def test_others_see_nothing(office: Office) -> None:
    case_id = office.start()

    for attempt in (
        lambda: office.act("citra", case_id, "susun", isi="a"),
        lambda: queries.case(office.engine, office.person("citra"), case_id),
        lambda: queries.task(office.engine, office.person("citra"), case_id, "susun"),
        lambda: queries.timeline(office.engine, office.person("citra"), case_id),
        lambda: office.act("ani", "no-such-case", "susun", isi="a"),
        lambda: office.act("ani", case_id, "no-such-task", isi="a"),
        lambda: office.act("ani", case_id, "periksa", keputusan="setuju"),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert queries.inbox(office.engine, office.person("citra")) == []
    assert queries.cases(office.engine, office.person("citra")) == []
    assert len(office.history(case_id)) == 1


def test_only_the_named_lane_may_start(office: Office) -> None:
    with pytest.raises(NotAllowed):
        commands.start(office.engine, office.person("bram"), "cuti", {"perihal": "x", "hari": 1})


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({}, "keputusan"),
        ({"keputusan": "entah"}, "keputusan"),
        ({"keputusan": "kembalikan"}, "catatan"),
        ({"keputusan": "setuju", "lain": 1}, "lain"),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_changes_nothing(
    office: Office, data: dict[str, Any], path: str
) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")

    with pytest.raises(InvalidForm) as told:
        office.act("bram", case_id, "periksa", **data)

    assert path in told.value.errors
    assert office.open(case_id) == ["periksa"]
    assert len(office.history(case_id)) == 2


def test_a_stale_page_is_noticed(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")

    with pytest.raises(StaleVersion):
        commands.complete(office.engine, ani, case_id, "susun", {"isi": "a"}, version=7)


def test_a_claim_keeps_others_away_until_it_is_released(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")
    with office.engine.database.transaction() as connection:
        connection.execute(holdings.insert().values(position="kantor.staf", person="umi", since=date(2025, 1, 1)))
        connection.execute(tasks.update().values(claimed_by="umi"))

    with pytest.raises(TaskClaimed, match="Umi"):
        office.act("ani", case_id, "susun", isi="a")
    with office.engine.database.transaction() as connection:
        connection.execute(tasks.update().values(claimed_by=None))
    commands.claim(office.engine, ani, case_id, "susun")
    assert queries.inbox(office.engine, ani)[0].claimed_by == "ani"
    commands.release(office.engine, ani, case_id, "susun")

    assert office.history(case_id)[1:] == ["task:claimed susun ani", "task:released susun ani"]


def test_the_drafter_cannot_approve(office: Office) -> None:
    case_id = office.start()
    office.act("ani", case_id, "susun", isi="a")
    with office.engine.database.transaction() as connection:
        connection.execute(tasks.update().where(tasks.c.id == "susun").values(closed_by="bram"))

    with pytest.raises(NotAllowed, match="orang lain"):
        office.act("bram", case_id, "periksa", keputusan="setuju")
    assert queries.task(office.engine, office.person("bram"), case_id, "periksa").may_act is False


def test_a_timer_fires_when_the_clock_is_moved(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")

    assert commands.fire_due(office.engine) == 0
    office.engine.world.move(days=3)  # type: ignore[attr-defined]  # the tests' world moves
    assert commands.fire_due(office.engine) == 1
    assert commands.fire_due(office.engine) == 0

    assert office.history(case_id)[-1].startswith("timer:fired")
    assert office.open(case_id) == ["periksa"]


def test_numbers_are_gapless_and_survive_a_return(office: Office) -> None:
    for _ in range(3):
        office.reach(office.start(), "cetak")

    with office.engine.database.reading() as connection:
        rows = connection.execute(select(numbers.c.text).order_by(numbers.c.ordinal)).scalars().all()
    assert rows == [f"800.1.11.4/{n}/433.900/2026" for n in (1, 2, 3)]


def test_a_failed_command_gives_no_number_out(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "nomori")

    with pytest.raises(InvalidForm):
        office.act("umi", case_id, "nomori", bukan="isian")

    with office.engine.database.reading() as connection:
        assert connection.execute(select(numbers)).all() == []


def test_a_drawn_error_takes_its_drawn_way(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "cetak", text="habis")

    jobs.run_pending(office.engine)
    assert office.open(case_id) == ["beli_kertas"]
    office.act("umi", case_id, "beli_kertas", agenda="2")
    jobs.run_pending(office.engine)

    assert office.open(case_id) == ["jawaban"]


def test_a_job_that_fails_for_good_is_an_incident_that_can_be_retried(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "cetak", text="macet")
    for _ in range(6):
        jobs.run_pending(office.engine)
        office.engine.world.move(hours=2)  # type: ignore[attr-defined]  # the tests' world moves

    operator = commands_operator()
    (incident,) = queries.incidents(office.engine, operator)
    assert (incident.element, incident.code) == ("cetak", "job-failed")
    assert "printer is jammed" in incident.message
    with pytest.raises(NotAllowed):
        commands.retry(office.engine, office.person("bram"), incident.id)

    commands.retry(office.engine, operator, incident.id)

    assert queries.incidents(office.engine, operator) == []
    assert office.history(case_id)[-1] == "incident:retried cetak op"
    assert jobs.run_pending(office.engine) == 1


def commands_operator() -> Any:
    from engine.people import Actor

    return Actor(person="op", nip=None, name="Operator", roles=frozenset({"operator"}))


def test_a_message_from_outside_is_stored_until_somebody_waits(office: Office) -> None:
    case_id = office.start()

    early = commands.deliver(office.engine, "JawabanPusat", case_id, {"keputusan": "ya"}, key="bkd-1")
    office.reach(case_id, "jawaban")

    assert early.seq is None
    assert office.history(case_id)[-1] == "message:delivered jawaban"
    again = commands.deliver(office.engine, "JawabanPusat", case_id, {"keputusan": "ya"}, key="bkd-1")
    assert (again.case_id, again.repeated) == (case_id, True)


def test_a_cancelled_case_is_over(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")
    with pytest.raises(NotAllowed):
        commands.cancel(office.engine, office.person("ani"), case_id, "Batal saja.")
    with pytest.raises(InvalidForm):
        commands.cancel(office.engine, office.person("bram"), case_id, " ")

    commands.cancel(office.engine, office.person("bram"), case_id, "Dinas luar.")

    assert office.open(case_id) == []
    with pytest.raises(CaseEnded):
        office.act("bram", case_id, "periksa", keputusan="setuju")
    assert commands.fire_due(office.engine) == 0


def test_every_state_verifies_and_rebuilds_byte_for_byte(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")
    office.act("bram", case_id, "periksa", keputusan="kembalikan", catatan="Ulangi.")
    commands.claim(office.engine, office.person("ani"), case_id, "susun~2")
    office.engine.world.move(days=3)  # type: ignore[attr-defined]  # the tests' world moves
    before = _projections(office.engine)
    state = _state(office.engine, case_id)

    with office.engine.database.transaction() as connection:
        for table in PROJECTIONS:
            connection.execute(delete(table))
    office.engine.executions.clear()
    rebuild(office.engine, case_id)

    assert _projections(office.engine) == before
    assert _state(office.engine, case_id) == state
    assert verify(office.engine, case_id).differences == []


def test_verify_names_the_first_difference(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "nomori")
    with office.engine.database.transaction() as connection:
        connection.execute(events.update().where(events.c.seq == 2).values(effects="[]"))

    differences = verify(office.engine, case_id).differences

    assert "event 2 was changed" in str(differences[0]["what"])


def test_a_cold_worker_goes_on_where_a_hot_one_stopped(office: Office) -> None:
    case_id = office.start()
    for element in ("susun", "periksa", "nomori", "cetak", "jawaban"):
        office.engine.executions.clear()
        office.reach(case_id, element) if element == "susun" else None
    office.engine.executions.clear()
    office.act("ani", case_id, "susun", isi="a")
    office.engine.executions.clear()
    office.act("bram", case_id, "periksa", keputusan="setuju")

    assert office.open(case_id) == ["nomori"]
    assert verify(office.engine, case_id).differences == []


def _projections(engine: Engine) -> list[Any]:
    with engine.database.reading() as connection:
        rows = [
            connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            for table in (*PROJECTIONS, cases)
        ]
        assert connection.execute(select(incidents)).all() == []
    return rows


def _state(engine: Engine, case_id: str) -> bytes:
    from engine.commands.acting import acting

    with acting(engine, case_id, ended=True) as work:
        return work.execution.dump()

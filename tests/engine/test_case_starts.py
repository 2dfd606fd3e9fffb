"""Cases that begin without a person: each message, signal and due time begins exactly one, and the log proves it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import commands, jobs, journal
from engine.background import tick
from engine.commands.begin import ByMessage, ByTime, _begin
from engine.definitions import deploy
from engine.engine import Engine
from engine.errors import CaseStopped, MessageRefused, NotAllowed, SopRefused
from engine.health import examine
from engine.queries import startable
from engine.rebuild import rebuild_all
from engine.schema import case_starts, cases, events
from engine.schema import journal as entries
from engine.verify import verify_all
from engine.world import MovedWorld
from tests.engine.conftest import SOPS
from tests.engine.office import Office

assert journal


@pytest.fixture(autouse=True)
def letters(engine: Engine) -> None:
    """The SOP of incoming letters: begun by a message, a signal, or the last day of a month."""
    deploy(engine, SOPS / "surat")


def begun(engine: Engine) -> list[str]:
    """The titles of the cases of incoming letters, in the order they began."""
    with engine.database.reading() as connection:
        return list(connection.scalars(select(cases.c.title).where(cases.c.sop == "surat").order_by(cases.c.number)))


def first(engine: Engine) -> str:
    with engine.database.reading() as connection:
        return str(connection.scalar(select(cases.c.id).where(cases.c.sop == "surat").order_by(cases.c.number)))


def copied(tmp_path: Path, *changes: tuple[str, str], sop: str = "surat") -> Path:
    """The SOP with its drawing changed."""
    folder = tmp_path / sop
    shutil.copytree(SOPS / "surat", folder, dirs_exist_ok=True)
    for path in (folder / "process.bpmn", folder / "sop.toml"):
        text = path.read_text()
        for old, new in changes:
            text = text.replace(old, new)
        path.write_text(text)
    return folder


def send(engine: Engine, key: str = "a", **payload: str) -> commands.Delivery:
    return commands.deliver(engine, "SuratMasuk", "", payload or {"hal": "Undangan"}, key=key)


def test_a_message_begins_one_case_however_often_it_comes(engine: Engine, office: Office) -> None:
    first_time, again, other = send(engine), send(engine), send(engine, "b", hal="Laporan")

    assert begun(engine) == ["Undangan", "Laporan"]
    assert (first_time.case_id, again.case_id, again.repeated) == (first_time.case_id, first_time.case_id, True)
    assert other.case_id != first_time.case_id
    assert office.open(first(engine)) == ["agenda"]


def test_the_system_began_it_at_that_start_event(engine: Engine, office: Office) -> None:
    send(engine)

    case_id = first(engine)
    with engine.database.reading() as connection:
        event = connection.execute(select(events).where(events.c.case_id == case_id)).one()
        row = connection.execute(select(cases).where(cases.c.id == case_id)).one()
    assert (event.kind, event.element, event.person, row.started_by) == ("case:started", "ada_surat", None, None)


def test_a_payload_that_the_start_form_refuses_begins_nothing(engine: Engine) -> None:
    with pytest.raises(MessageRefused, match="Isi hal"):
        send(engine, asal="Kecamatan")

    assert begun(engine) == []


def test_a_signal_of_another_case_begins_one_case(engine: Engine, office: Office) -> None:
    deploy(engine, SOPS / "siaga")
    sender = commands.start(engine, office.person("ani"), "siaga", {}).case_id

    office.act("ani", sender, "jaga", keadaan="meluap")
    jobs.run_pending(engine)
    again = commands.begin_by_signal(engine, key=f"{sender}:2:0", sop="surat", element="ada_banjir", part=0)

    assert (len(begun(engine)), again) == (1, 0)


def test_the_last_day_of_each_month_begins_a_case(engine: Engine, world: MovedWorld) -> None:
    counts = []
    for day in ("2026-01-31T00:59", "2026-01-31T01:00", "2026-02-28T01:00", "2026-03-30T01:00", "2026-03-31T01:00"):
        world.move_to(datetime.fromisoformat(day).replace(tzinfo=UTC))
        tick(engine)
        tick(engine)
        counts.append(len(begun(engine)))

    assert counts == [0, 1, 2, 2, 3]


def test_what_was_missed_while_nothing_ran_is_made_up(engine: Engine, world: MovedWorld) -> None:
    world.move_to(datetime(2026, 4, 1, tzinfo=UTC))

    assert commands.begin_due(engine) == 3


def test_two_workers_begin_one_case_for_one_due_time(engine: Engine, world: MovedWorld) -> None:
    world.move_to(datetime(2026, 1, 31, 2, tzinfo=UTC))
    with engine.database.reading() as connection:
        row = connection.execute(select(case_starts).where(case_starts.c.kind == "timer")).one()

    assert [_begin(engine, "surat", "tiap_bulan", ByTime(row)) for _ in range(2)] == [1, 0]


def test_two_workers_begin_one_case_for_one_message(engine: Engine) -> None:
    send(engine)

    assert _begin(engine, "surat", "ada_surat", ByMessage("a")) == 0
    assert begun(engine) == ["Undangan"]


def test_a_new_version_goes_on_where_the_clock_was(engine: Engine, world: MovedWorld, tmp_path: Path) -> None:
    world.move_to(datetime(2026, 2, 1, tzinfo=UTC))
    commands.begin_due(engine)

    deploy(engine, copied(tmp_path, ("Awal bulan", "Akhir bulan")))

    with engine.database.reading() as connection:
        due = connection.scalar(select(case_starts.c.due_at).where(case_starts.c.kind == "timer"))
    assert due == datetime(2026, 2, 28, 1, tzinfo=UTC)


def test_a_new_version_without_the_event_begins_nothing_any_more(
    engine: Engine, world: MovedWorld, tmp_path: Path
) -> None:
    timer = "<bpmn:timeCycle>R/2026-01-31T08:00+07:00/P1M</bpmn:timeCycle>"
    deploy(engine, copied(tmp_path, (timer, "<bpmn:timeDate>2026-01-20T08:00</bpmn:timeDate>"), ("SuratMasuk", "Lain")))

    send(engine)
    world.move_to(datetime(2026, 6, 1, tzinfo=UTC))

    assert (commands.begin_due(engine), commands.begin_due(engine), begun(engine)) == (1, 0, ["SURAT-2026-0001"])


def test_a_start_that_fails_keeps_its_reason_until_a_new_version(
    engine: Engine, world: MovedWorld, tmp_path: Path
) -> None:
    broken = '<bpmn:exclusiveGateway id="agenda" />'
    task = '<bpmn:userTask id="agenda" name="Mengagendakan" alur:form="surat" alur:sopStep="1" />'
    condition = "<bpmn:conditionExpression>surat.tiada == 1</bpmn:conditionExpression></bpmn:sequenceFlow>"
    flow = '<bpmn:sequenceFlow id="f_d" sourceRef="agenda" targetRef="selesai" '
    deploy(engine, copied(tmp_path, (task, broken), (f"{flow}/>", f"{flow}>{condition}")))
    world.move_to(datetime(2026, 2, 1, tzinfo=UTC))

    tried = [commands.begin_due(engine), commands.begin_due(engine)]
    with engine.database.reading() as connection:
        acts = list(connection.scalars(select(entries.c.act)))
    deploy(engine, copied(tmp_path / "lain", ("Awal bulan", "Akhir bulan")))

    assert (tried, acts.count("start:failed"), commands.begin_due(engine)) == ([0, 0], 1, 1)


def flooded(engine: Engine, office: Office) -> str:
    """A case that sends the signal, whose payload has no subject."""
    deploy(engine, SOPS / "siaga")
    sender = commands.start(engine, office.person("ani"), "siaga", {}).case_id
    office.act("ani", sender, "jaga", keadaan="meluap")
    jobs.run_pending(engine)
    return sender


def starts_of(engine: Engine) -> tuple[str, str]:
    """What the health page says of cases that begin by themselves."""
    (check,) = [check for check in examine(engine) if check.key == "starts"]
    return check.state, str(check.found)


def test_a_signal_that_the_start_form_refuses_stands_on_the_health_page_until_a_new_version(
    engine: Engine, office: Office, tmp_path: Path
) -> None:
    asks = ('name="Kabar banjir" alur:result="surat"', 'name="Kabar banjir" alur:result="surat" alur:form="surat"')
    deploy(engine, copied(tmp_path, asks))

    flooded(engine, office)
    state, found = starts_of(engine)
    with engine.database.reading() as connection:
        acts = list(connection.scalars(select(entries.c.act)))

    assert (begun(engine), state, acts.count("start:failed")) == ([], "bad", 1)
    assert found.startswith("surat: Isi sinyal tidak sesuai: ")

    deploy(engine, copied(tmp_path / "lain", ("Awal bulan", "Akhir bulan")))
    jobs.run_pending(engine)

    assert (len(begun(engine)), starts_of(engine)[0]) == (1, "good")


def test_a_start_by_a_message_that_stops_is_made_up_by_a_new_version(
    engine: Engine, world: MovedWorld, tmp_path: Path
) -> None:
    broken = '<bpmn:exclusiveGateway id="agenda" />'
    task = '<bpmn:userTask id="agenda" name="Mengagendakan" alur:form="surat" alur:sopStep="1" />'
    condition = "<bpmn:conditionExpression>surat.tiada == 1</bpmn:conditionExpression></bpmn:sequenceFlow>"
    flow = '<bpmn:sequenceFlow id="f_d" sourceRef="agenda" targetRef="selesai" '
    deploy(engine, copied(tmp_path, (task, broken), (f"{flow}/>", f"{flow}>{condition}")))
    with pytest.raises(CaseStopped):
        send(engine)

    stopped = starts_of(engine)[0]
    deploy(engine, copied(tmp_path / "lain", ("Awal bulan", "Akhir bulan")))
    jobs.run_pending(engine)

    assert (stopped, starts_of(engine)[0], begun(engine)) == ("bad", "good", ["Undangan"])


def test_a_message_whose_sender_is_told_is_no_matter_of_health(engine: Engine) -> None:
    with pytest.raises(MessageRefused):
        send(engine, asal="Kecamatan")

    assert starts_of(engine)[0] == "good"


def test_nobody_begins_by_hand_what_begins_by_itself(engine: Engine, office: Office) -> None:
    ani = office.person("ani")

    with pytest.raises(NotAllowed):
        commands.start(engine, ani, "surat", {"hal": "x"})
    assert [row.id for row in startable(engine, ani)] == ["cuti"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("R/2026-01-31T08:00+07:00/P1M", "R/PT10S"), "paling sering"),
        (("R/2026-01-31T08:00+07:00/P1M", "R/2020-01-01T00:00/PT1M"), "sudah lewat"),
        (('id = "surat"', 'id = "lain"'), "sudah memulai perkara 'surat'"),
    ],
)
def test_starts_that_could_not_work_are_refused(
    engine: Engine, tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    with pytest.raises(SopRefused) as caught:
        deploy(engine, copied(tmp_path, change))

    assert told in str(caught.value)


def test_cases_that_began_by_themselves_verify_and_rebuild(engine: Engine, office: Office, world: MovedWorld) -> None:
    send(engine)
    world.move_to(world.now() + timedelta(days=40))
    commands.begin_due(engine)
    office.act("ani", first(engine), "agenda", hal="Undangan")

    rebuild_all(engine)

    assert verify_all(engine).differences == []
    assert begun(engine) == ["Undangan", "SURAT-2026-0002"]

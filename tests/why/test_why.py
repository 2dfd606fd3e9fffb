"""Why a small case stands where it stands: what happened, who may act, until when, what comes next."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, insert

from engine import commands, jobs
from engine.calendar import national
from engine.engine import Engine
from engine.errors import NotFound, TaskAlreadyDone
from engine.queries.deadlines import standard_time
from engine.queries.why import why, why_case
from engine.schema import holdings, mandates
from tests.engine.office import Office


def test_open_work_names_its_cause_its_holder_and_what_follows(office: Office, engine: Engine) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")

    told = why(engine, office.person("ani"), case_id, "periksa")

    assert told.because == "Ani selaku Staf menyelesaikan “Menyusun surat” pada Senin, 5 Januari 2026 pukul 08.00 WIB."
    assert told.who == "Yang dapat mengerjakan adalah Kepala (Bram)."
    assert told.next == (
        "Sesudah ini pertanyaan “Setuju?”: bila “setuju”, “Memberi nomor” oleh Umum; bila “kembalikan”, “Menyusun surat” oleh Staf."
    )
    assert (
        "Bila sampai Rabu, 7 Januari 2026 pukul 16.00 WIB (“Dua hari kerja lewat”: 2 hari kerja sesudah Senin, 5 Januari 2026, "
        in told.until
    )
    assert told.sentence.startswith(told.because)
    assert "Kepala (Bram)" in told.sentence and "“Memeriksa surat”" in told.sentence


def test_a_return_is_told_with_its_note(office: Office, engine: Engine) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")
    office.act("bram", case_id, "periksa", keputusan="kembalikan", catatan="Tanggalnya keliru.")

    (told,) = why_case(engine, office.person("bram"), case_id)

    assert "Bram selaku Kepala mengembalikan pekerjaan pada “Memeriksa surat”" in told.because
    assert told.because.endswith("dengan catatan “Tanggalnya keliru.”")


def test_an_acting_head_is_named_as_such_while_the_mandate_lasts(office: Office, engine: Engine) -> None:
    give_mandate(engine, "umi", "kantor.kepala", date(2026, 1, 5), date(2026, 1, 6))
    case_id = office.start()
    office.reach(case_id, "periksa")

    during = why(engine, office.person("ani"), case_id, "periksa").who
    engine.world.move(days=3)  # type: ignore[attr-defined]  # the tests' world moves
    after = why(engine, office.person("ani"), case_id, "periksa").who

    assert during == "Yang dapat mengerjakan adalah Plh. Kepala (Umi sampai Selasa, 6 Januari 2026) atau Kepala (Bram)."
    assert after == "Yang dapat mengerjakan adalah Kepala (Bram)."


def test_somebody_who_drafted_is_named_as_barred(office: Office, engine: Engine) -> None:
    give_mandate(engine, "ani", "kantor.kepala", date(2026, 1, 5), date(2026, 1, 9))
    case_id = office.start()
    office.reach(case_id, "periksa")

    told = why(engine, office.person("bram"), case_id, "periksa")

    assert "Kepala (Bram)" in told.who
    assert "Ani tidak, karena sudah bertindak pada langkah sebelumnya" in told.who


def test_an_empty_seat_and_a_claimed_task_are_told(office: Office, engine: Engine) -> None:
    case_id = office.start()
    commands.claim(engine, office.person("ani"), case_id, "susun")
    claimed = why(engine, office.person("bram"), case_id, "susun")
    office.act("ani", case_id, "susun", isi="a")
    with engine.database.transaction() as connection:
        connection.execute(delete(holdings).where(holdings.c.position == "kantor.kepala"))

    vacant = why(engine, office.person("ani"), case_id, "periksa")

    assert "sedang dikerjakan oleh Ani sejak Senin, 5 Januari 2026 pukul 08.00 WIB" in claimed.who
    assert "Kepala (jabatan ini sedang kosong" in vacant.who


def test_waits_for_the_system_and_for_outside_are_told(office: Office, engine: Engine) -> None:
    case_id = office.start()
    office.reach(case_id, "cetak")
    (printing,) = why_case(engine, office.person("bram"), case_id)
    jobs.run_pending(engine)

    (answer,) = why_case(engine, office.person("bram"), case_id)

    assert printing.who == "Tidak ada orang yang perlu bertindak; sistem melanjutkan sendiri."
    assert "sistem sedang mengerjakan “Mencetak surat”" in printing.sentence
    assert answer.because == (
        "Umi selaku Umum menyelesaikan “Memberi nomor” pada Senin, 5 Januari 2026 pukul 08.00 WIB, "
        "lalu sistem menyelesaikan “Mencetak surat” secara otomatis."
    )
    assert "pihak luar" in answer.who and "Umum (Umi)" in answer.who
    assert answer.next == "Sesudah ini perkara berakhir: “Cuti diberikan”."


def test_a_failed_job_says_that_an_operator_is_needed(office: Office, engine: Engine) -> None:
    case_id = office.start()
    office.reach(case_id, "cetak")
    commands.fail_job(engine, case_id, "cetak", message="RuntimeError: paper", detail="")

    (told,) = why_case(engine, office.person("bram"), case_id)

    assert told.who == "Operator sistem perlu memeriksa gangguan ini dan mengulanginya."
    assert "terhenti karena gangguan" in told.sentence
    assert "RuntimeError" not in repr(told)


def test_ended_cases_say_how_they_ended(office: Office, engine: Engine) -> None:
    done, dropped = office.start(), office.start()
    office.reach(done, "end")
    commands.cancel(engine, office.person("bram"), dropped, "Tidak jadi.")

    (first,) = why_case(engine, office.person("bram"), done)
    (second,) = why_case(engine, office.person("bram"), dropped)

    assert "berakhir dengan “Cuti diberikan”" in first.sentence
    assert second.because.startswith("Bram selaku Kepala membatalkan perkara ini")
    assert "dengan alasan “Tidak jadi.”" in second.because
    assert "perkara dibatalkan" in second.sentence


def test_somebody_from_elsewhere_finds_nothing(office: Office, engine: Engine) -> None:
    case_id = office.start()

    with pytest.raises(NotFound):
        why(engine, office.person("citra"), case_id, "susun")
    with pytest.raises(NotFound):
        why_case(engine, office.person("citra"), case_id)
    with pytest.raises(NotFound):
        why(engine, office.person("ani"), case_id, "tidak_ada")


def test_a_finished_task_tells_who_finished_it(office: Office, engine: Engine) -> None:
    case_id = office.start()
    office.act("ani", case_id, "susun", isi="a")

    with pytest.raises(TaskAlreadyDone) as told:
        why(engine, office.person("bram"), case_id, "susun")

    assert told.value.by == "Ani"


def test_the_reckoning_names_what_was_left_out() -> None:
    calendar = national()
    opened = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)
    due = calendar.add_workdays(opened, 2)

    told = standard_time(calendar, opened=opened, due=due, days=2, step=7, now=opened)

    assert (
        "Waktu baku langkah 7 adalah 2 hari kerja, dihitung sejak hari kerja pertama sesudah Selasa, 17 Maret 2026"
        in told
    )
    assert "tidak dihitung: Sabtu dan Minggu" in told and "Rabu 18 Maret 2026 (" in told
    assert "Nyepi" in told


def test_late_work_says_how_late_it_is() -> None:
    calendar = national()
    opened = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)

    told = standard_time(
        calendar,
        opened=opened,
        due=calendar.add_workdays(opened, 1),
        days=1,
        step=1,
        now=datetime(2026, 1, 9, 2, tzinfo=UTC),
    )

    assert "Paling lambat Selasa, 6 Januari 2026 pukul 16.00 WIB (sudah terlambat 3 hari kerja)." in told
    assert "tidak ada hari libur di antaranya" in told


def give_mandate(engine: Engine, person: str, position: str, since: date, until: date) -> None:
    """Give somebody a Plh. mandate."""
    row = {"id": f"m-{person}", "position": position, "person": person, "form": "plh", "letter": "800/1/2026"}
    with engine.database.transaction() as connection:
        connection.execute(insert(mandates).values(**row, since=since, until=until, withheld=""))

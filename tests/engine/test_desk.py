"""The desk's laws: drafts are private and leave no trace, comments and hand-overs move nothing and stand in the log."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from engine import commands, drafts, executions, queries
from engine.commands.acting import acting
from engine.engine import Engine
from engine.errors import (
    AlurError,
    DraftNewer,
    DraftRefused,
    InvalidForm,
    NotAllowed,
    NotFound,
    TaskAlreadyDone,
    TaskClaimed,
    UploadRefused,
)
from engine.rebuild import PROJECTIONS, rebuild
from engine.schema import drafts as table
from engine.schema import events, holdings, mandates, notices, tasks
from engine.verify import verify
from tests.engine.office import Office

SECRET = "Nilai Bram 40 saja."


def hire(engine: Engine, person: str, position: str) -> None:
    """Give somebody a position beside their own."""
    row = {"position": position, "person": person, "since": date(2025, 1, 1)}
    with engine.database.transaction() as connection:
        if connection.execute(select(holdings).filter_by(**row)).first() is None:
            connection.execute(insert(holdings).values(**row))


def lend(engine: Engine, person: str, position: str, until: date) -> None:
    """Give somebody a Plh. mandate."""
    row = {"id": f"m-{person}", "position": position, "person": person, "form": "plh", "letter": "800/1/2026"}
    with engine.database.transaction() as connection:
        connection.execute(insert(mandates).values(**row, since=date(2026, 1, 1), until=until, withheld=""))


def told(engine: Engine) -> list[tuple[str, str]]:
    """The notices there are: to whom, and of what kind."""
    with engine.database.reading() as connection:
        rows = connection.execute(select(notices.c.person, notices.c.kind).order_by(notices.c.id))
        return [(row.person, row.kind) for row in rows if row.kind in ("task.handed", "comment.mention")]


# -- drafts ------------------------------------------------------------------------------------------------------------


def test_a_draft_is_ones_own_and_encrypted(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")

    drafts.save(office.engine, ani, case_id, "susun", [("isi", SECRET)], seen=0)

    page = queries.task(office.engine, ani, case_id, "susun")
    assert page.draft is not None
    assert (page.draft.pairs, page.draft.changed) == ((("isi", SECRET),), False)
    with office.engine.database.reading() as connection:
        content = connection.scalars(select(table.c.content)).one()
    assert SECRET.encode() not in content
    assert len(office.history(case_id)) == 1


def test_only_who_may_act_saves_a_draft(office: Office) -> None:
    case_id = office.start()

    for name in ("bram", "umi", "citra"):
        with pytest.raises(NotFound):
            drafts.save(office.engine, office.person(name), case_id, "susun", [("isi", "x")], seen=0)


def test_a_colleagues_claim_does_not_take_the_draft_away(office: Office) -> None:
    case_id, umi = office.start(), "umi"
    hire(office.engine, umi, "kantor.staf")
    commands.claim(office.engine, office.person(umi), case_id, "susun")

    kept = drafts.save(office.engine, office.person("ani"), case_id, "susun", [("isi", "x")], seen=0)

    assert kept.revision == 1


def test_a_draft_of_another_tab_is_not_overwritten_unasked(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")
    drafts.save(office.engine, ani, case_id, "susun", [("isi", "satu")], seen=0)

    with pytest.raises(DraftNewer) as newer:
        drafts.save(office.engine, ani, case_id, "susun", [("isi", "dua")], seen=0)

    assert drafts.save(office.engine, ani, case_id, "susun", [("isi", "dua")], seen=newer.value.revision).revision == 2


def test_what_came_too_late_or_is_too_long_is_not_kept(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")
    with pytest.raises(DraftRefused):
        drafts.save(office.engine, ani, case_id, "susun", [("isi", "x" * drafts.MOST_BYTES)], seen=0)
    commands.start(office.engine, ani, "cuti", {"perihal": "Cuti", "hari": 1}, key="ani:k")
    with pytest.raises(DraftRefused, match="sudah dikirim"):
        drafts.save_start(office.engine, ani, "cuti", [("perihal", "Cuti")], seen=0, key="ani:k")
    office.act("ani", case_id, "susun", isi="a")

    with pytest.raises(TaskAlreadyDone):
        drafts.save(office.engine, ani, case_id, "susun", [("isi", "x")], seen=0)


def test_drafts_of_closed_tasks_and_old_ones_are_swept(office: Office) -> None:
    first, second, ani = office.start(), office.start(), office.person("ani")
    for case_id in (first, second):
        drafts.save(office.engine, ani, case_id, "susun", [("isi", "x")], seen=0)
    assert drafts.sweep(office.engine) == 0
    office.act("ani", first, "susun", isi="a")

    assert drafts.sweep(office.engine) == 1
    assert queries.task(office.engine, ani, second, "susun").draft is not None
    office.engine.world.move(days=91)  # type: ignore[attr-defined]  # the tests' world moves
    assert drafts.sweep(office.engine) == 1


def test_what_was_begun_beside_the_form_is_swept_with_its_task_or_its_age(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")
    drafts.save_comment(office.engine, ani, case_id, [("komentar", SECRET)], seen=0)
    drafts.save_hand_over(office.engine, ani, case_id, "susun", [("alasan", "Cuti")], seen=0)
    office.act("ani", case_id, "susun", isi="a")

    assert drafts.sweep(office.engine) == 1
    talk = queries.talk(office.engine, ani, case_id)
    assert talk.draft is not None and talk.draft.pairs == (("komentar", SECRET),)
    assert queries.talk(office.engine, office.person("bram"), case_id).draft is None
    office.engine.world.move(days=91)  # type: ignore[attr-defined]  # the tests' world moves
    assert drafts.sweep(office.engine) == 1


def test_nobody_keeps_a_comment_or_a_reason_where_they_may_not_speak_or_act(office: Office) -> None:
    case_id = office.start()

    with pytest.raises(NotFound):
        drafts.save_comment(office.engine, office.person("citra"), case_id, [("komentar", "x")], seen=0)
    with pytest.raises(NotFound):
        drafts.save_hand_over(office.engine, office.person("bram"), case_id, "susun", [("alasan", "x")], seen=0)


def test_a_draft_says_that_the_task_is_not_what_it_was(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")
    drafts.save(office.engine, ani, case_id, "susun", [("isi", "x")], seen=0)
    with office.engine.database.transaction() as connection:
        connection.execute(update(tasks).values(version=2))

    page = queries.task(office.engine, ani, case_id, "susun")

    assert page.draft is not None
    assert page.draft.changed


def test_another_installations_key_or_another_persons_row_opens_no_draft(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, ani = office.start(), office.person("ani")
    drafts.save(office.engine, ani, case_id, "susun", [("isi", "x")], seen=0)
    hire(office.engine, "umi", "kantor.staf")
    with office.engine.database.transaction() as connection:
        connection.execute(update(table).values(person="umi"))

    assert queries.task(office.engine, office.person("umi"), case_id, "susun").draft is None
    with office.engine.database.transaction() as connection:
        connection.execute(update(table).values(person="ani"))
    assert queries.task(office.engine, ani, case_id, "susun").draft is not None
    monkeypatch.setenv("ALUR_CONFIDENTIAL_KEY", "A" * 43 + "=")
    assert queries.task(office.engine, ani, case_id, "susun").draft is None


# -- hand over ---------------------------------------------------------------------------------------------------------


def test_a_task_is_handed_over_with_its_reason(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")
    hire(office.engine, "umi", "kantor.staf")

    commands.hand_over(office.engine, ani, case_id, "susun", to="umi", reason="Saya cuti.")

    with pytest.raises(TaskClaimed, match="Umi"):
        office.act("ani", case_id, "susun", isi="a")
    umi = office.person("umi")
    row = queries.task(office.engine, umi, case_id, "susun").row
    assert (row.claimed_by, row.handed_by_name, row.handed_because) == ("umi", "Ani", "Saya cuti.")
    assert told(office.engine) == [("umi", "task.handed")]
    assert "diserahkan oleh Ani karena “Saya cuti.”" in queries.why(office.engine, umi, case_id, "susun").sentence
    last = queries.timeline(office.engine, umi, case_id)[-1]
    assert (last.note, "kepada Umi" in last.title) == ("Saya cuti.", True)


@pytest.mark.parametrize(
    ("to", "reason", "error"),
    [
        ("umi", " ", InvalidForm),
        ("", "Saya cuti.", InvalidForm),
        ("ani", "Saya cuti.", InvalidForm),
        ("siapa", "Saya cuti.", InvalidForm),
        ("umi", "x" * 2_000, InvalidForm),
        ("citra", "Saya cuti.", NotAllowed),
    ],
)
def test_a_task_goes_to_nobody_else_and_never_without_a_reason(
    office: Office, to: str, reason: str, error: type[AlurError]
) -> None:
    case_id = office.start()
    hire(office.engine, "umi", "kantor.staf")

    with pytest.raises(error):
        commands.hand_over(office.engine, office.person("ani"), case_id, "susun", to=to, reason=reason)

    assert len(office.history(case_id)) == 1
    assert told(office.engine) == []


def test_separation_of_duties_holds_for_the_receiver(office: Office) -> None:
    case_id = office.start()
    hire(office.engine, "ani", "kantor.kepala")
    hire(office.engine, "umi", "kantor.kepala")
    office.act("ani", case_id, "susun", isi="a")
    bram = office.person("bram")

    assert [each.person for each in queries.task(office.engine, bram, case_id, "periksa").colleagues] == ["umi"]
    with pytest.raises(NotAllowed):
        commands.hand_over(office.engine, bram, case_id, "periksa", to="ani", reason="Saya dinas luar.")


def test_a_receivers_mandate_that_ended_holds_nobody_back(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "periksa")
    lend(office.engine, "umi", "kantor.kepala", date(2026, 1, 5))
    commands.hand_over(office.engine, office.person("bram"), case_id, "periksa", to="umi", reason="Dinas luar.")
    with pytest.raises(TaskClaimed):
        office.act("bram", case_id, "periksa", keputusan="setuju")

    office.engine.world.move(days=1)  # type: ignore[attr-defined]  # the tests' world moves

    assert queries.task(office.engine, office.person("bram"), case_id, "periksa").row.claimed_by is None
    office.act("bram", case_id, "periksa", keputusan="setuju")
    with pytest.raises(NotFound):
        commands.hand_over(office.engine, office.person("citra"), case_id, "nomori", to="umi", reason="x")


# -- comments ----------------------------------------------------------------------------------------------------------


def test_a_comment_is_read_by_who_sees_the_case_and_tells_whom_it_mentions(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")

    commands.comment(
        office.engine, ani, case_id, "Mohon arahan @bram, juga @Umum dan @Ani.", mentions=["person:bram"], task="susun"
    )

    said = queries.talk(office.engine, office.person("bram"), case_id)
    (one,) = said.comments
    assert (one.who, one.as_what, one.about) == ("Ani", "Staf", "Menyusun surat")
    assert set(one.mentions) == {"Bram", "Umum", "Ani"}
    assert sorted(told(office.engine)) == [("bram", "comment.mention"), ("umi", "comment.mention")]
    with pytest.raises(NotFound):
        queries.talk(office.engine, office.person("citra"), case_id)


def test_what_may_not_be_said_is_refused_and_changes_nothing(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")
    forged = {"sha256": "ab" * 32, "nama": "x.pdf", "ukuran": 1, "jenis": "application/pdf"}
    auditor = office.person("citra")
    auditor = type(auditor)(person="citra", nip=None, name="Citra", roles=frozenset({"auditor"}))

    for error, who, text, more in (
        (InvalidForm, ani, "  ", {}),
        (InvalidForm, ani, "x" * 6_000, {}),
        (InvalidForm, ani, "Halo", {"mentions": ["person:citra"]}),
        (UploadRefused, ani, "Halo", {"files": [forged]}),
        (NotFound, ani, "Halo", {"task": "tidak_ada"}),
        (NotFound, office.person("citra"), "Halo", {}),
        (NotAllowed, auditor, "Halo", {}),
    ):
        with pytest.raises(error):
            commands.comment(office.engine, who, case_id, text, **more)  # type: ignore[arg-type]  # a table of cases

    assert len(office.history(case_id)) == 1


def test_the_same_comment_sent_twice_stands_once(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")

    sent = [commands.comment(office.engine, ani, case_id, "Halo", key="ani:c") for _ in range(2)]

    assert [each.seq for each in sent] == [2, 2]
    assert len(office.history(case_id)) == 2


def test_an_ended_case_can_still_be_talked_about(office: Office) -> None:
    case_id = office.start()
    office.reach(case_id, "end")

    commands.comment(office.engine, office.person("bram"), case_id, "Sudah saya arsipkan.")

    assert queries.case(office.engine, office.person("bram"), case_id).row.status == "completed"
    assert verify(office.engine, case_id).differences == []


# -- the law -----------------------------------------------------------------------------------------------------------

ASIDES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["comment", "hand_over", "claim", "release"])), max_size=8
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asides=ASIDES)
def test_asides_at_any_moment_move_nothing(office: Office, asides: list[tuple[int, str]]) -> None:
    """Two cases walk the same way, one of them talked about and handed around: the same transitions, hot and cold alike."""
    engine = office.engine
    for name in ("umi", "ani"):
        hire(engine, name, "kantor.kepala")
    quiet, noisy = office.start(), office.start()
    walk: list[tuple[str, str, dict[str, Any]]] = [
        ("ani", "susun", {"isi": "a"}),
        ("bram", "periksa", {"keputusan": "kembalikan", "catatan": "Ulangi."}),
        ("ani", "susun~2", {"isi": "b"}),
        ("bram", "periksa~2", {"keputusan": "setuju"}),
    ]
    for stop, (name, task, data) in enumerate(walk):
        for _, act in [each for each in asides if each[0] == stop]:
            _aside(office, noisy, task, name, act)
            assert _hot(engine, noisy) == _cold(engine, noisy)
        with engine.database.transaction() as connection:  # whoever has it in hand: the walk goes on
            connection.execute(update(tasks).where(tasks.c.case_id == noisy).values(claimed_by=None))
        office.act(name, quiet, task, **data)
        office.act(name, noisy, task, **data)

    assert _moves(engine, noisy) == _moves(engine, quiet)
    assert verify(engine, noisy).differences == []


def test_hands_and_talk_are_rebuilt_from_the_log(office: Office) -> None:
    case_id, ani = office.start(), office.person("ani")
    hire(office.engine, "umi", "kantor.staf")
    commands.hand_over(office.engine, ani, case_id, "susun", to="umi", reason="Saya cuti.")
    commands.comment(office.engine, ani, case_id, "Sudah saya serahkan.")
    before = _rows(office.engine)

    rebuild(office.engine, case_id)

    assert _rows(office.engine) == before
    assert verify(office.engine, case_id).differences == []


def _aside(office: Office, case_id: str, task: str, name: str, act: str) -> None:
    engine, actor = office.engine, office.person(name)
    try:
        if act == "comment":
            commands.comment(engine, actor, case_id, "Halo @Bram", task=task)
        elif act == "hand_over":
            commands.hand_over(engine, actor, case_id, task, to="umi", reason="Saya cuti.")
        else:
            {"claim": commands.claim, "release": commands.release}[act](engine, actor, case_id, task)
    except (NotAllowed, TaskClaimed):  # not every act is possible at every moment
        pass


def _moves(engine: Engine, case_id: str) -> list[tuple[str, str]]:
    with engine.database.reading() as connection:
        rows = connection.execute(select(events).where(events.c.case_id == case_id).order_by(events.c.seq))
        return [(row.kind, row.effects) for row in rows if row.effects != "[]"]


def _rows(engine: Engine) -> list[Any]:
    with engine.database.reading() as connection:
        return [connection.execute(select(each).order_by(*each.primary_key.columns)).all() for each in PROJECTIONS]


def _hot(engine: Engine, case_id: str) -> bytes:
    with acting(engine, case_id, ended=True) as work:
        return work.execution.dump()


def _cold(engine: Engine, case_id: str) -> bytes:
    with acting(engine, case_id, ended=True) as work:
        again = engine.environment(work.row["calendar"]), engine.calendar_of(work.row["calendar"])
        version = work.row["version"]
        return executions.restore(work.connection, case_id, work.definition, *again, version=version).execution.dump()

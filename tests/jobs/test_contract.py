"""What Procrastinate promises on PostgreSQL holds on SQLite too: each story is told over both connectors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from procrastinate import exceptions, sql

from engine.database.types import to_text
from engine.jobs.sqlite_queries import QUERIES
from tests.jobs.office import Office

NOW = datetime.now(UTC)
PAST, FUTURE = NOW - timedelta(minutes=5), NOW + timedelta(days=1)


def age(office: Office, statement: str, **values: object) -> None:
    """Change rows behind the connector's back, as if time had gone by."""
    with office.database.transaction() as connection:
        connection.execute(sa.text(statement), values)


def moment(office: Office, at: datetime) -> object:
    return at if office.database.dialect == "postgresql" else to_text(at)


def test_every_query_of_procrastinate_has_an_answer() -> None:
    assert set(QUERIES) == set(sql.queries) - {"listen_queue"}


def test_jobs_are_taken_in_the_order_they_came(office: Office) -> None:
    jobs = [office.put(), office.put(), office.put()]
    worker = office.worker()

    assert [office.take(worker) for _ in range(4)] == [*jobs, None]


def test_the_more_urgent_job_is_taken_first(office: Office) -> None:
    low, high, middle = office.put(priority=-1), office.put(priority=5), office.put()
    worker = office.worker()

    assert [office.take(worker) for _ in range(3)] == [high, middle, low]


def test_a_worker_takes_from_its_queues_only(office: Office) -> None:
    office.registry.job(name="surat", queue="documents")(lambda engine: None)
    office.put()
    letter = office.put("surat")
    worker = office.worker()

    assert office.take(worker, queues=["documents", "mail"]) == letter
    assert office.take(worker, queues=["documents"]) is None


def test_jobs_of_one_lock_run_one_after_the_other(office: Office) -> None:
    first, second, free = office.put(lock="perkara"), office.put(lock="perkara"), office.put(lock="lain")
    worker = office.worker()

    assert first is not None
    assert [office.take(worker) for _ in range(3)] == [first, free, None]
    office.finish(first)
    assert office.take(worker) == second


def test_a_job_that_waits_for_its_moment_holds_back_later_ones_of_its_lock(office: Office) -> None:
    office.put(lock="perkara", schedule_at=FUTURE)
    office.put(lock="perkara")

    assert office.take(office.worker()) is None


def test_only_one_job_of_a_queueing_lock_waits(office: Office) -> None:
    first = office.put(queueing_lock="batch")

    assert office.put(queueing_lock="batch") is None
    assert office.take(office.worker()) == first
    assert office.put(queueing_lock="batch") is not None


def test_a_refused_queueing_lock_leaves_the_callers_transaction_whole(office: Office) -> None:
    office.put(queueing_lock="batch")

    with office.database.transaction() as connection:
        assert office.jobs.defer(connection, "kirim", queueing_lock="batch") is None
        other = office.jobs.defer(connection, "lain")

    assert [job.id for job in office.jobs.listed(name="lain")] == [other]


def test_a_scheduled_job_waits_for_its_moment(office: Office) -> None:
    office.put(schedule_at=FUTURE)
    due = office.put(schedule_at=PAST)
    worker = office.worker()

    assert [office.take(worker), office.take(worker)] == [due, None]


def test_a_rollback_drops_the_job(office: Office) -> None:
    with pytest.raises(ZeroDivisionError), office.database.transaction() as connection:
        office.jobs.defer(connection, "kirim", n=1)
        _ = 1 / 0

    assert office.jobs.listed() == []


def test_ids_come_back_as_they_were_given(office: Office) -> None:
    ids = {"case_id": "a1", "task_id": "SP[3]/é", "attempt": 2, "nothing": None}
    office.put(**ids)

    (job,) = office.jobs.listed()

    assert job.task_kwargs == ids
    assert (job.status, job.attempts, job.scheduled_at) == ("todo", 0, None)


def test_a_job_tells_its_life(office: Office) -> None:
    job, worker = office.put(schedule_at=PAST), office.worker()
    assert job is not None

    office.take(worker)
    office.retry(job, PAST)
    office.take(worker)
    office.finish(job, "failed")
    office.retry(job, FUTURE)

    assert office.status(job) == "todo"
    lived = ["deferred", "scheduled", "started", "deferred_for_retry", "scheduled", "started", "failed", "retried"]
    assert sorted(office.events(job)) == sorted([*lived, "scheduled"])
    assert office.jobs.listed()[0].attempts == 3


def test_a_retried_job_waits_until_its_moment(office: Office) -> None:
    soon, later, worker = office.put(), office.put(), office.worker()
    assert soon is not None
    assert later is not None
    office.take(worker)
    office.take(worker)

    office.retry(soon, PAST)
    office.retry(later, FUTURE)

    assert [office.take(worker), office.take(worker)] == [soon, None]


@pytest.mark.parametrize("status", ["succeeded", "failed", "aborted"])
def test_an_ended_job_is_kept_or_deleted(office: Office, status: str) -> None:
    kept, gone, worker = office.put(), office.put(), office.worker()
    assert kept is not None
    assert gone is not None
    office.take(worker)
    office.take(worker)

    office.finish(kept, status)
    office.finish(gone, status, delete=True)

    assert [(job.id, job.status, job.attempts) for job in office.jobs.listed()] == [(kept, status, 1)]


def test_a_job_does_not_end_twice(office: Office) -> None:
    job = office.put()
    assert job is not None
    office.take(office.worker())
    office.finish(job)

    with pytest.raises(exceptions.ConnectorException):
        office.finish(job)


def test_a_waiting_job_is_cancelled_a_running_one_is_not(office: Office) -> None:
    running, waiting = office.put(), office.put()
    assert running is not None
    assert waiting is not None
    office.take(office.worker())

    assert office.jobs.cancel(waiting) is True
    assert office.jobs.cancel(waiting) is False
    assert office.jobs.cancel(running) is False
    assert (office.status(running), office.status(waiting)) == ("doing", "cancelled")


def test_a_cancelled_job_can_be_deleted(office: Office) -> None:
    job = office.put()

    assert office.ask("cancel_job", job_id=job, abort=False, delete_job=True) == [{"id": job}]
    assert office.jobs.listed() == []


def test_a_running_job_is_asked_to_abort_and_is_not_tried_again(office: Office) -> None:
    job = office.put()
    assert job is not None
    office.take(office.worker())

    assert office.jobs.cancel(job, abort=True) is True
    assert office.ask("list_jobs_to_abort", queue_name=None) == [{"id": job}]
    office.retry(job, PAST)

    assert office.status(job) == "failed"
    assert office.events(job) == ["deferred", "started", "abort_requested", "failed"]


def test_jobs_of_a_silent_worker_are_stalled(office: Office) -> None:
    dead, alive = office.worker(), office.worker()
    lost, _ = office.put(), office.put()
    office.take(dead)
    office.take(alive)
    age(
        office, "UPDATE procrastinate_workers SET last_heartbeat = :at WHERE id = :id", at=moment(office, PAST), id=dead
    )
    office.ask("update_heartbeat", worker_id=alive)

    filters = {"queue": None, "task_name": None}
    found = office.ask("select_stalled_jobs_by_heartbeat", seconds_since_heartbeat=60.0, **filters)
    pruned = office.ask("prune_stalled_workers", seconds_since_heartbeat=60.0)
    again = office.ask("select_stalled_jobs_by_heartbeat", seconds_since_heartbeat=60.0, **filters)

    assert [row["id"] for row in found] == [lost]
    assert pruned == [{"worker_id": dead}]
    assert [row["id"] for row in again] == [lost]


def test_jobs_that_run_too_long_are_stalled_by_their_start(office: Office) -> None:
    long, short, worker = office.put(), office.put(), office.worker()
    office.take(worker)
    office.take(worker)
    age(office, "UPDATE procrastinate_events SET at = :at WHERE job_id = :id", at=moment(office, PAST), id=long)

    found = office.ask("select_stalled_jobs_by_started", nb_seconds=60, queue=None, task_name=None)

    assert [row["id"] for row in found] == [long]
    assert short != long


def test_a_worker_that_ends_leaves_no_row(office: Office) -> None:
    worker = office.worker()
    job = office.put()
    office.take(worker)

    office.ask("unregister_worker", worker_id=worker)

    assert [(found.id, found.worker_id) for found in office.jobs.listed()] == [(job, None)]


def test_old_ended_jobs_are_deleted(office: Office) -> None:
    old, fresh, failed, worker = office.put(), office.put(), office.put(), office.worker()
    for job, status in ((old, "succeeded"), (fresh, "succeeded"), (failed, "failed")):
        office.take(worker)
        assert job is not None
        office.finish(job, status)
    for job in (old, failed):
        age(office, "UPDATE procrastinate_events SET at = :at WHERE job_id = :id", at=moment(office, PAST), id=job)
    age(office, "UPDATE procrastinate_events SET at = :at WHERE job_id = :id", at=moment(office, NOW), id=fresh)

    office.ask("delete_old_jobs", nb_hours=0.05, queue=None, statuses=["succeeded"])

    assert [job.id for job in office.jobs.listed()] == [fresh, failed]


def test_a_periodic_job_is_deferred_once_for_each_moment(office: Office) -> None:
    def tick(at: int) -> object:
        number = office.ask(
            "defer_periodic_job",
            task_name="tick",
            defer_timestamp=at,
            periodic_id="",
            queue="default",
            priority=0,
            lock=None,
            queueing_lock=None,
            args={"timestamp": at},
        )
        return number[0]["id"]

    first, again, second, late = tick(60), tick(60), tick(120), tick(120)

    assert first is not None
    assert second is not None
    assert (again, late) == (None, None)
    assert [job.task_kwargs for job in office.jobs.listed()] == [{"timestamp": 60}, {"timestamp": 120}]


def test_a_periodic_job_whose_predecessor_still_waits_is_not_deferred(office: Office) -> None:
    same = {"task_name": "tick", "periodic_id": "", "queue": "default", "priority": 0, "lock": None, "args": {}}
    office.ask("defer_periodic_job", defer_timestamp=60, queueing_lock="tick", **same)

    with pytest.raises(exceptions.UniqueViolation) as refused:
        office.ask("defer_periodic_job", defer_timestamp=120, queueing_lock="tick", **same)

    assert refused.value.constraint_name == "procrastinate_jobs_queueing_lock_idx_v1"
    assert len(office.jobs.listed()) == 1


def test_jobs_are_counted_by_status_queue_task_and_lock(office: Office) -> None:
    office.put("surat", lock="a")
    office.put("surat", lock="b")
    office.put("pos")
    office.take(office.worker())

    none = dict.fromkeys(("queue_name", "task_name", "status", "lock"))
    counted = {row["status"]: row["count"] for row in office.ask("count_jobs_status")}
    tasks = office.ask("list_tasks", **none)
    queues = office.ask("list_queues", **none)
    locks = office.ask("list_locks", **none)

    assert counted == {"todo": 2, "doing": 1}
    assert [(row["name"], row["jobs_count"], row["stats"]) for row in tasks] == [
        ("pos", 1, {"todo": 1}),
        ("surat", 2, {"doing": 1, "todo": 1}),
    ]
    assert [(row["name"], row["jobs_count"]) for row in queues] == [("default", 3)]
    assert [(row["name"], int(row["jobs_count"]), row["stats"]) for row in locks] == [
        ("a", 1, {"doing": 1}),
        ("b", 1, {"todo": 1}),
    ]


def test_jobs_are_listed_by_what_is_asked(office: Office) -> None:
    job = office.put("surat", lock="a", queueing_lock="q")
    office.put("pos")

    none = dict.fromkeys(("queue_name", "status", "worker_id"))
    found = office.ask("list_jobs", id=job, task_name="surat", lock="a", queueing_lock="q", **none)

    assert [row["id"] for row in found] == [job]


def test_the_table_is_there(office: Office) -> None:
    assert office.ask("check_connection")[0]["check"] == "procrastinate_jobs"

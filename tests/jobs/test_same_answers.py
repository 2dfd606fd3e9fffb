"""Whatever is done to the job table, in whatever order, SQLite and PostgreSQL end with the same jobs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate import exceptions

from engine.database import open_database
from tests.jobs.office import Office

NOW = datetime.now(UTC)
MOMENTS = st.sampled_from([None, NOW - timedelta(hours=1), NOW + timedelta(days=1)])
ACTS = st.one_of(
    st.tuples(
        st.just("put"),
        st.fixed_dictionaries(
            {
                "lock": st.sampled_from([None, "a", "b"]),
                "queueing_lock": st.sampled_from([None, None, "q"]),
                "priority": st.sampled_from([-1, 0, 1]),
                "schedule_at": MOMENTS,
            }
        ),
    ),
    st.tuples(st.just("take"), st.none()),
    st.tuples(st.just("finish"), st.tuples(st.integers(1, 8), st.sampled_from(["succeeded", "failed", "aborted"]))),
    st.tuples(st.just("retry"), st.tuples(st.integers(1, 8), MOMENTS.filter(bool))),
    st.tuples(st.just("cancel"), st.tuples(st.integers(1, 8), st.booleans())),
)


@pytest.fixture
def offices(sqlite_url: str, postgresql_url: str, home: Path) -> Iterator[tuple[Office, Office]]:
    both = open_database(sqlite_url, home), open_database(postgresql_url, home)
    yield Office(both[0]), Office(both[1])
    for database in both:
        database.close()


def wipe(office: Office) -> int:
    with office.database.transaction() as connection:
        if office.database.dialect == "sqlite":
            connection.execute(sa.text("DELETE FROM procrastinate_jobs"))
            connection.execute(sa.text("DELETE FROM sqlite_sequence"))
            connection.execute(sa.text("DELETE FROM procrastinate_workers"))
        else:
            connection.execute(sa.text("TRUNCATE procrastinate_jobs, procrastinate_workers RESTART IDENTITY CASCADE"))
    return office.worker()


def play(office: Office, acts: list[tuple[str, Any]]) -> list[Any]:
    """Do the acts; gives what each answered and the table at the end."""
    worker, answers = wipe(office), []
    for act, what in acts:
        try:
            match act:
                case "put":
                    # a refused row uses up an id on PostgreSQL and not on SQLite, so jobs are told apart by `n`
                    answers.append(office.put(n=len(answers), **what) is not None)
                case "take":
                    answers.append(office.ask("fetch_job", queues=None, worker_id=worker)[0].get("args"))
                case "finish":
                    office.finish(nth(office, what[0]), what[1])
                case "retry":
                    office.retry(nth(office, what[0]), what[1])
                case "cancel":
                    answers.append(office.jobs.cancel(nth(office, what[0]), abort=what[1]))
        except exceptions.ConnectorException as error:
            answers.append(type(error).__name__)
    jobs = [
        (job.task_kwargs, job.status, job.attempts, job.abort_requested, job.scheduled_at, job.worker_id)
        for job in office.jobs.listed()
    ]
    return [answers, jobs, [sorted(office.events(job.id or 0)) for job in office.jobs.listed()]]


def nth(office: Office, number: int) -> int:
    jobs = office.jobs.listed()
    return (jobs[number - 1].id or 0) if number <= len(jobs) else 0


@pytest.mark.postgres
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=14))
def test_both_databases_end_with_the_same_jobs(offices: tuple[Office, Office], acts: list[tuple[str, Any]]) -> None:
    on_sqlite, on_postgresql = (play(office, acts) for office in offices)

    assert on_sqlite == on_postgresql

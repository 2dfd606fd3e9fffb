"""What a service job reports back: its result, a BPMN error, or that it failed for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select

from engine import incidents
from engine.commands.acting import Acting, acting
from engine.commands.outcome import Outcome
from engine.errors import CaseEnded, NotFound
from engine.schema import service_jobs

if TYPE_CHECKING:
    from engine.engine import Engine


def finish_job(
    engine: Engine,
    case_id: str,
    task_id: str,
    attempt: int,
    value: Mapping[str, Any],
    *,
    documents: list[dict[str, Any]],
) -> Outcome | None:
    """Hand a service task its result and the documents it made. None when the task no longer waits (done before, or taken apart)."""
    given = {"task": task_id, "value": dict(value), "documents": documents}
    return _report(engine, case_id, task_id, attempt, "job:finished", given)


def raise_job_error(
    engine: Engine, case_id: str, task_id: str, attempt: int, code: str, payload: Any
) -> Outcome | None:
    """Raise a BPMN error at a service task; it reaches the drawn error boundary. An uncaught one stops the case with an incident."""
    return _report(engine, case_id, task_id, attempt, "job:raised", {"task": task_id, "code": code, "payload": payload})


def fail_job(engine: Engine, case_id: str, task_id: str, *, message: str, detail: str) -> str | None:
    """Open an incident for a job that failed for good; the task goes on waiting until somebody retries it."""
    with engine.database.reading() as connection:
        row = _waiting(connection, case_id, task_id)
    if row is None:
        return None
    return incidents.open_incident(
        engine, case_id, code="job-failed", message=message, detail=detail, task=task_id, element=row.element
    )


def _report(
    engine: Engine, case_id: str, task_id: str, attempt: int, kind: str, given: dict[str, Any]
) -> Outcome | None:
    try:
        with acting(engine, case_id) as work:
            row = _waiting(work.connection, case_id, task_id)
            if row is None or row.attempt != attempt:
                return None
            return _record(work, row, kind, given)
    except (CaseEnded, NotFound):
        return None


def _record(work: Acting, row: Row[Any], kind: str, given: dict[str, Any]) -> Outcome:
    return work.record(kind, given, task=row.task, element=row.element)


def _waiting(connection: Any, case_id: str, task_id: str) -> Row[Any] | None:
    found: Row[Any] | None = connection.execute(
        select(service_jobs).where(service_jobs.c.case_id == case_id, service_jobs.c.task == task_id)
    ).first()
    return found

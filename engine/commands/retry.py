"""Retry after an incident: the operator's act, recorded like every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from engine import jobs
from engine.commands.acting import acting
from engine.commands.outcome import Outcome
from engine.errors import NotAllowed, NotFound
from engine.incidents import close_incident
from engine.people import Actor
from engine.schema import incidents, service_jobs

if TYPE_CHECKING:
    from engine.engine import Engine


def retry(engine: Engine, actor: Actor, incident_id: str) -> Outcome:
    """Close an incident and try again: a failed job is deferred anew, a stopped timer becomes due again.

    Raises NotFound, NotAllowed (operators only), CaseEnded.
    """
    if "operator" not in actor.roles:
        raise NotAllowed("Hanya operator yang dapat mengulang langkah yang gagal.")
    with engine.database.reading() as connection:
        incident = connection.execute(
            select(incidents).where(incidents.c.id == incident_id, incidents.c.closed_at.is_(None))
        ).first()
    if incident is None:
        raise NotFound("Gangguan ini tidak ada, atau sudah ditutup. Lihat `alur incidents`.")
    with acting(engine, incident.case_id) as work:
        close_incident(work.connection, incident_id, by=actor.person, now=work.now)
        job = work.connection.execute(
            select(service_jobs).where(service_jobs.c.case_id == incident.case_id, service_jobs.c.task == incident.task)
        ).first()
        if job is not None:
            jobs.defer(work.connection, "run_service", case_id=job.case_id, task_id=job.task, attempt=job.attempt + 1)
        given = {"incident": incident_id, "task": incident.task, "attempt": job.attempt + 1 if job else 0}
        return work.record("incident:retried", given, actor=actor, task=incident.task, element=incident.element)

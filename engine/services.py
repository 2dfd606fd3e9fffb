"""Run a service task's handler as a job, and report what it gives back as a command."""

from __future__ import annotations

import importlib.util
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine import blobs, confidential, documents
from engine.authoring import BpmnError, Handler, Job
from engine.commands.acting import acting
from engine.commands.jobs import fail_job, finish_job, raise_job_error
from engine.errors import CaseEnded, HandlerMissing, NotFound
from engine.people import holder_on
from engine.schema import service_jobs
from engine.sop import SHARED, Definition
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine

#: Jobs run in threads: while one loads a handlers.py, the others wait until it is whole.
_loading = threading.Lock()


def run_service(engine: Engine, *, case_id: str, task_id: str, attempt: int) -> None:
    """Run the handler of a waiting service task. A task that no longer waits is left alone; a failure is raised for the job's retry."""
    prepared = _prepare(engine, case_id, task_id, attempt)
    if prepared is None:
        return
    function, job = prepared
    try:
        value = function(job)
    except BpmnError as error:
        raise_job_error(engine, case_id, task_id, attempt, error.code, error.payload)
        return
    finish_job(engine, case_id, task_id, attempt, value or {}, documents=job.documents)


def give_up(engine: Engine, *, case_id: str, task_id: str, error: BaseException) -> None:
    """A job failed for good: open an incident with its cause, the operator's page shows it."""
    trace = "".join(traceback.format_exception(error, limit=-6))
    fail_job(engine, case_id, task_id, message=f"{type(error).__name__}: {error}"[:500], detail=trace[-4000:])


def _prepare(engine: Engine, case_id: str, task_id: str, attempt: int) -> tuple[Handler, Job] | None:
    try:
        with acting(engine, case_id) as work:
            row = work.connection.execute(
                select(service_jobs).where(service_jobs.c.case_id == case_id, service_jobs.c.task == task_id)
            ).first()
            if row is None or row.attempt != attempt:
                return None
            data = work.execution.data(task_id)
            text = work.definition.model.elements[row.element].attributes.get("input")
            given = work.execution.evaluate(task_id, text, now=work.now) if text else data
            job = Job(
                input=dict(given),
                case=data["perkara"],
                now=work.now,
                element=row.element,
                office=Desk(engine=engine, definition=work.definition),
                confidential=Safe(engine=engine, case_id=case_id, task=task_id, position=work.definition.position),
            )
            return find_handler(engine.processes, work.definition.sop, row.handler), job
    except (CaseEnded, NotFound):
        return None


@dataclass(kw_only=True)
class Desk:
    """The engine as a job may use it."""

    engine: Engine
    definition: Definition

    def render(self, template: str, data: Mapping[str, Any]) -> tuple[str, int]:
        rendered = documents.render(template, data, folders=[self.definition.letters])
        with self.engine.database.transaction() as connection:
            return blobs.put(connection, rendered.pdf), rendered.pages

    def holder(self, position: str, day: datetime) -> dict[str, Any]:
        with self.engine.database.reading() as connection:
            return holder_on(connection, self.definition.position(position), now=day)

    def decide(self, decision: str, scope: Mapping[str, Any]) -> Any:
        return self.definition.decisions[decision].evaluate(scope)


@dataclass(kw_only=True)
class Safe:
    """The case's own door to the encrypted store."""

    engine: Engine
    case_id: str
    task: str
    position: Callable[[str], str]

    def read(self, ref: str) -> dict[str, Any]:
        with self.engine.database.reading() as connection:
            return confidential.read(self.engine, connection, self.case_id, ref, positions=None)

    def write(self, data: dict[str, Any], *, readers: list[str]) -> dict[str, Any]:
        with self.engine.database.transaction() as connection:
            positions = [self.position(reader) for reader in readers]
            return confidential.write(self.engine, connection, self.case_id, self.task, data, readers=positions)


def find_handler(root: Path, sop: str, name: str) -> Handler:
    """The handler of a name: the SOP's own, else the shared one. Raises HandlerMissing."""
    for folder in (sop, SHARED):
        path = root / folder / "handlers.py"
        if path.is_file():
            function = getattr(_module(folder, path), name, None)
            if function is not None and getattr(function, "is_handler", False):
                found: Handler = function
                return found
    raise HandlerMissing(
        said("Fungsi '{name}' tidak ada di handlers.py SOP '{sop}' maupun di bagian bersama.", name=name, sop=sop)
    )


def _module(folder: str, path: Path) -> ModuleType:
    """The handlers module of a folder: reviewed code beside the diagram, loaded once per path."""
    name = f"processes.{folder}.handlers"
    with _loading:
        known = sys.modules.get(name)
        if known is not None and known.__file__ == str(path):
            return known
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise HandlerMissing(said("handlers.py SOP '{sop}' tidak dapat dimuat.", sop=folder))
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:  # whatever it was: half a module must not pass for the whole at the next attempt
            del sys.modules[name]
            raise
        return module

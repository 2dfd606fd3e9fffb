"""What people look at: inbox, task, case, timeline, documents, incidents. Every query takes the actor and shows only what is theirs."""

from engine.queries.cases import case, cases, diagram, start_form, startable, timeline
from engine.queries.documents import document, documents, upload
from engine.queries.inbox import inbox
from engine.queries.incidents import incidents
from engine.queries.rows import (
    CasePage,
    CaseRow,
    DocumentRow,
    EventRow,
    IncidentRow,
    ReturnNote,
    SopRow,
    TaskPage,
    TaskRow,
)
from engine.queries.tasks import task

__all__ = [
    "CasePage",
    "CaseRow",
    "DocumentRow",
    "EventRow",
    "IncidentRow",
    "ReturnNote",
    "SopRow",
    "TaskPage",
    "TaskRow",
    "case",
    "cases",
    "diagram",
    "document",
    "documents",
    "inbox",
    "incidents",
    "start_form",
    "startable",
    "task",
    "timeline",
    "upload",
]

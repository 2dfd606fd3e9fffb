"""What people look at: inbox, task, case, timeline, documents, incidents. Every query takes the actor and shows only what is theirs."""

from engine.queries.cases import case, cases, completed, diagram, start_form, startable, timeline
from engine.queries.documents import document, documents, upload
from engine.queries.inbox import inbox
from engine.queries.incidents import incidents
from engine.queries.replay import Replay, replay
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
from engine.queries.why import Why, why, why_case

__all__ = [
    "CasePage",
    "CaseRow",
    "DocumentRow",
    "EventRow",
    "IncidentRow",
    "Replay",
    "ReturnNote",
    "SopRow",
    "TaskPage",
    "TaskRow",
    "Why",
    "case",
    "cases",
    "completed",
    "diagram",
    "document",
    "documents",
    "inbox",
    "incidents",
    "replay",
    "start_form",
    "startable",
    "task",
    "timeline",
    "upload",
    "why",
    "why_case",
]

"""What people look at: inbox, task, case, timeline, documents, incidents. Every query takes the actor and shows only what is theirs."""

from engine.queries.cases import case, cases, completed, diagram, start_form, startable, timeline
from engine.queries.comments import Comment, Talk, talk
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
from engine.queries.stands import NowRow, stands
from engine.queries.tasks import LeftBehind, left_behind, task
from engine.queries.why import Why, why, why_case

__all__ = [
    "CasePage",
    "CaseRow",
    "Comment",
    "DocumentRow",
    "EventRow",
    "IncidentRow",
    "LeftBehind",
    "NowRow",
    "Replay",
    "ReturnNote",
    "SopRow",
    "Talk",
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
    "left_behind",
    "replay",
    "stands",
    "start_form",
    "startable",
    "talk",
    "task",
    "timeline",
    "upload",
    "why",
    "why_case",
]

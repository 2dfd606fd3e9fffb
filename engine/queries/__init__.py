"""What people look at: inbox, task, case, timeline, documents, incidents. Every query takes the actor and shows only what is theirs."""

from engine.queries.case_list import Sought, case_list, cases, years
from engine.queries.cases import case, completed, diagram, start_form, startable, timeline
from engine.queries.comments import Comment, Talk, talk
from engine.queries.documents import document, documents, upload
from engine.queries.inbox import Asked, counts, freshness, inbox, inbox_page
from engine.queries.incidents import incident_count, incidents, who_is_told
from engine.queries.notices import NoticeRow, NoticesPage, notice, notices_page, unread
from engine.queries.replay import Replay, replay
from engine.queries.rows import (
    Acted,
    CaseList,
    CasePage,
    CaseRow,
    DocumentRow,
    EventRow,
    InboxPage,
    IncidentRow,
    ReturnNote,
    SopRow,
    StepSummary,
    StepTimes,
    TaskPage,
    TaskRow,
)
from engine.queries.stands import NowRow, stands
from engine.queries.tasks import LeftBehind, left_behind, task
from engine.queries.why import Why, why, why_case

__all__ = [
    "Acted",
    "Asked",
    "CaseList",
    "CasePage",
    "CaseRow",
    "Comment",
    "DocumentRow",
    "EventRow",
    "InboxPage",
    "IncidentRow",
    "LeftBehind",
    "NoticeRow",
    "NoticesPage",
    "NowRow",
    "Replay",
    "ReturnNote",
    "SopRow",
    "Sought",
    "StepSummary",
    "StepTimes",
    "Talk",
    "TaskPage",
    "TaskRow",
    "Why",
    "case",
    "case_list",
    "cases",
    "completed",
    "counts",
    "diagram",
    "document",
    "documents",
    "freshness",
    "inbox",
    "inbox_page",
    "incident_count",
    "incidents",
    "left_behind",
    "notice",
    "notices_page",
    "replay",
    "stands",
    "start_form",
    "startable",
    "talk",
    "task",
    "timeline",
    "unread",
    "upload",
    "who_is_told",
    "why",
    "why_case",
    "years",
]

"""The shapes that queries give: frozen, and made for a page rather than for a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from forms import Form

if TYPE_CHECKING:
    from engine.drafts import Draft


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """Open work as it stands in an inbox. `version` goes back with the form, so that a stale page is noticed."""

    case_id: str
    task_id: str
    element: str
    name: str
    kind: str
    sop: str
    sop_title: str
    case_number: str
    case_title: str
    step: int | None
    steps: int
    position: str | None
    position_title: str | None
    participant: str | None
    opened_at: datetime
    due_at: datetime | None
    claimed_by: str | None
    claimed_by_name: str | None
    version: int
    external: bool
    note: str | None = None
    handed_by_name: str | None = None
    handed_because: str | None = None


@dataclass(frozen=True, kw_only=True)
class InboxPage:
    """One page of open work. `following`: where the next page begins, None on the last one; `shared`: the positions among
    them that more than one person answers for now; `beyond`: there were more tasks than were searched or sorted."""

    rows: tuple[TaskRow, ...]
    following: str | None
    shared: frozenset[str] = frozenset()
    beyond: bool = False


@dataclass(frozen=True, kw_only=True)
class ReturnNote:
    """Why a task came back: the note, from whom, when."""

    note: str
    by: str | None
    position: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """One event of a case in words."""

    seq: int
    kind: str
    at: datetime
    title: str
    who: str | None
    position: str | None
    as_what: str | None
    element: str | None
    task: str | None
    step: int | None
    note: str | None
    changes: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """A version of a letter. `readable`: whether this person may open it; `personal`: whether it is single participants' own."""

    id: str
    key: str
    kind: str
    title: str
    number: str | None
    date: str | None
    state: str
    sha256: str
    pages: int
    confidential: bool
    readable: bool
    made_at: datetime
    current: bool
    personal: bool = False


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody else who may act on a task now: a person's id and name, and as what."""

    person: str
    name: str
    as_what: str


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """Everything the task page shows. `draft`: what this person typed before; `colleagues`: who else may act now;
    `handing`: the hand-over to one of them that was begun and not sent."""

    row: TaskRow
    form: Form | None
    context: dict[str, Any]
    may_act: bool
    why_not: str | None
    documents: tuple[DocumentRow, ...]
    history: tuple[EventRow, ...]
    returned: ReturnNote | None
    documentation: str | None
    draft: Draft | None = None
    colleagues: tuple[Colleague, ...] = ()
    handing: Draft | None = None


@dataclass(frozen=True, kw_only=True)
class SopRow:
    """An SOP that somebody may start a case of."""

    id: str
    title: str
    case_name: str


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case in a list."""

    id: str
    number: str
    title: str
    sop: str
    sop_title: str
    status: str
    step: int | None
    steps: int
    started_at: datetime
    ended_at: datetime | None
    ending: str | None
    waiting_for: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaseList:
    """One page of cases. `following`: where the next page begins; `searched_until`: how far back the search came, when it
    stopped before it had found a whole page."""

    rows: tuple[CaseRow, ...]
    following: str | None
    searched_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class StepSummary:
    """What was done in one step of the SOP so far: how often, and what last."""

    times: int
    last: EventRow | None


@dataclass(frozen=True, kw_only=True)
class StepTimes:
    """The time of one step so far, in working days: at work, waiting for somebody outside, and what its standard allows.

    `visits`: how often the case was in it; the standard holds for each visit. `running`: its clock runs, or is paused.
    """

    worked: int
    waited: int
    standard: int | None
    visits: int
    running: bool


@dataclass(frozen=True, kw_only=True)
class Acted:
    """Somebody who acted in a case, as what, and how often."""

    name: str
    as_what: str
    acts: int


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """Everything the case page shows. `elements`: element id -> done, active or waiting; `may_cancel`: whether this person may.

    `timeline`: a page of the events, oldest first; `events`: how many there are; `steps`: SOP step -> what was done in it;
    `times`: SOP step -> how long it has taken; `elapsed`: working days since the case began, until it ended.
    """

    row: CaseRow
    open_tasks: tuple[TaskRow, ...]
    documents: tuple[DocumentRow, ...]
    timeline: tuple[EventRow, ...]
    events: int
    steps: dict[int, StepSummary]
    people: tuple[Acted, ...]
    mine: frozenset[str]
    elements: dict[str, str]
    step_titles: dict[int, str] = field(default_factory=dict)
    may_cancel: bool = False
    times: dict[int, StepTimes] = field(default_factory=dict)
    elapsed: int = 0


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """Something that stopped, for an operator. `step`: the last event before it stopped, as the replay counts; `before`: how often
    the same place was stopped and mended already."""

    id: str
    case_id: str
    case_number: str
    case_title: str
    element: str | None
    task: str | None
    code: str
    message: str
    detail: str
    opened_at: datetime
    step: int = 1
    before: int = 0

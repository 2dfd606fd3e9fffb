"""The task page: one screen to decide, and the act itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import commands, drafts, notices, queries
from engine.commands.outcome import recall
from engine.drafts import Draft
from engine.errors import AlurError, InvalidForm, NotFound, TaskAlreadyDone
from engine.queries import Talk, TaskPage, Why
from portal import errors, here, typed
from portal.drafts import BUTTON, pairs
from portal.handed_in import files
from portal.languages import language, say
from portal.sheets import Sheet

if TYPE_CHECKING:
    from portal.hands import Handing
    from portal.talk import Speaking

bp = Blueprint("tasks", __name__)


@bp.get("/perkara/<case_id>/tugas/<path:task_id>")
def page(case_id: str, task_id: str) -> str:
    """What is asked, why, until when, and the papers beside it. What was typed before is there again."""
    typed.keep(lambda error, status: _gone(error, status, case_id, task_id))
    notices.read_task(here.engine(), here.actor().person, case_id, task_id)
    return show(case_id, task_id)


def show(
    case_id: str,
    task_id: str,
    *,
    speaking: Speaking | None = None,
    handing: Handing | None = None,
    problem: AlurError | None = None,
) -> str:
    """The task's page with its draft; `speaking`, `handing`: what could not be done beside the form."""
    shown = queries.task(here.engine(), here.actor(), case_id, task_id, language=language())
    sheet = Sheet(shown.form, shown.context)
    if shown.draft is not None:
        sheet.restore(shown.draft)
    return _render(shown, sheet, problem=problem, draft=shown.draft, restored=True, speaking=speaking, handing=handing)


@bp.post("/perkara/<case_id>/tugas/<path:task_id>")
def complete(case_id: str, task_id: str) -> Response | tuple[str, int] | str:
    """Complete the task with what was typed. Whatever goes wrong, the typing is shown again."""
    engine, actor = here.engine(), here.actor()
    typed.keep(lambda error, status: _gone(error, status, case_id, task_id))
    if before := recall(engine, typed.key_of_act()):
        return _done(before.case_id, task_id)
    shown = queries.task(engine, actor, case_id, task_id, language=language())
    sheet = Sheet(shown.form, shown.context)
    typed.keep(lambda error, status: _again(error, case_id, task_id, sheet))
    sheet.read()
    if BUTTON in request.form:
        kept = drafts.save(engine, actor, case_id, task_id, pairs(sheet.fields), seen=None)
        return _render(shown, sheet, draft=kept, saved=True)
    if sheet.look_first:
        return _render(shown, sheet, draft=shown.draft)
    commands.complete(engine, actor, case_id, task_id, sheet.values, version=typed.version(), key=typed.key_of_act())
    drafts.forget(engine, actor, drafts.subject_of(case_id, task_id))
    return _done(case_id, task_id)


def _done(case_id: str, task_id: str) -> Response:
    return redirect(url_for("inbox.tasks", perkara=case_id, selesai=task_id), code=303)


def _again(error: AlurError, case_id: str, task_id: str, sheet: Sheet) -> str:
    """The task as it is now, with what was typed still in it."""
    try:
        shown = queries.task(here.engine(), here.actor(), case_id, task_id, language=language())
    except AlurError as gone:  # it went away in between: the typing must still be shown
        return _gone(gone, 409, case_id, task_id)
    if not shown.may_act:
        return _gone(error, 403, case_id, task_id)
    sheet.errors = error.errors if isinstance(error, InvalidForm) else sheet.errors
    return _render(shown, sheet, problem=None if isinstance(error, InvalidForm) else error, draft=shown.draft)


def _gone(error: AlurError, status: int, case_id: str, task_id: str) -> str:
    """Somebody was faster, or the task is not there any more: say so, and give the typing back under its fields' names."""
    left = queries.left_behind(here.engine(), here.actor(), case_id, task_id)
    written = pairs(request.form) if request.method == "POST" else left.draft.pairs if left.draft else []
    if isinstance(error, NotFound) and not written:
        return errors.page(status, say(error))
    given = {"typed": typed.named(left.form, written), "sent": request.method == "POST"}
    return render_template("gone.html", error=error, **given)


def _render(
    shown: TaskPage,
    sheet: Sheet,
    *,
    problem: AlurError | None = None,
    draft: Draft | None = None,
    restored: bool = False,
    saved: bool = False,
    speaking: Speaking | None = None,
    handing: Handing | None = None,
) -> str:
    context: Mapping[str, Any] = {
        "task": shown.row,
        "page": shown,
        "sheet": sheet,
        "problem": problem,
        "why": _why(shown),
        # What a participant's task sees may hold other participants' files.
        "files": files(shown.context) if shown.row.participant is None else [],
        "draft": draft,
        "restored": restored,
        "saved": saved,
        "said": _said(shown),
        "speaking": speaking,
        "handing": handing,
    }
    return render_template("task.html", key=here.engine().world.token(), **context)


def _why(shown: TaskPage) -> Why | None:
    """Why the task is here. None when it went away this very moment: the page, and what was typed, must still be shown."""
    try:
        return queries.why(here.engine(), here.actor(), shown.row.case_id, shown.row.task_id, language=language())
    except (NotFound, TaskAlreadyDone):
        return None


def _said(shown: TaskPage) -> Talk | None:
    """The talk about the case; None for those who may not see it: a participant."""
    try:
        return queries.talk(here.engine(), here.actor(), shown.row.case_id)
    except NotFound:
        return None

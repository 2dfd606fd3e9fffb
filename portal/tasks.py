"""The task page: one screen to decide, and the act itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import commands, queries
from engine.commands.outcome import recall
from engine.errors import AlurError, InvalidForm, NotFound, TaskAlreadyDone
from engine.queries import TaskPage, Why
from portal import errors, here, typed
from portal.handed_in import files
from portal.sheets import Sheet

bp = Blueprint("tasks", __name__)


@bp.get("/perkara/<case_id>/tugas/<path:task_id>")
def page(case_id: str, task_id: str) -> str:
    """What is asked, why, until when, and the papers beside it."""
    typed.keep(_gone)
    shown = queries.task(here.engine(), here.actor(), case_id, task_id)
    return _render(shown, Sheet(shown.form, shown.context))


@bp.post("/perkara/<case_id>/tugas/<path:task_id>")
def complete(case_id: str, task_id: str) -> Response | tuple[str, int] | str:
    """Complete the task with what was typed. Whatever goes wrong, the typing is shown again."""
    engine, actor = here.engine(), here.actor()
    typed.keep(_gone)
    if before := recall(engine, typed.key()):
        return _done(before.case_id, task_id)
    shown = queries.task(engine, actor, case_id, task_id)
    sheet = Sheet(shown.form, shown.context)
    typed.keep(lambda error, status: _again(error, case_id, task_id, sheet))
    sheet.read()
    if sheet.look_first:
        return _render(shown, sheet)
    commands.complete(engine, actor, case_id, task_id, sheet.values, version=typed.version(), key=typed.key())
    return _done(case_id, task_id)


def _done(case_id: str, task_id: str) -> Response:
    return redirect(url_for("inbox.tasks", perkara=case_id, selesai=task_id), code=303)


def _again(error: AlurError, case_id: str, task_id: str, sheet: Sheet) -> str:
    """The task as it is now, with what was typed still in it."""
    try:
        shown = queries.task(here.engine(), here.actor(), case_id, task_id)
    except AlurError as gone:  # it went away in between: the typing must still be shown
        return _gone(gone, 409)
    if not shown.may_act:
        return _gone(error, 403)
    sheet.errors = error.errors if isinstance(error, InvalidForm) else sheet.errors
    return _render(shown, sheet, problem=None if isinstance(error, InvalidForm) else error)


def _gone(error: AlurError, status: int) -> str:
    """Somebody was faster, or the task is not there any more: say so, and give the typing back."""
    if isinstance(error, NotFound) and not request.form:
        return errors.page(status, str(error))
    return render_template("gone.html", error=error, typed=typed.plain(), sent=request.method == "POST")


def _render(shown: TaskPage, sheet: Sheet, problem: AlurError | None = None) -> str:
    context: Mapping[str, Any] = {
        "task": shown.row,
        "page": shown,
        "sheet": sheet,
        "problem": problem,
        "why": _why(shown),
        # What a participant's task sees may hold other participants' files.
        "files": files(shown.context) if shown.row.participant is None else [],
    }
    return render_template("task.html", key=here.engine().world.token(), **context)


def _why(shown: TaskPage) -> Why | None:
    """Why the task is here. None when it went away this very moment: the page, and what was typed, must still be shown."""
    try:
        return queries.why(here.engine(), here.actor(), shown.row.case_id, shown.row.task_id)
    except (NotFound, TaskAlreadyDone):
        return None

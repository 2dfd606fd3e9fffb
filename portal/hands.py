"""Hand a task over: to whom, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import commands
from engine.errors import AlurError, InvalidForm
from portal import here, tasks, typed

bp = Blueprint("hands", __name__)


@dataclass(kw_only=True)
class Handing:
    """A hand-over that could not be done: to whom, why, and what is wrong, by field."""

    to: str = ""
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@bp.post("/perkara/<case_id>/tugas/<path:task_id>/serahkan")
def hand_over(case_id: str, task_id: str) -> Response:
    """Give the task to a colleague; what was typed as the reason is never lost."""
    handing = Handing(to=request.form.get("kepada", ""), reason=request.form.get("alasan", ""))
    typed.keep(lambda error, status: _again(error, case_id, task_id, handing))
    commands.hand_over(
        here.engine(), here.actor(), case_id, task_id, to=handing.to, reason=handing.reason, key=typed.key()
    )
    return redirect(url_for("inbox.tasks", diserahkan=1), code=303)


def _again(error: AlurError, case_id: str, task_id: str, handing: Handing) -> str:
    handing.errors = error.errors if isinstance(error, InvalidForm) else {"kepada": error.message}
    problem = None if isinstance(error, InvalidForm) else error
    return tasks.show(case_id, task_id, handing=handing, problem=problem)

"""Hand a task over: to whom, and why; kept as a draft until it is done."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import commands, drafts
from engine.errors import AlurError, InvalidForm
from portal import here, tasks, typed
from portal.drafts import BUTTON, pairs

bp = Blueprint("hands", __name__)


@dataclass(kw_only=True)
class Handing:
    """A hand-over that was begun: to whom, why, and what is wrong, by field."""

    to: str = ""
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@bp.app_template_global("begun_handing")
def begun(draft: drafts.Draft | None) -> Handing | None:
    """The hand-over that a draft holds; None where no reason is in it."""
    fields = dict(draft.pairs) if draft is not None else {}
    reason = fields.get("alasan", "")
    return Handing(to=fields.get("kepada", ""), reason=reason) if reason.strip() else None


@bp.post("/perkara/<case_id>/tugas/<path:task_id>/serahkan")
def hand_over(case_id: str, task_id: str) -> Response:
    """Give the task to a colleague; what was typed as the reason is never lost."""
    engine, actor = here.engine(), here.actor()
    handing = Handing(to=request.form.get("kepada", ""), reason=request.form.get("alasan", ""))
    typed.keep(lambda error, status: _again(error, case_id, task_id, handing))
    if BUTTON in request.form:
        drafts.save_hand_over(engine, actor, case_id, task_id, pairs(request.form), seen=None)
        return redirect(url_for("tasks.page", case_id=case_id, task_id=task_id, _anchor="serahkan"), code=303)
    commands.hand_over(engine, actor, case_id, task_id, to=handing.to, reason=handing.reason, key=typed.key())
    drafts.forget(engine, actor, drafts.hand_over_subject(case_id, task_id))
    return redirect(url_for("inbox.tasks", diserahkan=1), code=303)


def _again(error: AlurError, case_id: str, task_id: str, handing: Handing) -> str:
    handing.errors = error.errors if isinstance(error, InvalidForm) else {"kepada": error.message}
    problem = None if isinstance(error, InvalidForm) else error
    return tasks.show(case_id, task_id, handing=handing, problem=problem)

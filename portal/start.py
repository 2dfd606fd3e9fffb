"""Start a case: choose the SOP, fill in the first order."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import commands, drafts, queries
from engine.drafts import Draft
from engine.errors import AlurError, InvalidForm, NotFound
from engine.queries import SopRow
from portal import here, typed
from portal.drafts import BUTTON, pairs
from portal.sheets import Sheet

bp = Blueprint("start", __name__)


@bp.get("/perkara/baru")
def choose() -> str:
    """The SOPs that this person may start."""
    return render_template("start-choose.html", sops=queries.startable(here.engine(), here.actor()))


@bp.get("/perkara/baru/<sop>")
def page(sop: str) -> str:
    """The form that starts a case."""
    form, context = queries.start_form(here.engine(), here.actor(), sop)
    sheet, draft = Sheet(form, context), drafts.of_start(here.engine(), here.actor(), sop)
    if draft is not None:
        sheet.restore(draft)
    return _render(_row(sop), sheet, draft=draft, restored=True)


@bp.post("/perkara/baru/<sop>")
def begin(sop: str) -> Response | str:
    """Start the case, and go to its page."""
    engine, actor = here.engine(), here.actor()
    form, context = queries.start_form(engine, actor, sop)
    sheet, row = Sheet(form, context), _row(sop)
    typed.keep(lambda error, status: _again(error, row, sheet))
    sheet.read()
    if BUTTON in request.form:
        return _render(
            row, sheet, draft=drafts.save_start(engine, actor, sop, pairs(sheet.fields), seen=None), saved=True
        )
    if sheet.look_first:
        return _render(row, sheet)
    outcome = commands.start(engine, actor, sop, sheet.values, key=typed.key())
    drafts.forget(engine, actor, drafts.start_subject(sop))
    return redirect(url_for("cases.page", case_id=outcome.case_id, mulai=1), code=303)


def _row(sop: str) -> SopRow:
    found = next((row for row in queries.startable(here.engine(), here.actor()) if row.id == sop), None)
    if found is None:
        raise NotFound
    return found


def _again(error: AlurError, row: SopRow, sheet: Sheet) -> str:
    sheet.errors = error.errors if isinstance(error, InvalidForm) else sheet.errors
    return _render(row, sheet, problem=None if isinstance(error, InvalidForm) else error)


def _render(
    row: SopRow,
    sheet: Sheet,
    *,
    problem: AlurError | None = None,
    draft: Draft | None = None,
    restored: bool = False,
    saved: bool = False,
) -> str:
    given = {"draft": draft, "restored": restored, "saved": saved}
    return render_template(
        "start.html", sop=row, sheet=sheet, problem=problem, key=here.engine().world.token(), **given
    )

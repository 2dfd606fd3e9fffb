"""The operator's desk: is everything well, which jobs wait or failed, and the journal of acts outside the cases."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import health, queries
from engine.queries.jobs import cancel_job, jobs, retry_job
from engine.queries.journal import journal_acts, journal_page
from portal import here

bp = Blueprint("operations", __name__)

STATES = ("failed", "doing", "todo")


@bp.get("/operasi")
def index() -> str:
    """Health, open incidents, jobs: what an operator looks at first."""
    engine, actor = here.engine(), here.actor()
    open_incidents = queries.incidents(engine, actor)  # refuses everybody but operators
    state = request.args.get("keadaan")
    rows = jobs(engine, actor, state=state if state in STATES else None)
    checks = health.examine(engine)
    return render_template(
        "operations.html",
        checks=checks,
        well=health.well(checks),
        incidents=len(open_incidents),
        jobs=rows,
        state=state,
        states=STATES,
    )


@bp.post("/operasi/pekerjaan/<int:job_id>/ulang")
def retry(job_id: int) -> AnyResponse:
    """Run a failed job again."""
    retry_job(here.engine(), here.actor(), job_id)
    return redirect(url_for("operations.index", _anchor="pekerjaan"), code=303)


@bp.post("/operasi/pekerjaan/<int:job_id>/batal")
def cancel(job_id: int) -> AnyResponse:
    """Cancel a waiting job."""
    cancel_job(here.engine(), here.actor(), job_id)
    return redirect(url_for("operations.index", _anchor="pekerjaan"), code=303)


@bp.get("/jurnal")
def journal() -> str:
    """Acts outside the cases, newest first."""
    engine, actor = here.engine(), here.actor()
    act, before = request.args.get("tindakan") or None, request.args.get("sebelum", type=int)
    before = before if before is not None and 0 < before < 2**31 else None
    page = journal_page(engine, actor, act=act, before=before)
    return render_template("journal.html", page=page, acts=journal_acts(engine, actor), act=act)


@bp.get("/healthz")
def healthz() -> Response:
    """For a load balancer: whether this process can serve. No details without a log-in."""
    good = health.alive(here.engine())
    return Response("ok\n" if good else "unwell\n", status=200 if good else 503, mimetype="text/plain")

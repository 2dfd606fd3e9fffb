"""Incidents, for operators: what stopped, where and why, and the button that tries again."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine import commands, queries
from portal import here
from portal.remedies import remedy

bp = Blueprint("incidents", __name__)


@bp.get("/gangguan")
def index() -> str:
    """Everything that has stopped, oldest first."""
    engine, actor = here.engine(), here.actor()
    return render_template(
        "incidents.html",
        rows=queries.incidents(engine, actor),
        count=queries.incident_count(engine, actor),
        told=queries.who_is_told(engine, actor),
        remedy=remedy,
    )


@bp.post("/gangguan/<incident_id>/ulang")
def retry(incident_id: str) -> Response:
    """Try again. The retry is an event of the case like every other act."""
    outcome = commands.retry(here.engine(), here.actor(), incident_id)
    return redirect(url_for("incidents.index", diulang=outcome.case_id), code=303)

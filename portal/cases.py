"""Cases: the list, and one case whole: diagram, outline, timeline, documents, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import commands, queries
from engine.errors import AlurError
from engine.queries import Why
from portal import here, typed
from portal.outlines import outline, people

if TYPE_CHECKING:
    from portal.talk import Speaking

bp = Blueprint("cases", __name__)

STATUSES = ("running", "completed", "cancelled")
#: Waits told in full; of more, it is said how many wait for whom.
MOST_WAITS = 20


@bp.get("/perkara")
def index() -> str:
    """The cases somebody may see, filtered by an address that can be shared."""
    engine, actor = here.engine(), here.actor()
    status, sop, words = request.args.get("status"), request.args.get("sop"), request.args.get("cari", "").strip()
    rows = queries.cases(engine, actor, status=status if status in STATUSES else None, sop=sop or None)
    if words:
        rows = [row for row in rows if words.lower() in f"{row.number} {row.title} {row.sop_title}".lower()]
    sops = {definition.sop: definition.title for definition in engine.definitions.all(engine)}
    may_start = bool(queries.startable(engine, actor))
    return render_template(
        "cases.html", rows=rows, sops=sops, status=status, sop=sop, words=words, statuses=STATUSES, may_start=may_start
    )


@bp.get("/perkara/<case_id>")
def page(case_id: str) -> str:
    """One case: where it stands, what has been done, who is awaited."""
    return show(case_id)


@bp.get("/perkara/<case_id>/diagram.bpmn")
def diagram(case_id: str) -> Response:
    """The diagram that this very case runs."""
    return Response(queries.diagram(here.engine(), here.actor(), case_id), mimetype="application/xml")


@bp.get("/perkara/<case_id>/menunggu")
def waiting(case_id: str) -> str:
    """What a case waits for, and why. A page of its own: it asks the case itself, which the case page need not wait for."""
    engine, actor = here.engine(), here.actor()
    told = queries.why_case(engine, actor, case_id)
    whole = "bagian" not in request.args
    return render_template(
        "waiting.html" if whole else "waiting-list.html",
        case=queries.case(engine, actor, case_id).row if whole else None,
        told=told[:MOST_WAITS],
        more=_summed(told[MOST_WAITS:]),
    )


def _summed(told: Sequence[Why]) -> list[tuple[str, int]]:
    """The waits beyond those told, summed up: who is awaited, and how often."""
    return Counter(each.who for each in told).most_common()


@bp.post("/perkara/<case_id>/batal")
def cancel(case_id: str) -> AnyResponse:
    """Cancel a case, with a reason."""
    typed.keep(lambda error, status: show(case_id, problem=error, reason=request.form.get("alasan", "")))
    commands.cancel(here.engine(), here.actor(), case_id, request.form.get("alasan", ""))
    return redirect(url_for("cases.page", case_id=case_id), code=303)


def show(case_id: str, *, problem: AlurError | None = None, reason: str = "", speaking: Speaking | None = None) -> str:
    """The case's page; `reason`, `speaking`: what could not be done on it."""
    engine, actor = here.engine(), here.actor()
    shown = queries.case(engine, actor, case_id)
    return render_template(
        "case.html",
        case=shown.row,
        page=shown,
        outline=outline(shown),
        people=people(shown),
        mine={row.task_id for row in queries.inbox(engine, actor) if row.case_id == case_id},
        problem=problem,
        reason=reason,
        said=queries.talk(engine, actor, case_id),
        speaking=speaking,
        key=engine.world.token(),
    )

"""Cases: the list, and one case whole: diagram, outline, timeline, documents, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import commands, notices, queries
from engine.errors import AlurError
from engine.people import links
from engine.queries import Sought, Why
from portal import here, typed
from portal.languages import language
from portal.outlines import outline

if TYPE_CHECKING:
    from portal.talk import Speaking

bp = Blueprint("cases", __name__)

STATUSES = ("running", "completed", "cancelled", "failed")
#: Words of a search beyond this are cut.
LONGEST_SEARCH = 100
#: All that the address may say of the list.
ASKED = ("cari", "sop", "status", "langkah", "tahun")
#: Numbers beyond these mean nothing in an address.
MOST_STEPS, MOST_EVENTS, POSSIBLE_YEARS = 10_000, 1_000_000_000, range(1990, 2200)
#: Waits told in full; of more, it is said how many wait for whom.
MOST_WAITS = 20


@bp.get("/perkara")
def index() -> str:
    """The cases somebody may see, filtered by an address that can be shared."""
    engine, actor = here.engine(), here.actor()
    sought = _sought()
    page = queries.case_list(engine, actor, sought)
    return render_template(
        "cases.html",
        page=page,
        sought=sought,
        sops={definition.sop: definition.title for definition in engine.definitions.all(engine)},
        statuses=STATUSES,
        years=queries.years(engine),
        filtered=sought != Sought(after=sought.after),
        following=_address(sesudah=page.following) if page.following else None,
        start=_address() if sought.after else None,
        may_start=bool(queries.startable(engine, actor)),
    )


def _sought() -> Sought:
    """What the address asks for; what it cannot mean is left out."""
    asked = request.args
    status, year, step = asked.get("status"), asked.get("tahun", type=int), asked.get("langkah", type=int)
    return Sought(
        status=status if status in STATUSES else None,
        sop=asked.get("sop") or None,
        step=step if step is not None and 0 < step < MOST_STEPS else None,
        year=year if year in POSSIBLE_YEARS else None,
        words=asked.get("cari", "").strip()[:LONGEST_SEARCH],
        after=asked.get("sesudah"),
    )


def _address(**changed: str | None) -> str:
    """This very page's address with some parts changed: what is shown can be shared as a link."""
    kept: dict[str, Any] = {name: value for name in ASKED if (value := request.args.get(name))} | changed
    return url_for("cases.index", **{name: value for name, value in kept.items() if value is not None})


@bp.get("/perkara/<case_id>")
def page(case_id: str) -> str:
    """One case: where it stands, what has been done, who is awaited."""
    notices.read_case(here.engine(), here.actor().person, case_id)
    return show(case_id)


@bp.get("/perkara/<case_id>/diagram.bpmn")
def diagram(case_id: str) -> Response:
    """The diagram that this very case runs."""
    return Response(queries.diagram(here.engine(), here.actor(), case_id), mimetype="application/xml")


@bp.get("/perkara/<case_id>/menunggu")
def waiting(case_id: str) -> str:
    """What a case waits for, and why. A page of its own: it asks the case itself, which the case page need not wait for."""
    engine, actor = here.engine(), here.actor()
    told = queries.why_case(engine, actor, case_id, language=language())
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


def _before() -> int | None:
    """Which event the timeline goes back from."""
    before = request.args.get("sebelum", type=int)
    return before if before is not None and 1 < before < MOST_EVENTS else None


def show(case_id: str, *, problem: AlurError | None = None, reason: str = "", speaking: Speaking | None = None) -> str:
    """The case's page; `reason`, `speaking`: what could not be done on it."""
    engine, actor = here.engine(), here.actor()
    shown = queries.case(engine, actor, case_id, before=_before(), language=language())
    return render_template(
        "case.html",
        case=shown.row,
        page=shown,
        outline=outline(shown),
        problem=problem,
        reason=reason,
        has_guests=links.has_guests(engine, actor, case_id),
        said=queries.talk(engine, actor, case_id),
        speaking=speaking,
        key=engine.world.token(),
    )

"""The operator's desk: is everything well, which jobs wait or failed, and the journal of acts outside the cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import health
from engine.queries.jobs import cancel_job, jobs, retry_job
from engine.queries.journal import Asked, journal_acts, journal_page
from engine.queries.operations import stock
from portal import here
from portal.acts import act_words
from portal.days import day
from portal.languages import gettext as _

bp = Blueprint("operations", __name__)

STATES = ("failed", "doing", "todo")
#: What the address may ask of the journal.
ASKED = ("tindakan", "pelaku", "tentang", "dari", "sampai")
#: Words of a question beyond this are cut.
LONGEST = 100


@bp.get("/operasi")
def index() -> str:
    """Where every page of an operator is reached, with what waits there; below it health and jobs."""
    engine, actor = here.engine(), here.actor()
    counted = stock(engine, actor)  # refuses everybody but operators
    state = request.args.get("keadaan")
    rows = jobs(engine, actor, state=state if state in STATES else None)
    checks = health.examine(engine)
    return render_template(
        "operations.html",
        checks=checks,
        well=health.well(checks),
        stock=counted,
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
    """Acts outside the cases, newest first, narrowed by an address that can be shared."""
    engine, actor = here.engine(), here.actor()
    before = request.args.get("sebelum", type=int)
    asked, wrong = narrowed()
    page = journal_page(
        engine, actor, asked=asked, before=before if before is not None and 0 < before < 2**31 else None
    )
    kinds = journal_acts(engine, actor)
    if asked.act and asked.act not in kinds:
        wrong.append(_("Tindakan “%(act)s” belum pernah dicatat.", act=asked.act))
    if "who" in page.unknown:
        wrong.append(_nobody(asked.who))
    if "subject" in page.unknown:
        wrong.append(_nobody(asked.subject))
    return render_template(
        "journal.html",
        page=page,
        acts=sorted(kinds, key=act_words),
        asked=asked,
        kept=_kept(),
        wrong=wrong,
        older=_journal_address(sebelum=page.older) if page.older else None,
        start=_journal_address() if before is not None else None,
    )


def narrowed() -> tuple[Asked, list[str]]:
    """What the address asks of the journal, and what of it means nothing."""
    given = request.args
    wrong: list[str] = []
    since, until = (_day(given.get(name, ""), wrong) for name in ("dari", "sampai"))
    if since and until and until < since:
        wrong.append(_("Hari terakhir lebih dulu daripada hari pertama, jadi tidak ada yang cocok."))
    act = given.get("tindakan") or None
    asked = Asked(
        act=act[:LONGEST] if act else None,
        who=given.get("pelaku", "").strip()[:LONGEST],
        subject=given.get("tentang", "").strip()[:LONGEST],
        since=since,
        until=until,
    )
    return asked, wrong


def _day(text: str, wrong: list[str]) -> date | None:
    """A day; what is none is told."""
    found = day(text)
    if text and found is None:
        wrong.append(
            _("“%(given)s” bukan tanggal; tulis seperti 2026-11-24. Tanggalnya diabaikan.", given=text[:LONGEST])
        )
    return found


def _nobody(text: str) -> str:
    return _(
        "Tidak ada yang dikenal sebagai “%(given)s”. Coba NIP, nama pengguna, atau nama yang lebih lengkap.", given=text
    )


def _kept() -> dict[str, Any]:
    return {name: value for name in ASKED if (value := request.args.get(name))}


def _journal_address(**changed: int | None) -> str:
    return url_for("operations.journal", **_kept() | changed)


@bp.get("/healthz")
def healthz() -> Response:
    """For a load balancer: whether this process can serve. No details without a log-in."""
    good = health.alive(here.engine())
    return Response("ok\n" if good else "unwell\n", status=200 if good else 503, mimetype="text/plain")

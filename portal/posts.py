"""Positions, who holds them, and their mandates: read, appoint, give, end."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import AlurError
from engine.people import register
from engine.people.mandating import end_mandate, give_mandate
from engine.people.seating import appoint as appoint_holder
from engine.people.seating import end_seat as end_holder
from engine.queries.posts import post, posts
from portal import here, typed
from portal.days import day

bp = Blueprint("posts", __name__)


@bp.get("/jabatan")
def index() -> str:
    """Every position by unit; the vacant ones stand out."""
    rows = posts(here.engine(), here.actor())
    grouped: dict[str, list[object]] = {}
    for row in rows:
        grouped.setdefault(row.unit, []).append(row)
    vacant = [row for row in rows if not row.holders]
    return render_template("posts.html", units=grouped, vacant=vacant)


@bp.get("/jabatan/<position>")
def page(position: str) -> str:
    """One position: its seats then, now and to come, and what may be changed."""
    return _render(position)


@bp.post("/jabatan/<position>/pejabat")
def appoint(position: str) -> Response:
    """Appoint a definitive holder from a day on."""
    _again(position, "appoint")
    given = request.form
    appoint_holder(
        here.engine(),
        here.actor(),
        position=position,
        person=_person(),
        since=_day("mulai"),
        letter=given.get("surat", ""),
    )
    return _saved(position)


@bp.post("/jabatan/<position>/pejabat/akhir")
def end_seat(position: str) -> Response:
    """End a holding after a day, or at once."""
    given = request.form
    _again(position, f"end {given.get('pegawai', '')} {given.get('sejak', '')}")
    end_holder(
        here.engine(),
        here.actor(),
        position=position,
        person=given.get("pegawai", ""),
        since=_day("sejak") or date.min,
        until=_day("sampai"),
        reason=given.get("alasan", ""),
    )
    return _saved(position)


@bp.post("/jabatan/<position>/mandat")
def give(position: str) -> Response:
    """Enter a mandate by its letter."""
    _again(position, "give")
    given = request.form
    give_mandate(
        here.engine(),
        here.actor(),
        position=position,
        person=_person(),
        form=given.get("bentuk", ""),
        letter=given.get("surat", ""),
        since=_day("mulai"),
        until=_day("sampai"),
        withheld=given.getlist("dikecualikan"),
    )
    return _saved(position)


@bp.post("/jabatan/<position>/mandat/<mandate>/akhir")
def end(position: str, mandate: str) -> Response:
    """End a mandate early, with a reason."""
    _again(position, f"end {mandate}")
    end_mandate(here.engine(), here.actor(), mandate, request.form.get("alasan", ""))
    return _saved(position)


def _person() -> str:
    """Whoever was chosen; in a large office, whoever has the NIP that was typed."""
    given = request.form.get("pegawai", "")
    return register.person_with(here.engine(), given) or given


def _day(name: str) -> date | None:
    return day(request.form.get(name))  # none, or not a day: the engine says which day is missing


def _again(position: str, section: str) -> None:
    """`section`: the form of the page that was sent; only there stands what was typed, and what is wrong with it."""
    typed.keep(lambda error, status: _render(position, problem=error, section=section))


def _saved(position: str) -> Response:
    return redirect(url_for("posts.page", position=position, tersimpan=1), code=303)


def _render(position: str, problem: AlurError | None = None, section: str = "") -> str:
    shown = post(here.engine(), here.actor(), position)
    faults = getattr(problem, "errors", {})
    given = {"problem": problem, "section": section, "faults": faults, "typed": request.form}
    return render_template("post.html", page=shown, row=shown.row, **given)

"""The inbox: what waits for me, grouped by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import commands, queries
from engine.queries import CaseRow, NowRow, TaskRow
from engine.world import JAKARTA
from portal import here
from portal.languages import gettext as _

bp = Blueprint("inbox", __name__)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Tasks of the same urgency, in the order of their due dates."""

    key: str
    title: str
    tasks: tuple[TaskRow, ...]


@bp.get("/")
def index() -> Response:
    """The first page is one's work."""
    return redirect(url_for("inbox.tasks"))


@bp.get("/tugas")
def tasks() -> str:
    """The open tasks of somebody's positions, and their own."""
    engine, actor = here.engine(), here.actor()
    rows = queries.inbox(engine, actor)
    positions = {row.position: row.position_title for row in rows if row.position}
    chosen = request.args.get("jabatan")
    case_id, task_id = request.args.get("perkara"), request.args.get("selesai")
    shown = [row for row in rows if chosen is None or row.position == chosen]
    return render_template(
        "inbox.html",
        groups=grouped(shown, engine.world.now()),
        total=len(rows),
        positions=positions,
        chosen=chosen,
        sent=task_id is not None,
        finished=finished(case_id, task_id) if case_id and task_id else None,
    )


@bp.post("/perkara/<case_id>/tugas/<path:task_id>/ambil")
def claim(case_id: str, task_id: str) -> Response:
    """Take a task of a shared position into one's own hands."""
    commands.claim(here.engine(), here.actor(), case_id, task_id)
    return redirect(url_for("tasks.page", case_id=case_id, task_id=task_id), code=303)


@bp.post("/perkara/<case_id>/tugas/<path:task_id>/lepas")
def release(case_id: str, task_id: str) -> Response:
    """Give a task back to the others of the position."""
    commands.release(here.engine(), here.actor(), case_id, task_id)
    return redirect(url_for("inbox.tasks"), code=303)


@dataclass(frozen=True, kw_only=True)
class Finished:
    """What somebody has just done, and where the case stands now."""

    title: str
    case: CaseRow
    now: tuple[NowRow, ...] = ()
    more: int = 0


def finished(case_id: str, task_id: str) -> Finished | None:
    """What somebody has just completed; None for what was not theirs, and for those who may not see the case."""
    done = queries.completed(here.engine(), here.actor(), case_id, task_id)
    if done is None:
        return None
    now, more = queries.stands(here.engine(), here.actor(), case_id)
    return Finished(title=done[0], case=done[1], now=now, more=more)


def grouped(rows: Iterable[TaskRow], now: datetime) -> list[Group]:
    """Tasks by urgency, empty groups left out. What waits for somebody outside stands apart unless it is late."""
    titles = {
        "late": _("Terlambat"),
        "today": _("Hari ini"),
        "week": _("Minggu ini"),
        "later": _("Nanti"),
        "outside": _("Menunggu pihak lain"),
    }
    found: dict[str, list[TaskRow]] = {key: [] for key in titles}
    for row in rows:
        found[urgency(row, now)].append(row)
    return [Group(key=key, title=titles[key], tasks=tuple(tasks)) for key, tasks in found.items() if tasks]


def urgency(row: TaskRow, now: datetime) -> str:
    """Which group a task belongs to. To a participant, a personal task is their own work, not somebody else's."""
    if row.due_at is not None and row.due_at < now:
        return "late"
    if row.external and row.participant is None:
        return "outside"
    if row.due_at is None:
        return "later"
    due, today = _day(row.due_at), _day(now)
    if due == today:
        return "today"
    return "week" if due <= today + timedelta(days=6 - today.weekday()) else "later"


def _day(moment: datetime) -> date:
    return moment.astimezone(JAKARTA).date()

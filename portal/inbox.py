"""The inbox: what waits for me, grouped by when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import commands, queries
from engine.queries import Asked, CaseRow, NowRow, TaskRow
from engine.queries.inbox import MOST, NEAR, Sort, View
from engine.world import JAKARTA
from portal import here
from portal.languages import gettext as _

bp = Blueprint("inbox", __name__)

#: What the address calls the views and orders, and all that it may say of a view.
VIEWS: dict[str, View] = {
    "semua": "all",
    "saya": "mine",
    "jabatan": "positions",
    "terlambat": "late",
    "menunggu": "waiting",
}
SORTS: dict[str, Sort] = {"tenggat": "due", "umur": "age", "perkara": "case", "langkah": "step"}
ASKED = ("lihat", "urut", "sop", "jabatan", "terlambat", "cari")
#: Words of a search beyond this are cut.
LONGEST_SEARCH = 100
#: Milliseconds after which a page that stays open asks again.
AGAIN = 5_000


@dataclass(frozen=True, kw_only=True)
class Group:
    """Tasks of the same urgency, in the order of their due dates."""

    key: str
    title: str
    tasks: tuple[TaskRow, ...]


@bp.get("/")
def index() -> AnyResponse:
    """The first page is one's work."""
    return redirect(url_for("inbox.tasks"))


@bp.get("/tugas")
def tasks() -> str:
    """A view of one's work, as the address says: it can be shared as a link, and works without scripts."""
    engine, actor = here.engine(), here.actor()
    asked = _asked()
    page = queries.inbox_page(engine, actor, asked)
    part = "bagian" in request.args
    case_id, task_id = request.args.get("perkara"), request.args.get("selesai")
    return render_template(
        "inbox-list.html" if part else "inbox.html",
        asked=asked,
        shared=page.shared,
        beyond=NEAR if page.beyond else 0,
        groups=grouped(page.rows, engine.world.now()) if asked.sort == "due" else ungrouped(page.rows),
        following=_address(sesudah=page.following) if page.following else None,
        beginning=_address() if asked.after else None,
        counts=queries.counts(engine, actor),
        most=MOST,
        views={view: (name, _titles()[view]) for name, view in VIEWS.items()},
        sorts={name: _sorts()[name] for name in SORTS},
        sort=next(name for name, sort in SORTS.items() if sort == asked.sort),
        filtered=bool(asked.sop or asked.position or asked.late or asked.words),
        sops={} if part else {each.sop: each.title for each in engine.definitions.all(engine)},
        address=_address,
        part=None if asked.after else _address(bagian="daftar"),
        sent=task_id is not None,
        finished=finished(case_id, task_id) if case_id and task_id and not part else None,
    )


@bp.get("/kabar")
def news() -> Response:
    """Server-sent events, in short answers: what there is to tell now, and when to ask again.

    The browser's EventSource keeps asking until the log-in ends, and a thread is held only while one answer is written.
    """
    fresh = queries.freshness(here.engine(), here.actor())
    unread = queries.unread(here.engine(), here.actor().person)
    now = f"{fresh}.{unread}"
    told = ""
    if request.headers.get("Last-Event-ID") != now:
        bell = f"{MOST}+" if unread > MOST else str(unread)
        told = f"event: tugas\nid: {now}\ndata: {fresh}\n\nevent: lonceng\nid: {now}\ndata: {bell}\n"
    response = Response(f"retry: {AGAIN}\n{told}\n", mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked() -> Asked:
    """What the address asks for; what it cannot mean is left out."""
    asked = request.args
    return Asked(
        view=VIEWS.get(asked.get("lihat", ""), "all"),
        sort=SORTS.get(asked.get("urut", ""), "due"),
        sop=asked.get("sop") or None,
        position=asked.get("jabatan") or None,
        late=asked.get("terlambat") == "ya",
        words=asked.get("cari", "").strip()[:LONGEST_SEARCH],
        after=asked.get("sesudah"),
    )


def _address(**changed: str | None) -> str:
    """The address of this view with some parts changed; a page further on, or what was just sent, is no part of it."""
    kept: dict[str, Any] = {name: value for name in ASKED if (value := request.args.get(name))} | changed
    return url_for("inbox.tasks", **{name: value for name, value in kept.items() if value is not None})


def _titles() -> dict[View, str]:
    return {
        "all": _("Semua"),
        "mine": _("Saya"),
        "positions": _("Jabatan saya"),
        "late": _("Terlambat"),
        "waiting": _("Menunggu pihak lain"),
    }


def _sorts() -> dict[str, str]:
    return {
        "tenggat": _("Tenggat"),
        "umur": _("Terlama menunggu"),
        "perkara": _("Nomor perkara"),
        "langkah": _("Langkah"),
    }


@bp.post("/perkara/<case_id>/tugas/<path:task_id>/ambil")
def claim(case_id: str, task_id: str) -> AnyResponse:
    """Take a task of a shared position into one's own hands."""
    commands.claim(here.engine(), here.actor(), case_id, task_id)
    return redirect(url_for("tasks.page", case_id=case_id, task_id=task_id), code=303)


@bp.post("/perkara/<case_id>/tugas/<path:task_id>/lepas")
def release(case_id: str, task_id: str) -> AnyResponse:
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


def ungrouped(rows: Sequence[TaskRow]) -> list[Group]:
    """Tasks in another order than that of their due dates: one list."""
    return [Group(key="all", title=_("Daftar tugas"), tasks=tuple(rows))] if rows else []


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

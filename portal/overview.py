"""The overview: what is late and where it waits, workload, throughput, time per step; as a page and as files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.exports import note_export
from engine.people.actors import local_day
from engine.queries import tallied
from engine.queries.journal import journal_rows
from engine.queries.oversight import Oversight, oversees, oversight
from engine.queries.overview import NAMED, Narrowed
from engine.tallies import month_of, months
from portal import here, operations, overview_charts
from portal.languages import gettext as _
from portal.languages import language
from portal.overview_tables import Overview, journal_table, month_words
from portal.spreadsheets import MEDIA, write
from portal.tables import Table
from portal.words import moment, short

bp = Blueprint("overview", __name__)

#: Months shown when nobody asks for others, and at most.
USUAL, MOST_MONTHS = 12, 36
#: All that the address may say.
ASKED = ("sop", "unit", "jabatan", "dari", "sampai")


@dataclass(frozen=True, kw_only=True)
class Read:
    """What an address asks for: `scope` of the `whole` that is overseen; and what could not be understood, in words."""

    whole: Oversight
    scope: Oversight
    narrowed: Narrowed
    problems: tuple[str, ...]


@bp.get("/ikhtisar")
def index() -> tuple[str, int]:
    """The whole page."""
    return _page(_read())


@bp.get("/ikhtisar/unduh/<name>.<form>")
def export(name: str, form: str) -> Response | tuple[str, int]:
    """One table as a file. What was asked is written in the journal."""
    asked = _read()
    if form not in MEDIA:
        abort(404)
    if asked.problems:
        return _page(asked)
    told = Overview(here.engine(), here.actor(), asked.scope, asked.narrowed)
    if name not in told.tables:
        abort(404)
    return _file(told.tables[name](), form, f"ikhtisar-{name}", _filters(asked.narrowed))


@bp.get("/jurnal/unduh.<form>")
def journal(form: str) -> AnyResponse:
    """The journal as a file, for auditors."""
    asked, wrong = operations.narrowed()
    rows = journal_rows(here.engine(), here.actor(), asked)
    if form not in MEDIA:
        abort(404)
    filters: dict[str, Any] = {
        name: value for name, value in request.args.items() if name in operations.ASKED and value
    }
    if wrong:  # the page says what is wrong; a file could not
        return redirect(url_for("operations.journal", **filters))
    return _file(journal_table(rows), form, "jurnal", filters)


@bp.app_template_global("oversees")
def may_open() -> bool:
    """Whether the menu leads here."""
    return oversees(here.engine(), here.actor())


@bp.app_template_filter("cell")
def cell(value: object, kind: str) -> str:
    """A cell as the page shows it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        return short(value)
    if kind == "month":
        return month_words(str(value))
    return f"{value}%" if kind == "percent" else figure(value) if isinstance(value, int) else str(value)


@bp.app_template_filter("figure")
def figure(number: int) -> str:
    """A number with its thousands set apart: 1.234."""
    told = f"{number:,}"
    return told.replace(",", ".") if language() == "id" else told


def _read() -> Read:
    engine, given = here.engine(), request.args
    scope = oversight(engine, here.actor())  # refuses those who oversee nothing
    problems = []
    chosen: dict[str, str | None] = {}
    words = {"sop": _("SOP"), "unit": _("Unit"), "jabatan": _("Jabatan")}
    for name, known in (("sop", scope.sops), ("unit", scope.units), ("jabatan", scope.posts)):
        wanted = given.get(name) or None
        if wanted is not None and wanted not in known:
            problems.append(
                _("%(what)s yang diminta tidak ada dalam lingkup Anda; saringan itu dilepas.", what=words[name])
            )
            wanted = None
        chosen[name] = wanted
    since, until, wrong = _period(given.get("dari", ""), given.get("sampai", ""), month_of(engine.world.now()))
    narrowed = Narrowed(since=since, until=until, sop=chosen["sop"], unit=chosen["unit"], position=chosen["jabatan"])
    inner = scope.of_unit(narrowed.unit) if narrowed.unit else scope
    return Read(whole=scope, scope=inner, narrowed=narrowed, problems=(*problems, *wrong))


def _period(since: str, until: str, present: str) -> tuple[str, str, list[str]]:
    """The months asked for, within what can be shown, and what was wrong with them."""
    wrong = [
        _("“%(given)s” bukan bulan. Tulis seperti %(month)s.", given=given[:20], month=present)
        for given in (since, until)
        if given and not _is_month(given)
    ]
    last = until if _is_month(until) else present
    if last > present:
        wrong.append(_("Bulan yang belum tiba tidak mempunyai angka; ditampilkan sampai bulan ini."))
        last = present
    first = since if _is_month(since) else _back(last, USUAL)
    if first > last:
        wrong.append(_("Bulan awal sesudah bulan akhir; keduanya ditukar."))
        first, last = last, min(first, present)
    if first < _back(last, MOST_MONTHS):
        wrong.append(_("Paling banyak %(num)s bulan sekaligus; ditampilkan yang terakhir.", num=MOST_MONTHS))
        first = _back(last, MOST_MONTHS)
    return first, last, wrong


def _is_month(text: str) -> bool:
    year, dash, month = text.partition("-")
    plain = text.isascii() and year.isdigit() and month.isdigit() and bool(dash)
    return plain and len(year) == 4 and len(month) == 2 and 1990 <= int(year) <= 2200 and 1 <= int(month) <= 12


def _back(month: str, number: int) -> str:
    """The first of so many months that end with one."""
    whole = int(month[:4]) * 12 + int(month[5:]) - number
    return f"{whole // 12:04}-{whole % 12 + 1:02}"


def _page(asked: Read) -> tuple[str, int]:
    engine, narrowed = here.engine(), asked.narrowed
    told = Overview(engine, here.actor(), asked.scope, narrowed)
    places, workload, flow, steps = told.places(), told.workload(), told.flow(), told.steps()
    first = tallied.first_month(engine) or narrowed.since
    page = render_template(
        "overview.html",
        narrowed=narrowed,
        scope=asked.scope,
        extent=_extent(asked.scope),
        whole=asked.whole,
        problems=asked.problems,
        filters=_filters(narrowed),
        filtered=any(request.args.get(name) for name in ASKED),
        months=months(min(first, narrowed.since), month_of(engine.world.now()))[::-1],
        month_words=month_words,
        figures=told.figures(),
        counted_at=tallied.counted_at(engine, narrowed),
        places=places.first(NAMED),
        late=told.late(NAMED),
        outside=told.waiting_outside(),
        late_outside=told.late_outside(NAMED),
        workload=workload,
        hands=told.hands(),
        flow=flow,
        endings=told.endings(),
        steps=steps,
        charts={
            "late": overview_charts.late_chart(places),
            "workload": overview_charts.workload_chart(workload),
            "flow": overview_charts.flow_chart(flow),
            "steps": overview_charts.steps_chart(steps),
        },
    )
    return page, 422 if asked.problems else 200


def _extent(scope: Oversight) -> str:
    """What is overseen, in words: whole units by name, parts by the position that heads them."""
    units = [name for unit, name in scope.units.items() if unit in scope.whole]
    return "; ".join(
        [*units, *(_("%(position)s dan jabatan di bawahnya", position=each) for each in scope.parts.values())]
    )


def _filters(narrowed: Narrowed) -> dict[str, str]:
    """What was asked, as an address says it."""
    found = {
        "sop": narrowed.sop,
        "unit": narrowed.unit,
        "jabatan": narrowed.position,
        "dari": narrowed.since,
        "sampai": narrowed.until,
    }
    return {name: value for name, value in found.items() if value}


def _file(table: Table, form: str, name: str, filters: dict[str, str]) -> Response:
    engine, actor = here.engine(), here.actor()
    now = engine.world.now()
    notes = [(_("Tabel"), table.title), (_("Dibuat"), moment(now)), (_("Oleh"), actor.name), *filters.items()]
    if table.more:
        notes.append((_("Tidak termuat"), str(table.more)))
    content = write(form, table, notes, now)
    note_export(engine, actor, table=name, form=form, rows=len(table.rows), filters=filters)
    answer = Response(content, mimetype=MEDIA[form])
    dated = f"{name}-{local_day(now):%Y-%m-%d}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{dated}"'
    return answer

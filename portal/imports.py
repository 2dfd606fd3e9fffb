"""Import people: upload an export, look at what would happen line by line, confirm."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import AlurError, ImportStale
from engine.people import exports, importing
from engine.people.duties import require_operator
from engine.people.importing import Plan
from portal import here, typed
from portal.languages import gettext as _

bp = Blueprint("imports", __name__)

#: Lines of one kind that the page shows; the counts are of all.
SHOWN = 500


@bp.get("/pegawai/impor")
def page() -> str:
    """Choose a file; what it must hold."""
    require_operator(here.actor())
    return _choose()


@bp.post("/pegawai/impor")
def preview() -> str:
    """What the file would do. Nothing is stored, neither the file nor anything of it."""
    require_operator(here.actor())
    typed.keep(lambda error, status: _choose(error))
    file = request.files.get("berkas")
    content = file.stream.read(exports.MOST_BYTES + 1) if file else b""
    return _preview(importing.preview(here.engine(), here.actor(), exports.read(content)))


@bp.post("/pegawai/impor/terapkan")
def apply() -> Response:
    """Do what the preview showed."""
    require_operator(here.actor())
    typed.keep(lambda error, status: _again(error))
    given = request.form
    name = importing.apply(
        here.engine(), here.actor(), given.get("baris", ""), digest=given.get("sidik", ""), key=typed.key() or ""
    )
    return redirect(url_for("imports.done", impor=name), code=303)


@bp.get("/pegawai/impor/selesai")
def done() -> str:
    """What was imported."""
    counts = importing.counts_of(here.engine(), here.actor(), request.args.get("impor", ""))
    return render_template("import-done.html", counts=counts)


def _choose(problem: AlurError | None = None) -> str:
    limits = {"kilobytes": exports.MOST_BYTES // 1000, "lines": exports.MOST_LINES}
    return render_template("import.html", problem=problem, limits=limits)


def _again(problem: AlurError) -> str:
    """After a refusal: what would happen now, when the people changed meanwhile; else the beginning."""
    if not isinstance(problem, ImportStale):
        return _choose(problem)
    lines = importing.unpack(request.form.get("baris", ""))
    export = exports.Export(lines=tuple(lines), ignored=())
    return _preview(importing.preview(here.engine(), here.actor(), export), problem)


def _preview(plan: Plan, problem: AlurError | None = None) -> str:
    groups = [
        (what, [each for each in plan.lines if each.what == what]) for what in ("refused", "changed", "new", "same")
    ]
    return render_template(
        "import-preview.html",
        plan=plan,
        counts=plan.counts,
        groups=groups,
        shown=SHOWN,
        labels=_labels(),
        problem=problem,
        key=here.engine().world.token(),
    )


def _labels() -> dict[str, str]:
    """The fields of a person as the page calls them."""
    return {
        "nip": _("NIP"),
        "name": _("Nama"),
        "grade": _("Golongan"),
        "rank": _("Pangkat"),
        "job_title": _("Jabatan kepegawaian"),
        "unit": _("Unit kerja"),
        "email": _("Surel"),
    }

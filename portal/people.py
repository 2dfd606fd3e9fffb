"""People as operators keep them and auditors read them: the register, one person, and the account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import AlurError
from engine.people import access, leaving, register
from engine.people.duties import ROLES, require_operator
from engine.queries import people as queries
from portal import acts, here, typed
from portal.days import day
from portal.languages import gettext as _

bp = Blueprint("people", __name__)

#: Words of a search beyond this are cut.
LONGEST_SEARCH = 100
ASKED = ("cari", "keadaan")
#: What is typed about a person: name on the page -> in the register.
FIELDS = {
    "nip": "nip",
    "nama": "name",
    "golongan": "grade",
    "pangkat": "rank",
    "jabatan": "job_title",
    "unit": "unit",
    "surel": "email",
}


@bp.record_once
def _templates(state: Any) -> None:
    state.app.jinja_env.globals.update(role_words=role_words, left_words=left_words, act_words=acts.act_words)
    state.app.jinja_env.filters.update(role_words=role_words)


@bp.get("/pegawai")
def index() -> str:
    """The register, searched and narrowed by an address that can be shared."""
    asked = request.args
    words, state = asked.get("cari", "").strip()[:LONGEST_SEARCH], asked.get("keadaan")
    state = state if state in queries.STATES else None
    found = queries.people(here.engine(), here.actor(), words=words, state=state, after=asked.get("sesudah"))
    return render_template(
        "people.html",
        page=found,
        words=words,
        state=state,
        states=queries.STATES,
        following=_address(sesudah=found.following) if found.following else None,
        start=_address() if asked.get("sesudah") else None,
    )


def _address(**changed: str) -> str:
    kept: dict[str, Any] = {name: value for name in ASKED if (value := request.args.get(name))} | changed
    return url_for("people.index", **kept)


@bp.get("/pegawai/baru")
def new() -> str:
    """The form of a person whom nobody knows yet."""
    require_operator(here.actor())
    return _new()


@bp.post("/pegawai/baru")
def add() -> Response:
    """Enter a person."""
    typed.keep(lambda error, status: _new(error))
    made = register.add_person(here.engine(), here.actor(), _given(), key=typed.key_of_act())
    return redirect(url_for("people.page", person=made, tersimpan="baru"), code=303)


@bp.get("/pegawai/<person>")
def page(person: str) -> str:
    """One person."""
    return _render(person)


@bp.post("/pegawai/<person>")
def change(person: str) -> Response:
    """Correct what is known of a person, from now on."""
    return _act(person, "data", lambda: register.change_person(*_who(person), _given(), seen=_seen()))


@bp.post("/pegawai/<person>/akun")
def make_account(person: str) -> Response:
    """Make an account; its first password is shown this once."""
    _again(person, "akun")
    username, roles = request.form.get("pengguna", ""), request.form.getlist("peran")
    return _shown_once(person, access.make_account(*_who(person), username, roles, seen=_seen()))


@bp.post("/pegawai/<person>/sandi")
def reset(person: str) -> Response:
    """Give a new first password, shown this once."""
    _again(person, "akun")
    return _shown_once(person, access.reset_password(*_who(person), seen=_seen()))


@bp.post("/pegawai/<person>/peran")
def roles(person: str) -> Response:
    """Change what the account may be."""
    return _act(person, "peran", lambda: access.set_roles(*_who(person), request.form.getlist("peran"), seen=_seen()))


@bp.post("/pegawai/<person>/kunci")
def lock(person: str) -> Response:
    """Close the account: its sessions end, nobody comes in by it."""
    return _active(person, False)


@bp.post("/pegawai/<person>/buka")
def unlock(person: str) -> Response:
    """Open the account again."""
    return _active(person, True)


@bp.post("/pegawai/<person>/sesi")
def end_sessions(person: str) -> Response:
    """End every session of the account, as after a lost phone."""
    return _act(person, "sesi", lambda: access.end_sessions(*_who(person)))


@bp.post("/pegawai/<person>/keluar")
def leave(person: str) -> Response:
    """Write down that somebody left: seats, mandates and account end."""
    given = request.form
    act: dict[str, Any] = {
        "way": given.get("sebab", ""),
        "day": day(given.get("hari")),
        "reason": given.get("alasan", ""),
    }
    return _act(person, "keluar", lambda: leaving.leave(*_who(person), **act, seen=_seen()))


@bp.post("/pegawai/<person>/kembali")
def come_back(person: str) -> Response:
    """Write down that somebody is of the office again."""
    reason = request.form.get("alasan", "")
    return _act(person, "kembali", lambda: leaving.come_back(*_who(person), reason=reason, seen=_seen()))


def _act(person: str, what: str, act: Callable[[], object]) -> Response:
    _again(person, what)
    act()
    return redirect(url_for("people.page", person=person, tersimpan=what), code=303)


def _active(person: str, active: bool) -> Response:
    reason = request.form.get("alasan", "")
    what = "buka" if active else "kunci"
    return _act(person, what, lambda: access.set_active(*_who(person), active, reason=reason, seen=_seen()))


def _who(person: str) -> tuple[Any, Any, str]:
    return here.engine(), here.actor(), person


def _given() -> dict[str, str]:
    return {field: request.form.get(name, "") for name, field in FIELDS.items()}


def _seen() -> int:
    """The version of the person that the page showed; without one, or with nonsense, it counts as stale."""
    found = typed.version()
    return -1 if found is None else found


def _again(person: str, section: str) -> None:
    typed.keep(lambda error, status: _render(person, problem=error, section=section))


def _new(problem: AlurError | None = None) -> str:
    faults = _faults(problem)
    key = request.form.get("_kunci") or here.engine().world.token()
    return render_template("person-new.html", problem=problem, faults=faults, given=request.form, key=key)


def _faults(problem: AlurError | None) -> dict[str, str]:
    """What is wrong, by the names of the page."""
    names = {field: name for name, field in FIELDS.items()}
    return {names.get(field, field): why for field, why in getattr(problem, "errors", {}).items()}


def _render(person: str, problem: AlurError | None = None, section: str | None = None) -> str:
    shown = queries.person(here.engine(), here.actor(), person)
    stored = {name: getattr(shown, field) or "" for name, field in FIELDS.items()}
    return render_template(
        "person.html",
        page=shown,
        problem=problem,
        faults=_faults(problem),
        section=section,
        given=request.form if section == "data" else stored,
        typed=request.form,
        roles=ROLES,
        ways=leaving.WAYS,
        saved=_saved().get(request.args.get("tersimpan", "")),
    )


def _shown_once(person: str, password: str) -> Response:
    """The page of a first password, which no browser keeps."""
    shown = queries.person(here.engine(), here.actor(), person)
    made = make_response(render_template("first-password.html", page=shown, password=password))
    made.headers["Cache-Control"] = "no-store"
    return made


def _saved() -> dict[str, str]:
    """What was done, as the page says it after the act."""
    return {
        "baru": _("Pegawai tercatat. Buatkan akun bila ia bekerja di sini."),
        "data": _("Perubahan tersimpan. Riwayat dan surat yang lama tetap memakai data lama."),
        "peran": _("Peran akun diubah; berlaku sejak sekarang."),
        "kunci": _("Akun dikunci; semua sesinya berakhir."),
        "buka": _("Akun dibuka lagi."),
        "sesi": _("Semua sesinya berakhir; ia harus masuk lagi."),
        "keluar": _("Tercatat keluar. Jabatan, mandat, dan akunnya berakhir; lihat jabatan yang kini kosong."),
        "kembali": _("Tercatat kembali. Beri jabatan lewat suratnya, dan buka akunnya bila perlu."),
    }


def role_words(role: str) -> str:
    """A role of an account in words."""
    return {
        "official": _("Pejabat atau staf"),
        "participant": _("Peserta"),
        "auditor": _("Auditor"),
        "operator": _("Operator"),
    }.get(role, role)


def left_words(way: str) -> str:
    """Why somebody left, in words."""
    return {
        "pensiun": _("pensiun"),
        "pindah": _("pindah"),
        "meninggal": _("meninggal"),
        "berhenti": _("berhenti"),
    }.get(way, way)

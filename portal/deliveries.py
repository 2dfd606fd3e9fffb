"""Deliveries, for operators and auditors: what went out to machines, what came in, and who they are."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import deliveries, incoming, partners
from engine.errors import PartnerRefused
from engine.queries import deliveries as queries
from portal import errors, here
from portal.languages import gettext as _

bp = Blueprint("deliveries", __name__)

SENT = ("waiting", "held", "delivered", "failed")
CAME = incoming.STATES


@bp.get("/kiriman")
def index() -> str:
    """What went out, newest first."""
    state = request.args.get("keadaan")
    page = queries.sent(
        here.engine(), here.actor(), state=state if state in SENT else None, older=request.args.get("sebelum")
    )
    return render_template("deliveries.html", page=page, state=state, states=SENT, words=words, tab="sent")


@bp.get("/kiriman/<delivery_id>")
def one(delivery_id: str) -> str:
    """One delivery: what is sent, and each try."""
    found = queries.delivery(here.engine(), here.actor(), delivery_id)
    return render_template("delivery.html", page=found, words=words, why=why, tab="sent")


@bp.post("/kiriman/<delivery_id>/ulang")
def again(delivery_id: str) -> Response:
    """Send it again now, under its own id."""
    deliveries.redeliver(here.engine(), here.actor(), delivery_id)
    return redirect(url_for("deliveries.one", delivery_id=delivery_id, diulang=1), code=303)


@bp.get("/kiriman/masuk")
def arrivals() -> str:
    """What came in, newest first."""
    state = request.args.get("keadaan")
    page = queries.came(
        here.engine(), here.actor(), state=state if state in CAME else None, older=request.args.get("sebelum")
    )
    return render_template("arrivals.html", page=page, state=state, states=CAME, words=words, tab="came")


@bp.get("/kiriman/masuk/<int:number>")
def arrival(number: int) -> str:
    """One message that a machine sent."""
    row, body = queries.arrival(here.engine(), here.actor(), number)
    return render_template("arrival.html", row=row, body=body, words=words, tab="came")


@bp.post("/kiriman/masuk/<int:number>/ulang")
def take_again(number: int) -> Response:
    """Try to hand it to its case once more."""
    incoming.again(here.engine(), here.actor(), number)
    return redirect(url_for("deliveries.arrival", number=number, diulang=1), code=303)


@bp.get("/kiriman/mitra")
def partner_list() -> str:
    """The partners."""
    rows = queries.partner_rows(here.engine(), here.actor())
    return render_template("partners.html", rows=rows, tab="partners")


@bp.get("/kiriman/mitra/baru")
def new_partner() -> str:
    """The form of a new partner."""
    partners.require_operator(here.actor())
    return _form(None, {})


@bp.post("/kiriman/mitra/baru")
def add_partner() -> Response | tuple[str, int]:
    """Add a partner, and show its secrets this once."""
    typed = request.form
    name = typed.get("nama", "").strip()
    try:
        secrets = partners.add(
            here.engine(),
            here.actor(),
            name=name,
            title=typed.get("lengkap", ""),
            address=typed.get("alamat", ""),
            sends=typed.get("dikirim", "").split(),
            answers=typed.get("diterima", "").split(),
        )
    except PartnerRefused as refused:  # caught here: the answer is this very form again
        return _form(None, typed, refused), errors.status_of(refused)
    return _shown_once(name, [(partners.OUT, secrets.out), (partners.IN, secrets.answers)])


@bp.get("/kiriman/mitra/<name>")
def partner(name: str) -> str:
    """One partner: its form, its secrets' ages, and what an operator may do."""
    row = queries.partner_row(here.engine(), here.actor(), name)
    return _form(row, {})


@bp.post("/kiriman/mitra/<name>")
def change_partner(name: str) -> Response | tuple[str, int]:
    """Change a partner."""
    typed = request.form
    row = queries.partner_row(here.engine(), here.actor(), name)
    try:
        partners.change(
            here.engine(),
            here.actor(),
            name,
            title=typed.get("lengkap", ""),
            address=typed.get("alamat", ""),
            sends=typed.get("dikirim", "").split(),
            answers=typed.get("diterima", "").split(),
        )
    except PartnerRefused as refused:  # as above
        return _form(row, typed, refused), errors.status_of(refused)
    return redirect(url_for("deliveries.partner", name=name, tersimpan=1), code=303)


@bp.post("/kiriman/mitra/<name>/jeda")
def pause_partner(name: str) -> Response:
    """Stop sending to a partner and listening to it."""
    partners.pause(here.engine(), here.actor(), name, why=request.form.get("alasan", ""))
    return redirect(url_for("deliveries.partner", name=name), code=303)


@bp.post("/kiriman/mitra/<name>/aktif")
def resume_partner(name: str) -> Response:
    """Send to a partner again."""
    partners.resume(here.engine(), here.actor(), name)
    return redirect(url_for("deliveries.partner", name=name), code=303)


@bp.post("/kiriman/mitra/<name>/rahasia/<direction>")
def rotate_secret(name: str, direction: str) -> Response:
    """Make a new secret for one direction, and show it this once."""
    wanted = {"keluar": partners.OUT, "masuk": partners.IN}.get(direction) or abort(404)
    secret = partners.rotate(here.engine(), here.actor(), name, wanted)
    return _shown_once(name, [(wanted, secret)])


def _shown_once(name: str, secrets: list[tuple[str, str]]) -> Response:
    """The page of new secrets, which no browser keeps."""
    page = make_response(render_template("partner-secrets.html", name=name, secrets=secrets, tab="partners"))
    page.headers["Cache-Control"] = "no-store"
    return page


def _form(row: queries.PartnerRow | None, typed: object, problem: PartnerRefused | None = None) -> str:
    return render_template("partner.html", row=row, typed=typed, problem=problem, tab="partners")


def words(state: str) -> str:
    """A state as the list says it."""
    known = {
        "waiting": _("menunggu"),
        "held": _("ditahan"),
        "delivered": _("tersampaikan"),
        "failed": _("gagal"),
        "received": _("baru datang"),
        "refused": _("ditolak"),
        "answered": _("sudah dijawab"),
        "ended": _("perkara berakhir"),
    }
    return known[state]


def why(attempt: queries.AttemptRow) -> str:
    """What came of a try, in words."""
    known = {
        "timeout": _("tidak menjawab dalam 15 detik"),
        "refused": _("sambungan ditolak"),
        "unreachable": _("tidak dapat dihubungi"),
        "garbled": _("jawabannya tidak dapat dibaca"),
        "certificate": _("sertifikatnya tidak dapat dipercaya"),
        "private": _("alamatnya di jaringan dalam, jadi tidak dihubungi"),
        "unsigned": _("rahasianya tidak terbaca, jadi tidak dikirim"),
    }
    if attempt.error is not None:
        return known.get(attempt.error, attempt.error)
    return _("dijawab %(status)s", status=attempt.status)

"""Personal links of a case's participants, for the officials who look after them: make, show once, revoke."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import queries
from engine.people import links
from engine.queries.wording import moment
from portal import here

bp = Blueprint("links", __name__)


@bp.get("/perkara/<case_id>/tautan")
def page(case_id: str) -> str:
    """The participants of a case: who has a link, until when, when it was last used."""
    return _render(case_id)


@bp.post("/perkara/<case_id>/tautan")
def make(case_id: str) -> Response | str:
    """Make a link anew. Its secret stands in this one answer and nowhere else."""
    days = request.form.get("hari", "")
    chosen = int(days) if days.isdecimal() else links.USUAL_DAYS
    made = links.make(here.engine(), here.actor(), case_id, request.form.get("nip", ""), days=chosen)
    address = address_of(made.secret)
    return _render(case_id, made=made, address=address, message=message(made, address))


@bp.post("/perkara/<case_id>/tautan/<link_id>/cabut")
def revoke(case_id: str, link_id: str) -> Response:
    """End a link and whoever is in by it."""
    links.revoke(here.engine(), here.actor(), case_id, link_id)
    return redirect(url_for("links.page", case_id=case_id), code=303)


def address_of(secret: str) -> str:
    """The link itself. The secret stands behind "#": browsers never send that part, so no server, log or scanner sees it."""
    return f"{url_for('mine.door', _external=True)}#{secret}"


def message(made: links.Made, address: str) -> str:
    """What an official sends by hand, ready to be pasted into WhatsApp or a mail: in Indonesian, whatever the screens speak."""
    lines = (
        f"Yth. {made.name}",
        "",
        "Mohon Bapak/Ibu menyelesaikan urusan berikut melalui tautan pribadi:",
        f"{made.case_title} ({made.case_number})",
        "",
        address,
        "",
        "Saat membukanya, isikan 6 angka terakhir NIP Bapak/Ibu.",
        f"Tautan berlaku sampai {moment(made.expires_at)}.",
        "Tautan ini hanya untuk Bapak/Ibu; mohon tidak diteruskan kepada siapa pun.",
        "",
        "Terima kasih.",
        made.unit,
    )
    return "\n".join(lines).strip()


def _render(case_id: str, made: links.Made | None = None, address: str = "", message: str = "") -> str:
    engine, actor = here.engine(), here.actor()
    return render_template(
        "links.html",
        guests=links.guests(engine, actor, case_id),
        case=queries.case(engine, actor, case_id).row,
        made=made,
        address=address,
        message=message,
        days=links.DAYS,
        usual_days=links.USUAL_DAYS,
        may_make=bool(actor.seats) or "operator" in actor.roles,
    )

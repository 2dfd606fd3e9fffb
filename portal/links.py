"""Personal links of a case's participants, for the officials who look after them: make one or all, show once, revoke."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import queries
from engine.people import links
from engine.queries.wording import moment
from portal import here
from portal.documents import disposition
from portal.numbers import number

bp = Blueprint("links", __name__)


@bp.get("/perkara/<case_id>/tautan")
def page(case_id: str) -> str:
    """The participants of a case: who has a link, until when, when it was last used."""
    return _render(case_id)


@bp.post("/perkara/<case_id>/tautan")
def make(case_id: str) -> Response:
    """Make a link anew. Its secret stands in this one answer and nowhere else."""
    made = links.make(here.engine(), here.actor(), case_id, request.form.get("nip", ""), days=_days())
    address = address_of(made.secret)
    return _once(_render(case_id, made=made, address=address, message=message(made, address)))


@bp.post("/perkara/<case_id>/tautan/semua")
def make_all(case_id: str) -> Response:
    """Make the links of all participants at once: as sheets to print, one for each, or as a list to download. Shown this once."""
    engine, actor = here.engine(), here.actor()
    anew = request.form.get("siapa") == "semua"
    made, left = links.make_all(engine, actor, case_id, days=_days(), anew=anew)
    sheets = [Sheet(made=each, address=address_of(each.secret)) for each in made]
    case = queries.case(engine, actor, case_id).row
    if request.form.get("bentuk") == "csv":
        return _once(_listed(sheets), name=f"tautan-{case.number}.csv")
    return _once(render_template("links-made.html", case=case, sheets=sheets, left=left))


@bp.post("/perkara/<case_id>/tautan/<link_id>/cabut")
def revoke(case_id: str, link_id: str) -> Response:
    """End a link and whoever is in by it."""
    links.revoke(here.engine(), here.actor(), case_id, link_id)
    return redirect(url_for("links.page", case_id=case_id), code=303)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What one participant is given: the link, as words and as a picture that a phone reads."""

    made: links.Made
    address: str

    @property
    def message(self) -> str:
        """The message that goes with the link."""
        return message(self.made, self.address)

    @property
    def picture(self) -> str:
        """The address as a QR code, drawn into the page itself: it is fetched from nowhere and kept nowhere."""
        return segno.make(self.address, error="m").svg_data_uri(border=4, scale=4)


def _days() -> int:
    days = number(request.form.get("hari"))
    return links.USUAL_DAYS if days is None else days


def _once(content: str, name: str | None = None) -> Response:
    """An answer that holds secrets: no browser, proxy or back button keeps it. `name`: of a file to download."""
    answer = Response(content, mimetype="text/csv" if name else "text/html")
    answer.headers["Cache-Control"] = "no-store"
    if name:
        answer.headers["Content-Disposition"] = disposition("attachment", name)
    return answer


def _listed(sheets: Sequence[Sheet]) -> str:
    """The links as a table for a spreadsheet or a mail merge; marked as UTF-8, since spreadsheets guess otherwise."""
    written = StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(("nama", "nip", "tautan", "berlaku_sampai", "pesan"))
    for sheet in sheets:
        made = sheet.made
        cells = (made.name, f"NIP {made.nip}", sheet.address, moment(made.expires_at), sheet.message)
        table.writerow([harmless(cell) for cell in cells])
    return f"\ufeff{written.getvalue()}"


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


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
    shown = links.guests(engine, actor, case_id)
    return render_template(
        "links.html",
        guests=shown,
        case=queries.case(engine, actor, case_id).row,
        made=made,
        address=address,
        message=message,
        days=links.DAYS,
        usual_days=links.USUAL_DAYS,
        without=sum(guest.link is None or guest.link.state != "valid" for guest in shown),
        may_make=bool(actor.seats) or "operator" in actor.roles,
    )

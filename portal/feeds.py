"""How I am told: mail and its cadence, and the secret address under which a calendar program fetches my due dates."""

from __future__ import annotations

import hashlib
from typing import cast

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from engine import feeds
from engine.errors import AlurError, InvalidForm, NotFound
from engine.mail import outbox
from engine.mail.choices import CADENCES, Choice, choose, own_choice
from engine.mail.outbox import last_mail
from engine.queries.dates import dates
from portal import here, typed
from portal.languages import gettext as _
from portal.languages import language
from webhooks.throttle import Throttle

bp = Blueprint("feeds", __name__)

#: What the page calls the cadences.
NAMES = dict(zip(("langsung", "ringkasan", "tidak"), CADENCES, strict=True))
_KEY = "alur.feeds.throttle"


@bp.record_once
def _templates(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]  # the setup state has it; its type does not say so
    app.jinja_env.globals.update(
        mail_choice=_mail_choice, last_mail=_last_mail, own_feed=_own_feed, CADENCE_NAMES=NAMES
    )


@bp.post("/saya/surel")
def mail() -> Response:
    """Choose how to be told by mail."""
    given = request.form.get("alamat", ""), NAMES.get(request.form.get("kapan", ""), "")
    typed.keep(lambda error, status: _again(error, *given))
    if choose(here.engine(), here.actor(), address=given[0], cadence=given[1], language=language()):
        outbox.greet(here.engine(), here.actor())
    return redirect(url_for("me.page", surel="tersimpan", _anchor="surel"), code=303)


@bp.post("/saya/kalender")
def make() -> str:
    """Make the calendar's address anew. It stands in this one answer and nowhere else."""
    secret = feeds.make(here.engine(), here.actor())
    return render_template("me.html", feed_address=url_for("feeds.calendar", secret=secret, _external=True))


@bp.post("/saya/kalender/cabut")
def revoke() -> Response:
    """End the calendar's address."""
    feeds.revoke(here.engine(), here.actor())
    return redirect(url_for("me.page", _anchor="kalender"), code=303)


@bp.get("/kalender/<secret>.ics")
def calendar(secret: str) -> Response:
    """My due dates, for whoever knows the address. One and the same answer for every address that opens nothing."""
    try:
        owner = feeds.owner(here.engine(), secret)
    except NotFound:  # caught here: guessing is counted
        wait = _throttle().failed(request.remote_addr or "", here.engine().world.now())
        if wait is not None:
            raise TooManyRequests(
                _("Terlalu banyak alamat yang salah. Coba lagi sebentar lagi."), retry_after=wait
            ) from None
        raise
    choice = own_choice(here.engine(), owner)
    content = dates(
        here.engine(),
        owner,
        lambda row: url_for("tasks.page", case_id=row.case_id, task_id=row.task_id, _external=True),
        language=choice.language,
    )
    answer = Response(content, mimetype="text/calendar")
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    answer.headers["Content-Disposition"] = 'inline; filename="alur.ics"'
    return answer.make_conditional(request)


def _again(error: AlurError, address: str, cadence: str) -> str:
    faults = error.errors if isinstance(error, InvalidForm) else {}
    return render_template("me.html", mail_faults=faults, mail_typed=Choice(address=address, cadence=cadence))


def _mail_choice() -> Choice:
    return own_choice(here.engine(), here.actor())


def _last_mail() -> object:
    return last_mail(here.engine(), here.actor())


def _own_feed() -> feeds.Feed | None:
    return feeds.own_feed(here.engine(), here.actor())


def _throttle() -> Throttle:
    return cast(Throttle, current_app.extensions.setdefault(_KEY, Throttle()))

"""Where errors meet HTTP: one dict from what went wrong to a status, and pages that keep what was typed."""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from engine import errors
from portal import here, typed
from portal.languages import gettext as _
from portal.languages import say

logger = logging.getLogger(__name__)

STATUS: dict[type[errors.AlurError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.TaskAlreadyDone: 409,
    errors.TaskClaimed: 409,
    errors.StaleVersion: 409,
    errors.CaseEnded: 409,
    errors.PersonLeft: 409,
    errors.ImportRefused: 422,
    errors.ImportStale: 409,
    errors.DraftNewer: 409,
    errors.DraftRefused: 422,
    errors.InvalidForm: 422,
    errors.UploadRefused: 422,
    errors.MessageRefused: 422,
    errors.SopRefused: 422,
    errors.PartnerRefused: 422,
    errors.PartnerPaused: 409,
    errors.MessageReused: 409,
    errors.CalendarRefused: 422,
    errors.LoginFailed: 401,
    errors.LoginThrottled: 429,
    errors.AlurError: 500,
}


def init_app(app: Flask) -> None:
    """Let every error end in a page."""
    app.register_error_handler(errors.AlurError, answer_error)
    app.register_error_handler(HTTPException, answer_status)


def status_of(error: errors.AlurError) -> int:
    """The status of an error: its own, or its nearest ancestor's."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def answer_error(error: errors.AlurError) -> tuple[str | Response, int]:
    """The page of something that went wrong in the engine. What somebody typed is shown again."""
    status = status_of(error)
    if status >= 500:
        logger.error("%s", type(error).__name__, exc_info=error)
    if kept := typed.current():
        try:
            return kept.render_again(error, status), status
        except errors.AlurError as gone:  # what the page would show is not there for this person
            error, status = gone, status_of(gone)
    return page(status, say(error)), status


def answer_status(error: HTTPException) -> tuple[str, int]:
    """The page of an HTTP status. Flask hands over unexpected exceptions as 500, already logged."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    return page(status, _explanation(error)), status


def page(status: int, message: str) -> str:
    """An error page: what happened, and what to do next."""
    own_room = request.blueprint == "mine"
    return render_template(
        "mine/error.html" if own_room else "error.html",
        status=status,
        heading=heading(status),
        message=message,
        known=here.session() is not None,
    )


def heading(status: int) -> str:
    """What a status means to a person."""
    known = {
        400: _("Permintaan ini tidak lengkap"),
        401: _("Silakan masuk"),
        403: _("Ini bukan wewenang Anda"),
        404: _("Halaman ini tidak ada"),
        405: _("Permintaan ini tidak dikenal"),
        409: _("Keadaannya sudah berubah"),
        413: _("Berkasnya terlalu besar"),
        422: _("Ada yang perlu diperbaiki"),
        429: _("Terlalu banyak percobaan"),
    }
    return known.get(status) or _("Terjadi gangguan di pihak kami")


def _explanation(error: HTTPException) -> str:
    if isinstance(error, RequestEntityTooLarge):
        return _("Kiriman ini lebih besar dari yang dapat kami terima. Perkecil berkasnya, atau kirim satu per satu.")
    if type(error).description != error.description and error.description:
        return error.description  # our own words, from abort()
    if error.code == 404:
        return _("Alamatnya mungkin salah ketik, atau yang dicari bukan untuk Anda.")
    if error.code == 500:
        return _("Tidak ada yang diubah. Coba lagi sebentar lagi; bila tetap gagal, hubungi operator.")
    return _("Kembali ke halaman sebelumnya, lalu coba lagi.")

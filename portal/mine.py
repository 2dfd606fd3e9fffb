"""A participant's own room, entered by a personal link: state, open tasks, papers, letters. Nothing else of the portal is in it."""

from __future__ import annotations

from io import BytesIO
from typing import IO, cast

import orjson
from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import commands, queries, uploads
from engine.commands.outcome import recall
from engine.errors import (
    AlurError,
    InvalidForm,
    LinkInvalid,
    LoginFailed,
    LoginThrottled,
    NotFound,
    TaskAlreadyDone,
    UploadRefused,
)
from engine.people import entries, links
from engine.people.entries import LinkSession
from engine.queries.mine import Room, own_letter, room
from portal import door, errors, here, languages, tokens, typed
from portal.documents import disposition
from portal.headers import LETTER_POLICY, UPLOAD_POLICY
from portal.languages import language, say
from portal.scans import as_pdf
from portal.sheets import Sheet

bp = Blueprint("mine", __name__, url_prefix="/urusan")

#: The room's own cookie: sent to the room only, so that an official's log-in and a participant's visit never mix.
COOKIE = "alur_urusan"
PATH = languages.ROOM


@bp.get("/masuk", endpoint="door")
def door_page() -> Response:
    """The same page for everybody: it knows neither a secret nor a name, so a scanner that opens it learns and uses up nothing."""
    return _door()


@bp.post("/masuk")
def enter() -> Response:
    """Let in whoever has the secret and knows the end of the NIP."""
    secret = request.form.get("kode", "").rpartition("#")[2]
    if languages.CHOSEN in request.form:
        languages.choose(request.form[languages.CHOSEN])
        return _in_language(_door(secret=secret))
    try:
        session = entries.enter(here.engine(), secret, request.form.get("angka", ""))
    except LinkInvalid:  # caught here: unknown, expired and revoked get one and the same answer
        return make_response(render_template("mine/invalid.html", office=say(links.office(here.engine()))), 404)
    except (LoginFailed, LoginThrottled) as refused:
        return _door(secret=secret, problem=say(refused), status=errors.status_of(refused))
    response = redirect(url_for("mine.index"), code=303)
    response.set_cookie(COOKIE, session.token, httponly=True, samesite="Lax", secure=request.is_secure, path=PATH)
    return response


@bp.post("/keluar")
def leave() -> Response:
    """End the visit, and let the phone forget what it kept."""
    entries.leave(here.engine(), request.cookies.get(COOKIE, ""))
    response = redirect(url_for("mine.door"), code=303)
    response.delete_cookie(COOKIE, path=PATH)
    response.delete_cookie(languages.ROOM_COOKIE, path=PATH)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.post("/bahasa")
def choose_language() -> Response:
    """Speak this language until the visit ends. No account, no visit is needed."""
    languages.choose(request.form.get(languages.CHOSEN, ""))
    wanted = door.safe_path(request.form.get("kembali"))
    response = redirect(wanted if languages.in_room(wanted) else url_for("mine.index"), code=303)
    return _in_language(response)


@bp.get("")
def index() -> str:
    """Where my matter stands, what is awaited from me, what was accepted or returned, what is mine."""
    return render_template("mine/room.html", room=_room(), sent="terkirim" in request.args)


@bp.get("/tugas/<path:task_id>")
def task(task_id: str) -> str:
    """One thing to do."""
    typed.keep(_gone)
    shown = _task(task_id)
    sheet = Sheet(shown.form, shown.context)
    if shown.form is not None and (before := _room().again.get(shown.form.name)):
        sheet.begin_with(before)
    return _render(shown, sheet)


@bp.post("/tugas/<path:task_id>")
def complete(task_id: str) -> Response | str:
    """Do it. Whatever goes wrong, the typing is shown again."""
    engine, actor, case_id = here.engine(), here.actor(), visit().case_id
    typed.keep(_gone)
    if recall(engine, typed.key()):
        return redirect(url_for("mine.index", terkirim=1), code=303)
    shown = _task(task_id)
    sheet = Sheet(shown.form, shown.context)
    typed.keep(lambda error, status: _again(error, task_id, sheet))
    sheet.read()
    if languages.CHOSEN in request.form:
        languages.choose(request.form[languages.CHOSEN])
        return _in_language(make_response(_render(_task(task_id), sheet)))
    if sheet.look_first:
        return _render(shown, sheet)
    commands.complete(engine, actor, case_id, task_id, sheet.values, version=typed.version(), key=typed.key())
    return redirect(url_for("mine.index", terkirim=1), code=303)


@bp.post("/berkas")
def store() -> Response:
    """Store one file before its form is sent, so that a lost network loses nothing; gives its reference as JSON.

    With `jadikan_pdf`, the files are photographs of one paper's pages and become one PDF.
    """
    files = [file for file in request.files.getlist("berkas") if file.filename]
    try:
        if not files:
            raise UploadRefused
        name = files[0].filename or ""
        stream: IO[bytes] = files[0].stream
        if "jadikan_pdf" in request.form:
            photos = [file.stream.read(uploads.MAX_BYTES + 1) for file in files]
            name, stream = f"{name.rpartition('.')[0] or 'foto'}.pdf", BytesIO(as_pdf(photos))
        reference = uploads.store(here.engine(), here.actor(), name, stream)
    except UploadRefused as why:  # caught here: a script reads the answer, not a person
        return _json({"problem": say(why)}, 422)
    return _json({"reference": orjson.dumps(reference).decode(), "name": reference["nama"]}, 200)


@bp.get("/berkas/<sha256>")
def upload(sha256: str) -> Response:
    """A file that I handed in, in this very case."""
    if sha256 not in {paper.sha256 for paper in _room().papers}:
        raise NotFound
    name, _media_type, content = queries.upload(here.engine(), here.actor(), visit().case_id, sha256)
    return _file(content, name, mimetype="application/octet-stream", policy=UPLOAD_POLICY, how="attachment")


@bp.get("/surat/<document_id>.pdf")
def letter(document_id: str) -> Response:
    """A letter that is mine."""
    row, content = own_letter(here.engine(), here.actor(), visit().case_id, document_id)
    return _file(content, f"{row.title}.pdf", mimetype="application/pdf", policy=LETTER_POLICY, how="inline")


def recognise() -> LinkSession | None:
    """The visit of this request's own cookie, if it lasts."""
    return entries.session(here.engine(), request.cookies.get(COOKIE))


def visit() -> LinkSession:
    """The visit of this request: whose, and of which case. The gate lets nobody else through."""
    return cast(LinkSession, g.session)


def ended() -> Response:
    """The visit is over, or never was: back to the door; what was being sent is given back on the page."""
    if request.method == "GET":
        return redirect(url_for("mine.door"))
    return make_response(
        render_template("mine/ended.html", typed=typed.named(None, request.form.items(multi=True))), 401
    )


def _door(secret: str = "", problem: str | None = None, status: int = 200) -> Response:
    office = say(links.office(here.engine()))
    page = render_template("mine/door.html", secret=secret, problem=problem, office=office)
    response = make_response(page, status)
    tokens.greet(response, request)
    return response


def _in_language(response: Response) -> Response:
    """The answer, and the language kept in this browser for the room alone, until it is closed or left."""
    chosen, safe = language(), request.is_secure
    response.set_cookie(languages.ROOM_COOKIE, chosen, httponly=True, samesite="Lax", secure=safe, path=PATH)
    return response


def _room() -> Room:
    return room(here.engine(), here.actor(), visit().case_id)


def _task(task_id: str) -> queries.TaskPage:
    shown = queries.task(here.engine(), here.actor(), visit().case_id, task_id, language=language())
    if not shown.may_act:
        raise NotFound
    return shown


def _again(error: AlurError, task_id: str, sheet: Sheet) -> str:
    try:
        shown = _task(task_id)
    except AlurError as gone:  # it went away in between: the typing must still be shown
        return _gone(gone, 409)
    sheet.errors = error.errors if isinstance(error, InvalidForm) else sheet.errors
    return _render(shown, sheet, problem=None if isinstance(error, InvalidForm) else error)


def _gone(error: AlurError, status: int) -> str:
    if isinstance(error, NotFound) and not request.form:
        return errors.page(status, say(error))
    return render_template(
        "mine/gone.html",
        error=error,
        typed=typed.named(None, request.form.items(multi=True)),
        sent=request.method == "POST",
    )


def _render(shown: queries.TaskPage, sheet: Sheet, problem: AlurError | None = None) -> str:
    return render_template(
        "mine/task.html",
        task=shown.row,
        page=shown,
        sheet=sheet,
        problem=problem,
        room=_room(),
        why=_why(shown.row),
        key=here.engine().world.token(),
    )


def _why(row: queries.TaskRow) -> queries.Why | None:
    """Why a task is here; None when it went away this very moment: the page must still be shown."""
    try:
        return queries.why(here.engine(), here.actor(), row.case_id, row.task_id, language=language())
    except (NotFound, TaskAlreadyDone):
        return None


def _json(content: dict[str, str], status: int) -> Response:
    return Response(orjson.dumps(content), status=status, mimetype="application/json")


def _file(content: bytes, name: str, *, mimetype: str, policy: str, how: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["Content-Disposition"] = disposition(how, name)
    return answer

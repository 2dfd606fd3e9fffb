"""Drafts over HTTP: what is typed is saved while it is typed, by a small script or by a button, and thrown away on request."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, get_template_attribute, jsonify, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from engine import drafts
from engine.drafts import Draft
from engine.errors import AlurError, DraftNewer
from forms.html import ROW_MARK
from portal import here, typed
from portal.forms.inputs import stored
from portal.languages import gettext as _
from portal.languages import say
from portal.numbers import number
from portal.words import clock

bp = Blueprint("drafts", __name__)

#: In a form: which revision of the draft the page started from; the button that saves without a script.
SEEN, BUTTON = "_draf", "_simpan"


@bp.post("/perkara/<case_id>/tugas/<path:task_id>/draf")
def save(case_id: str, task_id: str) -> Response:
    """Keep what is being typed into a task. Answers JSON, errors too."""
    typed.keep(_told)
    fields, added, refused = _typing()
    kept = drafts.save(here.engine(), here.actor(), case_id, task_id, pairs(fields), seen=seen(), key=typed.key())
    return _saved(kept, added, refused)


@bp.post("/perkara/baru/<sop>/draf")
def save_start(sop: str) -> Response:
    """Keep what is being typed into the form that starts a case."""
    typed.keep(_told)
    fields, added, refused = _typing()
    kept = drafts.save_start(here.engine(), here.actor(), sop, pairs(fields), seen=seen(), key=typed.key())
    return _saved(kept, added, refused)


@bp.post("/perkara/<case_id>/tugas/<path:task_id>/draf/buang")
def discard(case_id: str, task_id: str) -> AnyResponse:
    """Throw the draft of a task away: one's own, whatever became of the task."""
    drafts.forget(here.engine(), here.actor(), drafts.subject_of(case_id, task_id))
    return redirect(url_for("tasks.page", case_id=case_id, task_id=task_id), code=303)


@bp.post("/perkara/baru/<sop>/draf/buang")
def discard_start(sop: str) -> AnyResponse:
    """Throw the draft of a start form away."""
    drafts.forget(here.engine(), here.actor(), drafts.start_subject(sop))
    return redirect(url_for("start.page", sop=sop), code=303)


@bp.post("/perkara/<case_id>/komentar/draf")
def save_comment(case_id: str) -> Response:
    """Keep what is being said about a case."""
    typed.keep(_told)
    fields, added, refused = _typing()
    kept = drafts.save_comment(here.engine(), here.actor(), case_id, pairs(fields), seen=seen(), key=typed.key())
    return _saved(kept, added, refused)


@bp.post("/perkara/<case_id>/tugas/<path:task_id>/serahkan/draf")
def save_hand_over(case_id: str, task_id: str) -> Response:
    """Keep to whom and why a task is about to be handed over."""
    typed.keep(_told)
    engine, actor = here.engine(), here.actor()
    kept = drafts.save_hand_over(engine, actor, case_id, task_id, pairs(request.form), seen=seen(), key=typed.key())
    return _saved(kept, {}, {})


def pairs(fields: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What a draft keeps of a request's fields: what was typed and the marks of rows; the page's own names stay behind."""
    return [(name, text) for name, text in fields.items(multi=True) if not name.startswith("_") or name == ROW_MARK]


def seen() -> int | None:
    """The revision that the page started from; nonsense counts as none."""
    given = request.form.get(SEEN)
    return None if given is None else number(given) or 0


def _typing() -> tuple[MultiDict[str, str], dict[str, list[str]], dict[str, str]]:
    """The request's fields with chosen files stored; the lines that now name those files; why others were refused."""
    fields = MultiDict(request.form)
    before = {name: len(fields.getlist(name)) for name in request.files}
    refused = typed.store_files(fields, request.files)
    line = get_template_attribute("forms/fields.html", "stored_file")
    added = {
        name: [str(line(name, file)) for file in stored(name, [typed.reference(text) for text in fields.getlist(name)[count:]])]
        for name, count in before.items()
    }  # fmt: skip
    return fields, {name: lines for name, lines in added.items() if lines}, refused


def _saved(kept: Draft, added: dict[str, list[str]], refused: dict[str, str]) -> Response:
    return jsonify(
        revision=kept.revision,
        text=_("Draf tersimpan %(at)s", at=clock(kept.saved_at)),
        files=added,
        refused={name: say(why) for name, why in refused.items()},
    )


def _told(error: AlurError, _status: int) -> Response:
    """An error as the script reads it."""
    answer: dict[str, Any] = {"error": type(error).__name__, "text": say(error)}
    if isinstance(error, DraftNewer) and error.at is not None:
        answer |= {"revision": error.revision, "text": _("Draf yang lebih baru tersimpan %(at)s dari tab atau gawai lain.",
                                                         at=clock(error.at))}  # fmt: skip
    return jsonify(answer)

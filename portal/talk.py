"""Comments over HTTP: said on the case page or beside a task, with files and mentions; kept as a draft until they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine import commands, drafts
from engine.errors import AlurError, InvalidForm
from portal import cases, here, tasks, typed
from portal.drafts import BUTTON, pairs
from portal.forms.inputs import Stored, stored
from portal.numbers import number

bp = Blueprint("talk", __name__)

#: In the form: the button that takes a file away where no script does it, its value the file's place: "berkas.0".
REMOVE = "_remove"


@dataclass(kw_only=True)
class Speaking:
    """A comment that was begun: what was typed, whom it mentions, its files, and what is wrong, by field."""

    text: str = ""
    mentions: Sequence[str] = ()
    files: Sequence[dict[str, Any]] = ()
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def stored(self) -> Sequence[Stored]:
        """Its files, as a form draws them."""
        return stored("berkas", list(self.files))


@bp.app_template_global("begun_comment")
def begun(draft: drafts.Draft | None) -> Speaking | None:
    """The comment that a draft holds; None where nothing is in it."""
    fields = MultiDict(draft.pairs if draft is not None else ())
    speaking = _speaking(fields)
    return speaking if speaking.text.strip() or speaking.files or speaking.mentions else None


@bp.post("/perkara/<case_id>/komentar")
def add(case_id: str) -> Response | str:
    """Add a comment; whatever goes wrong, it is shown again where it was written."""
    engine, actor = here.engine(), here.actor()
    task = request.form.get("_tugas") or None
    fields = MultiDict(request.form)
    speaking = Speaking(text=request.form.get("komentar", ""), mentions=request.form.getlist("sebut"))
    typed.keep(lambda error, status: _again(error, case_id, task, speaking))
    refused = typed.store_files(fields, request.files)
    speaking.files = _speaking(fields).files
    if refused:
        raise InvalidForm(refused, {"komentar": speaking.text})
    if BUTTON in request.form or REMOVE in request.form:
        drafts.save_comment(engine, actor, case_id, _without_removed(fields), seen=None)
        return redirect(_back(case_id, task, "percakapan"), code=303)
    outcome = commands.comment(
        engine,
        actor,
        case_id,
        speaking.text,
        mentions=speaking.mentions,
        files=speaking.files,
        task=task,
        key=typed.key(),
    )
    drafts.forget(engine, actor, drafts.comment_subject(case_id))
    return redirect(_back(case_id, task, f"komentar-{outcome.seq}"), code=303)


def _speaking(fields: MultiDict[str, str]) -> Speaking:
    files = [typed.reference(text) for text in fields.getlist("berkas")]
    return Speaking(text=fields.get("komentar", ""), mentions=fields.getlist("sebut"), files=files)


def _without_removed(fields: MultiDict[str, str]) -> list[tuple[str, str]]:
    kept = MultiDict(pairs(fields))
    place = number(request.form.get(REMOVE, "").rpartition(".")[2])
    if place is not None:
        files = kept.getlist("berkas")
        kept.setlist("berkas", [text for at, text in enumerate(files) if at != place])
    return list(kept.items(multi=True))


def _back(case_id: str, task: str | None, anchor: str) -> str:
    if task is not None:
        return url_for("tasks.page", case_id=case_id, task_id=task, _anchor=anchor)
    return url_for("cases.page", case_id=case_id, _anchor=anchor)


def _again(error: AlurError, case_id: str, task: str | None, speaking: Speaking) -> str:
    """The page with the comment still in it."""
    invalid = isinstance(error, InvalidForm)
    speaking.errors = error.errors if isinstance(error, InvalidForm) else {"komentar": error.message}
    problem = None if invalid else error
    if task is not None:
        return tasks.show(case_id, task, speaking=speaking, problem=problem)
    return cases.show(case_id, speaking=speaking, problem=problem)

"""Comments over HTTP: said on the case page or beside a task, with files and mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine import commands
from engine.errors import AlurError, InvalidForm
from portal import cases, here, tasks, typed

bp = Blueprint("talk", __name__)


@dataclass(kw_only=True)
class Speaking:
    """A comment that could not be added: what was typed, whom it mentions, its files, and what is wrong, by field."""

    text: str = ""
    mentions: Sequence[str] = ()
    files: Sequence[dict[str, Any]] = ()
    errors: dict[str, str] = field(default_factory=dict)


@bp.post("/perkara/<case_id>/komentar")
def add(case_id: str) -> Response:
    """Add a comment; whatever goes wrong, it is shown again where it was written."""
    task = request.form.get("_tugas") or None
    fields = MultiDict(request.form)
    speaking = Speaking(text=request.form.get("komentar", ""), mentions=request.form.getlist("sebut"))
    typed.keep(lambda error, status: _again(error, case_id, task, speaking))
    refused = typed.store_files(fields, request.files)
    speaking.files = [typed.reference(text) for text in fields.getlist("berkas")]
    if refused:
        raise InvalidForm(refused, {"komentar": speaking.text})
    outcome = commands.comment(
        here.engine(),
        here.actor(),
        case_id,
        speaking.text,
        mentions=speaking.mentions,
        files=speaking.files,
        task=task,
        key=typed.key(),
    )
    return redirect(_back(case_id, task, outcome.seq), code=303)


def _back(case_id: str, task: str | None, seq: int) -> str:
    anchor = f"komentar-{seq}"
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

"""Replay: a case's log step by step on the very diagram it ran, with a text twin that is complete by itself."""

from __future__ import annotations

from flask import Blueprint, Response, abort, json, render_template, request

from engine import queries
from engine.queries import Replay
from portal import here
from portal.films import Cutter, marks, strip
from portal.languages import gettext as _
from portal.languages import language
from portal.numbers import number

bp = Blueprint("replays", __name__)

#: Steps that one answer to the player carries: some hundred kilobytes, a tenth of it compressed.
MOST_STEPS = 30
#: Steps listed before and after the one that is shown.
LISTED = 200


@bp.get("/perkara/<case_id>/putar-ulang")
def page(case_id: str) -> str:
    """The film of a case, standing at the step that the address names (`langkah`, from 1)."""
    film = queries.replay(here.engine(), here.actor(), case_id, language=language())
    at, cutter = _asked("langkah", len(film.steps)), _cutter(film)
    return render_template(
        "replay.html",
        film=film,
        at=at,
        last=len(film.steps),
        scene=cutter.scene(at) if film.steps else None,
        strip=strip([step.event for step in film.steps], here.engine().calendar),
        near=film.steps[max(0, at - 1 - LISTED) : at + LISTED],
    )


@bp.get("/perkara/<case_id>/putar-ulang/langkah.json")
def steps(case_id: str) -> Response:
    """The steps from `dari` on, at most MOST_STEPS: what the diagram shows, and the same words as the page has."""
    film = queries.replay(here.engine(), here.actor(), case_id, language=language())
    first = _asked("dari", len(film.steps))
    cutter = _cutter(film)
    told = []
    for seq in range(first, min(first + MOST_STEPS, len(film.steps) + 1)):
        scene = cutter.scene(seq)
        words = {
            part: render_template("replay-step.html", part=part, scene=scene, film=film) for part in ("event", "state")
        }
        told.append({"seq": seq, "marks": marks(film.steps[seq - 1], cutter), **words})
    return Response(json.dumps({"last": len(film.steps), "steps": told}), mimetype="application/json")


def _cutter(film: Replay) -> Cutter:
    engine = here.engine()
    return Cutter(film, engine.definitions.pinned(engine, film.definition))


def _asked(name: str, last: int) -> int:
    """A step's number from the address: the first when none is named, "not found" for one that is not there."""
    asked = number(request.args.get(name, "1"))
    if asked is None or not 1 <= asked <= max(last, 1):
        abort(404, _("Langkah ini tidak ada."))
    return asked

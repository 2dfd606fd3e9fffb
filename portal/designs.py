"""Drawings that cannot run yet, and what each still lacks."""

from __future__ import annotations

from flask import Blueprint, render_template

from engine.designs import Design, designs_for
from portal import here

bp = Blueprint("designs", __name__)


@bp.get("/rancangan")
def index() -> str:
    """Every design by SOP, the newest version first."""
    grouped: dict[str, list[Design]] = {}
    for design in designs_for(here.engine(), here.actor()):
        grouped.setdefault(design.sop, []).append(design)
    return render_template("designs.html", designs=grouped)

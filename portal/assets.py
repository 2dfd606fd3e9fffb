"""Styles, scripts and fonts from frontend/dist: hashed names that a browser may keep for a year."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, g, request, send_from_directory, url_for

DIST = Path(__file__).resolve().parents[1] / "frontend" / "dist"
bp = Blueprint("assets", __name__)

#: Best first.
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}


class FrontendMissing(RuntimeError):
    """frontend/dist tidak ada. Jalankan `make install` (atau `npm ci && npm run build` di frontend/)."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


def init_app(app: Flask) -> None:
    """Serve the built files and let templates name them."""
    manifest()
    app.register_blueprint(bp)
    app.jinja_env.globals["asset"] = asset


def manifest() -> dict[str, str]:
    """Logical name -> hashed name, as the last build wrote it. Raises FrontendMissing."""
    try:
        return _read((DIST / "manifest.json").stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise FrontendMissing from error


@lru_cache(maxsize=1)
def _read(written: int) -> dict[str, str]:
    """Read once a build: `written` is when, so that a running server notices a new one."""
    found: dict[str, str] = json.loads((DIST / "manifest.json").read_text())
    return found


def asset(name: str) -> str:
    """The address of a built file. Read once a request: a list asks for the same icons hundreds of times."""
    known: dict[str, str] = g.setdefault("assets", {})
    if name not in known:
        known[name] = url_for("assets.file", name=manifest()[name])
    return known[name]


@bp.get("/statis/<name>")
def file(name: str) -> Response:
    """One built file, in the smallest form the browser takes."""
    suffix = Path(name).suffix
    if name not in manifest().values() or suffix not in TYPES:
        abort(404)
    coding, ending = _packing(name)
    response = send_from_directory(DIST, name + ending, mimetype=TYPES[suffix], max_age=31_536_000)
    if coding:
        response.content_encoding = coding
    response.vary.add("Accept-Encoding")
    response.cache_control.public = True
    response.cache_control.no_cache = None
    response.cache_control.immutable = True
    return response


def _packing(name: str) -> tuple[str, str]:
    """The best encoding that the browser takes and the build made: its name, and the ending of its file."""
    for coding, ending in ENCODINGS:
        if request.accept_encodings.quality(coding) > 0 and (DIST / (name + ending)).is_file():
            return coding, ending
    return "", ""

"""Pages travel compressed: an inbox of two hundred rows becomes a tenth of its size."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

#: Smaller answers are not worth it.
LEAST_BYTES = 1_000
LEVEL = 5
KINDS = frozenset({"text/html", "application/xml", "application/json"})


def init_app(app: Flask) -> None:
    """Compress what is text and not compressed yet. Secrets in pages are masked (portal/tokens.py)."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """The answer with a gzip body, where the browser takes one."""
    if response.mimetype not in KINDS or response.direct_passthrough or response.content_encoding:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") > 0 and len(response.get_data()) >= LEAST_BYTES:
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response

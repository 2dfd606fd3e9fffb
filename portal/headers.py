"""What every answer tells the browser: run only our own scripts and styles, be framed by nobody, guess no types."""

from __future__ import annotations

from flask import Flask, Response, request

#: No inline script, no inline style. The diagram viewer sets styles through the object model, which `style-src` allows.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

#: A letter is shown by the browser's own reader, which styles its page inline; nothing else may happen in it.
LETTER_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
)

#: An uploaded file is somebody else's content: it is saved, never shown, and would be powerless if it were.
UPLOAD_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Not "no-store": going back must show what was typed. Log-out clears what the browser kept (portal/auth.py).
    "Cache-Control": "private, no-cache",
}


def init_app(app: Flask) -> None:
    """Add the headers to every answer that has not set its own."""
    app.after_request(protect)


def protect(response: Response) -> Response:
    """Add what is missing; HSTS only where the connection is encrypted already."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    response.vary.add("Cookie")
    return response

"""POST /webhooks/<partner>: a signed message of a machine, verified over its raw bytes, stored, then acknowledged."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from engine import deliveries, incoming, partners
from engine.engine import Engine
from engine.errors import MessageReused, NotFound
from webhooks.signatures import verify
from webhooks.strict import JsonRefused, parse
from webhooks.throttle import Throttle

bp = Blueprint("webhooks", __name__)

#: Of one message, in bytes (docs/limits.md).
MAX_BYTES = 256_000
#: The `type` of a request for a letter or file.
ASK = "berkas.minta"
#: What an unknown partner is measured with, so that its answer takes as long as a known one's.
_NOBODY = "whsec_bm9ib2R5IGhhcyB0aGlzIHNlY3JldCwgbm9ib2R5IGF0IGFsbCE="


def the_engine() -> Engine:
    """The engine of the application that mounted this blueprint (`portal.app` puts it under "alur")."""
    return cast(Engine, current_app.extensions["alur"])


@bp.post("/webhooks/<partner>")
def receive(partner: str) -> Response:
    """Take a message: 202 once it is stored, 200 when it was stored before."""
    body = signed_body(partner)
    if isinstance(body, Response):
        return body
    try:
        message = _envelope(parse(body))
    except JsonRefused as refused:
        return refusal(400, str(refused))
    if message["type"] not in _allowed(partner):
        return refusal(403, f"this partner may not send {message['type'][:120]!r}")
    webhook_id = request.headers["webhook-id"]
    try:
        fresh = incoming.store(
            the_engine(),
            partner,
            webhook_id,
            name=message["type"],
            reference=message["data"]["rujukan"].strip(),
            body=body,
        )
    except MessageReused:
        return refusal(409, "this webhook-id was used for another message")
    return _said(202 if fresh else 200, {"id": webhook_id, "status": "stored" if fresh else "known"})


@bp.post("/webhooks/<partner>/berkas")
def fetch(partner: str) -> Response:
    """Give a letter or file that a delivery to this partner names: `{type: "berkas.minta", data: {kiriman, sha256}}`."""
    body = signed_body(partner)
    if isinstance(body, Response):
        return body
    try:
        value = parse(body)
    except JsonRefused as refused:
        return refusal(400, str(refused))
    asked = value.get("data") if isinstance(value, dict) and value.get("type") == ASK else None
    if not isinstance(asked, dict) or not all(isinstance(asked.get(name), str) for name in ("kiriman", "sha256")):
        return refusal(400, f"the body is {{type: {ASK!r}, data: {{kiriman, sha256}}}}")
    try:
        content, kind = deliveries.file_of(the_engine(), partner, asked["kiriman"], asked["sha256"])
    except NotFound:
        return refusal(404, "no such file in this delivery")
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = "attachment"
    return answer


def signed_body(partner: str) -> bytes | Response:
    """The raw bytes of the request, if an active partner signed them just now; else the answer that says no more than no."""
    request.max_content_length = MAX_BYTES
    body = request.get_data(cache=True)
    engine = the_engine()
    with engine.database.reading() as connection:
        secrets = partners.secrets_of(engine, connection, partner[:40], partners.IN)
        active = partners.is_active(connection, partner[:40])
    good = verify(
        webhook_id=request.headers.get("webhook-id", ""),
        timestamp=request.headers.get("webhook-timestamp", ""),
        signature=request.headers.get("webhook-signature", ""),
        body=body,
        secrets=secrets or [_NOBODY],
        now=engine.world.now(),
    )
    if good and secrets and active:
        return body
    wait = _throttle().failed(request.remote_addr or "", engine.world.now())
    if wait is None:
        return refusal(401, "not a valid signature of a partner")
    refused = refusal(429, "too many invalid messages from this address")
    refused.headers["Retry-After"] = str(wait)
    return refused


def _throttle() -> Throttle:
    found = current_app.extensions.setdefault("alur.webhooks.throttle", Throttle())
    return cast(Throttle, found)


def _allowed(partner: str) -> frozenset[str]:
    with the_engine().database.reading() as connection:
        return partners.may_answer(connection, partner)


def _envelope(value: Any) -> dict[str, Any]:
    """The message, if it has the shape `{type, timestamp, data: {rujukan, isi}}`. Raises JsonRefused."""
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise JsonRefused("the body is an object with a text `type`")
    data = value.get("data")
    if not isinstance(data, dict) or not isinstance(data.get("isi", {}), dict):
        raise JsonRefused("`data` is an object {rujukan, isi}, `isi` an object")
    reference = data.get("rujukan")
    if not isinstance(reference, str) or not 0 < len(reference.strip()) <= 200:
        raise JsonRefused("`data.rujukan` is our reference, a text of 1 to 200 characters")
    asked = data.get("menjawab")
    if asked is not None and not (isinstance(asked, str) and 0 < len(asked) <= 100):
        raise JsonRefused(
            "`data.menjawab` is the webhook-id of the delivery that is answered, a text of 1 to 100 characters"
        )
    return value


def refusal(status: int, why: str) -> Response:
    """A refusal in JSON."""
    return _said(status, {"error": why})


def _said(status: int, content: dict[str, str]) -> Response:
    answer = jsonify(content)
    answer.status_code = status
    return answer


@bp.errorhandler(HTTPException)
def _answer_status(error: HTTPException) -> Response:
    return refusal(error.code or 500, error.name)

"""Signatures of Standard Webhooks 1.0.0: `v1,` and the HMAC-SHA256 of `{id}.{timestamp}.{body}`, in base64. Pure.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

PREFIX = "whsec_"
#: How far a message's own time may be from ours, either way: an older one is a replay.
TOLERANCE = timedelta(minutes=5)
#: More signatures than any rotation needs.
MOST_SIGNATURES = 10

_ID = re.compile(r"[!-~]{1,150}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def sign(webhook_id: str, timestamp: int, body: bytes, secrets: Iterable[str]) -> str:
    """The value of `webhook-signature`: one signature a secret, separated by spaces, newest first."""
    content = f"{webhook_id}.{timestamp}.".encode() + body
    return " ".join(f"v1,{base64.b64encode(_mac(secret, content)).decode()}" for secret in secrets)


def headers(webhook_id: str, now: datetime, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The three headers of a message that is sent now."""
    timestamp = int(now.timestamp())
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(webhook_id, timestamp, body, secrets),
    }


def verify(
    *, webhook_id: str, timestamp: str, signature: str, body: bytes, secrets: Iterable[str], now: datetime
) -> bool:
    """Whether a message is whole, of now, and signed with one of the secrets. The time it takes tells nothing about them."""
    if not _ID.fullmatch(webhook_id) or not _TIMESTAMP.fullmatch(timestamp):
        return False
    content = f"{webhook_id}.{timestamp}.".encode() + body
    given = [_decoded(part[3:]) for part in signature.split(" ")[:MOST_SIGNATURES] if part.startswith("v1,")]
    good = False
    for secret in secrets:
        expected = _mac(secret, content)
        for mac in given:
            good |= hmac.compare_digest(expected, mac)
    return good and abs(now.timestamp() - int(timestamp)) <= TOLERANCE.total_seconds()


def _mac(secret: str, content: bytes) -> bytes:
    return hmac.digest(base64.b64decode(secret.removeprefix(PREFIX)), content, hashlib.sha256)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""

"""Content by its hash: letters and uploads, stored once in the database, inside the transaction that needs them."""

from __future__ import annotations

import hashlib
from typing import cast

from sqlalchemy import Connection, insert, select

from engine.errors import NotFound
from engine.schema import blobs


def put(connection: Connection, content: bytes) -> str:
    """Store content and give its SHA-256 (hex); the same content is stored once."""
    sha256 = hashlib.sha256(content).hexdigest()
    if connection.scalar(select(blobs.c.sha256).where(blobs.c.sha256 == sha256)) is None:
        connection.execute(insert(blobs).values(sha256=sha256, size=len(content), content=content))
    return sha256


def get(connection: Connection, sha256: str) -> bytes:
    """The content of a hash. Raises NotFound."""
    content = connection.scalar(select(blobs.c.content).where(blobs.c.sha256 == sha256))
    if content is None:
        raise NotFound("Berkas ini tidak ada dalam penyimpanan.")
    return cast(bytes, content)

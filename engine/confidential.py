"""The encrypted store: answers that never enter case data. Case data hold a reference and a hash; every read is an event.

Why: the 360 appraisal is confidential by the SOP itself ("bersifat rahasia"), and the workflow engine serialises whatever enters case data.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet
from sqlalchemy import Connection, insert, select

from engine import canonical
from engine.errors import ConfidentialRefused, NotFound
from engine.schema import confidential

if TYPE_CHECKING:
    from engine.engine import Engine

KEY_FILE = "confidential.key"
KEY_VARIABLE = "ALUR_CONFIDENTIAL_KEY"


def write(
    engine: Engine, connection: Connection, case_id: str, task: str, data: dict[str, Any], *, readers: Collection[str]
) -> dict[str, Any]:
    """Encrypt and store data; gives what case data may hold: `{ref, sha256}`. `readers`: position ids."""
    content = canonical.dumps(data)
    salt = engine.world.salt()
    ref = engine.world.new_id()
    commitment = hashlib.sha256(salt + content).hexdigest()
    connection.execute(
        insert(confidential).values(
            ref=ref,
            case_id=case_id,
            task=task,
            readers=" ".join(sorted(readers)),
            content=cipher(engine).encrypt(salt + content),
            sha256=commitment,
            stored_at=engine.world.now(),
            purged=False,
        )
    )
    return {"ref": ref, "sha256": commitment}


def read(
    engine: Engine, connection: Connection, case_id: str, ref: str, *, positions: Collection[str] | None
) -> dict[str, Any]:
    """Decrypt what a reference of this case names, for holders of one of its reader positions (None: the case's own job).

    Raises NotFound (another case's reference included), ConfidentialRefused. The caller records the read.
    """
    row = connection.execute(
        select(confidential).where(confidential.c.ref == ref, confidential.c.case_id == case_id)
    ).first()
    if row is None or row.purged:
        raise NotFound
    if positions is not None and not set(positions) & set(row.readers.split()):
        raise ConfidentialRefused
    data: dict[str, Any] = canonical.loads(cipher(engine).decrypt(row.content)[16:])
    return data


def cipher(engine: Engine) -> Fernet:
    """The cipher of this installation: its key from the environment, else from a file of the data folder, made at first use."""
    if given := os.environ.get(KEY_VARIABLE):
        return Fernet(given)
    path = engine.home / KEY_FILE
    if not path.exists():
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return Fernet(path.read_bytes())
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key())
    return Fernet(path.read_bytes())

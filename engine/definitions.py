"""Definitions in the database and in memory: deploying an SOP's folder, finding the newest version, loading a pinned one."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from engine.errors import SopUnknown
from engine.openings import publish
from engine.schema import definitions
from engine.sop import Bundle, Definition, define, read_bundle
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine


class Definitions:
    """Loaded definitions by digest: parsed once in a process, never stored with a case."""

    def __init__(self) -> None:
        self._loaded: dict[str, Definition] = {}
        self._newest: dict[str, str] = {}
        self._lock = threading.Lock()

    def pinned(self, engine: Engine, digest: str) -> Definition:
        """The definition a case is pinned to. Raises SopUnknown."""
        if digest not in self._loaded:
            with engine.database.reading() as connection:
                row = connection.execute(
                    select(definitions.c.bundle, definitions.c.version).where(definitions.c.digest == digest)
                ).first()
            if row is None:
                raise SopUnknown
            self._keep(define(Bundle.unpack(row.bundle), version=row.version, stored=True))
        return self._loaded[digest]

    def newest(self, engine: Engine, sop: str) -> Definition:
        """The newest deployed version of an SOP. Raises SopUnknown."""
        with engine.database.reading() as connection:
            digest = connection.scalar(
                select(definitions.c.digest)
                .where(definitions.c.sop == sop)
                .order_by(definitions.c.version.desc())
                .limit(1)
            )
        if digest is None:
            raise SopUnknown(said("SOP '{sop}' belum dipasang. Jalankan `alur deploy`.", sop=sop))
        return self.pinned(engine, digest)

    def all(self, engine: Engine) -> list[Definition]:
        """The newest version of every deployed SOP, by title."""
        with engine.database.reading() as connection:
            sops = connection.scalars(select(definitions.c.sop).distinct()).all()
        return sorted((self.newest(engine, sop) for sop in sops), key=lambda definition: definition.title)

    def _keep(self, definition: Definition) -> None:
        with self._lock:
            self._loaded[definition.digest] = definition


def deploy(engine: Engine, folder: Path) -> Definition:
    """Check an SOP's folder and store it as a new version; an unchanged folder stays the version it is. Raises SopRefused."""
    bundle = read_bundle(folder)
    checked = define(bundle)
    with engine.database.transaction() as connection:
        known = connection.scalar(select(definitions.c.version).where(definitions.c.digest == bundle.digest))
        if known is None:
            last = (
                connection.scalar(select(func.max(definitions.c.version)).where(definitions.c.sop == checked.sop)) or 0
            )
            known = last + 1
            connection.execute(
                insert(definitions).values(
                    digest=bundle.digest,
                    sop=checked.sop,
                    version=known,
                    title=checked.title,
                    bundle=bundle.pack(),
                    deployed_at=engine.world.now(),
                )
            )
            publish(engine, connection, checked)
    return engine.definitions.pinned(engine, bundle.digest)


def deploy_all(engine: Engine, root: Path) -> list[Definition]:
    """Deploy every SOP folder below a root."""
    return [deploy(engine, path.parent) for path in sorted(root.glob("*/sop.toml"))]

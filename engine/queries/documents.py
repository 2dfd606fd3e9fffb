"""The letters of a case and the files people uploaded."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine import blobs
from engine.commands.acting import acting
from engine.errors import ConfidentialRefused, NotFound
from engine.people import Actor
from engine.queries.rows import DocumentRow
from engine.queries.sight import positions_of, require_sight
from engine.schema import cases, uploads
from engine.schema import documents as table
from engine.sop import Definition

if TYPE_CHECKING:
    from engine.engine import Engine


def documents(engine: Engine, actor: Actor, case_id: str) -> list[DocumentRow]:
    """The letters of a case, newest version of each first. Raises NotFound."""
    now = engine.world.now()
    with engine.database.reading() as connection:
        definition = _definition(engine, connection, case_id)
        require_sight(connection, actor, definition, case_id, now)
        return documents_of(connection, definition, actor, case_id, now)


def documents_of(
    connection: Connection, definition: Definition, actor: Actor, case_id: str, now: datetime
) -> list[DocumentRow]:
    """The letters of a case for somebody who may see it."""
    rows = connection.execute(select(table).where(table.c.case_id == case_id).order_by(table.c.version.desc())).all()
    held, seen, found = set(positions_of(actor, now)), set(), []
    for row in rows:
        found.append(as_row(row, readable=_readable(definition, row.readers, held), current=row.key not in seen))
        seen.add(row.key)
    return found


def document(engine: Engine, actor: Actor, case_id: str, document_id: str) -> tuple[DocumentRow, bytes]:
    """A letter and its PDF; opening a confidential one, or trying to, is recorded in the case's log.

    Raises NotFound, ConfidentialRefused.
    """
    found = next((row for row in documents(engine, actor, case_id) if row.id == document_id), None)
    if found is None:
        raise NotFound
    if found.confidential:
        kind = "document:read" if found.readable else "document:refused"
        with acting(engine, case_id, ended=True) as work:
            work.record(kind, {"document": document_id, "sha256": found.sha256}, actor=actor)
    if not found.readable:
        raise ConfidentialRefused
    with engine.database.reading() as connection:
        return found, blobs.get(connection, found.sha256)


def upload(engine: Engine, actor: Actor, case_id: str, sha256: str) -> tuple[str, str, bytes]:
    """An uploaded file of a case that somebody may see, or one's own: name, media type, content. Raises NotFound."""
    with engine.database.reading() as connection:
        rows = connection.execute(select(uploads).where(uploads.c.sha256 == sha256).order_by(uploads.c.stored_at)).all()
        own = [row for row in rows if row.person == actor.person]
        if not own:
            require_sight(connection, actor, _definition(engine, connection, case_id), case_id, engine.world.now())
    if not rows:
        raise NotFound
    if not own and not _stands_in_case(engine, case_id, sha256):
        raise NotFound
    row = (own or rows)[0]
    with engine.database.reading() as connection:
        return row.name, row.media_type, blobs.get(connection, sha256)


def _stands_in_case(engine: Engine, case_id: str, sha256: str) -> bool:
    from engine.schema import events  # the log is searched, not case data: a file once given stays part of the case

    with engine.database.reading() as connection:
        given = connection.scalars(select(events.c.input).where(events.c.case_id == case_id))
        return any(content is not None and sha256.encode() in content for content in given)


def _definition(engine: Engine, connection: Connection, case_id: str) -> Definition:
    digest = connection.scalar(select(cases.c.definition).where(cases.c.id == case_id))
    if digest is None:
        raise NotFound
    return engine.definitions.pinned(engine, digest)


def _readable(definition: Definition, readers: str | None, held: set[str]) -> bool:
    if readers is None:
        return True
    return bool(held & {definition.position(reader) for reader in readers.split()})


def as_row(row: Any, *, readable: bool, current: bool) -> DocumentRow:
    """A row of the register as a page shows it."""
    return DocumentRow(
        id=f"{row.key}-{row.version}",
        key=row.key,
        kind=row.kind,
        title=row.title,
        number=row.number,
        date=row.date,
        state=row.state,
        sha256=row.sha256,
        pages=row.pages,
        confidential=row.readers is not None,
        readable=readable,
        made_at=row.made_at,
        current=current,
        personal=row.addressees is not None,
    )

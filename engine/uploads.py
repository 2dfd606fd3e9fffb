"""Uploads: checked by size and by content, stored by hash, referred to in case data as `{sha256, nama, ukuran, jenis}`."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

import puremagic
from sqlalchemy import Connection, insert, or_, select

from engine import blobs
from engine.errors import UploadRefused
from engine.people import Actor
from engine.schema import uploads
from forms import Form
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine

#: Limits and kinds (documented in docs/limits.md): extension -> media type.
MAX_BYTES = 15_000_000
OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
}
_MARKS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


def store(engine: Engine, actor: Actor, filename: str, stream: IO[bytes]) -> dict[str, Any]:
    """Check and store an uploaded file; gives its reference `{sha256, nama, ukuran, jenis}`.

    Raises UploadRefused for what is empty, too large, of a kind not taken, or not what its name says.
    """
    name = clean_name(filename)
    content = stream.read(MAX_BYTES + 1)
    media_type = _media_type(name, content)
    with engine.database.transaction() as connection:
        sha256 = blobs.put(connection, content)
        connection.execute(
            insert(uploads).values(
                id=engine.world.new_id(),
                sha256=sha256,
                name=name,
                media_type=media_type,
                size=len(content),
                person=actor.person,
                stored_at=engine.world.now(),
            )
        )
    return {"sha256": sha256, "nama": name, "ukuran": len(content), "jenis": media_type}


def clean_name(filename: str) -> str:
    """A file's own name without folders and control characters, at most 120 characters."""
    name = PurePosixPath(unicodedata.normalize("NFC", filename).replace("\\", "/")).name
    name = "".join(letter for letter in name if letter.isprintable()).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[:110]}{dot}{suffix[:8]}" if dot else name[:120]


def _media_type(name: str, content: bytes) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    if not content:
        raise UploadRefused(said("Berkas '{name}' kosong.", name=name))
    if len(content) > MAX_BYTES:
        raise UploadRefused(
            said(
                "Berkas '{name}' lebih besar dari {most} MB. Perkecil lalu unggah lagi.",
                name=name,
                most=MAX_BYTES // 1_000_000,
            )
        )
    if suffix not in KINDS:
        raise UploadRefused(
            said("Jenis berkas '{kind}' tidak diterima. Gunakan PDF, JPG, PNG, DOCX, atau XLSX.", kind=suffix or name)
        )
    if not _is(suffix, content):
        raise UploadRefused(
            said(
                "Isi berkas '{name}' tidak sesuai dengan namanya. Simpan ulang sebagai {kind} lalu unggah lagi.",
                name=name,
                kind=suffix[1:].upper(),
            )
        )
    return KINDS[suffix]


def _is(suffix: str, content: bytes) -> bool:
    if suffix in _MARKS:
        return _holds(content, _MARKS[suffix])
    try:
        found = puremagic.magic_string(content[:4096])
    except (puremagic.PureError, ValueError):
        return False
    return any(match.mime_type == KINDS[suffix] for match in found)


def _holds(content: bytes, member: str) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return member in archive.namelist()
    except (zipfile.BadZipFile, ValueError, EOFError):
        return False


def resolve(
    connection: Connection, actor: Actor, form: Form, data: Mapping[str, Any], context: Mapping[str, Any]
) -> dict[str, Any]:
    """The submitted data with every file reference replaced by what is really stored.

    A reference counts when the actor uploaded the file, or when it stands in the case already. Raises UploadRefused otherwise.
    """
    wanted = {reference["sha256"] for reference in _references(data)} if form.file_fields else set()
    if not wanted:
        return dict(data)
    known = {reference["sha256"]: reference for reference in _references(context)}
    rows = connection.execute(
        select(uploads).where(
            uploads.c.sha256.in_(wanted), or_(uploads.c.person == actor.person, uploads.c.sha256.in_(known))
        )
    )
    for row in rows:
        known[row.sha256] = {"sha256": row.sha256, "nama": row.name, "ukuran": row.size, "jenis": row.media_type}
    if wanted - set(known):
        raise UploadRefused("Berkas yang dirujuk tidak ada. Unggah lagi.")
    replaced: dict[str, Any] = _replace(data, known)
    return replaced


def refers(data: Any) -> bool:
    """Whether data hold a reference to a file: only people who uploaded it may bring one."""
    return next(_references(data), None) is not None


def own(connection: Connection, actor: Actor, references: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """References as the actor's own uploads really are stored, each once. Raises UploadRefused for any other."""
    wanted = list(dict.fromkeys(str(reference.get("sha256")) for reference in references))
    if not wanted:
        return []
    rows = connection.execute(select(uploads).where(uploads.c.sha256.in_(wanted), uploads.c.person == actor.person))
    found = {
        row.sha256: {"sha256": row.sha256, "nama": row.name, "ukuran": row.size, "jenis": row.media_type}
        for row in rows
    }
    if set(wanted) - found.keys():
        raise UploadRefused("Berkas yang dirujuk tidak ada. Unggah lagi.")
    return [found[sha256] for sha256 in wanted]


def _references(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, Mapping):
        if isinstance(value.get("sha256"), str):
            yield dict(value)
        else:
            for item in value.values():
                yield from _references(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _references(item)


def _replace(value: Any, known: Mapping[str, dict[str, Any]]) -> Any:
    if isinstance(value, Mapping):
        if isinstance(value.get("sha256"), str):
            return known.get(value["sha256"], dict(value))
        return {key: _replace(item, known) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replace(item, known) for item in value]
    return value

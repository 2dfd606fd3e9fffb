"""Designs: drawings that cannot run yet, kept with the analyst's very bytes and the list of what is missing. Never run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, insert, select

from engine import canonical, journal
from engine.errors import DesignUnknown, ExportRefused, NotAllowed, SopRefused
from engine.lint import Finding, Text
from engine.numbers import serialise
from engine.people import Actor
from engine.schema import definitions, designs
from engine.sop import Bundle, Examined, examine, read_bundle
from forms.said import said

if TYPE_CHECKING:
    from engine.engine import Engine

READERS = frozenset({"auditor", "operator"})


@dataclass(frozen=True, kw_only=True)
class Design:
    """One version of a drawing that cannot run. `missing`: what kept it from running on the day it was kept; `runs_as`: the
    version of the SOP as which these very files run by now, None while they do not."""

    sop: str
    version: int
    title: str
    digest: str
    kept_at: datetime
    missing: tuple[Finding, ...]
    runs_as: int | None = None


def keep(engine: Engine, path: Path) -> Design:
    """Keep a folder, or one .bpmn file, as a new version of its design; the same files stay the version they are.

    Raises SopRefused for files that are wrong, not only unfinished: those nobody could go on with.
    """
    bundle, name = _bundle(path)
    examined = examine(bundle)
    if examined.wrong:
        raise SopRefused(f"{name} tidak dapat disimpan sebagai rancangan:", examined.wrong)
    sop = str(examined.settings.get("id", name))[:64]
    with engine.database.transaction() as connection:
        serialise(connection, f"designs:{sop}")
        known = connection.scalar(
            select(designs.c.version).where(designs.c.sop == sop, designs.c.digest == bundle.digest)
        )
        if known is None:
            known = _insert(engine, connection, sop, bundle, examined)
    return design(engine, sop, known)


def _bundle(path: Path) -> tuple[Bundle, str]:
    """What is kept of a folder (with or without sop.toml) or of a single drawing, and the name it goes by."""
    if path.is_file() and path.suffix != ".bpmn":
        raise SopRefused(f"{path.name}: bukan folder SOP dan bukan berkas .bpmn.")
    if path.is_file():
        return Bundle(files={path.name: path.read_bytes()}), path.stem
    name = path.resolve().name
    if (path / "sop.toml").is_file():
        return read_bundle(path), name
    files = {each.relative_to(path).as_posix(): each.read_bytes() for each in sorted(path.rglob("*.bpmn"))}
    if not files:
        raise SopRefused(f"{name}: tidak ada sop.toml maupun gambar .bpmn.")
    return Bundle(files=files), name


def _insert(engine: Engine, connection: Connection, sop: str, bundle: Bundle, examined: Examined) -> int:
    last = connection.scalar(select(func.max(designs.c.version)).where(designs.c.sop == sop)) or 0
    now, version = engine.world.now(), last + 1
    connection.execute(
        insert(designs).values(
            sop=sop,
            version=version,
            digest=bundle.digest,
            title=str(examined.settings.get("title", sop)),
            bundle=bundle.pack(),
            missing=canonical.dumps([_row(finding) for finding in examined.missing]),
            kept_at=now,
        )
    )
    about = {"version": version, "digest": bundle.digest, "missing": len(examined.missing)}
    journal.record(connection, at=now, person=None, act="design:kept", subject=sop, about=about)
    return version


def all_designs(engine: Engine, sop: str | None = None) -> list[Design]:
    """All designs, or those of one SOP: by name, the newest version first."""
    query = _SELECT.order_by(designs.c.sop, designs.c.version.desc())
    with engine.database.reading() as connection:
        rows = connection.execute(query if sop is None else query.where(designs.c.sop == sop)).all()
    return [_design(row) for row in rows]


def designs_for(engine: Engine, actor: Actor) -> list[Design]:
    """What operators and auditors see of designs. Raises NotAllowed for everybody else."""
    if not actor.roles & READERS:
        raise NotAllowed
    return all_designs(engine)


def design(engine: Engine, sop: str, version: int) -> Design:
    """One version. Raises DesignUnknown."""
    with engine.database.reading() as connection:
        row = connection.execute(_SELECT.where(designs.c.sop == sop, designs.c.version == version)).first()
    if row is None:
        raise DesignUnknown(said("Rancangan {sop} versi {version} tidak ada.", sop=sop, version=version))
    return _design(row)


def files_of(engine: Engine, sop: str, version: int) -> Mapping[str, bytes]:
    """The files of a design, byte for byte as the analyst gave them. Raises DesignUnknown."""
    with engine.database.reading() as connection:
        packed = connection.scalar(select(designs.c.bundle).where(designs.c.sop == sop, designs.c.version == version))
    if packed is None:
        raise DesignUnknown(said("Rancangan {sop} versi {version} tidak ada.", sop=sop, version=version))
    return Bundle.unpack(packed).files


def export(engine: Engine, sop: str, version: int, folder: Path) -> list[Path]:
    """Write the files of a design into a new or empty folder. Raises DesignUnknown, ExportRefused."""
    files = files_of(engine, sop, version)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportRefused(said("'{folder}' sudah berisi; sebut folder yang baru atau kosong.", folder=folder))
    written = []
    for name, content in sorted(files.items()):
        target = folder.joinpath(*PurePosixPath(name).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written.append(target)
    return written


_SELECT = select(
    designs.c.sop,
    designs.c.version,
    designs.c.title,
    designs.c.digest,
    designs.c.kept_at,
    designs.c.missing,
    definitions.c.version.label("runs_as"),
).outerjoin(definitions, definitions.c.digest == designs.c.digest)


def _design(row: Any) -> Design:
    missing = tuple(_finding(each) for each in canonical.loads(row.missing))
    return Design(
        sop=row.sop,
        version=row.version,
        title=row.title,
        digest=row.digest,
        kept_at=row.kept_at,
        missing=missing,
        runs_as=row.runs_as,
    )


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "file": finding.file,
        "element": finding.element,
        "line": finding.line,
        "message": list(finding.message),
        "remedy": list(finding.remedy),
    }


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(**{**row, "message": Text(*row["message"]), "remedy": Text(*row["remedy"])})

"""Which template files a letter sees: the SOP's folder laid over the shared one, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.documents.errors import TemplateMissing

Folder = Path | Mapping[str, bytes]  # a folder on disk, or the files of a deployed version by relative name

_READ = frozenset({".typ", ".svg"})  # what a deployed version carries, too; a photograph goes inside an SVG
_LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True)
class Sources:
    """The files by name relative to the folder (`pustaka/kop.typ`), and a digest that names this very set."""

    files: Mapping[str, bytes]
    digest: str


_seen: dict[tuple[tuple[str, int, int], ...], Sources] = {}


def gather(folders: Sequence[Folder]) -> Sources:
    """Lay folders over one another: of equal names the earlier folder wins. Unchanged files on disk are read once."""
    if any(isinstance(folder, Mapping) for folder in folders):
        return _sources({name: content for folder in reversed(folders) for name, content in _contents(folder).items()})
    state = tuple(entry for folder in folders if isinstance(folder, Path) for entry in _state(folder))
    if state not in _seen:
        if len(_seen) > 64:
            _seen.clear()
        _seen[state] = _sources({n: c for folder in reversed(folders) for n, c in _contents(folder).items()})
    return _seen[state]


def template_name(template: str, sources: Sources) -> str:
    """`surat_dinas` -> `surat_dinas.typ`. Raises TemplateMissing, naming what there is."""
    name = template if template.endswith(".typ") else f"{template}.typ"
    if name not in sources.files:
        there = ", ".join(sorted(n[:-4] for n in sources.files if n.endswith(".typ") and "/" not in n)) or "tidak ada"
        raise TemplateMissing(f"templat tidak ditemukan; yang ada: {there}", template=name)
    return name


def _sources(files: dict[str, bytes]) -> Sources:
    hasher = hashlib.sha256()
    for name in sorted(files):
        hasher.update(f"{name}\0{len(files[name])}\0".encode())
        hasher.update(files[name])
    return Sources(files, hasher.hexdigest())


def _paths(folder: Path) -> list[Path]:
    # A link could lead out of the folder: only plain files are templates.
    return sorted(p for p in folder.rglob("*") if p.suffix in _READ and p.is_file() and not p.is_symlink())


def _state(folder: Path) -> list[tuple[str, int, int]]:
    return [(str(path), (stat := path.stat()).st_mtime_ns, stat.st_size) for path in _paths(folder)]


def _contents(folder: Folder) -> Mapping[str, bytes]:
    if isinstance(folder, Mapping):
        return {name: content for name, content in folder.items() if _inside(name) and Path(name).suffix in _READ}
    paths = [path for path in _paths(folder) if path.stat().st_size <= _LARGEST]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts

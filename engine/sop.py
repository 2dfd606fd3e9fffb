"""An SOP folder and its frozen form: the bundle of files whose digest pins a case to what it was started with."""

from __future__ import annotations

import base64
import hashlib
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from engine.decisions import Decision
from engine.errors import SopRefused, SopUnfinished
from engine.lint import UNREADABLE, Finding, Folder, Sources, obstacles, refusal
from engine.lint import examine as lint_folder
from engine.spiff import LATER, Model, built
from forms import Form

#: What belongs to a bundle, by the folder it lies in.
SUFFIXES = (".bpmn", ".dmn", ".form", ".typ", ".toml", ".svg")
SHARED = "bersama"


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """The files of one version of an SOP: path (`process.bpmn`, `bersama/ca_disposisi.bpmn`) -> content.

    `sources`: the Python files beside them, for the linter; reviewed code is no part of a version and is not stored.
    """

    files: Mapping[str, bytes]
    sources: Mapping[str, bytes] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the sorted paths and contents."""
        total = hashlib.sha256()
        for path in sorted(self.files):
            total.update(f"{path}\0{len(self.files[path])}\0".encode())
            total.update(self.files[path])
        return total.hexdigest()

    def pack(self) -> bytes:
        """Bytes for the database."""
        return zlib.compress(
            orjson.dumps({path: base64.b64encode(content).decode() for path, content in self.files.items()})
        )

    @classmethod
    def unpack(cls, packed: bytes) -> Bundle:
        """The bundle of packed bytes."""
        files = orjson.loads(zlib.decompress(packed))
        return cls(files={path: base64.b64decode(content) for path, content in files.items()})

    def named(self, suffix: str) -> dict[str, bytes]:
        """The files with a suffix; an SOP's own file hides a shared one of the same name."""
        found = {
            Path(path).name: content
            for path, content in sorted(self.files.items(), reverse=True)
            if path.endswith(suffix)
        }
        own = {
            path: content
            for path, content in self.files.items()
            if path.endswith(suffix) and not path.startswith(f"{SHARED}/")
        }
        return found | {Path(path).name: content for path, content in own.items()}


def read_bundle(folder: Path) -> Bundle:
    """Read an SOP's folder with the shared parts it names. Raises SopRefused."""
    if not (folder / "sop.toml").is_file():
        raise SopRefused(f"{folder.name}: sop.toml tidak ada.")
    files, sources = _read(folder, ""), _code(folder, "")
    shared = folder.parent / SHARED
    named = _toml(files["sop.toml"], folder.name).get("shared", [])
    wanted = named if isinstance(named, list) else []
    if shared.is_dir():
        common = _read(shared, f"{SHARED}/")
        files |= {
            path: content for path, content in common.items() if not path.endswith(".bpmn") or Path(path).stem in wanted
        }
        if missing := [name for name in wanted if f"{SHARED}/{name}.bpmn" not in files]:
            raise SopRefused(f"{folder.name}: bagian bersama tidak ada: {', '.join(map(str, missing))}.")
        sources |= _code(shared, f"{SHARED}/")
    return Bundle(files=files, sources=sources)


def _read(folder: Path, prefix: str) -> dict[str, bytes]:
    paths = sorted(
        path for path in folder.rglob("*") if path.suffix in SUFFIXES and "tests" not in path.relative_to(folder).parts
    )
    return {prefix + path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _code(folder: Path, prefix: str) -> dict[str, bytes]:
    """The reviewed code of a folder; robots play people in rehearsals and say nothing about the SOP."""
    paths = [path for path in sorted(folder.glob("*.py")) if path.name not in ("__init__.py", "robots.py")]
    return {prefix + path.name: path.read_bytes() for path in paths}


def _toml(content: bytes, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SopRefused(f"{name}/sop.toml tidak dapat dibaca: {error}") from error


@dataclass(kw_only=True)
class Definition:
    """An SOP's frozen version, ready to run: its model, forms, tables and lanes."""

    digest: str
    version: int
    bundle: Bundle
    settings: Mapping[str, Any]
    model: Model
    forms: Mapping[str, Form]
    decisions: Mapping[str, Decision]
    _budgets: dict[int, int] = field(default_factory=dict, repr=False)

    @property
    def sop(self) -> str:
        """The SOP's id: the name of its folder."""
        return str(self.settings["id"])

    @property
    def title(self) -> str:
        """The SOP's name on screen."""
        return str(self.settings["title"])

    @cached_property
    def letters(self) -> Mapping[str, bytes]:
        """The letter templates of this very version by relative name; the SOP's own hide shared ones."""
        folders = (f"{SHARED}/documents/", "documents/")
        return {
            path.removeprefix(folder): content
            for folder in folders
            for path, content in self.bundle.files.items()
            if path.startswith(folder)
        }

    @property
    def lanes(self) -> Mapping[str, str]:
        """Lane key -> position id."""
        lanes: Mapping[str, str] = self.settings["lanes"]
        return lanes

    @property
    def steps(self) -> int:
        """How many steps the written SOP has."""
        return int(self.settings.get("steps", 0))

    def position(self, performer: str) -> str:
        """The position of a lane key, or the position id itself (it holds a dot). Raises SopRefused for an unknown lane."""
        if performer in self.lanes:
            return self.lanes[performer]
        if "." in performer:
            return performer
        raise SopRefused(f"{self.sop}: lajur '{performer}' tidak dipetakan ke jabatan di sop.toml.")

    def workdays(self, step: int | None) -> int | None:
        """The standard time of a step in working days, from the table `waktu_baku`; None where the SOP names none."""
        if step is None or "waktu_baku" not in self.decisions:
            return None
        if step not in self._budgets:
            row = self.decisions["waktu_baku"].evaluate({"langkah": step})
            days = row.get("hari") if isinstance(row, dict) else None
            self._budgets[step] = -1 if days is None else int(days)
        return None if self._budgets[step] < 0 else self._budgets[step]


def define(bundle: Bundle, *, version: int = 0, stored: bool = False) -> Definition:
    """Check and load a bundle. Raises SopUnfinished (it may be kept as a design), SopRefused with every problem.

    `stored`: it was examined when it was deployed; only what the engine cannot load is refused, so that rules which came
    later never strand running cases.
    """
    folder = folder_of(bundle)
    lasting = [refusal(finding) for finding in folder.refusals if finding.code not in LATER]
    examined = _examined(folder, lasting if stored else obstacles(folder))
    model = folder.drawn if stored else folder.model
    name = examined.settings.get("id", "SOP")
    missing = [str(each) for each in examined.missing]
    if examined.wrong:
        raise SopRefused(f"{name} tidak dapat dipasang:", [*examined.wrong, *missing])
    if missing or model is None:
        raise SopUnfinished(f"{name} belum dapat dipasang:", missing, examined.missing)
    return Definition(
        digest=bundle.digest,
        version=version,
        bundle=bundle,
        settings=folder.settings,
        model=built(model),
        forms=folder.forms,
        decisions=folder.decisions,
    )


@dataclass(kw_only=True)
class Examined:
    """What a bundle holds: `wrong` keeps it from being kept at all, `missing` from running."""

    settings: Mapping[str, Any]
    wrong: list[str]
    missing: list[Finding]


def examine(bundle: Bundle) -> Examined:
    """Everything that is wrong with a bundle or missing in it. Raises SopRefused when its sop.toml cannot be read."""
    folder = folder_of(bundle)
    return _examined(folder, obstacles(folder))


def _examined(folder: Folder, found: list[Finding]) -> Examined:
    """Wrong is what nobody can read; a drawing that breaks rules may be kept, and mended later."""
    wrong = [each for each in found if each.rule in UNREADABLE]
    missing = [each for each in found if each not in wrong]
    return Examined(settings=folder.settings, wrong=[str(each) for each in wrong], missing=missing)


def survey(path: Path, *, now: datetime | None = None, holders: Mapping[str, int] | None = None) -> list[Finding]:
    """All lint findings about an SOP's folder, with the shared parts it names. Raises SopRefused when it cannot be read.

    `now`: with it, times in the past are told; `holders`: position -> how many people hold it, for `alur lint --office`.
    """
    return lint_folder(folder_of(read_bundle(path), now=now, holders=holders))


def folder_of(bundle: Bundle, *, now: datetime | None = None, holders: Mapping[str, int] | None = None) -> Folder:
    """A bundle as the linter sees it. Raises SopRefused when its settings cannot be read."""
    settings = bundle.files.get("sop.toml", b"")
    own = {Path(path).name for path in bundle.files if not path.startswith(f"{SHARED}/")}
    return Folder(
        settings=_toml(settings, "sop"),
        settings_text=settings.decode(),
        drawings=bundle.named(".bpmn"),
        form_files=bundle.named(".form"),
        table_files=bundle.named(".dmn"),
        templates=frozenset(name.removesuffix(".typ") for name in bundle.named(".typ")),
        own=frozenset(own),
        sources=Sources(files=bundle.sources) if bundle.sources is not None else None,
        now=now,
        holders=holders,
    )

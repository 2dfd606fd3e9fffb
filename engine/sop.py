"""An SOP folder and its frozen form: the bundle of files whose digest pins a case to what it was started with."""

from __future__ import annotations

import base64
import hashlib
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from engine.decisions import Decision, DecisionRefused, parse_decisions
from engine.errors import SopRefused
from engine.lint import Finding as LintFinding
from engine.lint import lint, structure
from engine.spiff import Model, ModelRefused, load_model, unknown_variables
from engine.spiff.reading import constant
from forms import Form, FormRefused
from forms import load as load_form

#: What belongs to a bundle, by the folder it lies in.
SUFFIXES = (".bpmn", ".dmn", ".form", ".typ", ".toml", ".svg")
SHARED = "bersama"


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """The files of one version of an SOP: path (`process.bpmn`, `bersama/ca_disposisi.bpmn`) -> content."""

    files: Mapping[str, bytes]

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
    files = _read(folder, "")
    shared = folder.parent / SHARED
    wanted = _toml(files["sop.toml"], folder.name).get("shared", [])
    if shared.is_dir():
        common = _read(shared, f"{SHARED}/")
        files |= {
            path: content for path, content in common.items() if not path.endswith(".bpmn") or Path(path).stem in wanted
        }
        if missing := [name for name in wanted if f"{SHARED}/{name}.bpmn" not in files]:
            raise SopRefused(f"{folder.name}: bagian bersama tidak ada: {', '.join(missing)}.")
    return Bundle(files=files)


def _read(folder: Path, prefix: str) -> dict[str, bytes]:
    paths = sorted(
        path for path in folder.rglob("*") if path.suffix in SUFFIXES and "tests" not in path.relative_to(folder).parts
    )
    return {prefix + path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


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


def define(bundle: Bundle, *, version: int = 0) -> Definition:
    """Check and load a bundle. Raises SopRefused with every problem found."""
    settings = _toml(bundle.files["sop.toml"], "sop")
    problems: list[str] = [
        f"sop.toml: '{key}' tidak ada"
        for key in ("id", "process", "title", "prefix", "lanes", "start")
        if key not in settings
    ]
    decisions, forms = _decisions(bundle, problems), _forms(bundle, problems)
    model: Model | None = None
    try:
        model = load_model(bundle.named(".bpmn"), process=settings.get("process", ""), decisions=decisions)
    except ModelRefused as error:
        problems += [str(finding) for finding in error.findings]
    problems += [
        str(finding)
        for name, content in bundle.named(".bpmn").items()
        for finding in structure(content, name)
        if finding.severity == "error"
    ]
    if model is not None and not problems:
        problems += _crossings(model, forms, settings)
    if problems or model is None:
        raise SopRefused(f"{settings.get('id', 'SOP')} tidak dapat dipasang:", problems)
    return Definition(
        digest=bundle.digest,
        version=version,
        bundle=bundle,
        settings=settings,
        model=model,
        forms=forms,
        decisions=decisions,
    )


def survey(folder: Path) -> list[LintFinding]:
    """All lint findings about an SOP's folder, with the shared parts it names. Raises SopRefused when it cannot be read."""
    bundle = read_bundle(folder)
    return lint(bundle.named(".bpmn"), decisions=_decisions(bundle, []))


def _decisions(bundle: Bundle, problems: list[str]) -> dict[str, Decision]:
    found: dict[str, Decision] = {}
    for name, content in bundle.named(".dmn").items():
        try:
            found |= parse_decisions(content)
        except DecisionRefused as error:
            problems.append(f"{name}: {error}")
    return found


def _forms(bundle: Bundle, problems: list[str]) -> dict[str, Form]:
    found: dict[str, Form] = {}
    for name, content in bundle.named(".form").items():
        key = name.removesuffix(".form")
        try:
            found[key] = load_form(content, name=key)
        except FormRefused as error:
            problems.append(f"{name}: {error}")
    return found


def _crossings(model: Model, forms: Mapping[str, Form], settings: Mapping[str, Any]) -> list[str]:
    """What model, forms and sop.toml must agree on."""
    problems = [str(finding) for finding in unknown_variables(model, [model.start.result])]
    for element in model.elements.values():
        if element.scope == model.process and (
            element.instantiates or (element.kind == "startEvent" and element.event)
        ):
            problems.append(f"{element.id} (baris {element.line}): perkara belum dapat dimulai oleh pesan atau sinyal")
    for element in model.elements.values():
        form = element.attributes.get("form")
        where = f"{element.id} (baris {element.line})"
        placed = {"performer", "participant"} & set(element.attributes)
        if form and form not in forms:
            problems.append(f"{where}: formulir '{form}' tidak ada")
        if element.kind in ("userTask", "manualTask"):
            if not form:
                problems.append(f"{where}: tugas ini belum mempunyai formulir (alur:form)")
            if not (element.lane or placed):
                problems.append(f"{where}: tidak ada lajur atau pelaksana")
        performer = constant(element.expressions.get("performer"))
        if isinstance(performer, str) and "." not in performer and performer not in settings["lanes"]:
            problems.append(f"{where}: pelaksana '{performer}' tidak dipetakan ke jabatan di sop.toml")
        if (
            element.lane
            and not placed
            and element.lane not in settings["lanes"]
            and form
            and element.kind != "startEvent"
        ):
            problems.append(f"{where}: lajur '{element.lane}' tidak dipetakan ke jabatan")
    return problems

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

from engine.crossings import crossings, unset
from engine.decisions import Decision, DecisionRefused, parse_decisions
from engine.errors import SopRefused, SopUnfinished
from engine.lint import Finding as LintFinding
from engine.lint import lint, structure
from engine.lint.linting import refusal
from engine.spiff import Model, built, processes_of, sketch
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


def define(bundle: Bundle, *, version: int = 0, stored: bool = False) -> Definition:
    """Check and load a bundle. Raises SopUnfinished (only gaps: it may be kept as a design), SopRefused with every problem.

    `stored`: it was checked when it was deployed; only what the engine cannot load is refused, so that rules which came
    later never strand running cases.
    """
    examined = examine(bundle)
    name = examined.settings.get("id", "SOP")
    if examined.wrong:
        raise SopRefused(f"{name} tidak dapat dipasang:", examined.wrong)
    if examined.missing and not (stored and examined.loads):
        raise SopUnfinished(f"{name} belum dapat dipasang:", [str(each) for each in examined.missing], examined.missing)
    return Definition(
        digest=bundle.digest,
        version=version,
        bundle=bundle,
        settings=examined.settings,
        model=built(examined.model),
        forms=examined.forms,
        decisions=examined.decisions,
    )


@dataclass(kw_only=True)
class Examined:
    """What a bundle holds: `wrong` keeps it from being kept at all, `missing` from running; `loads`: the engine could run it."""

    settings: Mapping[str, Any]
    model: Model
    decisions: Mapping[str, Decision]
    forms: Mapping[str, Form]
    wrong: list[str]
    missing: list[LintFinding]
    loads: bool


def examine(bundle: Bundle) -> Examined:
    """Everything that is wrong with a bundle or missing in it. Raises SopRefused when its sop.toml cannot be read."""
    settings = _toml(bundle.files["sop.toml"], "sop") if "sop.toml" in bundle.files else {}
    wrong: list[str] = []
    decisions, forms = _decisions(bundle, wrong), _forms(bundle, wrong)
    drawings = bundle.named(".bpmn")
    process = settings.get("process") or next(iter(processes_of(drawings)), "")
    model, findings = sketch(drawings, process=process, decisions=decisions)
    structural = _structural(drawings)
    blamed = {(finding.file, finding.element) for finding in structural}
    refused = [each for each in map(refusal, findings) if (each.file, each.element) not in blamed]
    wrong += [str(finding) for finding in refused if finding.severity == "error"]
    missing = [*_unset(settings), *(each for each in refused if each.severity == "gap"), *structural]
    missing += crossings(model, forms, settings, runs=not findings)
    return Examined(
        loads=not findings,
        settings=settings,
        model=model,
        decisions=decisions,
        forms=forms,
        wrong=wrong,
        missing=missing,
    )


def _unset(settings: Mapping[str, Any]) -> list[LintFinding]:
    absent = [key for key in ("id", "process", "title", "prefix", "lanes", "start") if key not in settings]
    return [unset(absent)] if absent else []


def _structural(drawings: Mapping[str, bytes]) -> list[LintFinding]:
    """What the rules of BPMN say is wrong: no case may depend on it, but the drawing may be kept."""
    return [
        finding
        for name, content in drawings.items()
        for finding in structure(content, name)
        if finding.severity == "error"
    ]


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

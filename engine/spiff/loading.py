"""Load a bundle: read, check, build. A model is correct or refused; never silently wrong."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from typing import Any

from engine import canonical
from engine.spiff.builder import build
from engine.spiff.checks import check
from engine.spiff.findings import Finding, ModelRefused
from engine.spiff.model import Model
from engine.spiff.names import tag
from engine.spiff.reader import read_files
from engine.xml import XmlRefused, parse_xml
from expressions import BASE, Functions

# SpiffWorkflow puts all case data into its log records unless these have a level of their own.
for _name in ("spiff", "spiff.task", "spiff.workflow", "spiff.data", "spiff.event"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def load_model(
    files: Mapping[str, bytes],
    *,
    process: str,
    decisions: Mapping[str, Any] | None = None,
    functions: Functions = BASE,
) -> Model:
    """The executable model of a bundle's .bpmn files (name -> bytes); `decisions`: id -> Decision; `functions`: what its
    expressions may call.

    Raises ModelRefused with every finding: element id, line, reason and remedy.
    """
    model, findings = sketch(files, process=process, decisions=decisions, functions=functions)
    if findings:
        raise ModelRefused(findings)
    return built(model)


def built(model: Model) -> Model:
    """The same model, ready to run: a sketch in which nothing was found."""
    model.specs = build(model.elements, model.flows, model.decisions)
    return model


def sketch(
    files: Mapping[str, bytes],
    *,
    process: str,
    decisions: Mapping[str, Any] | None = None,
    functions: Functions = BASE,
) -> tuple[Model, list[Finding]]:
    """What could be read of a bundle, and all that keeps it from running: a model to look at, never to run."""
    reading = read_files(files, process, functions)
    findings = check(reading, decisions or {}, process)
    model = Model(
        process=process,
        digest=digest_of(files, process),
        elements=reading.elements,
        flows=reading.flows,
        decisions=decisions or {},
        specs={},
    )
    return model, findings


def inspect(
    files: Mapping[str, bytes], *, decisions: Mapping[str, Any] | None = None, functions: Functions = BASE
) -> list[Finding]:
    """Everything that keeps any process of these .bpmn files from running, each finding once; empty: all can run."""
    processes = processes_of(files)
    found: dict[Finding, None] = {}
    for process in processes or [""]:
        found |= dict.fromkeys(check(read_files(files, process, functions), decisions or {}, process))
    return [finding for finding in found if processes or finding.code != "process-missing"]


def processes_of(files: Mapping[str, bytes]) -> list[str]:
    """The ids of all processes in these files, in order; of files that cannot be read, none."""
    roots = [_root(content) for name, content in sorted(files.items()) if name.endswith(".bpmn")]
    return [node.get("id") or "" for root in roots if root is not None for node in root.findall(tag("process"))]


def _root(content: bytes) -> Any:
    try:
        return parse_xml(content)
    except XmlRefused:
        return None


def digest_of(files: Mapping[str, bytes], process: str) -> str:
    """SHA-256 (hex) of the names and contents of the .bpmn files and the process id."""
    contents = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name.endswith(".bpmn")}
    return canonical.digest({"process": process, "files": contents})

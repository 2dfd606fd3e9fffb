"""Load a bundle: read, check, build. A model is correct or refused; never silently wrong."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from typing import Any

from engine import canonical
from engine.spiff.builder import build
from engine.spiff.checks import check
from engine.spiff.findings import ModelRefused
from engine.spiff.model import Model
from engine.spiff.reader import read_files
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
    decisions = decisions or {}
    reading = read_files(files, process, functions)
    if findings := check(reading, decisions, process):
        raise ModelRefused(findings)
    return Model(
        process=process,
        digest=digest_of(files, process),
        elements=reading.elements,
        flows=reading.flows,
        decisions=decisions,
        specs=build(reading.elements, reading.flows, decisions),
    )


def digest_of(files: Mapping[str, bytes], process: str) -> str:
    """SHA-256 (hex) of the names and contents of the .bpmn files and the process id."""
    contents = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name.endswith(".bpmn")}
    return canonical.digest({"process": process, "files": contents})

"""Reading form-js JSON into a Form, with every problem found at deploy."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from expressions import BASE, Functions
from forms import crosschecks
from forms.components import Reading, read_component
from forms.errors import FormRefused, Problem
from forms.fields import Field, Form, opened
from forms.plan import compile_level

MAX_BYTES = 1_000_000
MAX_COMPONENTS = 500
OLDEST, NEWEST = 4, 20


def load(content: bytes, *, name: str, known: Collection[str] | None = None, functions: Functions = BASE) -> Form:
    """Read and check a form (form-js JSON, schemaVersion up to 20).

    `known`: names that the context can have; with them, expressions that read others are refused.
    Raises FormRefused with all problems.
    """
    document = _document(content, name)
    reading = Reading()
    components = tuple(
        field for raw in document.get("components", []) if (field := read_component(raw, (), reading, 0)) is not None
    )
    problems = reading.problems
    if sum(1 for _ in _all(components)) > MAX_COMPONENTS:
        problems.append(
            Problem(name, f"Formulir memuat lebih dari {MAX_COMPONENTS} komponen.", "Bagi menjadi beberapa tugas.")
        )
    problems += crosschecks.keys(components)
    problems += crosschecks.names(components, known, functions)
    if problems:
        raise FormRefused(name, problems)
    fields = opened(components)
    level, circular = compile_level(components)
    if circular:
        raise FormRefused(name, circular)
    return Form(name=name, components=components, fields=fields, level=level)


def _all(components: tuple[Field, ...]) -> Iterator[Field]:
    for component in components:
        yield component
        yield from _all(component.children)


def _document(content: bytes, name: str) -> Mapping[str, Any]:
    if len(content) > MAX_BYTES:
        raise FormRefused(name, [Problem(name, "Berkas formulir lebih dari 1 MB.", "Bagi menjadi beberapa formulir.")])
    try:
        document = json.loads(content, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        problem = Problem(name, f"Bukan JSON yang dapat dibaca: {error}.", "Simpan ulang dari editor formulir.")
        raise FormRefused(name, [problem]) from error
    problems = list(_frame(document, name))
    if problems:
        raise FormRefused(name, problems)
    found: Mapping[str, Any] = document
    return found


def _frame(document: Any, name: str) -> Iterator[Problem]:
    if not isinstance(document, dict):
        yield Problem(name, "Isi berkas bukan formulir form-js.", "Simpan ulang dari editor formulir.")
        return
    if document.get("type", "default") != "default":
        yield Problem(name, f"Jenis formulir {document['type']!r} tidak dikenal.", 'Tulis "type": "default".')
    version = document.get("schemaVersion", OLDEST)
    if not isinstance(version, int) or not OLDEST <= version <= NEWEST:
        yield Problem(
            name,
            f"schemaVersion {version!r} tidak dikenal.",
            f"Pakai form-js dengan schemaVersion {OLDEST} sampai {NEWEST}.",
        )
    if not isinstance(document.get("components", []), list):
        yield Problem(name, "'components' bukan daftar.", "Simpan ulang dari editor formulir.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"ada kunci JSON yang ditulis dua kali di antara {', '.join(key for key, _ in pairs)}")
    return found


def _refuse_constant(text: str) -> Any:
    raise ValueError(f"{text} bukan angka")

"""Each key of `sop.toml` holds what docs/architecture.md says: a text, a whole number, a list of texts, or a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder

RULE = "setting-kind"
SEVERITY = "error"


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _table(inner: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, Mapping) and all(map(inner, value.values()))


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return type(value) is int and value >= 0


#: Key -> whether a value is right, and how to say what it should be.
KINDS: Mapping[str, tuple[Callable[[Any], bool], Text]] = {
    **dict.fromkeys(
        ("id", "process", "title", "case_name", "prefix", "number", "unit", "title_expression", "retention"),
        (_text, Text("teks", "a text")),
    ),
    "steps": (_number, Text("bilangan bulat", "a whole number")),
    **dict.fromkeys(("start", "cancel", "shared", "legal_basis"), (_texts, Text("daftar teks", "a list of texts"))),
    **dict.fromkeys(("lanes", "steps_titles"), (_table(_text), Text("tabel teks", "a table of texts"))),
    **dict.fromkeys(
        ("steps_requirements", "steps_outputs"),
        (_table(_texts), Text("tabel daftar teks", "a table of lists of texts")),
    ),
}


def check(folder: Folder) -> Iterator[Finding]:
    """Values of another kind: the portal would stumble over them."""
    for key, (right, kind) in KINDS.items():
        if key in folder.settings and not right(folder.settings[key]):
            table = "" if folder.setting_line(key) is not None else key
            yield folder.setting(
                RULE,
                "" if table else key,
                Text(f"'{key}' seharusnya {kind.id}.", f"'{key}' should be {kind.en}."),
                Text("Perbaiki nilainya.", "Mend its value."),
                table=table,
            )

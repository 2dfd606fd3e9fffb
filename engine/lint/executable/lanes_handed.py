"""Lanes that an SOP hands to shared parts, as data, are lanes of `sop.toml` or positions (docs/architecture.md, Shared call activities)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.answers import roots
from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from expressions import nodes

RULE = "lanes-handed"
SEVERITY = "gap"
#: Where the shared parts look for a lane: whoever drafts, initials, numbers, signs, hands on, checks, registers.
KEYS = frozenset(
    {"konseptor", "pemaraf", "penomor", "penandatangan", "kembali_lewat", "rantai", "pemeriksa", "pencatat"}
)


def check(folder: Folder) -> Iterator[Finding]:
    """Fixed lane keys in functions, tables and expressions that `sop.toml` does not map."""
    for file, line, key in folder.sources.handed(KEYS) if folder.sources is not None else ():
        if _strange(folder, key):
            yield _told(file, line, key, key)
    for file, decision in folder.tables.values():
        for place, output in enumerate(decision.outputs):
            cells = ((rule.line, rule.values[place]) for rule in decision.rules if output.name in KEYS)
            for line, cell in cells:
                for key in _texts(cell.tree) if cell is not None else ():
                    if _strange(folder, key):
                        yield _told(file, line, decision.id, key)
    yield from _drawn(folder)


def _drawn(folder: Folder) -> Iterator[Finding]:
    for element in folder.elements:
        handed = [source.tree for target, source in element.inputs if target in KEYS]
        texts = (source.tree for _, source in element.inputs)
        scripts = roots(element.script) if element.script is not None else ()
        handed += [value for tree in (*texts, *scripts) for value in _below(tree)]
        for key in dict.fromkeys(key for tree in handed for key in _texts(tree)):
            if _strange(folder, key):
                message, remedy = _words(key)
                yield about(RULE, element, message, remedy, severity="gap")


def _below(tree: nodes.Node) -> Iterator[nodes.Node]:
    """What stands below one of the keys in the dicts of a tree."""
    for node, _ in nodes.walk(tree):
        for key, value in node.entries if isinstance(node, nodes.DictOf) else ():
            if isinstance(key, nodes.Literal) and key.value in KEYS:
                yield value


def _texts(tree: nodes.Node) -> Iterator[str]:
    items = tree.items if isinstance(tree, nodes.ListOf) else (tree,)
    yield from (item.value for item in items if isinstance(item, nodes.Literal) and isinstance(item.value, str))


def _strange(folder: Folder, key: str) -> bool:
    return bool(key) and "." not in key and key not in folder.lanes


def _words(key: str) -> tuple[Text, Text]:
    message = Text(
        f"'{key}' bukan lajur dalam sop.toml, dan bukan jabatan.", f"'{key}' is no lane of sop.toml, and no position."
    )
    return message, Text("Petakan di [lanes], atau perbaiki namanya.", "Map it in [lanes], or mend the name.")


def _told(file: str, line: int | None, element: str, key: str) -> Finding:
    message, remedy = _words(key)
    return Finding(severity="gap", rule=RULE, element=element, line=line, file=file, message=message, remedy=remedy)

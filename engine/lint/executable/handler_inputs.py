"""What a function reads of its input (`job.input["key"]`) is handed to it by `alur:input`."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from expressions import nodes

RULE = "handler-inputs"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Keys that a function reads without asking first (`.get`), and that its task does not hand over: it would fail there."""
    if folder.sources is None:
        return
    for element in folder.elements:
        given, service = element.expressions.get("input"), element.attributes.get("service", "")
        if given is None or service not in folder.sources.handlers or not isinstance(given.tree, nodes.DictOf):
            continue
        keys = [key.value if isinstance(key, nodes.Literal) else None for key, _ in given.tree.entries]
        if None in keys:
            continue  # a merge or a computed key: what is handed over is not known here
        told: set[str] = set()
        for file, line, key in folder.sources.reads(service):
            if key not in keys and key not in told:
                told.add(key)
                there = [str(each) for each in keys]
                near = difflib.get_close_matches(key, there, n=1, cutoff=0.5)
                guess = (f"Mungkin '{near[0]}'? ", f"Perhaps '{near[0]}'? ") if near else ("", "")
                yield about(
                    RULE, element,
                    Text(
                        f"Fungsi '{service}' membaca job.input[\"{key}\"] ({file} baris {line}), yang tidak ada dalam alur:input.",
                        f"The function '{service}' reads job.input[\"{key}\"] ({file} line {line}), which alur:input does not hold.",
                    ),
                    Text(f"{guess[0]}Yang ada: {', '.join(there)}.", f"{guess[1]}There are: {', '.join(there)}."),
                )  # fmt: skip

"""What the source of an SOP's functions says, read as a syntax tree: names, errors, texts. The code itself never runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Function:
    """One top-level function: where it stands, whether `@handler` marks it, what it calls and which codes it raises."""

    name: str
    file: str
    line: int
    handler: bool
    calls: frozenset[str]
    raises: frozenset[str]


@dataclass(kw_only=True)
class Sources:
    """The Python files of an SOP (`handlers.py` and what lies beside it) and of the shared parts (`bersama/...`)."""

    files: Mapping[str, bytes]
    problems: list[tuple[str, int | None, str]] = field(default_factory=list)

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """The files that can be read; those that cannot are in `problems` afterwards."""
        found = {}
        for name, content in sorted(self.files.items()):
            try:
                found[name] = ast.parse(content)
            except (SyntaxError, ValueError, RecursionError) as error:
                self.problems.append((name, getattr(error, "lineno", None), str(error)))
        return found

    @cached_property
    def functions(self) -> dict[str, Function]:
        """Every top-level function by name; an SOP's own hides a shared one."""
        found: dict[str, Function] = {}
        for name in sorted(self.trees, key=lambda each: not each.startswith("bersama/")):
            for node in self.trees[name].body:
                if isinstance(node, ast.FunctionDef):
                    found[node.name] = _function(node, name)
        return found

    @cached_property
    def handlers(self) -> dict[str, Function]:
        """The functions that a diagram can call: marked ones in a `handlers.py`."""
        return {
            name: each
            for name, each in self.functions.items()
            if each.handler and each.file.rpartition("/")[2] == "handlers.py"
        }

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every text that stands in the code: lane keys, decisions and steps are named this way."""
        return frozenset(
            node.value
            for tree in self.trees.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )

    @cached_property
    def steps(self) -> frozenset[int]:
        """The SOP steps that the code hands to shared parts: whole numbers below a key `langkah`."""
        return frozenset(
            part.value
            for tree in self.trees.values()
            for value in _under_steps(tree)
            for part in ast.walk(value)
            if isinstance(part, ast.Constant) and type(part.value) is int
        )

    def raised_by(self, name: str) -> frozenset[str]:
        """The literal codes of `BpmnError` that a function may raise, what it calls included."""
        seen, pending = set[str](), [name]
        codes: set[str] = set()
        while pending:
            function = self.functions.get(pending.pop())
            if function is not None and function.name not in seen:
                seen.add(function.name)
                codes |= function.raises
                pending += function.calls
        return frozenset(codes)


def _under_steps(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "langkah":
                    yield value
        elif isinstance(node, ast.keyword) and node.arg == "langkah":
            yield node.value


def _function(node: ast.FunctionDef, file: str) -> Function:
    marked = any(_named(mark) == "handler" for mark in node.decorator_list)
    called = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    raised = [each.args[0] for each in called if _named(each.func) == "BpmnError" and each.args]
    return Function(
        name=node.name,
        file=file,
        line=node.lineno,
        handler=marked,
        calls=frozenset(filter(None, (_named(each.func) for each in called))),
        raises=frozenset(
            each.value for each in raised if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ),
    )


def _named(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

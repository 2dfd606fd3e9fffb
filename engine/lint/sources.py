"""What the source of an SOP's functions says, read as a syntax tree: names, errors, texts. The code itself never runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Function:
    """One top-level function: where it stands, whether `@handler` marks it, what it calls, which codes it raises, which decision
    tables it asks (and with which keys), letters it prints and keys of its input it reads (with the line), and the keys that it
    gives."""

    name: str
    file: str
    line: int
    handler: bool
    calls: frozenset[str]
    raises: frozenset[str]
    asks: frozenset[tuple[str, int]]
    hands: frozenset[tuple[str, int, frozenset[str]]]
    prints: frozenset[tuple[str, int]]
    reads: frozenset[tuple[str, int]]
    gives: frozenset[str] | None


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

    def behind(self, name: str) -> list[Function]:
        """A function and all that it calls, over however many others."""
        found: dict[str, Function] = {}
        pending = [name]
        while pending:
            function = self.functions.get(pending.pop())
            if function is not None and function.name not in found:
                found[function.name] = function
                pending += function.calls
        return list(found.values())

    def raised_by(self, name: str) -> frozenset[str]:
        """The literal codes of `BpmnError` that a function may raise, what it calls included."""
        return frozenset().union(*(function.raises for function in self.behind(name)))

    def gives(self, name: str) -> frozenset[str] | None:
        """The keys of what a function returns, None where they are not written one by one in each `return`."""
        function = self.functions.get(name)
        return function.gives if function is not None else None

    def reads(self, name: str) -> Iterator[tuple[str, int, str]]:
        """File, line and key of every `job.input["key"]` of a function, what it hands its job to included."""
        for function in self.behind(name):
            yield from ((function.file, line, key) for key, line in sorted(function.reads))

    def handed(self, keys: frozenset[str]) -> Iterator[tuple[str, int, str]]:
        """File, line and value of every fixed text (or list of them) that stands below one of these keys of a dict."""
        for file, tree in self.trees.items():
            for node in ast.walk(tree):
                for key, value in zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ():
                    if isinstance(key, ast.Constant) and key.value in keys:
                        parts = value.elts if isinstance(value, ast.List) else [value]
                        yield from ((file, part.lineno, text) for part in parts if (text := _text(part)))


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _under_steps(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "langkah":
                    yield value
        elif isinstance(node, ast.keyword) and node.arg == "langkah":
            yield node.value


def _function(node: ast.FunctionDef, file: str) -> Function:
    called = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    asked = [(_text(each.args[0]), each.lineno) for each in called if _named(each.func) == "decide" and each.args]
    printed = [(_text(each.args[0]), each.lineno) for each in called if _named(each.func) == "render" and each.args]
    raised = [_text(each.args[0]) for each in called if _named(each.func) == "BpmnError" and each.args]
    return Function(
        name=node.name,
        file=file,
        line=node.lineno,
        handler=any(_named(mark) == "handler" for mark in node.decorator_list),
        calls=frozenset(filter(None, (_named(each.func) for each in called))),
        raises=frozenset(filter(None, raised)),
        asks=frozenset((name, line) for name, line in asked if name),
        hands=frozenset(_handed_to_tables(called)),
        prints=frozenset((name, line) for name, line in printed if name),
        reads=frozenset(_input_keys(node)),
        gives=_returned(node),
    )


def _handed_to_tables(called: list[ast.Call]) -> Iterator[tuple[str, int, frozenset[str]]]:
    """Table, line and keys of every `job.decide("table", {...})` whose keys are written one by one."""
    for each in called:
        scope = each.args[1] if _named(each.func) == "decide" and len(each.args) == 2 else None
        if isinstance(scope, ast.Dict) and all(key and _text(key) for key in scope.keys):
            yield _text(each.args[0]), each.lineno, frozenset(_text(key) for key in scope.keys if key is not None)


def _input_keys(node: ast.FunctionDef) -> Iterator[tuple[str, int]]:
    """The keys of every `job.input["key"]`, but for those that the function asks about first (`"key" in job.input`)."""
    asked = {_text(each.left) for each in ast.walk(node) if isinstance(each, ast.Compare) and _within_input(each)}
    for each in ast.walk(node):
        if not isinstance(each, ast.Subscript) or not isinstance(each.value, ast.Attribute):
            continue
        if each.value.attr == "input" and (key := _text(each.slice)) and key not in asked:
            yield key, each.lineno


def _within_input(node: ast.Compare) -> bool:
    return all(isinstance(op, (ast.In, ast.NotIn)) for op in node.ops) and _named(node.comparators[0]) == "input"


def _returned(node: ast.FunctionDef) -> frozenset[str] | None:
    """The keys of the dicts that a function returns, None when it returns anything else somewhere."""
    keys: set[str] = set()
    found = False
    for each in _own(node):
        if isinstance(each, ast.Return):
            found = True
            if not isinstance(each.value, ast.Dict) or not all(key and _text(key) for key in each.value.keys):
                return None
            keys.update(_text(key) for key in each.value.keys if key is not None)
    return frozenset(keys) if found else None


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Everything in a function but what stands in functions within it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.Lambda)):
            yield child
            yield from _own(child)


def _named(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

"""From tree to closures: each node becomes a Python function of (scope, run); no Python source is generated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from expressions import nodes, operators
from expressions.budget import Budget
from expressions.errors import EvaluationFailed
from expressions.functions import Functions
from expressions.library.dates import present_moment
from expressions.library.texts import as_text
from expressions.reading import MissingValue, item_of, items_of, named, text_key

Scope = Mapping[str, Any]


class Run:
    """One evaluation: what may be called, what may still be spent, and the variables of comprehensions."""

    __slots__ = ("budget", "functions", "local")

    def __init__(self, functions: Functions, budget: Budget) -> None:
        self.functions = functions
        self.budget = budget
        self.local: dict[str, Any] = {}


Code = Callable[[Scope, Run], Any]

#: The name that always exists where there is a clock; no variable can hide it.
NOW = "sekarang"


def compile_node(node: nodes.Node, bound: frozenset[str] = frozenset()) -> Code:
    """The closure of a node; `bound` are the names of surrounding comprehensions."""
    return _COMPILERS[type(node)](node, bound)


def compile_optional(node: nodes.Node | None, bound: frozenset[str]) -> Code | None:
    """The closure of a node that may be absent."""
    return None if node is None else compile_node(node, bound)


def weight(node: nodes.Node) -> int:
    """Number of nodes: what one round of a comprehension costs in steps."""
    return sum(1 for _ in nodes.walk(node))


def _literal(node: nodes.Literal, bound: frozenset[str]) -> Code:
    value = node.value
    return lambda scope, run: value


def _name(node: nodes.Name, bound: frozenset[str]) -> Code:
    name = node.id
    if name in bound:
        return lambda scope, run: run.local[name]
    if name == NOW:
        return lambda scope, run: present_moment(run.functions)

    def read(scope: Scope, run: Run) -> Any:
        try:
            return scope[name]
        except KeyError:
            raise MissingValue(f"Variabel '{name}' tidak ada di sini.") from None

    return read


def _list(node: nodes.ListOf, bound: frozenset[str]) -> Code:
    items = [compile_node(item, bound) for item in node.items]

    def make(scope: Scope, run: Run) -> Any:
        run.budget.items(len(items))
        return [item(scope, run) for item in items]

    return make


def _dict(node: nodes.DictOf, bound: frozenset[str]) -> Code:
    entries = [(compile_optional(key, bound), compile_node(value, bound)) for key, value in node.entries]

    def make(scope: Scope, run: Run) -> Any:
        result: dict[str, Any] = {}
        run.budget.items(len(entries), each=4)
        for key, value in entries:
            if key is not None:
                result[text_key(key(scope, run))] = value(scope, run)
                continue
            merged = value(scope, run)
            if not isinstance(merged, Mapping):
                raise EvaluationFailed(f"'**' memerlukan kamus, bukan {operators.kind(merged)}.")
            run.budget.items(len(merged), each=4)
            result.update(merged)
        return result

    return make


def _joined(node: nodes.Joined, bound: frozenset[str]) -> Code:
    parts = [compile_node(part, bound) for part in node.parts]

    def make(scope: Scope, run: Run) -> Any:
        texts = [as_text(part(scope, run)) for part in parts]
        run.budget.text(sum(map(len, texts)))
        return "".join(texts)

    return make


def _attribute(node: nodes.Attribute, bound: frozenset[str]) -> Code:
    value, key, of = compile_node(node.value, bound), node.key, named(node.value)

    def read(scope: Scope, run: Run) -> Any:
        holder = value(scope, run)
        try:
            if type(holder) is dict or isinstance(holder, Mapping):
                return holder[key]
        except KeyError:
            raise MissingValue(f"Kunci '{key}' tidak ada pada {of}.") from None
        if holder is None:
            raise MissingValue(f"{of} masih kosong, jadi '{key}' tidak ada.")
        hint = f"; tulis [x.{key} for x in {of}]" if isinstance(holder, list) else ""
        raise EvaluationFailed(f"{of} adalah {operators.kind(holder)}, tidak punya '{key}'{hint}.")

    return read


def _subscript(node: nodes.Subscript, bound: frozenset[str]) -> Code:
    value, index, of = compile_node(node.value, bound), compile_node(node.index, bound), named(node.value)

    def read(scope: Scope, run: Run) -> Any:
        return item_of(value(scope, run), index(scope, run), of)

    return read


def _slice(node: nodes.Slice, bound: frozenset[str]) -> Code:
    value = compile_node(node.value, bound)
    low, high = (compile_optional(end, bound) for end in (node.low, node.high))

    def cut(scope: Scope, run: Run) -> Any:
        holder = value(scope, run)
        ends = [end(scope, run) if end else None for end in (low, high)]
        if not isinstance(holder, (list, str)) or any(type(end) not in (int, type(None)) for end in ends):
            raise EvaluationFailed("Potongan [a:b] memerlukan daftar atau teks, dan bilangan bulat.")
        (run.budget.text if isinstance(holder, str) else run.budget.items)(len(holder))
        return holder[ends[0] : ends[1]]

    return cut


def _unary(node: nodes.Unary, bound: frozenset[str]) -> Code:
    operand = compile_node(node.operand, bound)
    if node.operator == "not":
        return lambda scope, run: not operators.truth(operand(scope, run))
    if node.operator == "-":
        return lambda scope, run: operators.negate(operand(scope, run))
    return lambda scope, run: operators.negate(operators.negate(operand(scope, run)))


def _binary(node: nodes.Binary, bound: frozenset[str]) -> Code:
    left, right = compile_node(node.left, bound), compile_node(node.right, bound)
    operate = operators.STRICT.get(f"{node.strict} {node.operator}") or operators.ARITHMETIC[node.operator]
    return lambda scope, run: operate(left(scope, run), right(scope, run), run.budget)


_COMPARE: dict[str, Callable[[Any, Any, Budget], bool]] = {
    "==": operators.equal,
    "!=": lambda left, right, budget: not operators.equal(left, right, budget),
    "<": lambda left, right, budget: operators.order(left, right, "<") < 0,
    "<=": lambda left, right, budget: operators.order(left, right, "<=") <= 0,
    ">": lambda left, right, budget: operators.order(left, right, ">") > 0,
    ">=": lambda left, right, budget: operators.order(left, right, ">=") >= 0,
    "in": operators.contains,
    "not in": lambda left, right, budget: not operators.contains(left, right, budget),
}


_COMPARE_KINDS: dict[str, Callable[[Any, Any, Budget], bool]] = {
    **_COMPARE,
    "==": operators.equal_kinds,
    "!=": lambda left, right, budget: not operators.equal_kinds(left, right, budget),
}


def _compare(node: nodes.Compare, bound: frozenset[str]) -> Code:
    first = compile_node(node.first, bound)
    tests = _COMPARE_KINDS if node.strict else _COMPARE
    rest = [(tests[operator], compile_node(operand, bound)) for operator, operand in node.rest]
    if len(rest) == 1:
        test, other = rest[0]
        return lambda scope, run: test(first(scope, run), other(scope, run), run.budget)

    def chain(scope: Scope, run: Run) -> bool:
        left = first(scope, run)
        for compare, operand in rest:
            right = operand(scope, run)
            if not compare(left, right, run.budget):
                return False
            left = right
        return True

    return chain


def _logic(node: nodes.Logic, bound: frozenset[str]) -> Code:
    items = [compile_node(item, bound) for item in node.items]
    truth = operators.truth
    if node.operator == "and":

        def every(scope: Scope, run: Run) -> bool:
            for item in items:  # noqa: SIM110 - a loop is twice as fast as a generator here
                if not truth(item(scope, run)):
                    return False
            return True

        return every

    def some(scope: Scope, run: Run) -> bool:
        for item in items:  # noqa: SIM110 - as above
            if truth(item(scope, run)):
                return True
        return False

    return some


def _conditional(node: nodes.Conditional, bound: frozenset[str]) -> Code:
    test, then, other = (compile_node(part, bound) for part in (node.test, node.then, node.other))
    return lambda scope, run: then(scope, run) if operators.truth(test(scope, run)) else other(scope, run)


def _call(node: nodes.Call, bound: frozenset[str]) -> Code:
    name, arguments = node.function, [compile_node(argument, bound) for argument in node.arguments]
    if name == "ada" and len(arguments) == 1:
        return _present(arguments[0])

    def call(scope: Scope, run: Run) -> Any:
        function = run.functions.table.get(name)
        if function is None:
            raise EvaluationFailed(f"Fungsi '{name}' tidak ada.")
        if not function.accepts(len(arguments)):
            raise EvaluationFailed(f"{name}(...) dipanggil dengan {len(arguments)} nilai; tulis {function.usage}.")
        values = [argument(scope, run) for argument in arguments]
        run.budget.step(1 + sum(_cost(value) for value in values))
        try:
            return function.call(run.functions, run.budget, *values)
        except (TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise EvaluationFailed(f"{name}(...) gagal: {error}") from error

    return call


def _cost(value: Any) -> int:
    if isinstance(value, (list, dict)):
        return len(value)
    return len(value) >> 6 if isinstance(value, str) else 0


def _present(path: Code) -> Code:
    def present(scope: Scope, run: Run) -> bool:
        try:
            return path(scope, run) is not None
        except MissingValue:
            return False

    return present


def _comprehension(node: nodes.Comprehension, bound: frozenset[str]) -> Code:
    inner, clauses = bound, []
    for clause in node.clauses:
        items = compile_node(clause.items, inner)
        inner = inner | {clause.name}
        cost = 1 + sum(weight(condition) for condition in clause.conditions)
        clauses.append((clause.name, items, [compile_node(each, inner) for each in clause.conditions], cost))
    element, key = compile_node(node.element, inner), compile_optional(node.key, inner)
    names, cost = [clause.name for clause in node.clauses], weight(node.element)

    def rounds(scope: Scope, run: Run, depth: int, out: list[Any]) -> None:
        if depth == len(clauses):
            run.budget.step(cost)
            run.budget.items(1 if key is None else 4)
            value = element(scope, run)
            out.append(value if key is None else (text_key(key(scope, run)), value))
            return
        name, items, conditions, price = clauses[depth]
        for item in items_of(items(scope, run)):
            run.budget.step(price)
            run.local[name] = item
            for condition in conditions:
                if not operators.truth(condition(scope, run)):
                    break
            else:
                rounds(scope, run, depth + 1, out)

    def make(scope: Scope, run: Run) -> Any:
        out: list[Any] = []
        saved = {name: run.local[name] for name in names if name in run.local}
        try:
            rounds(scope, run, 0, out)
        finally:  # ada(...) may catch a missing value and go on
            for name in names:
                run.local.pop(name, None)
            run.local.update(saved)
        return out if key is None else dict(out)

    return make


_COMPILERS: dict[type, Callable[[Any, frozenset[str]], Code]] = {
    nodes.Literal: _literal, nodes.Name: _name, nodes.ListOf: _list, nodes.DictOf: _dict, nodes.Joined: _joined,
    nodes.Attribute: _attribute, nodes.Subscript: _subscript, nodes.Slice: _slice, nodes.Unary: _unary,
    nodes.Binary: _binary, nodes.Compare: _compare, nodes.Logic: _logic, nodes.Conditional: _conditional,
    nodes.Call: _call, nodes.Comprehension: _comprehension,
}  # fmt: skip

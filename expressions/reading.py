"""How keys, numbers and loops read lists and dicts, with errors that name what was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from expressions import nodes, operators
from expressions.errors import EvaluationFailed


class MissingValue(EvaluationFailed):
    """Nilai tidak ada: nama atau kunci yang belum diisi."""


def text_key(key: Any) -> str:
    """A key of a dict, which is always a text."""
    if not isinstance(key, str):
        raise EvaluationFailed(f"Kunci kamus harus teks, bukan {operators.kind(key)}; pakai str(...).")
    return key


def named(node: nodes.Node) -> str:
    """How a value is called in an error."""
    if isinstance(node, nodes.Name):
        return f"'{node.id}'"
    if isinstance(node, nodes.Attribute):
        holder = named(node.value)
        return f"{holder[:-1]}.{node.key}'" if holder.endswith("'") else f"'{node.key}'"
    return "nilai ini"


def item_of(holder: Any, at: Any, of: str) -> Any:
    """`holder[at]`; `of` names the holder in errors."""
    if isinstance(holder, Mapping):
        if isinstance(at, str) and at in holder:
            return holder[at]
        raise MissingValue(f"Kunci '{str(at)[:60]}' tidak ada pada {of}.")
    if not isinstance(holder, (list, str)):
        failure = MissingValue if holder is None else EvaluationFailed
        raise failure(f"{of} adalah {operators.kind(holder)}, tidak punya isi bernomor.")
    if type(at) is not int:
        raise EvaluationFailed(f"Nomor isi {of} harus bilangan bulat, bukan {operators.kind(at)}.")
    if not -len(holder) <= at < len(holder):
        raise MissingValue(f"Nomor {at} tidak ada pada {of}; isinya {len(holder)}, nomor mulai dari 0.")
    return holder[at]


def items_of(value: Any) -> list[Any]:
    """What `for x in value` goes through: the items of a list, the keys of a dict."""
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping):
        return list(value)
    raise EvaluationFailed(f"'for' memerlukan daftar, bukan {operators.kind(value)}.")

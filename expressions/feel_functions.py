"""FEEL's names of functions, what they are called here, and those that mean something else there."""

from __future__ import annotations

from expressions.lexer import Token
from expressions.nodes import Call, Clause, Compare, Comprehension, Literal, Name, Node

#: FEEL's name of a function -> ours
FUNCTIONS = {
    "date": "tanggal", "date and time": "waktu", "duration": "durasi", "string": "str", "number": "desimal",
    "contains": "contains", "starts with": "startswith", "ends with": "endswith", "upper case": "upper",
    "lower case": "lower", "string length": "len", "list contains": "contains", "mean": "rata_rata",
    "ceiling": "ceil", "distinct values": "unik", "flatten": "ratakan_dalam",
    "append": "tambah", "is defined": "ada", "get value": "nilai", "now": "sekarang", "today": "hari_ini",
    "replace": "ganti", "round half up": "round", "decimal": "bulatkan_genap", "split": "pisah",
    "concatenate": "ratakan",
}  # fmt: skip
#: FEEL's functions that ours of a like name are not -> what to write instead.
OTHERS = {
    "day of week": 'nama hari di sana berbahasa Inggris; tulis nama_hari(...), misalnya nama_hari(x) = "Senin"',
    "month of year": "nama bulan di sana berbahasa Inggris; tulis bulan(...), bilangan 1 sampai 12",
    "string join": "tulis string join(daftar) atau string join(daftar, pemisah)",
}
#: functions of one list that FEEL also calls with the items themselves
OF_LISTS = ("sum", "mean", "count", "any", "all")
LONG_NAMES = sorted((tuple(name.split()) for name in (*FUNCTIONS, *OTHERS) if " " in name), key=len, reverse=True)
#: What makes a text a pattern (XPath), where FEEL's replace and split take one.
PATTERN = frozenset("\\^$.|?*+()[]{}")


def string_join(arguments: tuple[Node, ...], token: Token) -> Node:
    """`string join(list, separator)`: without a separator nothing stands between; what is null is left out."""
    item = Name("x", at=token.at)
    there = Compare(item, (("!=", Literal(None, at=token.at)),), at=token.at)
    texts = Comprehension(item, (Clause("x", arguments[0], (there,), at=token.at),), at=token.at)
    return Call("gabung", (texts, *(arguments[1:] or (Literal("", at=token.at),))), at=token.at)

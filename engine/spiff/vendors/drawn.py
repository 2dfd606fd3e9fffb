"""One BPMN element with what a vendor's tool wrote on it: taken word by word, translated, or named as a gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from engine.spiff.names import ALUR, tag
from engine.spiff.reading import Node, Reading
from expressions import ExpressionRefused, parse, parse_script, quoted

FORM = r"[A-Za-z0-9_-]+"


@dataclass
class Drawn:
    """A BPMN element; `attributes` and `parts` (its extension elements) are the vendor's, by their local names."""

    reading: Reading
    node: Node
    kind: str
    prefix: str
    file: str
    attributes: dict[str, str]
    parts: list[Node]

    @classmethod
    def of(cls, reading: Reading, node: Node, namespace: str, prefix: str, file: str) -> Drawn:
        """The element with all that one vendor wrote on it."""
        start = f"{{{namespace}}}"
        attributes = {
            name.removeprefix(start): value.strip() for name, value in node.attrib.items() if name.startswith(start)
        }
        holders = node.findall(tag("extensionElements"))
        parts = [each for holder in holders for each in holder.iterfind(f"{start}*")]
        return cls(reading, node, etree.QName(node).localname, prefix, file, attributes, parts)

    def take(self, name: str) -> str | None:
        """An attribute, which counts as understood from now on; None when it is absent or empty."""
        return self.attributes.pop(name, "") or None

    def part(self, name: str) -> list[Node]:
        """The extension elements of a name, which count as understood from now on."""
        found = [each for each in self.parts if etree.QName(each).localname == name]
        self.parts = [each for each in self.parts if each not in found]
        return found

    def says(self, *names: str) -> bool:
        """Whether the analyst has said it in our own words already: then these count, and the vendor's do not."""
        return any(self.node.get(f"{{{ALUR}}}{name}") is not None for name in names)

    def put(self, name: str, value: str) -> None:
        """An attribute of ours, unless it is drawn."""
        if not self.says(name):
            self.node.set(f"{{{ALUR}}}{name}", value)

    def add(self, kind: str, text: str | None = None, **given: str) -> None:
        """A child of the standard; what is wrong with it stands where the element stands."""
        child = etree.SubElement(self.node, tag(kind), attrib=given)
        child.text = text
        child.sourceline = self.node.sourceline

    def mapping(self, which: str, source: str, target: str, at: Node) -> None:
        """An `alur:in` or `alur:out` of a call activity."""
        holder = self.node.find(tag("extensionElements"))
        child = etree.SubElement(holder, f"{{{ALUR}}}{which}", attrib={"source": source, "target": target})
        child.sourceline = at.sourceline

    def gap(self, what: str, remedy: str, *, at: Node | None = None, code: str = "vendor-extension") -> None:
        """What does not mean the same here: the drawing stays a design until somebody decides."""
        self.reading.refuse(code, self.node if at is None else at, what, remedy, file=self.file)

    def leftovers(self, harmless: Iterable[str], refused: dict[str, str]) -> None:
        """A gap for every word that nobody understood; `refused`: those known to change how it runs, with the remedy."""
        written = [(name, self.node) for name in self.attributes]
        written += [(etree.QName(each).localname, each) for each in self.parts]
        for name, at in written:
            if name in refused:
                self.gap(f"{self.prefix}:{name} tidak dijalankan di sini.", refused[name], at=at)
            elif name not in harmless:
                self.gap(
                    f"{self.prefix}:{name} pada {self.kind} tidak dikenal.",
                    "Hapus, atau gambar maksudnya dengan unsur BPMN atau atribut alur:.",
                    at=at,
                )


def plain(text: str, *, spelling: str) -> str | None:
    """An expression in the plain spelling, to be put together with others; None when it cannot be read.

    `spelling`: what marks one, "${" or "="; a text without the mark is that text itself.
    """
    if not (text.startswith("=") if spelling == "=" else "${" in text or text.startswith("#{")):
        return quoted(text)
    try:
        return parse(text).text
    except ExpressionRefused:
        return None


def dict_of(entries: Iterable[tuple[str, str]]) -> str:
    """The plain text of a dict; `a.b` is the key b of the dict a."""
    tree: dict[str, object] = {}
    for name, text in entries:
        inside = tree
        *path, last = name.split(".")
        for part in path:
            deeper = inside.setdefault(part, {})
            inside = deeper if isinstance(deeper, dict) else {}
        inside[last] = text
    return _dict(tree)


def _dict(tree: dict[str, object]) -> str:
    entries = (f"{quoted(k)}: {_dict(v) if isinstance(v, dict) else v}" for k, v in tree.items())
    return "{" + ", ".join(entries) + "}"


def assignment(name: str, text: str, *, spelling: str) -> str | None:
    """A script that writes the value of an expression into a variable; None when that cannot be said."""
    value = plain(text, spelling=spelling) if name.isidentifier() else None
    if value is None:
        return None
    try:
        parse_script(f"{name} = {value}")
    except ExpressionRefused:
        return None
    return f"{name} = {value}"

"""The one way XML from outside is read: no entities, no DOCTYPE, no network, bounded in size and depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

#: Limits of what is parsed at all (documented in docs/limits.md).
MAX_BYTES = 10_000_000
MAX_DEPTH = 200
MAX_ELEMENTS = 100_000


@dataclass
class XmlRefused(Exception):
    """Berkas XML tidak dapat diterima."""

    code: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = f" (baris {self.line})" if self.line else ""
        return f"{self.message}{where}"


def parse_xml(
    content: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH, max_elements: int = MAX_ELEMENTS
) -> etree._Element:
    """Parse bytes into a root element with source lines.

    Raises XmlRefused for what is too large, too deep, not well-formed, or carries a DOCTYPE or entities.
    """
    if len(content) > max_bytes:
        raise XmlRefused("too-large", f"Berkas lebih besar dari {_thousands(max_bytes)} bita.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise XmlRefused("not-well-formed", f"Bukan XML yang utuh: {error.msg}", error.lineno) from error
    except ValueError as error:
        raise XmlRefused("not-well-formed", f"Bukan XML yang utuh: {error}") from error
    info: Any = root.getroottree().docinfo  # lxml-stubs do not know `doctype`
    if info.doctype or info.internalDTD is not None:
        raise XmlRefused("doctype", "DOCTYPE tidak diperbolehkan; hapus deklarasi itu.", 1)
    _check_shape(root, max_depth, max_elements)
    return root


def _thousands(number: int) -> str:
    """A number as Indonesians write it: 100.000."""
    return f"{number:,}".replace(",", ".")


def _check_shape(root: etree._Element, max_depth: int, max_elements: int) -> None:
    depth = count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth, count = depth + 1, count + 1
        if depth > max_depth:
            raise XmlRefused("too-deep", f"Elemen bersarang lebih dari {max_depth} tingkat.", element.sourceline)
        if count > max_elements:
            raise XmlRefused("too-many", f"Lebih dari {_thousands(max_elements)} elemen.", element.sourceline)

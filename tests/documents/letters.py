"""Shared by the letter tests: the examples beside the templates, and the words of a PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from engine.documents import Rendered, render

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
SHARED = PROCESSES / "bersama" / "documents"
EXAMPLES = {
    path.name.removesuffix(".contoh.json"): path
    for sop in ("bersama", "asesmen_jpt", "talent_pool")
    for path in sorted((PROCESSES / sop / "documents").glob("*.contoh.json"))
}


def example(kind: str) -> dict[str, Any]:
    """A fresh copy of the example data of a letter."""
    data: dict[str, Any] = json.loads(EXAMPLES[kind].read_text(encoding="utf-8"))
    return data


def letter(kind: str, data: Mapping[str, Any] | None = None) -> Rendered:
    """The letter as its SOP would make it: the SOP's own folder before the shared one."""
    return render(kind, example(kind) if data is None else data, folders=[EXAMPLES[kind].parent, SHARED])


def pages(pdf: bytes) -> list[str]:
    """The words of each page, every run of white space as one space."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def words(rendered: Rendered) -> str:
    return " ".join(pages(rendered.pdf))

"""Letters: a Typst template plus data gives the same PDF/A bytes every time, made in a limited child process."""

from __future__ import annotations

from engine.documents.errors import FontsMissing, RenderFailed, RenderTooExpensive, TemplateMissing
from engine.documents.limits import Limits
from engine.documents.rendering import Rendered, pictures, render, warm
from engine.documents.sources import Folder

__all__ = [
    "Folder",
    "FontsMissing",
    "Limits",
    "RenderFailed",
    "RenderTooExpensive",
    "Rendered",
    "TemplateMissing",
    "pictures",
    "render",
    "warm",
]

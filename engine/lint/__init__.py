"""The linter: what is wrong or unwise in a drawing, told with element, line, reason and remedy. One rule a file in `rules/`."""

from engine.lint.diagram import Diagram
from engine.lint.finding import Finding, Text
from engine.lint.linting import files_of, lint, structure

__all__ = ["Diagram", "Finding", "Text", "files_of", "lint", "structure"]

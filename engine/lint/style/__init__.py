"""None yet."""

from collections.abc import Callable, Iterator

from engine.lint.diagram import Diagram
from engine.lint.finding import Finding

ALL: tuple[Callable[[Diagram], Iterator[Finding]], ...] = ()

"""None yet."""

from collections.abc import Callable, Iterator

from engine.lint.finding import Finding
from engine.lint.folder import Folder

ALL: tuple[Callable[[Folder], Iterator[Finding]], ...] = ()

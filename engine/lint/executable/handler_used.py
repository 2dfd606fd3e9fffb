"""A function marked `@handler` that no step calls is a leftover."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder

RULE = "handler-used"
SEVERITY = "advice"


def check(folder: Folder) -> Iterator[Finding]:
    """The SOP's own handlers that nothing in its drawings calls."""
    if folder.sources is None or folder.model is None:
        return
    called = {element.attributes.get("service") for element in folder.elements}
    for name, function in sorted(folder.sources.handlers.items()):
        if name not in called and not function.file.startswith("bersama/"):
            yield Finding(
                severity="advice", rule=RULE, element=name, line=function.line, file=function.file,
                message=Text(f"Tidak ada langkah yang memanggil '{name}'.", f"No step calls '{name}'."),
                remedy=Text("Sebut dalam alur:service, atau hapus fungsinya.", "Name it in alur:service, or remove the function."),
            )  # fmt: skip

"""What `title_expression` reads is in the start form, from which a case takes its title."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.answers import has, read_paths
from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder
from expressions import ExpressionRefused, parse

RULE = "title-read"
SEVERITY = "gap"
KEY = "title_expression"


def check(folder: Folder) -> Iterator[Finding]:
    """An expression that cannot be read, or that reads what no start form has: nobody could begin a case."""
    text = folder.settings.get(KEY)
    if not isinstance(text, str) or folder.model is None:
        return
    try:
        tree = parse(text).tree
    except ExpressionRefused as refused:
        yield _told(folder, f"'{text[:60]}' tidak dapat dibaca: {refused}", f"'{text[:60]}' cannot be read: {refused}")
        return
    own = folder.model.process
    starts = [each for each in folder.elements if each.kind == "startEvent" and each.process == own == each.scope]
    results = {each.result for each in starts}
    names = parse(text).names
    if not starts or any(each.event for each in starts):
        return  # what a message brings is not known here
    for name in sorted(names - results):
        yield _told(
            folder,
            f"'{name}' tidak ada ketika perkara dimulai; yang ada: {', '.join(sorted(results))}.",
            f"There is no '{name}' when a case starts; there are: {', '.join(sorted(results))}.",
        )
    forms = [folder.forms.get(each.attributes.get("form", "")) for each in starts]
    known = [form for form in forms if form is not None]
    for _, name, path in read_paths(tree) if known and len(known) == len(forms) else ():
        if name in results and not has(known, path):
            read = ".".join((name, *path))
            yield _told(folder, f"Formulir mulai tidak punya '{read}'.", f"The start form has no '{read}'.")


def _told(folder: Folder, id: str, en: str) -> Finding:
    remedy = Text(
        "Perbaiki title_expression; lihat docs/expressions.md.", "Mend title_expression; see docs/expressions.md."
    )
    return folder.setting(RULE, KEY, Text(id, en), remedy, severity="gap")

"""An SOP's identity block: number and title (PermenPANRB 35/2012, identitas SOP)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text
from engine.lint.folder import Folder

RULE = "sop-ap-identity"
SEVERITY = "advice"
#: Words that stand where a number is still to come.
OPEN = ("", "belum ditetapkan", "-", "...")


def check(folder: Folder) -> Iterator[Finding]:
    """A number or unit that is missing, a number that is not given out yet."""
    if str(folder.settings.get("number", "")).strip().lower() in OPEN:
        yield folder.setting(
            RULE, "number",
            Text("Nomor SOP belum ditetapkan.", "The SOP has no number yet."),
            Text('Isi number = "..." sesudah SOP disahkan.', 'Set number = "..." once the SOP is approved.'), severity="advice",
        )  # fmt: skip
    for key in ("title", "unit"):
        if not str(folder.settings.get(key, "")).strip():
            yield folder.setting(
                RULE, key, Text(f"'{key}' belum diisi.", f"'{key}' is empty."),
                Text("Isi sesuai identitas SOP.", "Fill it in as in the SOP's identity block."), severity="advice",
            )  # fmt: skip

"""Small forms for tests: components as JSON, loaded as they would be at deploy."""

from __future__ import annotations

import json
from typing import Any

from forms import Form, FormRefused, Problem, load


def written(*components: dict[str, Any], **frame: Any) -> bytes:
    """The bytes of a form-js file with these components; ids are filled in where absent."""
    for number, component in enumerate(components, 1):
        component.setdefault("id", f"c{number}")
    return json.dumps(
        {"type": "default", "id": "uji", "schemaVersion": 16, "components": list(components)} | frame
    ).encode()


def form(*components: dict[str, Any]) -> Form:
    """A loaded form of these components."""
    return load(written(*components), name="uji")


def problems(*components: dict[str, Any], **options: Any) -> tuple[Problem, ...]:
    """What a form of these components is refused for."""
    try:
        load(written(*components), name="uji", **options)
    except FormRefused as refused:
        return refused.problems
    return ()


def textfield(key: str, label: str = "", **more: Any) -> dict[str, Any]:
    """A text field; `validate`, `properties` and the rest as given."""
    return {"type": "textfield", "id": f"tf_{key}", "key": key, "label": label or key.capitalize()} | more


def choice(kind: str, key: str, *values: str, **more: Any) -> dict[str, Any]:
    """A select, radio, checklist or taglist with these values."""
    listed = [{"label": value.capitalize(), "value": value} for value in values]
    return {"type": kind, "id": f"ch_{key}", "key": key, "label": key.capitalize(), "values": listed} | more


DECISION = choice("radio", "keputusan", "setuju", "kembalikan", validate={"required": True})
NOTE = {
    "type": "textarea",
    "id": "catatan",
    "key": "catatan",
    "label": "Apa yang harus diperbaiki?",
    "validate": {"required": True, "minLength": 5},
    "conditional": {"hide": '=keputusan != "kembalikan"'},
}

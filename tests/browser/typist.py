"""Fills any form of the portal the way a person does: types, picks, ticks, adds rows, chooses files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from playwright.sync_api import Locator, Page

from portal.simulation.office import content


def fill(page: Page, data: Mapping[str, Any]) -> None:
    """Fill the page's form with form data (JSON-like; files as upload references). Comments have a form of their own."""
    form = page.locator("form:has(button.primary)")
    for path, rows in _lists(data):
        _add_rows(form, path, len(rows))
    for path, value in _leaves(data):
        _enter(form, path, value)


def _lists(value: Any, prefix: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Lists of rows by path, outer ones first."""
    items = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, item in items:
        path = f"{prefix}{key}"
        if isinstance(item, list) and item and all(_is_row(row) for row in item):
            yield path, item
        if isinstance(item, Mapping | list) and not _is_file(item):
            yield from _lists(item, f"{path}.")


def _leaves(value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    items = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, item in items:
        path = f"{prefix}{key}"
        rows = isinstance(item, list) and any(_is_row(row) for row in item)
        if (isinstance(item, Mapping) and not _is_file(item)) or rows:
            yield from _leaves(item, f"{path}.")
        else:
            yield path, item


def _is_row(item: Any) -> bool:
    return isinstance(item, Mapping) and not _is_file(item)


def _is_file(item: Any) -> bool:
    return isinstance(item, Mapping) and "sha256" in item


def _add_rows(form: Locator, path: str, wanted: int) -> None:
    rows = form.locator(f'[data-rows="{path}"] [data-row-list] > [data-row]')
    for _ in range(wanted - rows.count()):
        form.locator(f'button[name="_add"][value="{path}"]').click()
    assert rows.count() >= wanted, f"rows of {path}"


def _enter(form: Locator, path: str, value: Any) -> None:
    fields = form.locator(f'[name="{path}"]')
    if value is None or fields.count() == 0:
        return
    field = fields.first
    kind = field.get_attribute("type") or field.evaluate("element => element.tagName.toLowerCase()")
    if _is_file(value) or (isinstance(value, list) and value and _is_file(value[0])):
        _choose(form, path, value if isinstance(value, list) else [value])
    elif kind in ("radio", "checkbox"):
        _tick(form, path, value)
    elif kind == "select":
        field.select_option([str(item) for item in value] if isinstance(value, list) else str(value))
    else:
        field.fill(_text(kind, value))


def _text(kind: str, value: Any) -> str:
    if kind == "datetime-local":
        return str(value)[:16]
    return str(value)


def _tick(form: Locator, path: str, value: Any) -> None:
    boxes = form.locator(f'[name="{path}"]')
    if isinstance(value, bool):
        boxes.and_(boxes.page.locator("[type=checkbox]")).first.set_checked(value)
        return
    wanted = {str(item) for item in value} if isinstance(value, list) else {str(value)}
    for index in range(boxes.count()):
        box: Locator = boxes.nth(index)
        if box.get_attribute("value") in wanted:
            box.check()


def _choose(form: Locator, path: str, files: list[dict[str, Any]]) -> None:
    chosen = [
        {"name": file["nama"], "mimeType": file["jenis"], "buffer": content("." + file["nama"].rpartition(".")[2])}
        for file in files
    ]
    form.locator(f'[name="{path}"][type=file]').set_input_files(chosen)

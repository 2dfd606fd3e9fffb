"""Tables as files: CSV as Excel opens it in an Indonesian office, and XLSX with a sheet that says what was asked.

CSV is separated by semicolons, since the comma is the decimal sign of the Indonesian locale and Excel then expects them, and
begins with a byte order mark, by which Excel knows UTF-8. A text that a spreadsheet would take for a formula gets an apostrophe
before it (OWASP, "CSV Injection"); in XLSX a text is marked as one and needs none. Dates are ISO 8601, which every locale reads.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter

from engine.world import JAKARTA
from portal.tables import Column, Table, Value

#: A cell that begins so is a formula to a spreadsheet, or can be made one.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
MEDIA = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
#: Characters that a column is wide at least and at most.
NARROW, WIDE = 8, 60


def write(form: str, table: Table, notes: Sequence[tuple[str, str]], made: datetime) -> bytes:
    """A file of a table. `notes`: what was asked, by whom and when (only XLSX has room for it)."""
    return as_csv(table) if form == "csv" else as_xlsx(table, notes, made)


def as_csv(table: Table) -> bytes:
    """CSV: semicolons, CRLF, UTF-8 with its mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(column.label) for column in table.columns])
    writer.writerows([_spelled(value) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text that no spreadsheet computes."""
    return f"'{text}" if text.startswith(RISKY) else text


def _spelled(value: Value) -> str | int:
    if isinstance(value, datetime):
        return f"{value.astimezone(JAKARTA):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else "" if value is None else value


def as_xlsx(table: Table, notes: Sequence[tuple[str, str]], made: datetime) -> bytes:
    """XLSX: one sheet with the table, one with the notes. The same table at the same moment gives the same bytes."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"title": table.title, "created": made.astimezone(JAKARTA).replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    sheet = book.add_worksheet("Data")
    for number, column in enumerate(table.columns):
        sheet.write_string(0, number, column.label, bold)
        sheet.set_column(number, number, _width(column, table.column(number)))
    for line, row in enumerate(table.rows, start=1):
        for number, value in enumerate(row):
            _write_cell(sheet, line, number, value, formats.get(table.columns[number].kind))
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    about = book.add_worksheet("Keterangan")
    about.set_column(0, 0, 24)
    about.set_column(1, 1, WIDE)
    for line, (label, text) in enumerate(notes):
        about.write_string(line, 0, label, bold)
        about.write_string(line, 1, text)
    book.close()
    return content.getvalue()


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, line: int, number: int, value: Value, how: object) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(line, number, value.astimezone(JAKARTA).replace(tzinfo=None), how)
    elif isinstance(value, date):
        sheet.write_datetime(line, number, datetime(value.year, value.month, value.day), how)
    elif isinstance(value, int):
        sheet.write_number(line, number, value)
    elif value is not None:
        sheet.write_string(line, number, value)


def _width(column: Column, values: Sequence[Value]) -> int:
    longest = max((len(str(_spelled(value))) for value in values), default=0)
    return min(max(longest, len(column.label) // 2, NARROW) + 2, WIDE)

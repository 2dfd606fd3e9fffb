"""A timer lies ahead: neither now, nor in the past, nor beyond what the engine keeps (engine/spiff/limits.py)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.spiff import Element, Limits
from expressions import JAKARTA, Duration, Repeat, nodes

RULE = "timer-value"
SEVERITY = "error"


def check(folder: Folder) -> Iterator[Finding]:
    """Times that are zero or past (advice), cycles that never rest and times beyond the horizon (errors)."""
    for element in folder.elements:
        for each in element.several or (element,):
            if each.timer is not None and each.timer.value is not None:
                yield from _value(folder, element, each.timer.value, each.timer.text)
            elif each.timer is not None and each.timer.expression is not None:
                yield from _workdays(element, each.timer.expression.tree)


def _value(folder: Folder, element: Element, value: Any, text: str) -> Iterator[Finding]:
    every = value.every if isinstance(value, Repeat) else value
    length = every.estimate() if isinstance(every, Duration) else every if isinstance(every, timedelta) else None
    horizon = Limits().horizon
    if length is not None and length > horizon:
        yield _told(
            element,
            Text(
                f"'{text}' lebih jauh dari {horizon.days // 366} tahun.",
                f"'{text}' is further than {horizon.days // 366} years ahead.",
            ),
            "error",
        )
    elif length is not None and not length and isinstance(value, Repeat):
        yield _told(element, Text(f"'{text}' berulang tanpa jeda.", f"'{text}' repeats without a pause."), "error")
    elif length is not None and not length:
        yield _told(element, Text(f"'{text}' lewat seketika.", f"'{text}' is over at once."), "advice")
    moment = value.start if isinstance(value, Repeat) else value
    if folder.now is None or not isinstance(moment, date):
        return
    at = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day, tzinfo=JAKARTA)
    at = at if at.tzinfo is not None else at.replace(tzinfo=JAKARTA)
    if at < folder.now:
        yield _told(element, Text(f"'{text}' sudah lewat.", f"'{text}' is past."), "advice")
    elif at - folder.now > horizon:
        yield _told(element, Text(f"'{text}' terlalu jauh.", f"'{text}' is too far ahead."), "error")


def _workdays(element: Element, tree: nodes.Node) -> Iterator[Finding]:
    """`hari_kerja(x, 0)` is over at once; `hari_kerja(x, 0 - 2)` lies behind."""
    called = isinstance(tree, nodes.Call) and tree.function == "hari_kerja" and len(tree.arguments) == 2
    days = tree.arguments[1] if called and isinstance(tree, nodes.Call) else None
    negative = isinstance(days, nodes.Unary) and days.operator == "-"
    if negative or (isinstance(days, nodes.Literal) and days.value == 0):
        yield _told(element, Text("hari_kerja di sini tidak maju.", "hari_kerja does not go ahead here."), "advice")


def _told(element: Element, message: Text, severity: Any) -> Finding:
    remedy = Text("Tulis waktu yang masih di depan, mis. P5D.", "Write a time that lies ahead, such as P5D.")
    return about(RULE, element, message, remedy, severity=severity)

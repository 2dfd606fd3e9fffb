"""The overview's charts, made of its tables: so that both show the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from portal.charts import Chart, Given, chart
from portal.languages import gettext as _
from portal.overview_tables import month_words, whole_step
from portal.tables import Table, Value

#: Rows that a chart shows; the table beside it has all.
MOST_ROWS = 12
MOST_MONTHS = 36


def late_chart(places: Table) -> Chart | None:
    """Late tasks by position."""
    sums: dict[str, int] = {}
    for position, late in zip(places.column(0), places.column(2), strict=True):
        sums[str(position)] = sums.get(str(position), 0) + _number(late)
    ranked = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    given = [Given(label=position, bars=[([("late", late)], str(late))]) for position, late in ranked[:MOST_ROWS]]
    title = _("Tugas terlambat menurut jabatan")
    return _chart("grafik-terlambat", title, given, len(ranked), [])


def workload_chart(workload: Table) -> Chart | None:
    """Open work by position, split by how urgent it is."""
    rows = [row for row in workload.rows if _number(row[2]) or _number(row[5])]
    given = []
    for row in rows[:MOST_ROWS]:
        opened, late, soon, outside = (_number(row[place]) for place in (2, 3, 4, 5))
        pieces = [("late", late), ("near", soon), ("rest", opened - late - soon), ("outside", outside)]
        given.append(Given(label=str(row[0]), bars=[(pieces, _sum_words(opened, outside))]))
    legend = [
        ("late", _("terlambat")),
        ("near", _("segera jatuh tempo")),
        ("rest", _("lainnya")),
        ("outside", _("menunggu pihak luar")),
    ]
    return _chart("grafik-beban", _("Tugas terbuka menurut jabatan"), given, len(rows), legend)


def _sum_words(opened: int, outside: int) -> str:
    return f"{opened} + {outside}" if outside else str(opened)


def flow_chart(flow: Table) -> Chart | None:
    """Cases started and ended by month, all SOPs together."""
    sums: dict[str, tuple[int, int]] = {}
    for row in flow.rows:
        started, ended = sums.get(str(row[0]), (0, 0))
        sums[str(row[0])] = (started + _number(row[2]), ended + sum(_number(each) for each in row[3:6]))
    given = [
        Given(label=month_words(month), bars=[([("rest", started)], str(started)), ([("done", ended)], str(ended))])
        for month, (started, ended) in sorted(sums.items())[-MOST_MONTHS:]
    ]
    legend = [("rest", _("dimulai")), ("done", _("berakhir"))]
    return _chart("grafik-arus", _("Perkara dimulai dan berakhir tiap bulan"), given, len(sums), legend)


def steps_chart(steps: Table) -> Chart | None:
    """The steps that go beyond the standard most often: median as bar, ninetieth percentile as dot, standard as stroke."""
    rows = sorted((row for row in steps.rows if _number(row[5])), key=_beyond)
    given = []
    for row in rows[:MOST_ROWS]:
        standard, median, ninety = row[4], _number(row[6]), _number(row[7])
        label = f"{row[1]}. {row[2] or row[0]}"
        marks = [("ninety", ninety), *([("standard", _number(standard))] if standard is not None else [])]
        over = standard is not None and median > _number(standard)
        given.append(
            Given(label=label, bars=[([("late" if over else "rest", median)], "")], note=_note(row), marks=marks)
        )
    legend = [("rest", _("median")), ("ninety", _("persentil 90")), ("standard", _("waktu baku"))]
    return _chart(
        "grafik-langkah",
        _("Langkah terhadap waktu baku; yang paling sering terlewati di atas"),
        given,
        len(rows),
        legend,
    )


def _beyond(row: Sequence[Value]) -> tuple[int, int, int]:
    kept = 101 if row[8] is None else _number(row[8])
    return kept, -_number(row[7]), _number(row[1])


def _note(row: Sequence[Value]) -> str:
    told = _("median %(median)s · 9 dari 10 dalam %(ninety)s hari kerja", median=row[6], ninety=row[7])
    if row[3] != whole_step():
        told = f"{row[3]} · {told}"  # several positions may have a part of the same step
    if row[4] is None:
        return told
    return " · ".join((told, _("baku %(days)s", days=row[4]), _("sesuai %(percent)s persen", percent=row[8])))


def _chart(name: str, title: str, given: list[Given], whole: int, legend: list[tuple[str, str]]) -> Chart | None:
    if not given:
        return None
    told = _(
        "Grafik batang, %(shown)s dari %(whole)s baris. Semua angkanya ada pada tabel.", shown=len(given), whole=whole
    )
    return chart(name, title, told, given, legend)


def _number(value: Value) -> int:
    return cast(int, value or 0)

"""Bars and dots as SVG, reckoned on the server: lengths in percent of the width, so that words keep their size on any screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: How much of the width the longest bar takes: the rest is for its number.
LONGEST = 84
#: Heights in pixels: a line of words, a bar, the space after a row.
WORDS, BAR, SPACE = 20, 12, 12


@dataclass(frozen=True, kw_only=True)
class Block:
    """A piece of a bar, in percent."""

    tone: str
    x: str
    width: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: its blocks, where its number stands, and how far down it is."""

    blocks: Sequence[Block]
    end: str
    text: str
    y: int


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A dot (the ninetieth percentile) or a stroke (the standard) on a row, in percent."""

    kind: str
    x: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A label with its bars. `note`: words under the label."""

    label: str
    note: str
    y: int
    bars: Sequence[Bar]
    marks: Sequence[Mark] = ()


@dataclass(frozen=True, kw_only=True)
class Chart:
    """All rows; `height` in pixels; `legend`: tone and what it means."""

    name: str
    title: str
    description: str
    rows: Sequence[Row]
    height: int
    legend: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a row shows: per bar its pieces (tone, number), the number written after it; and marks (kind, number)."""

    label: str
    bars: Sequence[tuple[Sequence[tuple[str, int]], str]]
    note: str = ""
    marks: Sequence[tuple[str, int]] = ()


def chart(
    name: str, title: str, description: str, given: Sequence[Given], legend: Sequence[tuple[str, str]] = ()
) -> Chart:
    """Lay rows out under each other, all on one scale that begins at nought."""
    most = max((_longest(row) for row in given), default=0) or 1
    rows, y = [], 0
    for row in given:
        top = y + WORDS * (2 if row.note else 1)
        bars = [_bar(pieces, text, most, top + place * (BAR + 3)) for place, (pieces, text) in enumerate(row.bars)]
        marks = [Mark(kind=kind, x=_percent(number, most)) for kind, number in row.marks]
        rows.append(Row(label=row.label, note=row.note, y=y, bars=bars, marks=marks))
        y = top + len(row.bars) * (BAR + 3) + SPACE
    return Chart(name=name, title=title, description=description, rows=rows, height=y, legend=legend)


def _longest(row: Given) -> int:
    sums = [sum(number for _tone, number in pieces) for pieces, _text in row.bars]
    return max([*sums, *(number for _kind, number in row.marks)], default=0)


def _bar(pieces: Sequence[tuple[str, int]], text: str, most: int, y: int) -> Bar:
    blocks, sum_ = [], 0
    for tone, number in pieces:
        if number:
            blocks.append(Block(tone=tone, x=_percent(sum_, most), width=_percent(number, most)))
        sum_ += number
    return Bar(blocks=blocks, end=_percent(sum_, most), text=text, y=y)


def _percent(number: int, most: int) -> str:
    return f"{number * LONGEST / most:.2f}%"

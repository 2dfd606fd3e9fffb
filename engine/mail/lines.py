"""Lines of a mail: one line each whatever a model calls its steps, and what is said several times said once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from engine.queries.notices import NoticeRow
from engine.queries.wording import Words


def plain(text: str) -> str:
    """One line: no line ends, which could begin a header or a paragraph of their own, and no control characters."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())


def line(text: str, number: str | None) -> str:
    """A sentence with the number of its case."""
    return f"{text} [{number}]" if number else text


def notice_line(row: NoticeRow) -> str:
    """A notice as a line."""
    return line(row.text, row.case_number)


def listed(said: Iterable[str], most: int, words: Words) -> list[str]:
    """At most so many lines, the same ones (a step for each of many participants) counted; then how many there are more."""
    counts = Counter(said)
    lines = [
        f"- {each}" if number == 1 else words("- {line} ({number} kali)", line=each, number=number)
        for each, number in counts.items()
    ]
    more = sum(list(counts.values())[most:])
    return [*lines[:most], *([words("- dan {number} lagi", number=more)] if more else [])]

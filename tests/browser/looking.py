"""How a page is judged: by axe, by its width, by the size of what must be pressed; and its picture, for people to judge."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = (
    "rules => axe.run(document, {runOnly: rules})"
    ".then(found => found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))"
)
_WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: WCAG 2.2, 2.5.8: 24 by 24 px; links within a sentence are excepted, and a field's label is part of its target.
_SMALL = """() => [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')]
  .filter(e => e.checkVisibility() && !e.matches('.skip, [tabindex="-1"]') && getComputedStyle(e).display !== 'inline')
  .filter(e => { const box = e.getBoundingClientRect(); return box.width < 24 || box.height < 24 })
  .map(e => e.outerHTML.slice(0, 120))"""


def faults(page: Page) -> list[str]:
    """What is wrong with a page as it stands: axe's violations, sideways scrolling, targets below 24 px."""
    page.evaluate(_axe())
    found: list[str] = page.evaluate(_RUN, RULES)
    if wider := page.evaluate(_WIDER):
        found.append(f"wider than the screen by {wider} px")
    found += [f"small target: {html}" for html in page.evaluate(_SMALL)]
    return found


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page where ALUR_PICTURES says, if it says so."""
    if folder := os.environ.get("ALUR_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@lru_cache(maxsize=1)
def _axe() -> str:
    return AXE.read_text()

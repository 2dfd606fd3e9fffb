"""How a page is judged: by axe, by its width, by the size of what must be pressed; and its picture, for people to judge."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
#: The widths that WCAG 2.2 asks for (1.4.10) and an office PC has; the rule whose outcome depends on the light.
SIZES_OF_LAW = {"wide": (1280, 800), "narrow": (360, 740)}
LIGHT_RULES = ["color-contrast"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = (
    "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})"
    ".then(found => found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))"
)
#: The bar that sticks to the edge covers a part of some target at any moment; one scrolls. Meanwhile it lies where it belongs.
_LOOSEN = "how => { for (const bar of document.querySelectorAll('.actions')) bar.style.position = how }"
_WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: WCAG 2.2, 2.5.8: 24 by 24 px; links within a sentence are excepted, and a field's label is part of its target.
_SMALL = """() => [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')]
  .filter(e => e.checkVisibility() && !e.matches('.skip, [tabindex="-1"]') && getComputedStyle(e).display !== 'inline')
  .filter(e => { const box = e.getBoundingClientRect(); return box.width < 24 || box.height < 24 })
  .map(e => e.outerHTML.slice(0, 120))"""
#: A link that fills its row, or the page by mistake, lies over what stands there: all must be what one touches where it is.
_COVERED = """() => [...document.querySelectorAll('main :is(a, button, summary, input, select)')]
  .filter(e => !document.querySelector('dialog:modal') && e.checkVisibility())
  .filter(e => !e.matches('[tabindex="-1"], .unseen') && !e.closest('dialog, svg'))
  .filter(e => {
    e.scrollIntoView({block: 'center', inline: 'center'});
    const box = e.getClientRects()[0];
    const top = box && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return top && !e.contains(top) && !top.contains(e) && ![...(e.labels ?? [])].some(label => label.contains(top));
  })
  .map(e => e.outerHTML.slice(0, 120))"""


def faults(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """What is wrong with a page as it stands: axe's violations, sideways scrolling, targets below 24 px. `rules`: only these of axe."""
    if not page.evaluate("() => 'axe' in globalThis"):
        page.evaluate(_axe())
    chosen = {"type": "tag", "values": RULES} if rules is None else {"type": "rule", "values": rules}
    page.evaluate(_LOOSEN, "static")
    found: list[str] = page.evaluate(_RUN, chosen)
    if wider := page.evaluate(_WIDER):
        found.append(f"wider than the screen by {wider} px")
    found += [f"small target: {html}" for html in page.evaluate(_SMALL)]
    found += [f"covered by something else: {html}" for html in page.evaluate(_COVERED)]
    page.evaluate(_LOOSEN, "")
    page.evaluate("() => scrollTo(0, 0)")
    return found


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page where ALUR_PICTURES says, if it says so."""
    if folder := os.environ.get("ALUR_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@lru_cache(maxsize=1)
def _axe() -> str:
    return AXE.read_text()

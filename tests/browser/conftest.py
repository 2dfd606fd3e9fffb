"""A real Chromium before a real server, over the small office of the portal's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from engine.engine import Engine
from portal.app import create_app
from tests.browser.people import Somebody
from tests.portal.office import engine, give_mandate, office_template, world
from tests.serving import served

__all__ = ["engine", "give_mandate", "office_template", "world"]

#: `somebody` and `open_browser` as tests name their types.
Arrive = Callable[..., Somebody]

HERE = Path(__file__).parent
#: Wide is an office PC, narrow a small phone.
SIZES = {"wide": (1280, 800), "narrow": (360, 740)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def address(engine: Engine) -> Iterator[str]:
    """The portal, served on a free port of this machine until the test ends."""
    with served(create_app(engine)) as found:
        yield found


@pytest.fixture
def open_browser(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a window of its own (own cookies): `open_browser("narrow", dark=True, scripts=False)`.

    The test fails when a page of it writes an error or a warning to the console: a broken policy, script or file shows there.
    """
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A status that a page answers on purpose (409, 422) is no broken page.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            said.append(message.text)

    def open_window(size: str = "wide", *, dark: bool = False, scripts: bool = True) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="id-ID",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture
def somebody(open_browser: Callable[..., Page]) -> Callable[..., Somebody]:
    """A person at a browser, logged in: `somebody("ani", "narrow")`."""

    def arrive(name: str, size: str = "wide", **how: bool) -> Somebody:
        person = Somebody(open_browser(size, **how))
        person.log_in(name)
        return person

    return arrive

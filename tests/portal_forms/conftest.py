"""The browser of tests/browser, for forms on a page of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from forms import Form
from tests.browser.conftest import SIZES
from tests.portal_forms.pages import little_portal


@pytest.fixture
def open_form(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A form in a browser: `open_form(form, context, "narrow", scripts=False)`; console errors fail the test."""
    closing: list[Callable[[], None]] = []
    said: list[str] = []

    def open_window(
        form: Form, context: Mapping[str, Any] | None = None, size: str = "wide", *, scripts: bool = True
    ) -> Page:
        server = make_server("127.0.0.1", 0, little_portal(form, context or {}), threaded=True)
        hand = threading.Thread(target=server.serve_forever, daemon=True)
        hand.start()
        width, height = SIZES[size]
        window = chromium.new_context(
            viewport={"width": width, "height": height}, locale="id-ID", java_script_enabled=scripts
        )
        window.set_default_timeout(5_000)
        page = window.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        closing.extend((window.close, server.shutdown, hand.join, server.server_close))
        page.goto(f"http://127.0.0.1:{server.port}/")
        return page

    yield open_window
    for close in closing:
        close()
    assert [text for text in said if "favicon" not in text and "404" not in text] == []

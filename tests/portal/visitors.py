"""A person at a browser without scripts: follows pages, sends forms as the page gave them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from engine.engine import Engine

PASSWORD = "contoh-alur"


class Page:
    """An answer, as a person reads it."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.location = response.headers.get("Location", "")
        response.get_data()  # reads it whole, so that a served file can be closed
        response.close()
        is_html = response.mimetype == "text/html" and response.data and not response.content_encoding
        self.document = html.fromstring(response.get_data(as_text=True)) if is_html else None

    @property
    def text(self) -> str:
        """All visible words, single-spaced."""
        if self.document is None:
            return ""
        return " ".join(self.document.xpath("string(//body)").split())

    def all(self, path: str) -> list[str]:
        """What an XPath finds, as single-spaced texts."""
        assert self.document is not None, f"no page, but {self.status} to {self.location}"
        return [
            " ".join((found if isinstance(found, str) else found.text_content()).split())
            for found in self.document.xpath(path)
        ]

    def hidden(self, action: str) -> dict[str, str]:
        """The hidden fields of the form that goes to an address."""
        assert self.document is not None
        fields = self.document.xpath("//form[@method='post'][@action=$action]//input[@type='hidden']", action=action)
        return {field.get("name"): field.get("value", "") for field in fields}


class Visitor:
    """Somebody at a browser."""

    def __init__(self, client: FlaskClient, engine: Engine) -> None:
        self.client = client
        self.engine = engine

    def get(self, address: str, **headers: str) -> Page:
        """Open an address."""
        return Page(
            self.client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
        )

    def post(self, address: str, **fields: Any) -> Page:
        """Send fields to an address, nothing added."""
        return Page(self.client.post(address, data=fields))

    def log_in(self, name: str, password: str = PASSWORD, **fields: str) -> Page:
        """Fill in the log-in form."""
        given = self.get("/masuk").hidden("/masuk")
        return self.post("/masuk", **(given | {"pengguna": name, "sandi": password} | fields))

    def send(self, page: Page, address: str, **fields: Any) -> Page:
        """Send a page's form to its address with what was typed."""
        return self.post(address, **(page.hidden(address) | fields))

    def start(self, **fields: Any) -> str:
        """Start a leave case; gives its id."""
        address = "/perkara/baru/cuti"
        sent = self.send(self.get(address), address, **({"perihal": "Cuti tahunan", "hari": "3"} | fields))
        assert sent.status == 303, sent.text
        return sent.location.split("?")[0].rsplit("/", 1)[-1]

    def complete(self, case_id: str, task: str, **fields: Any) -> Page:
        """Open a task and send its form."""
        address = task_address(case_id, task)
        return self.send(self.get(address), address, **fields)


def task_address(case_id: str, task: str) -> str:
    """The address of a task's page, as url_for writes it."""
    return f"/perkara/{case_id}/tugas/{quote(task, safe='/~')}"

"""A person at a real browser, in the words of the portal."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.portal.visitors import PASSWORD, task_address


class Somebody:
    """Somebody with a window open."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def log_in(self, name: str) -> None:
        """Through the log-in form."""
        self.page.goto("/masuk")
        self.page.get_by_label("Nama pengguna").fill(name)
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        self.page.get_by_role("button", name="Masuk").click()
        self.page.wait_for_url("**/tugas")

    def start(self, title: str = "Cuti tahunan") -> str:
        """Start a leave case; gives its id."""
        self.page.goto("/perkara/baru")
        self.page.get_by_role("link", name="Permohonan cuti").click()
        self.page.get_by_label("Perihal").fill(title)
        self.page.get_by_label("Lama (hari)").fill("3")
        self.page.get_by_role("button", name="Mulai").click()
        self.page.wait_for_url("**/perkara/*mulai=1")
        return self.page.url.split("?")[0].rsplit("/", 1)[-1]

    def open(self, case_id: str, task: str) -> None:
        """Open a task's page."""
        self.page.goto(task_address(case_id, task))

    def send(self) -> None:
        """Press the one primary button."""
        with self.page.expect_navigation():  # a draft that is being saved goes first
            self.page.get_by_role("button", name="Kirim dan selesaikan").click()

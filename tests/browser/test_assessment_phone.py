"""The JPT assessment as a participant meets it on a phone: link, consent, nine papers, what is lacking, the own letters."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from engine import commands
from engine.commands.look import look
from engine.database import open_database
from engine.engine import Engine
from engine.people import Actor, actor_of, links
from engine.schema import accounts, tasks
from portal.cli.data import OPERATOR
from tests.browser.looking import faults, picture
from tests.browser.test_guest import Phone, _enter, phone
from tests.walking import PROCESSES, Walk, open_office

__all__ = ["phone"]

PAPERS = (
    *("Bukti peremajaan", "SK pangkat", "SK jabatan", "SK / berita acara"),
    *("SPMT", "Portofolio (PDF)", "Pas foto 4x6", "Pas foto 3x4"),
)


class Assessment(Walk):
    """A case whose office works by itself; its first participant sits before us with a phone."""

    nip = name = ""

    def until_summoned(self) -> None:
        """Walk to where the participants are asked."""
        self.begin(1)
        self.step()
        listed = look(self.engine, self.case_ids[0], "T01_perintah")["kegiatan"]["peserta"]
        self.nip, self.name = listed[0]["nip"], listed[0]["nama"]
        self.others = [person["nama"].split(",")[0] for person in listed[1:]]
        self.robots.script = {"T02_daftar_peserta": [{"wajib": [person["nip"] for person in listed]}]}  # type: ignore[attr-defined]  # a Scripted
        while not self.open("SP19[0]/T19_konfirmasi"):
            self.step()

    def open(self, task: str) -> bool:
        """Whether a task waits."""
        with self.engine.database.reading() as connection:
            waits = (tasks.c.id == task) & (tasks.c.state == "open")
            return connection.scalar(select(tasks.c.id).where(waits)) is not None

    def check(self, again: str = "", **answer: object) -> None:
        """The officer looks at the papers."""
        task = f"SP19[0]/CA19_berkas/BK_verifikasi{again}"
        commands.complete(self.engine, self.somebody("petugas1"), self.case_ids[0], task, answer)

    def somebody(self, username: str) -> Actor:
        """Somebody of the office."""
        with self.engine.database.reading() as connection:
            person = connection.scalars(select(accounts.c.person).where(accounts.c.username == username)).one()
            return actor_of(connection, person, now=self.engine.world.now())

    def secret(self) -> str:
        """A link for the participant."""
        return links.make(self.engine, OPERATOR, self.case_ids[0], self.nip, days=90).secret


@pytest.fixture
def engine(sqlite_url: str, home: Path) -> Iterator[Engine]:
    """The demonstration office with the JPT SOP."""
    opened = open_office(open_database(sqlite_url, home), home, PROCESSES, "asesmen_jpt")
    yield opened
    opened.close()


def _pdf(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n" + name.encode() + b"\n%%EOF\n"}


def _docx(name: str) -> dict[str, object]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": name, "mimeType": kind, "buffer": packed.getvalue()}


def _put(page: Page, label: str, file: dict[str, object]) -> None:
    page.get_by_label(label).first.set_input_files(file)
    page.get_by_text(f"{file['name']} tersimpan").wait_for()


def test_a_participant_sends_papers_mends_one_and_receives_letters(engine: Engine, phone: Phone) -> None:
    case = Assessment(engine, "asesmen_jpt", {})
    case.until_summoned()
    page, found = phone(), {}

    def judge(name: str) -> None:
        picture(page, f"jpt-{name}")
        found[name] = faults(page)

    _enter(page, case.secret(), case.nip)
    expect(page.get_by_role("link", name="Pemanggilan Peserta Asesmen Job Target: petikan")).to_be_visible()
    judge("urusan")
    page.get_by_role("link", name="Kerjakan: Konfirmasi kesediaan").tap()
    page.get_by_role("heading", name="Konfirmasi kesediaan").wait_for()
    judge("konfirmasi")
    page.get_by_label("Bersedia mengikuti asesmen").check()
    page.get_by_label("Nomor telepon").fill("081700000001")
    page.get_by_role("button", name="Kirim").tap()

    expect(page.get_by_text("belum ada", exact=True)).to_have_count(9)
    page.get_by_role("link", name="Kerjakan: Unggah berkas persyaratan").tap()
    page.get_by_label("Mengirim berkas").check()
    for number, label in enumerate(PAPERS):
        _put(page, label, _pdf(f"berkas-{number}.pdf"))
    page.get_by_role("button", name="Kirim").tap()
    expect(page.get_by_role("alert")).to_contain_text("Unggah portofolio (Ms Word).")
    judge("kurang-satu")
    _put(page, "Portofolio (Ms Word)", _docx("portofolio.docx"))
    page.get_by_role("button", name="Kirim").tap()
    expect(page.get_by_text("sedang diperiksa", exact=True)).to_have_count(9)
    judge("diperiksa")

    case.check(keputusan="kurang", kurang=["spmt"], catatan="SPMT belum ditandatangani.")
    page.goto("/urusan")
    expect(page.get_by_text("kurang", exact=True)).to_have_count(1)
    expect(page.get_by_text("diterima", exact=True)).to_have_count(8)
    judge("dikembalikan")
    page.get_by_role("link", name="Kerjakan: Unggah berkas persyaratan").tap()
    page.get_by_role("button", name="Kirim").wait_for()  # a page that is still on its way has no picture
    photographed = {"name": "spmt.jpg", "mimeType": "image/jpeg", "buffer": page.screenshot(type="jpeg")}
    field = page.locator("[data-files]").filter(has_text="SPMT terakhir")
    field.get_by_label("Foto kertasnya").set_input_files(photographed)
    page.get_by_text("spmt.pdf tersimpan").wait_for()
    page.get_by_role("button", name="Kirim").tap()
    expect(page.get_by_text("sedang diperiksa", exact=True)).to_have_count(1)
    case.check("~2", keputusan="lengkap", kurang=[], catatan="")
    page.goto("/urusan")
    expect(page.get_by_text("diterima", exact=True)).to_have_count(9)

    while case.step():
        pass
    page.context.clear_cookies()
    _enter(page, case.secret(), case.nip)
    receipt = page.get_by_role("link", name="Tanda Terima Laporan Individu")
    expect(receipt).to_be_visible()
    expect(page.get_by_text("Urusan ini sudah selesai.")).to_be_visible()
    judge("selesai")
    letter = page.request.get(str(receipt.get_attribute("href")))
    assert (letter.status, letter.headers["content-type"]) == (200, "application/pdf")
    assert [name for name in case.others if name in page.content()] == []
    assert {name: what for name, what in found.items() if what} == {}

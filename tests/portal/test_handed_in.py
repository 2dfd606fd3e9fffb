"""Files that people handed in, found in the data a task sees."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from portal.handed_in import File, files
from tests.portal.test_tasks import PDF
from tests.portal.visitors import Visitor, task_address

Visit = Callable[[str | None], Visitor]
SK = {"sha256": "aa", "nama": "sk.pdf", "ukuran": 1200, "jenis": "application/pdf"}


def test_every_file_is_found_once_under_what_it_was_asked_for() -> None:
    data = {"unggah": {"berkas": {"sk_pangkat": [SK], "lagi": [SK]}}, "surat": {"sha256": "bb", "halaman": 2}, "n": 1}

    assert files(data) == [File(label="Sk pangkat", name="sk.pdf", size=1200, sha256="aa", drawable=True)]


def test_a_verifier_opens_what_was_handed_in_from_the_task(visit: Visit) -> None:
    ani, bram = visit("ani"), visit("bram")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.", lampiran=(BytesIO(PDF), "surat dokter.pdf"))

    page = bram.get(task_address(case_id, "periksa"))

    link = page.all("//*[@aria-labelledby='judul-berkas']//a[@download]/@href")[0]
    assert page.all("//*[@aria-labelledby='judul-berkas']//a[@download]") == ["surat dokter.pdf"]
    assert bram.get(link).response.data == PDF
    assert visit("citra").get(link).status == 404

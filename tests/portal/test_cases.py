"""The case page, the list of cases, and who started what."""

from __future__ import annotations

from collections.abc import Callable

from engine import jobs
from engine.engine import Engine
from tests.portal.visitors import Visitor

Visit = Callable[[str | None], Visitor]


def test_the_outline_says_of_each_step_how_it_stands(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")

    page = ani.get(f"/perkara/{case_id}")

    assert page.all("//ol[@class='outline']/li/@data-state") == ["done", "active", ""]
    assert "menunggu Kepala Kantor" in page.all("//ol[@class='outline']/li[2]")[0]
    assert page.all("//ol[@class='outline']/li[@aria-current='step']//*[@class='step-number']") == ["2"]


def test_the_diagram_is_the_one_the_case_runs_with_its_states_beside(visit: Visit, engine: Engine) -> None:
    ani = visit("ani")
    case_id = ani.start()

    page, diagram = ani.get(f"/perkara/{case_id}"), ani.get(f"/perkara/{case_id}/diagram.bpmn")

    assert page.all("//*[@data-diagram]/@data-diagram") == [f"/perkara/{case_id}/diagram.bpmn"]
    assert '"susun": "active"' in page.all("//*[@data-diagram]/@data-states")[0]
    assert diagram.response.data == (engine.processes / "cuti" / "process.bpmn").read_bytes()
    assert diagram.response.mimetype == "application/xml"


def test_cancelling_needs_a_reason_and_keeps_it(visit: Visit) -> None:
    bram = visit("bram")
    case_id = visit("ani").start()
    address = f"/perkara/{case_id}/batal"

    without = bram.send(bram.get(f"/perkara/{case_id}"), address, alasan="  ")
    done = bram.send(without, address, alasan="Permohonan ditarik.")

    assert without.status == 422
    assert done.status == 303
    page = bram.get(f"/perkara/{case_id}")
    assert "Dibatalkan" in page.all("//*[contains(@class, 'case-head')]")[0]
    assert "Permohonan ditarik." in page.all("//ol[@class='timeline']/li[1]")[0]


def test_nobody_else_is_even_offered_to_cancel(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()

    assert ani.get(f"/perkara/{case_id}").all("//form[contains(@action, '/batal')]") == []


def test_cases_are_found_by_words_and_state(visit: Visit) -> None:
    ani = visit("ani")
    ani.start(perihal="Cuti melahirkan")
    ani.start(perihal="Cuti tahunan")

    assert ani.get("/perkara?cari=melahir").all("//*[@class='case-title']") == ["Cuti melahirkan"]
    assert ani.get("/perkara?status=completed").all("//*[@class='case-title']") == []
    assert len(ani.get("/perkara?status=running&sop=cuti").all("//*[@class='case-title']")) == 2


def test_a_wrong_first_order_comes_back_with_what_was_typed(visit: Visit) -> None:
    ani = visit("ani")
    page = ani.get("/perkara/baru/cuti")

    sent = ani.send(page, "/perkara/baru/cuti", perihal="Cuti panjang", hari="99")

    assert sent.status == 422
    assert sent.all("//input[@name='perihal']/@value") == ["Cuti panjang"]
    assert sent.all("//input[@name='hari']/@value") == ["99"]


def test_a_letter_is_shown_as_pages_and_as_pdf(visit: Visit, engine: Engine) -> None:
    ani, bram, umi = visit("ani"), visit("bram"), visit("umi")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    bram.complete(case_id, "periksa", keputusan="setuju")
    umi.complete(case_id, "nomori", agenda="12")
    jobs.run_pending(engine)

    address = umi.get(f"/perkara/{case_id}").all("//*[@class='paper-title']/a/@href")[0]
    first_page = address.replace(".pdf", "/1.png")
    letter, picture = umi.get(address), umi.get(first_page)
    again = umi.get(first_page, If_None_Match=picture.response.headers["ETag"])

    assert letter.response.data.startswith(b"%PDF-")
    assert letter.response.headers["Content-Disposition"].startswith("inline")
    assert picture.response.data.startswith(b"\x89PNG")
    assert (again.status, again.response.data) == (304, b"")
    assert umi.get(address.replace(".pdf", "/99.png")).status == 404
    assert visit("citra").get(address).status == 404


def test_an_uploaded_file_is_saved_never_shown(visit: Visit) -> None:
    from hashlib import sha256
    from io import BytesIO

    from tests.portal.test_tasks import PDF

    ani = visit("ani")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.", lampiran=(BytesIO(PDF), "surat dokter.pdf"))

    answer = visit("bram").get(f"/perkara/{case_id}/berkas/{sha256(PDF).hexdigest()}").response

    assert answer.data == PDF
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="surat dokter.pdf"')
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_titles_from_people_are_text_and_nothing_else(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start(perihal="<script>alert(1)</script>\"'>")

    for address in ("/tugas", "/perkara", f"/perkara/{case_id}"):
        page = ani.get(address)
        assert page.all("//script[not(@src)]") == []
        assert "<script>alert(1)</script>" in page.text

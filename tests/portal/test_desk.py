"""The desk over HTTP: drafts as the script saves them, talk, hands, previews; and what is nobody else's business."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest

from engine.engine import Engine
from engine.queries.events import RETURNS
from engine.world import MovedWorld
from forms import Form, load, validate
from portal.pictures import png
from tests.portal.test_tasks import PDF
from tests.portal.visitors import Page, Visitor, task_address

Visit = Callable[[str | None], Visitor]
PROCESSES = Path(__file__).parents[2] / "processes"
PICTURE = b"\x89PNG\r\n\x1a\n"


def letter(pages: int) -> bytes:
    """A PDF of empty pages."""
    document, content = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(pages):
        document.new_page(300, 400)
    document.save(content)
    return content.getvalue()


def say(visitor: Visitor, address: str, case_id: str, **fields: Any) -> Page:
    """Send the comment form of a page."""
    return visitor.send(visitor.get(address), f"/perkara/{case_id}/komentar", **fields)


# -- drafts ------------------------------------------------------------------------------------------------------------


def test_a_script_saves_reads_its_revision_and_gets_its_file_back(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()
    address = task_address(case_id, "susun")
    hidden = ani.get(address).hidden(address)

    first = ani.post(f"{address}/draf", **hidden, isi="Mohon cuti.", lampiran=(BytesIO(PDF), "surat.pdf"))
    stale = ani.post(f"{address}/draf", **hidden, isi="Lain.")

    told = first.response.get_json()
    assert (first.status, told["revision"], told["text"]) == (200, 1, "Draf tersimpan 08.00")
    assert "surat.pdf" in told["files"]["lampiran"][0]
    assert (stale.status, stale.response.get_json()["error"]) == (409, "DraftNewer")
    assert ani.get(address).all("//textarea[@name='isi']") == ["Mohon cuti."]


def test_a_refused_file_is_said_and_the_rest_is_kept(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()
    address = task_address(case_id, "susun")

    kept = ani.post(
        f"{address}/draf", **ani.get(address).hidden(address), isi="Mohon.", lampiran=(BytesIO(b"MZ"), "surat.pdf")
    )

    assert "tidak sesuai" in kept.response.get_json()["refused"]["lampiran"]
    assert ani.get(address).all("//textarea[@name='isi']") == ["Mohon."]


def test_a_completed_task_leaves_no_draft(visit: Visit, engine: Engine) -> None:
    from sqlalchemy import select

    from engine.schema import drafts

    ani = visit("ani")
    case_id = ani.start()
    address = task_address(case_id, "susun")
    ani.post(f"{address}/draf", **ani.get(address).hidden(address), isi="Mohon.")

    ani.complete(case_id, "susun", isi="Mohon cuti.")

    with engine.database.reading() as connection:
        assert connection.execute(select(drafts)).all() == []


def test_who_comes_back_to_a_task_that_somebody_else_finished_finds_the_own_draft(visit: Visit) -> None:
    ani, bram, umi, dewi = visit("ani"), visit("bram"), visit("umi"), visit("dewi")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    bram.complete(case_id, "periksa", keputusan="setuju")
    address = task_address(case_id, "nomori")
    dewi.post(f"{address}/draf", **dewi.get(address).hidden(address), agenda="Agenda 13")
    umi.complete(case_id, "nomori", agenda="12")

    gone = dewi.get(address)

    assert gone.status == 409
    assert gone.all("//dt") == ["Nomor agenda"]
    assert gone.all("//dd") == ["Agenda 13"]
    assert "Agenda 13" not in umi.get(address).text


def test_a_draft_does_not_follow_its_writer_out_of_office(
    visit: Visit, world: MovedWorld, give_mandate: Callable[..., None]
) -> None:
    from datetime import date

    give_mandate("umi", "kantor.kepala", date(2026, 1, 5), date(2026, 1, 5))
    ani, umi = visit("ani"), visit("umi")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    address = task_address(case_id, "periksa")
    hidden = umi.get(address).hidden(address)
    world.move(hours=24)

    late = visit("umi").post(f"{address}/draf", **hidden, keputusan="setuju")

    assert late.status in (400, 403, 404)


# -- talk --------------------------------------------------------------------------------------------------------------


def test_a_comment_is_text_and_its_file_can_be_fetched_by_who_sees_the_case(visit: Visit) -> None:
    ani, bram = visit("ani"), visit("bram")
    case_id = ani.start()

    sent = say(
        ani,
        f"/perkara/{case_id}",
        case_id,
        komentar="<script>alert(1)</script> https://contoh.go.id",
        berkas=(BytesIO(PDF), "lampiran.pdf"),
    )
    page = bram.get(f"/perkara/{case_id}")

    assert sent.status == 303
    assert page.all("//*[@class='spoken']") == ["<script>alert(1)</script> https://contoh.go.id"]
    assert page.all("//*[@id='percakapan']//a[contains(@href, 'contoh.go.id')]") == []
    link = page.all("//*[@id='percakapan']//a[@download]/@href")[0]
    assert bram.get(link).response.data == PDF
    assert {visit(name).get(link).status for name in ("citra", "pesi")} == {404}


def test_a_refused_comment_comes_back_where_it_was_written(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()
    address = task_address(case_id, "susun")

    wrong = say(ani, address, case_id, komentar="Halo", berkas=(BytesIO(b"MZ"), "jahat.pdf"))

    assert wrong.status == 422
    assert wrong.all("//textarea[@name='komentar']") == ["Halo"]
    assert wrong.all("//h1") == ["Menyusun surat"]


def test_a_comment_that_was_begun_is_there_again_and_gone_once_it_is_sent(visit: Visit) -> None:
    ani, bram = visit("ani"), visit("bram")
    case_id = ani.start()
    page, address = f"/perkara/{case_id}", f"/perkara/{case_id}/komentar"
    begun = {"komentar": "Mohon arahan.", "sebut": "person:bram", "berkas": (BytesIO(PDF), "memo.pdf")}

    kept = ani.post(f"{address}/draf", **ani.get(page).hidden(address), **begun)

    assert kept.response.get_json()["text"] == "Draf tersimpan 08.00"
    for place in (page, task_address(case_id, "susun")):
        again = ani.get(place)
        assert again.all("//textarea[@name='komentar']") == ["Mohon arahan."]
        assert again.all("//input[@name='sebut'][@checked]/@value") == ["person:bram"]
        assert again.all("//form[@data-talk]//*[@class='stored-name']") == ["memo.pdf"]
    assert bram.get(page).all("//textarea[@name='komentar']") == [""]
    reference = ani.get(page).hidden(address)["berkas"]
    say(ani, page, case_id, komentar="Mohon arahan.", berkas=reference)
    assert ani.get(page).all("//textarea[@name='komentar']") == [""]
    assert "memo.pdf" in bram.get(page).text


def test_without_scripts_buttons_keep_a_comment_and_take_its_file_away(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()
    page = f"/perkara/{case_id}"

    kept = say(ani, page, case_id, komentar="Belum selesai", berkas=(BytesIO(PDF), "memo.pdf"), _simpan="1")
    assert (kept.status, kept.location) == (303, f"{page}#percakapan")
    assert "memo.pdf" in ani.get(page).text
    say(ani, page, case_id, komentar="Belum selesai", _remove="berkas.0")

    again = ani.get(page)
    assert "memo.pdf" not in again.text
    assert again.all("//textarea[@name='komentar']") == ["Belum selesai"]
    assert again.all("//ol[contains(@class, 'said')]//p[@class='spoken']") == []


def test_a_reason_that_was_begun_waits_with_the_task_and_goes_with_it(visit: Visit) -> None:
    ani, umi, dewi = visit("ani"), visit("umi"), visit("dewi")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    visit("bram").complete(case_id, "periksa", keputusan="setuju")
    address = task_address(case_id, "nomori")
    hand_over = f"{address}/serahkan"

    umi.send(umi.get(address), hand_over, kepada="dewi", alasan="Saya cuti", _simpan="1")

    begun = umi.get(address)
    assert begun.all("//details[@id='serahkan'][@open]//textarea[@name='alasan']") == ["Saya cuti"]
    assert dewi.get(address).all("//details[@id='serahkan'][@open]") == []
    umi.send(begun, hand_over, kepada="dewi", alasan="Saya cuti besok.")
    dewi.send(dewi.get(address), hand_over, kepada="umi", alasan="Kembali ke Umi.")
    assert umi.get(address).all("//textarea[@name='alasan']") == [""]


def test_auditors_read_the_talk_and_do_not_join_it(visit: Visit) -> None:
    ani, audi = visit("ani"), visit("audi")
    case_id = ani.start()
    say(ani, f"/perkara/{case_id}", case_id, komentar="Mohon arahan.")

    page = audi.get(f"/perkara/{case_id}")

    assert page.all("//*[@class='spoken']") == ["Mohon arahan."]
    assert page.all("//textarea[@name='komentar']") == []


# -- previews ----------------------------------------------------------------------------------------------------------


def test_a_handed_in_file_is_looked_at_as_our_own_picture(visit: Visit) -> None:
    ani, bram = visit("ani"), visit("bram")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.", lampiran=(BytesIO(letter(3)), "surat dokter.pdf"))
    link = bram.get(task_address(case_id, "periksa")).all("//*[@class='thumb']/@href")[0]

    shown = bram.get(link)

    pictures = shown.all("//div[@class='preview']/img/@src")
    first = bram.get(pictures[0]).response
    assert len(pictures) == 3
    assert (first.mimetype, first.data[:8]) == ("image/png", PICTURE)
    assert bram.get(pictures[0], If_None_Match=first.headers["ETag"]).status == 304
    assert bram.get(link.replace("/lihat", "/4.png")).status == 404
    assert {visit(name).get(each).status for name in ("citra", "pesi") for each in (link, pictures[0])} == {404}


BOMB = png(1, 1, 3, 3, b"\0\0\0").replace(b"\0\0\0\x01\0\0\0\x01", b"\0\xff\xff\xff\0\xff\xff\xff", 1)


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [("foto.png", png(40, 30, 3, 120, bytes(3600)), 200), ("rusak.pdf", PDF, 404), ("bom.png", BOMB, 404)],
    ids=["photograph", "broken", "bomb"],
)
def test_what_cannot_be_drawn_is_only_offered_for_download(
    visit: Visit, name: str, content: bytes, status: int
) -> None:
    ani, bram = visit("ani"), visit("bram")
    case_id = ani.start()
    say(ani, f"/perkara/{case_id}", case_id, komentar="Lihat.", berkas=(BytesIO(content), name))

    link = bram.get(f"/perkara/{case_id}").all("//*[@class='thumb']/@href")[0]

    assert bram.get(link.replace("/lihat", "/1.png")).status == status


# -- returns -----------------------------------------------------------------------------------------------------------


def returning(form: Form) -> list[str]:
    """The choices of a form that send work back."""
    field = next((each for each in form.fields if each.key == "keputusan"), None)
    return [option for option in field.options.fixed if option in RETURNS] if field is not None else []


FORMS = [
    (path, choice)
    for path in sorted(PROCESSES.glob("*/forms/*.form"))
    for choice in returning(load(path.read_bytes(), name=path.stem))
]


@pytest.mark.parametrize(("path", "choice"), FORMS, ids=[f"{path.stem}-{choice}" for path, choice in FORMS])
def test_whoever_sends_work_back_says_why(path: Path, choice: str) -> None:
    form = load(path.read_bytes(), name=path.stem)

    checked = validate(form, {"keputusan": choice}, context={})

    assert checked.errors.keys() & {"catatan", "alasan"}


def test_there_are_forms_that_send_work_back() -> None:
    assert len(FORMS) >= 2

"""The room of a participant: everything that is theirs, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import url_for

from engine import commands
from engine.engine import Engine
from tests.links.guest import come_in, photo, send, walk
from tests.links.summons import CITRA, CONFIRM, PEOPLE, PESI, TAMU, UPLOAD, open_tasks, secret_for, somebody, summon
from tests.portal.test_wrong_input import NASTY
from tests.portal.visitors import Visitor, task_address

Visit = Callable[[str | None], Visitor]


@pytest.fixture
def enter(summoning: Engine, visit: Visit) -> Callable[[str, str], Visitor]:
    """A participant who came in by a link of a case."""

    def arrive(case_id: str, nip: str) -> Visitor:
        visitor = visit(None)
        answer = come_in(visitor, secret_for(summoning, case_id, nip), nip[-6:])
        assert (answer.status, answer.location) == (303, "/urusan")
        return visitor

    return arrive


Enter = Callable[[str, str], Visitor]


def _check(engine: Engine, case_id: str, index: int, again: str = "", **answer: object) -> None:
    task = f"setiap[{index}]/berkas_peserta/BK_verifikasi{again}"
    commands.complete(engine, somebody(engine, "umi"), case_id, task, answer)


def test_from_the_summons_to_the_accepted_papers(summoning: Engine, enter: Enter) -> None:
    case_id = summon(summoning)
    pesi = enter(case_id, PESI)

    assert "Konfirmasi kesediaan" in pesi.get("/urusan").text
    assert send(pesi, CONFIRM.format(0), kesediaan="ya").location == "/urusan?terkirim=1"
    summoned = pesi.get("/urusan").text
    assert summoned.count("belum ada") == 3
    assert "sisa 5 hari kerja" in summoned
    files = {"berkas.sk_pangkat": photo("sk.jpg"), "berkas.foto": photo("foto.jpg")}
    assert send(pesi, UPLOAD.format(0, ""), tindakan="kirim", **files).status == 303
    assert "Petugas Umum sedang mengerjakan: Periksa berkas peserta" in pesi.get("/urusan").text
    _check(summoning, case_id, 0, keputusan="kurang", kurang=["foto"], catatan="Foto terlalu gelap.")
    room = pesi.get("/urusan").text
    assert "Foto terlalu gelap." in room
    assert "SK pangkat diterima" in room
    assert "Pas foto kurang" in room
    kept = pesi.get(f"/urusan/tugas/{UPLOAD.format(0, '~2')}")
    assert "Foto terlalu gelap." in kept.text
    files = {"berkas.sk_pangkat": photo("sk.jpg"), "berkas.foto": photo("foto2.jpg")}
    assert send(pesi, UPLOAD.format(0, "~2"), tindakan="kirim", **files).status == 303
    _check(summoning, case_id, 0, "~2", keputusan="lengkap")

    room = pesi.get("/urusan").text
    assert room.count("diterima") >= 2
    assert "Tidak ada yang perlu Anda kerjakan sekarang." in room


def test_whoever_withdraws_is_told_that_it_was_noted(summoning: Engine, enter: Enter) -> None:
    case_id = summon(summoning)
    pesi = enter(case_id, PESI)
    send(pesi, CONFIRM.format(0), kesediaan="ya")

    send(pesi, UPLOAD.format(0, ""), tindakan="mundur", alasan="Sakit keras.")

    assert "Pengunduran diri Anda sudah dicatat." in pesi.get("/urusan").text


@pytest.mark.parametrize("nip", PEOPLE)
def test_no_page_of_one_participant_names_another(summoning: Engine, enter: Enter, nip: str) -> None:
    case_id, index = summon(summoning), list(PEOPLE).index(nip)
    for other, number in zip(PEOPLE, range(3), strict=True):
        guest = enter(case_id, other)
        send(guest, CONFIRM.format(number), kesediaan="ya")
        name = f"{other}-{PEOPLE[other].split()[0]}"
        files = {"berkas.sk_pangkat": photo(f"{name}-sk.jpg"), "berkas.foto": photo(f"{name}-foto.jpg")}
        send(guest, UPLOAD.format(number, ""), tindakan="kirim", **files)
    _check(summoning, case_id, index, keputusan="kurang", kurang=["foto"], catatan="Kurang terang.")
    mine = enter(case_id, nip)

    pages = walk(mine, "/urusan")

    assert f"/urusan/tugas/{quote(UPLOAD.format(index, '~2'), safe='/~')}" in pages
    others = {text for other, name in PEOPLE.items() if other != nip for text in (other, name, name.split()[0])}
    said = b"".join(page.response.get_data() + str(page.response.headers).encode() for page in pages.values())
    assert {text for text in others if text.encode() in said} == set()


def test_what_is_not_theirs_is_not_there(summoning: Engine, enter: Enter, visit: Visit) -> None:
    case_id, other_case = summon(summoning), summon(summoning)
    pesi, citra = enter(case_id, PESI), enter(case_id, CITRA)
    send(pesi, CONFIRM.format(0), kesediaan="ya")
    files = {"berkas.sk_pangkat": photo("sk.jpg"), "berkas.foto": photo("foto.jpg")}
    send(pesi, UPLOAD.format(0, ""), tindakan="kirim", **files)
    (paper, *_) = [link for link in walk(pesi, "/urusan") if "/berkas/" in link]

    found = {
        "another's open task": citra.get(f"/urusan/tugas/{CONFIRM.format(2)}").status,
        "another's closed task": citra.get(f"/urusan/tugas/{CONFIRM.format(0)}").status,
        "the office's task": citra.get("/urusan/tugas/setiap[0]/berkas_peserta/BK_verifikasi").status,
        "another's file": citra.get(paper).status,
        "another's letter": citra.get(f"/urusan/surat/tanda_terima_{PESI}-1.pdf").status,
        "own file": pesi.get(paper).status,
    }

    assert found == dict.fromkeys(found, 404) | {"own file": 200}
    assert CONFIRM.format(0) in open_tasks(summoning, other_case)


def test_staff_pages_do_not_know_a_visit_by_link(summoning: Engine, enter: Enter) -> None:
    case_id = summon(summoning)
    pesi = enter(case_id, PESI)
    rules = [rule for rule in pesi.client.application.url_map.iter_rules() if "GET" in (rule.methods or ())]
    values = {"case_id": case_id, "task_id": "tutup", "sop": "panggilan", "document_id": "x-1", "number": 1}

    for rule in rules:
        if rule.endpoint.split(".")[0] in ("mine", "assets", "auth") or rule.endpoint == "operations.healthz":
            continue
        given = {name: values.get(name, "x") for name in rule.arguments}
        with pesi.client.application.test_request_context():
            address = url_for(rule.endpoint, **given)
        answer = pesi.get(address)
        assert answer.status in (204, 302, 404, 405), address
        assert answer.location.startswith("/masuk") or answer.status != 302, address


def test_one_persons_two_cases_have_two_links(summoning: Engine, enter: Enter) -> None:
    first, second = summon(summoning), summon(summoning)
    pesi = enter(first, PESI)

    send(pesi, CONFIRM.format(0), kesediaan="ya")

    assert CONFIRM.format(0) not in open_tasks(summoning, first)
    assert CONFIRM.format(0) in open_tasks(summoning, second)


def test_the_door_is_the_same_for_everybody_and_uses_nothing_up(summoning: Engine, visit: Visit) -> None:
    secret = secret_for(summoning, summon(summoning), TAMU)
    scanner = visit(None)

    pages = [scanner.get("/urusan/masuk"), scanner.get("/urusan"), visit(None).get("/urusan/masuk")]

    assert [page.status for page in pages] == [200, 302, 200]
    assert not any(name in pages[0].text for name in PEOPLE.values())
    assert come_in(visit(None), secret, TAMU[-6:]).status == 303


def test_unknown_expired_and_revoked_links_get_one_answer(summoning: Engine, visit: Visit) -> None:
    case_id = summon(summoning)
    old = secret_for(summoning, case_id, PESI)
    secret_for(summoning, case_id, PESI)

    revoked, unknown = (come_in(visit(None), code, PESI[-6:]) for code in (old, "0" * 40))

    assert (revoked.status, revoked.text) == (unknown.status, unknown.text)
    assert "Kantor Contoh" in revoked.text


def test_an_official_makes_copies_and_revokes_a_link(summoning: Engine, visit: Visit) -> None:
    case_id = summon(summoning)
    ani = visit("ani")
    address = f"/perkara/{case_id}/tautan"
    assert address in ani.get(f"/perkara/{case_id}").all("//a/@href")

    made = ani.send(ani.get(address), address, nip=TAMU, hari="3")
    (message,) = made.all("//textarea[@id='pesan']")
    secret = message.split("#")[1].split()[0]

    assert "Yth. Tamu Contoh, S.E." in message
    assert secret not in ani.get(address).response.get_data(as_text=True)
    assert come_in(visit(None), f"http://localhost/urusan/masuk#{secret}", TAMU[-6:]).status == 303
    (action,) = ani.get(address).all("//form[contains(@action, 'cabut')]/@action")
    assert ani.send(ani.get(address), action).status == 303
    assert come_in(visit(None), secret, TAMU[-6:]).status == 404


MATRIX = {"ani": 200, "umi": 200, "oka": 200, "audi": 200, "citra": 404, "pesi": 404, "bram": 404}


@pytest.mark.parametrize(("who", "status"), MATRIX.items())
def test_the_list_of_links_is_open_to_those_it_is_for(summoning: Engine, visit: Visit, who: str, status: int) -> None:
    case_id = summon(summoning)

    assert visit(who).get(f"/perkara/{case_id}/tautan").status == status


def test_a_task_page_of_an_account_shows_no_file_of_others(summoning: Engine, enter: Enter, visit: Visit) -> None:
    case_id = summon(summoning)
    pesi = visit("pesi")

    page = pesi.get(task_address(case_id, CONFIRM.format(0)))

    assert page.status == 200
    assert CITRA not in page.text


def test_nothing_that_a_participant_sends_breaks_the_room(summoning: Engine, enter: Enter) -> None:
    case_id = summon(summoning)
    pesi = enter(case_id, PESI)
    task = CONFIRM.format(0)
    address = f"/urusan/tugas/{quote(task, safe='/~')}"
    own = pesi.get(address).hidden(address)
    fields = (
        "kesediaan",
        "alasan",
        "tindakan",
        "_versi",
        "_kunci",
        "_bahasa",
        "_row",
        "_remove",
        "_add",
        "kembali",
        "jadikan_pdf",
    )
    broken = []

    for nasty in NASTY:
        text = nasty.encode("utf-8", "replace").decode()
        asked = quote(text[:500])
        places = [(place, {name: text for name in fields}) for place in (address, "/urusan/bahasa", "/urusan/berkas")]
        places += [
            (address, {"kesediaan": "ya", name: text}) for name in ("_versi", "_row", "_remove", "_add", "berkas.foto")
        ]
        for place, typed in places:
            answer = pesi.client.post(place, data=typed | {"_csrf": own["_csrf"]})
            if answer.status_code >= 500:
                broken.append((place, nasty[:30], answer.status_code))
        broken += [
            (place, answer.status_code)
            for place in (f"/urusan/tugas/{asked}x", f"/urusan/berkas/{asked}x", f"/urusan/surat/{asked}x.pdf", f"/urusan?terkirim={asked}")
            if (answer := pesi.client.get(place)).status_code >= 500
        ]  # fmt: skip

    assert broken == []

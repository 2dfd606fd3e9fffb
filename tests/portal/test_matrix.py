"""Every route for every kind of person: what is not theirs is not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.engine import Engine
from engine.schema import accounts, events, positions
from tests.portal.visitors import Visitor, task_address

Visit = Callable[[str | None], Visitor]
GiveMandate = Callable[[str, str, date, date], None]

#: page -> who gets which status. Ani drafts, Bram approves, Umi files; Citra is elsewhere, Pesi a participant, Audi audits, Oka mends.
EXPECTED = {
    "/tugas": {"ani": 200, "bram": 200, "citra": 200, "pesi": 200, "audi": 200, "oka": 200},
    "/tugas?bagian=daftar&lihat=menunggu": {"ani": 200, "citra": 200, "pesi": 200, "audi": 200, "oka": 200},
    "/kabar": {"ani": 200, "bram": 200, "umi": 200, "citra": 200, "pesi": 200, "audi": 200, "oka": 200},
    "/perkara": {"ani": 200, "citra": 200, "pesi": 200, "audi": 200, "oka": 200},
    "/perkara/{case}": {"ani": 200, "bram": 200, "umi": 200, "citra": 404, "pesi": 404, "audi": 200, "oka": 200},
    "/perkara/{case}/diagram.bpmn": {"ani": 200, "bram": 200, "citra": 404, "pesi": 404, "audi": 200, "oka": 200},
    "/perkara/{case}/menunggu": {
        "ani": 200,
        "bram": 200,
        "umi": 200,
        "citra": 404,
        "pesi": 404,
        "audi": 200,
        "oka": 200,
    },
    "/perkara/{case}/putar-ulang": {
        "ani": 200,
        "bram": 200,
        "umi": 200,
        "citra": 404,
        "pesi": 404,
        "audi": 200,
        "oka": 200,
    },
    "/perkara/{case}/putar-ulang/langkah.json": {
        "ani": 200,
        "bram": 200,
        "umi": 200,
        "citra": 404,
        "pesi": 404,
        "audi": 200,
        "oka": 200,
    },
    "/perkara/tidak_ada/menunggu": {"ani": 404, "audi": 404},
    "/perkara/tidak_ada/putar-ulang": {"ani": 404, "audi": 404},
    "/perkara/{case}/dokumen/x-1.pdf": {"ani": 404, "citra": 404, "pesi": 404, "audi": 404},
    "/perkara/{case}/dokumen/x-1/1.png": {"ani": 404, "citra": 404, "pesi": 404, "audi": 404},
    "/perkara/{case}/berkas/0123": {"ani": 404, "citra": 404, "pesi": 404, "audi": 404},
    "/perkara/baru": {"ani": 200, "bram": 200, "citra": 200, "pesi": 200, "audi": 200},
    "/perkara/baru/cuti": {"ani": 200, "bram": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 403},
    "/perkara/baru/tidak_ada": {"ani": 404, "oka": 404},
    "/gangguan": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 200},
    "/kiriman": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 200, "oka": 200},
    "/kiriman/msg_x": {"ani": 403, "pesi": 403, "audi": 404, "oka": 404},
    "/kiriman/masuk": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 200, "oka": 200},
    "/kiriman/masuk/1": {"ani": 403, "pesi": 403, "audi": 404, "oka": 404},
    "/kiriman/mitra": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 200, "oka": 200},
    "/kiriman/mitra/baru": {"ani": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 200},
    "/kiriman/mitra/x": {"ani": 403, "citra": 403, "pesi": 403, "audi": 404, "oka": 404},
    "/jabatan": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 200, "oka": 200},
    "/jabatan/kantor.kepala": {"ani": 404, "bram": 200, "citra": 404, "pesi": 404, "audi": 200, "oka": 200},
    "/jabatan/tidak.ada": {"audi": 404, "oka": 404},
    "/saya": {"ani": 200, "citra": 200, "pesi": 200, "audi": 200, "oka": 200},
    "/bantuan": {"ani": 200, "pesi": 200},
    "{task}": {"ani": 200, "bram": 200, "citra": 404, "pesi": 404, "audi": 200, "oka": 200},
    "/perkara/{case}/tautan": {"ani": 200, "bram": 200, "citra": 404, "pesi": 404, "audi": 200, "oka": 200},
    "/perkara/tidak_ada/tautan": {"ani": 404, "oka": 404},
    # A log-in opens no participant's room: only a personal link does (tests/links).
    "/urusan": {"ani": 302, "pesi": 302, "audi": 302, "oka": 302},
    "/urusan/tugas/susun": {"ani": 302, "pesi": 302, "oka": 302},
    "/urusan/berkas/0123": {"ani": 302, "pesi": 302, "oka": 302},
    "/urusan/surat/x-1.pdf": {"ani": 302, "pesi": 302, "oka": 302},
}
EXPECTED |= {
    "/operasi": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 200},
    "/rancangan": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 200, "oka": 200},
    "/jurnal": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 200, "oka": 200},
    "/perkara/{case}/berkas/0123/lihat": {"ani": 404, "citra": 404, "pesi": 404, "audi": 404, "oka": 404},
    "/perkara/{case}/berkas/0123/1.png": {"ani": 404, "citra": 404, "pesi": 404, "audi": 404, "oka": 404},
}
#: Pages of operators that auditors read, and pages of operators alone.
READ = {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 200, "oka": 200}
OPERATORS = READ | {"audi": 403}
EXPECTED |= {
    "/pegawai": READ,
    "/pegawai?cari=ani&keadaan=menjabat": READ,
    "/pegawai/ani": READ,
    "/pegawai/tidak_ada": READ | {"audi": 404, "oka": 404},
    "/pegawai/baru": OPERATORS,
    "/pegawai/impor": OPERATORS,
    "/pegawai/impor/selesai": OPERATORS | {"oka": 404},
    "/saya/kata-sandi": {"ani": 200, "citra": 200, "pesi": 200, "audi": 200, "oka": 200},
}
OVERSEEN = {"ani": 403, "bram": 200, "umi": 403, "citra": 403, "pesi": 403, "audi": 200, "oka": 200}
EXPECTED |= {
    "/ikhtisar": OVERSEEN,
    "/ikhtisar/unduh/beban.csv": OVERSEEN,
    "/ikhtisar/unduh/terlambat.xlsx": OVERSEEN,
    "/ikhtisar/unduh/tidak_ada.csv": OVERSEEN | {"bram": 404, "audi": 404, "oka": 404},
    "/ikhtisar/unduh/beban.exe": OVERSEEN | {"bram": 404, "audi": 404, "oka": 404},
    "/jurnal/unduh.csv": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 200, "oka": 403},
    "/jurnal/unduh.exe": {"ani": 403, "audi": 404, "oka": 403},
}
EXPECTED |= {
    "/kalender": {"ani": 200, "bram": 200, "umi": 200, "citra": 200, "pesi": 200, "audi": 200, "oka": 200},
    "/kalender?tahun=2040": {"ani": 200, "oka": 200},
    "/kalender?tahun=besok": {"ani": 200, "oka": 200},
    "/pemberitahuan": {"ani": 200, "citra": 200, "pesi": 200, "audi": 200, "oka": 200},
    "/pemberitahuan?sebelum=x": {"ani": 200, "pesi": 200},
    "/pemberitahuan/1": {"ani": 404, "pesi": 404, "audi": 404, "oka": 404},
    # A secret opens it, not a log-in.
    "/kalender/0123456789012345678901234567890123456789.ics": {"ani": 404, "pesi": 404, "audi": 404, "oka": 404},
    "/kalender/x.ics": {"ani": 404, "oka": 404},
}
#: The same pages when Ani's position reports to Umi's: Umi heads a part of the unit.
OF_A_PART = {
    "/ikhtisar": 200,
    "/ikhtisar?jabatan=kantor.staf": 200,
    "/ikhtisar?unit=kantor": 200,
    "/ikhtisar?jabatan=kantor.kepala": 422,
    "/ikhtisar?unit=luar": 422,
    "/ikhtisar?sop=cuti": 422,
    "/ikhtisar/unduh/beban.csv": 200,
    "/ikhtisar/unduh/beban.csv?jabatan=kantor.kepala": 422,
    "/ikhtisar/unduh/terlambat.xlsx": 200,
    "/ikhtisar/unduh/langkah.csv": 200,
    "/ikhtisar/unduh/arus.csv": 404,
    "/ikhtisar/unduh/akhir.xlsx": 404,
    "/jurnal": 403,
    "/jurnal/unduh.csv": 403,
    "/operasi": 403,
    "/pegawai": 403,
}
CELLS = [(page, name, status) for page, row in EXPECTED.items() for name, status in row.items()]


@pytest.mark.parametrize(("page", "name", "status"), CELLS)
def test_a_page_is_open_to_those_it_is_for(visit: Visit, page: str, name: str, status: int) -> None:
    case_id = visit("ani").start()

    answer = visit(name).get(page.format(case=case_id, task=task_address(case_id, "susun")))

    assert answer.status == status


@pytest.mark.parametrize(("page", "status"), OF_A_PART.items())
def test_the_head_of_a_part_sees_his_part_alone(visit: Visit, engine: Engine, page: str, status: int) -> None:
    with engine.database.transaction() as connection:
        connection.execute(positions.update().where(positions.c.id == "kantor.staf").values(superior="kantor.umum"))
    visit("ani").start()

    assert visit("umi").get(page).status == status
    assert visit("citra").get(page).status == (403 if status in (200, 422) or "unduh" in page else status)


CHANGES = {
    "{task}": {"bram": 404, "citra": 404, "pesi": 404, "audi": 404, "oka": 404},
    "{task}/ambil": {"bram": 404, "citra": 404, "pesi": 404, "audi": 404, "oka": 404},
    "{task}/lepas": {"bram": 404, "citra": 404, "pesi": 404},
    "/perkara/{case}/batal": {"ani": 403, "citra": 404, "pesi": 404, "audi": 403, "oka": 403, "bram": 303},
    "/perkara/baru/cuti": {"bram": 403, "citra": 403, "pesi": 403},
    "/jabatan/kantor.kepala/pejabat": {"ani": 404, "bram": 403, "citra": 404, "pesi": 404, "audi": 403, "oka": 422},
    "/jabatan/kantor.kepala/pejabat/akhir": {"ani": 404, "bram": 403, "pesi": 404, "audi": 403, "oka": 404},
    "/jabatan/kantor.kepala/mandat": {"ani": 404, "bram": 403, "citra": 404, "pesi": 404, "audi": 403, "oka": 422},
    "/jabatan/kantor.kepala/mandat/x/akhir": {"ani": 404, "bram": 404, "pesi": 404, "audi": 404, "oka": 404},
    "/gangguan/x/ulang": {"ani": 403, "audi": 403, "oka": 404},
    "/perkara/tidak_ada/batal": {"bram": 404},
    "/perkara/{case}/tautan": {"citra": 404, "pesi": 404, "audi": 403, "ani": 404},
    "/perkara/{case}/tautan/semua": {"citra": 404, "pesi": 404, "audi": 403, "ani": 200, "bram": 200, "oka": 200},
    "/perkara/{case}/tautan/x/cabut": {"citra": 404, "pesi": 404, "audi": 403, "ani": 404, "oka": 404},
    "/urusan/tugas/susun": {"ani": 401, "pesi": 401, "oka": 401},
    "/urusan/berkas": {"ani": 401, "pesi": 401, "oka": 401},
    "/urusan/keluar": {"ani": 401, "pesi": 401, "oka": 401},
    "/kiriman/msg_x/ulang": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 404},
    "/kiriman/masuk/1/ulang": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 404},
    "/kiriman/mitra/baru": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 422},
    "/kiriman/mitra/x": {"ani": 403, "citra": 403, "pesi": 403, "audi": 404, "oka": 404},
    "/kiriman/mitra/x/jeda": {"ani": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 404},
    "/kiriman/mitra/x/aktif": {"ani": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 404},
    "/kiriman/mitra/x/rahasia/keluar": {"ani": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 404},
    "/webhooks/x": {"ani": 401, "audi": 401, "oka": 401},
    "/webhooks/x/berkas": {"ani": 401, "audi": 401, "oka": 401},
}
CHANGES |= {
    "/operasi/pekerjaan/1/ulang": {"ani": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 404},
    "/operasi/pekerjaan/1/batal": {"ani": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 404},
    "/perkara/{case}/komentar": {"ani": 422, "bram": 422, "citra": 404, "pesi": 404},
    "{task}/serahkan": {"bram": 404, "citra": 404, "pesi": 404, "audi": 404, "oka": 404},
    "{task}/draf": {"ani": 200, "bram": 404, "citra": 404, "pesi": 404, "audi": 404, "oka": 404},
    "/perkara/{case}/komentar/draf": {"ani": 200, "bram": 200, "citra": 404, "pesi": 404, "audi": 403, "oka": 403},
    "{task}/serahkan/draf": {"ani": 200, "bram": 404, "citra": 404, "pesi": 404, "audi": 404, "oka": 404},
    "{task}/draf/buang": {"ani": 303, "citra": 303, "audi": 303},
    "/perkara/baru/cuti/draf": {"ani": 200, "bram": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 403},
    "/perkara/baru/cuti/draf/buang": {"ani": 303, "citra": 303, "audi": 303},
}
NO_OPERATOR = {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 403}
CHANGES |= {
    "/pegawai/baru": NO_OPERATOR | {"oka": 422},
    "/pegawai/impor": NO_OPERATOR | {"oka": 422},
    "/pegawai/impor/terapkan": NO_OPERATOR | {"oka": 422},
    "/pegawai/citra": NO_OPERATOR | {"oka": 409},  # without the version that was seen
    "/pegawai/tidak_ada": NO_OPERATOR | {"audi": 404, "oka": 404},
    "/pegawai/oka/peran": NO_OPERATOR | {"oka": 403},  # one's own account is kept by others
    "/saya/kata-sandi": {"ani": 422, "citra": 422, "pesi": 422, "audi": 422, "oka": 422},
}
CHANGES |= {
    f"/pegawai/citra/{act}": NO_OPERATOR | {"oka": 409}
    for act in ("akun", "sandi", "peran", "kunci", "buka", "keluar", "kembali")
}
CHANGES |= {"/pegawai/citra/sesi": NO_OPERATOR | {"oka": 303}}
CHANGES |= {
    "/kalender/pratinjau": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 200},
    "/kalender": {"ani": 403, "bram": 403, "citra": 403, "pesi": 403, "audi": 403, "oka": 422},
    "/pemberitahuan/dibaca": {"ani": 303, "citra": 303, "pesi": 303, "audi": 303, "oka": 303},
    "/saya/surel": {"ani": 422, "pesi": 422, "audi": 422, "oka": 422},
    "/saya/kalender": {"ani": 200, "pesi": 200, "audi": 200, "oka": 200},
    "/saya/kalender/cabut": {"ani": 404, "pesi": 404, "audi": 404, "oka": 404},
}
CHANGE_CELLS = [(page, name, status) for page, row in CHANGES.items() for name, status in row.items()]


@pytest.mark.parametrize(("page", "name", "status"), CHANGE_CELLS)
def test_a_change_is_open_to_those_it_is_for(visit: Visit, page: str, name: str, status: int) -> None:
    case_id = visit("ani").start()
    visitor = visit(name)
    token = visitor.get("/saya").hidden("/keluar")

    address = page.format(case=case_id, task=task_address(case_id, "susun"))
    answer = visitor.post(address, **token, alasan="Salah mulai.", isi="Mohon cuti.", perihal="Cuti", hari="3")

    assert answer.status == status


def test_every_route_stands_in_the_matrix(visit: Visit) -> None:
    rules = {rule.rule for rule in visit(None).client.application.url_map.iter_rules()}
    simplified = {
        rule.replace("<case_id>", "{case}").replace("{case}/tugas/<path:task_id>", "{case}{task}") for rule in rules
    }

    known = {page.replace("{task}", "/perkara/{case}{task}") for page in (*EXPECTED, *CHANGES)}
    open_to_all = {
        "/",
        "/masuk",
        "/keluar",
        "/bahasa",
        "/tampilan",
        "/tombol",
        "/statis/<name>",
        "/urusan/masuk",
        "/urusan/bahasa",
        "/healthz",
    }
    covered_by_example = {
        "/perkara/baru/<sop>": "/perkara/baru/cuti",
        "/jabatan/<position>": "/jabatan/kantor.kepala",
        "/jabatan/<position>/pejabat": "/jabatan/kantor.kepala/pejabat",
        "/jabatan/<position>/pejabat/akhir": "/jabatan/kantor.kepala/pejabat/akhir",
        "/jabatan/<position>/mandat": "/jabatan/kantor.kepala/mandat",
        "/jabatan/<position>/mandat/<mandate>/akhir": "/jabatan/kantor.kepala/mandat/x/akhir",
        "/gangguan/<incident_id>/ulang": "/gangguan/x/ulang",
        "/perkara/{case}/dokumen/<document_id>.pdf": "/perkara/{case}/dokumen/x-1.pdf",
        "/perkara/{case}/dokumen/<document_id>/<int:number>.png": "/perkara/{case}/dokumen/x-1/1.png",
        "/perkara/{case}/berkas/<sha256>": "/perkara/{case}/berkas/0123",
        "/perkara/{case}/berkas/<sha256>/lihat": "/perkara/{case}/berkas/0123/lihat",
        "/perkara/{case}/berkas/<sha256>/<int:number>.png": "/perkara/{case}/berkas/0123/1.png",
        "/operasi/pekerjaan/<int:job_id>/ulang": "/operasi/pekerjaan/1/ulang",
        "/operasi/pekerjaan/<int:job_id>/batal": "/operasi/pekerjaan/1/batal",
        "/perkara/baru/<sop>/draf": "/perkara/baru/cuti/draf",
        "/perkara/baru/<sop>/draf/buang": "/perkara/baru/cuti/draf/buang",
        "/perkara/{case}/tautan/<link_id>/cabut": "/perkara/{case}/tautan/x/cabut",
        "/urusan/tugas/<path:task_id>": "/urusan/tugas/susun",
        "/urusan/berkas/<sha256>": "/urusan/berkas/0123",
        "/urusan/surat/<document_id>.pdf": "/urusan/surat/x-1.pdf",
        "/kiriman/<delivery_id>": "/kiriman/msg_x",
        "/kiriman/<delivery_id>/ulang": "/kiriman/msg_x/ulang",
        "/kiriman/masuk/<int:number>": "/kiriman/masuk/1",
        "/kiriman/masuk/<int:number>/ulang": "/kiriman/masuk/1/ulang",
        "/kiriman/mitra/<name>": "/kiriman/mitra/x",
        "/kiriman/mitra/<name>/jeda": "/kiriman/mitra/x/jeda",
        "/kiriman/mitra/<name>/aktif": "/kiriman/mitra/x/aktif",
        "/kiriman/mitra/<name>/rahasia/<direction>": "/kiriman/mitra/x/rahasia/keluar",
        "/pegawai/<person>": "/pegawai/ani",
        **{
            f"/pegawai/<person>/{act}": f"/pegawai/citra/{act}"
            for act in ("akun", "sandi", "peran", "kunci", "buka", "sesi", "keluar", "kembali")
        },
        "/ikhtisar/unduh/<name>.<form>": "/ikhtisar/unduh/beban.csv",
        "/jurnal/unduh.<form>": "/jurnal/unduh.csv",
        "/pemberitahuan/<int:number>": "/pemberitahuan/1",
        "/kalender/<secret>.ics": "/kalender/x.ics",
        "/webhooks/<partner>": "/webhooks/x",
        "/webhooks/<partner>/berkas": "/webhooks/x/berkas",
    }
    assert {rule for rule in simplified if covered_by_example.get(rule, rule) not in known | open_to_all} == set()


#: What somebody with a first password may reach: the change, the way out, the language, files without content of ours.
WITH_A_FIRST_PASSWORD = frozenset({"/saya/kata-sandi", "/keluar", "/masuk", "/bahasa", "/statis/<name>"})
#: Rooms that know no log-in of ours: a participant's, a machine's, a load balancer's.
OTHER_DOORS = ("/urusan", "/webhooks/", "/healthz")


def test_with_a_first_password_every_route_leads_to_its_change(visit: Visit, engine: Engine) -> None:
    ani = visit("ani")
    case_id = ani.start()
    token = ani.get("/saya").hidden("/keluar")
    with engine.database.transaction() as connection:
        connection.execute(accounts.update().where(accounts.c.username == "ani").values(must_change=True))
    known = {"case_id": case_id, "task_id": "susun", "sop": "cuti", "position": "kantor.kepala", "person": "ani"}
    wrong = []
    for rule in ani.client.application.url_map.iter_rules():
        if rule.rule in WITH_A_FIRST_PASSWORD or rule.rule.startswith(OTHER_DOORS):
            continue
        values = {name: known.get(name, "1") for name in rule.arguments}
        address = rule.build(values, append_unknown=False)[1]  # type: ignore[index]  # no address is None when its values are given
        for method in (rule.methods or set()) & {"GET", "POST"}:
            for accept in ("text/html,*/*;q=0.8", "*/*", "text/event-stream", "application/json"):
                answer = ani.client.open(
                    address, method=method, data=token if method == "POST" else None, headers={"Accept": accept}
                )
                led = answer.status_code == 302 and answer.location.startswith("/saya/kata-sandi")
                wanted = led if method == "GET" and "html" in accept else answer.status_code == 403
                if not wanted:
                    wrong.append((method, address, accept, answer.status_code))

    assert wrong == []
    assert ani.get("/saya/kata-sandi").status == 200
    with engine.database.reading() as connection:
        assert [row.seq for row in connection.execute(select(events).where(events.c.case_id == case_id))] == [1]


#: Pages that nobody needs a log-in for: a secret in the address opens them, or nothing does.
WITHOUT_A_LOG_IN = ("/kalender/0123456789012345678901234567890123456789.ics", "/kalender/x.ics")
#: A mandate is not the post itself: its holder does not see who holds it, nor gives mandates on.
THE_HOLDERS_OWN = ("/jabatan/kantor.kepala",)
TODAY = date(2026, 1, 5)


def test_without_a_log_in_nothing_is_there(visit: Visit) -> None:
    case_id = visit("ani").start()
    nobody = visit(None)

    wrong = []
    for page in EXPECTED:
        address = page.format(case=case_id, task=task_address(case_id, "susun"))
        answer = nobody.get(address)
        if not (answer.status in (302, 204) or (answer.status == 404 and page in WITHOUT_A_LOG_IN)):
            wrong.append((page, answer.status))
        if answer.status == 302 and not answer.location.startswith(("/masuk", "/urusan")):
            wrong.append((page, answer.location))
    for page in CHANGES:
        address = page.format(case=case_id, task=task_address(case_id, "susun"))
        if nobody.post(address, alasan="x").status not in (302, 400, 401, 403):
            wrong.append((page, "changed"))

    assert wrong == []


@pytest.mark.parametrize(
    ("since", "until", "inside"),
    [
        (TODAY, TODAY, True),
        (TODAY - timedelta(days=3), TODAY, True),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=9), False),
    ],
)
def test_a_plh_sees_what_the_head_sees_on_the_days_of_the_mandate_and_no_others(
    visit: Visit, engine: Engine, give_mandate: GiveMandate, since: date, until: date, inside: bool
) -> None:
    case_id = visit("ani").start()
    give_mandate("citra", "kantor.kepala", since, until)
    plh = visit("citra")

    pages = [page for page, row in EXPECTED.items() if {"bram", "citra"} <= set(row) and page not in THE_HOLDERS_OWN]
    seen = {
        page: plh.get(page.format(case=case_id, task=task_address(case_id, "susun"))).status for page in pages
    }  # fmt: skip

    assert seen == {page: EXPECTED[page]["bram" if inside else "citra"] for page in pages}

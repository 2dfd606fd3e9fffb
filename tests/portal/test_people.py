"""The register, a person's page and the account, as operators keep them, auditors read them and nobody else sees them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from engine.engine import Engine
from engine.world import MovedWorld
from tests.portal.visitors import PASSWORD, Page, Visitor

Visit = Callable[[str | None], Visitor]
NEW = {"nip": "19900514 201312 2 002", "nama": "Dewi Contoh, S.E.", "golongan": "iii c", "unit": "BKPSDA"}
OWN = "kucing tiga di atap"


def enter(oka: Visitor, **changed: str) -> str:
    """Oka enters a person; gives the page's address."""
    sent = oka.send(oka.get("/pegawai/baru"), "/pegawai/baru", **(NEW | changed))
    assert sent.status == 303, sent.text
    return sent.location.split("?")[0]


def password_on(page: Page) -> str:
    """The first password that a page shows."""
    (found,) = page.all("//input[@id='sandi-pertama']/@value")
    return found


def test_a_person_is_entered_found_and_corrected(visit: Visit) -> None:
    oka = visit("oka")

    address = enter(oka)
    sent = oka.send(oka.get(address), address, **(NEW | {"nama": "Dewi Contoh, M.M.", "nip": "199005142013122002"}))

    assert sent.status == 303
    page = oka.get(sent.location)
    assert "Dewi Contoh, M.M." in page.all("//h1")
    assert "19900514 201312 2 002" in page.text
    assert "Penata, III/c" in page.text
    assert "Dewi Contoh, S.E." in page.text  # until today
    assert oka.get("/pegawai?cari=contoh+bkpsda").all("//main//h2/a/@href") == [address]
    assert oka.get("/pegawai?cari=199005142013").all("//main//h2/a/@href") == [address]
    assert oka.get("/pegawai?cari=%25").all("//main//h2/a/@href") == []


def test_what_is_wrong_stands_beside_its_field(visit: Visit) -> None:
    oka = visit("oka")

    sent = oka.send(
        oka.get("/pegawai/baru"), "/pegawai/baru", **(NEW | {"nip": "198013012005011001", "golongan": "V/z"})
    )

    assert sent.status == 422
    assert "bukan tanggal lahir" in sent.all("//*[@id='nip-salah']")[0]
    assert "tidak dikenal" in sent.all("//*[@id='golongan-salah']")[0]
    assert sent.all("//input[@id='nama']/@value") == [NEW["nama"]]


def test_two_operators_do_not_overwrite_each_other(visit: Visit, engine: Engine) -> None:
    oka, second = visit("oka"), visit("oka")
    address = enter(oka)
    seen = second.get(address)
    oka.send(oka.get(address), address, **(NEW | {"unit": "Setda"}))

    sent = second.send(seen, address, **(NEW | {"unit": "Dinkes"}))

    assert sent.status == 409
    assert "diubah orang lain" in sent.text
    assert sent.all("//input[@id='unit']/@value") == ["Dinkes"]  # what was typed is not lost
    assert "Setda" in oka.get(address).text


def test_a_new_account_must_change_its_password_and_then_works(visit: Visit) -> None:
    oka = visit("oka")
    address = enter(oka)
    made = oka.send(oka.get(address), f"{address}/akun", pengguna="dewi.c", peran="official")
    first = password_on(made)

    dewi = visit(None)
    inside = dewi.log_in("dewi.c", first, lanjut="/perkara?cari=cuti")
    away = [dewi.get(page).location for page in ("/tugas", "/perkara", "/saya")]
    page = dewi.get(inside.location)
    sent = dewi.send(page, "/saya/kata-sandi", lama=first, baru=OWN, ulang=OWN)

    assert made.response.headers["Cache-Control"] == "no-store"
    assert first not in oka.get(address).text
    assert inside.location == "/saya/kata-sandi?lanjut=/perkara?cari%3Dcuti"
    assert away == [f"/saya/kata-sandi?lanjut={page}" for page in ("/tugas", "/perkara", "/saya")]
    assert "diberikan Oka" in page.text
    assert (sent.status, sent.location) == (303, "/perkara?cari=cuti")
    assert dewi.get("/tugas").status == 200
    assert visit(None).log_in("dewi.c", first).status == 401
    assert "Kata sandi diganti sendiri" in oka.get(address).text


def test_typing_that_waited_at_the_door_waits_on_behind_the_first_password(visit: Visit, world: MovedWorld) -> None:
    oka, ani = visit("oka"), visit("ani")
    page = ani.get("/perkara/baru/cuti")
    given = oka.send(oka.get("/pegawai/ani"), "/pegawai/ani/sandi")  # ends the sessions
    door = ani.send(page, "/perkara/baru/cuti", perihal="Cuti lama", hari="3")

    first = password_on(given)
    change = ani.send(door, "/masuk", pengguna="ani", sandi=first)
    back = ani.send(change, "/saya/kata-sandi", lama=first, baru=OWN, ulang=OWN)

    assert "menunggu di sini" in change.text
    assert back.all("//input[@name='perihal']/@value") == ["Cuti lama"]


def test_a_password_is_long_and_not_told_by_who_one_is(visit: Visit) -> None:
    ani = visit("ani")

    def tried(new: str, again: str | None = None, old: str = PASSWORD) -> dict[str, str]:
        sent = ani.send(
            ani.get("/saya/kata-sandi"), "/saya/kata-sandi", lama=old, baru=new, ulang=new if again is None else again
        )
        assert sent.status == 422
        return {name: (sent.all(f"//*[@id='{name}-salah']") or [""])[0] for name in ("lama", "baru", "ulang")}

    assert "Sedikitnya 12" in tried("pendek saja")["baru"]
    assert "NIP" in tried("198001012005011001")["baru"]
    assert "karakter yang sama" in tried("ababababababab")["baru"]
    assert "terlalu sering" in tried("Indonesia12345!")["baru"]
    assert "Tidak sama" in tried(OWN, OWN + "x")["ulang"]
    assert "tidak cocok" in tried(OWN, old="salah")["lama"]


def test_changing_it_ends_my_other_sessions_and_not_this_one(visit: Visit) -> None:
    here, elsewhere = visit("ani"), visit("ani")

    here.send(here.get("/saya/kata-sandi"), "/saya/kata-sandi", lama=PASSWORD, baru=OWN, ulang=OWN)

    assert here.get("/tugas").status == 200
    assert elsewhere.get("/tugas").status == 302


def test_an_account_is_locked_opened_and_its_sessions_are_ended(visit: Visit) -> None:
    oka, ani = visit("oka"), visit("ani")

    oka.send(oka.get("/pegawai/ani"), "/pegawai/ani/kunci", alasan="Cuti besar.")
    locked = (ani.get("/tugas").status, visit(None).log_in("ani").status)
    oka.send(oka.get("/pegawai/ani"), "/pegawai/ani/buka")
    again = visit("ani")
    oka.send(oka.get("/pegawai/ani"), "/pegawai/ani/sesi")

    assert locked == (302, 401)
    assert again.get("/tugas").status == 302
    assert oka.get("/pegawai/ani").all("//summary[.='Sesi terakhir']/..//span") == ["berakhir", "berakhir"]
    assert "Akun dikunci" in oka.get("/pegawai/ani").text


def test_whoever_leaves_holds_nothing_and_comes_in_no_more(visit: Visit) -> None:
    oka, bram = visit("oka"), visit("bram")
    early = oka.send(
        oka.get("/pegawai/bram"), "/pegawai/bram/keluar", sebab="pensiun", hari="2026-01-06", alasan="SK 1"
    )

    sent = oka.send(oka.get("/pegawai/bram"), "/pegawai/bram/keluar", sebab="pensiun", hari="2026-01-05", alasan="SK 1")

    assert early.status == 422 and "belum tiba" in early.text
    assert sent.status == 303
    assert bram.get("/tugas").status == 302
    assert "1 jabatan kosong" in oka.get("/jabatan").text
    assert "Bram" not in oka.get("/pegawai").text
    assert oka.get("/pegawai?keadaan=keluar").all("//main//h2/a") == ["Bram"]
    assert "Pensiun: SK 1" in oka.get("/pegawai/bram").text
    again = oka.send(
        oka.get("/jabatan/kantor.kepala"),
        "/jabatan/kantor.kepala/pejabat",
        pegawai="bram",
        surat="SK 2",
        mulai="2026-01-05",
    )
    assert again.status == 422 and "sudah keluar" in again.text
    oka.send(oka.get("/pegawai/bram"), "/pegawai/bram/kembali", alasan="Salah catat.")
    assert "Bram" in oka.get("/pegawai").text


def test_an_operator_gives_himself_nothing_and_an_auditor_holds_no_office(visit: Visit) -> None:
    oka = visit("oka")
    own = oka.get("/pegawai/oka")
    token = own.hidden("/keluar")

    assert own.all("//form[contains(@action, '/pegawai/oka/')]") == []
    for act in ("peran", "sandi", "kunci", "keluar"):
        assert oka.post(f"/pegawai/oka/{act}", **token, peran="auditor", _versi=0).status == 403
    both = oka.send(oka.get("/pegawai/citra"), "/pegawai/citra/peran", peran=["auditor", "official"])
    seated = oka.send(oka.get("/pegawai/citra"), "/pegawai/citra/peran", peran="auditor")
    assert (both.status, seated.status) == (422, 422)
    assert "tidak memegang jabatan" in seated.text
    audi = oka.send(
        oka.get("/jabatan/luar.staf"), "/jabatan/luar.staf/pejabat", pegawai="audi", surat="SK 1", mulai="2026-01-06"
    )
    assert audi.status == 422 and "auditor" in audi.text


def upload(oka: Visitor, text: str) -> Page:
    """Oka uploads a file and sees its preview."""
    given = oka.get("/pegawai/impor").hidden("/pegawai/impor")
    return oka.post("/pegawai/impor", **given, berkas=(BytesIO(text.encode()), "pegawai.csv"))


def test_an_import_is_previewed_then_applied_once(visit: Visit) -> None:
    oka = visit("oka")
    text = "NIP;Nama;Gol;Agama\n198001012005011001;Ani Lestari;III/c;x\n199005142013122002;Dewi;;\n1,98E+17;Budi;;\n"

    page = upload(oka, text)
    first = oka.send(page, "/pegawai/impor/terapkan")
    again = oka.send(page, "/pegawai/impor/terapkan")

    assert "1 baru, 1 berubah, 0 tetap sama, 1 ditolak" in page.text
    assert "Excel membacanya sebagai bilangan" in page.text
    assert "Kolom yang diabaikan: Agama" in page.text
    assert (first.status, again.location) == (303, first.location)
    assert "1 pegawai baru, 1 diubah" in oka.get(first.location).text
    assert "Ani Lestari" in oka.get("/pegawai/ani").all("//h1")
    assert "0 baru, 0 berubah, 2 tetap sama" in upload(oka, text).text
    assert "Pegawai diimpor" in visit("audi").get("/jurnal").text


def test_an_import_after_the_people_changed_shows_a_new_preview(visit: Visit) -> None:
    oka = visit("oka")
    page = upload(oka, "NIP;Nama\n198001012005011001;Ani Lestari\n")
    oka.send(oka.get("/pegawai/ani"), "/pegawai/ani", nip="198001012005011001", nama="Ani Suryani")

    sent = oka.send(page, "/pegawai/impor/terapkan")
    after = oka.send(sent, "/pegawai/impor/terapkan")

    assert sent.status == 409
    assert "Ani Suryani → Ani Lestari" in sent.text
    assert after.status == 303
    assert "Ani Lestari" in oka.get("/pegawai/ani").all("//h1")


def test_a_file_that_is_no_list_is_refused_on_the_page(visit: Visit) -> None:
    sent = upload(visit("oka"), "Apa;Saja\n1;2\n")

    assert sent.status == 422
    assert "Judul kolom tidak ditemukan" in sent.text


def test_auditors_read_and_change_nothing(visit: Visit) -> None:
    audi = visit("audi")

    page = audi.get("/pegawai/ani")

    assert page.status == 200
    assert page.all("//main//form") == []
    assert audi.get("/pegawai/baru").status == 403

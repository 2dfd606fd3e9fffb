"""Service tasks of the talent pool SOP: letters, recap of files, recap of the 360 appraisal, nine-box check, report.

Answers and results of persons are read from and written to the encrypted store only; case data keep references and
counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from engine.authoring import Job, handler

Row = dict[str, Any]

BKD = "Badan Kepegawaian Daerah Provinsi Jawa Timur"
BADAN = "Badan Kepegawaian dan Pengembangan Sumber Daya Aparatur"
SEKDA = {"jabatan": "Sekretaris Daerah Kabupaten Bangkalan", "di": "Bangkalan"}
BUPATI = {"jabatan": "Bupati Bangkalan", "di": "Bangkalan"}
OPD = {"jabatan": "Kepala Perangkat Daerah terkait (daftar terlampir)", "di": "Bangkalan"}
#: Rank of each grade (domain 6).
PANGKAT = {
    "I/a": "Juru Muda", "I/b": "Juru Muda Tingkat I", "I/c": "Juru", "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda", "II/b": "Pengatur Muda Tingkat I", "II/c": "Pengatur", "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda", "III/b": "Penata Muda Tingkat I", "III/c": "Penata", "III/d": "Penata Tingkat I",
    "IV/a": "Pembina", "IV/b": "Pembina Tingkat I", "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya", "IV/e": "Pembina Utama",
}  # fmt: skip
#: The seven BerAKHLAK questions of the 360 form, each answered 1 to 5.
PERILAKU = ("pelayanan", "akuntabel", "kompeten", "harmonis", "loyal", "adaptif", "kolaboratif")
SKALA = 5
#: How many raters of each kind a mean needs: one peer alone would be recognisable (domain 1.5).
MINIMUM = {"sekretariat": 1, "atasan": 1, "sejawat": 2}
NAMA_JENIS = {"sekretariat": "Sekretariat", "atasan": "Atasan langsung", "sejawat": "Teman sejawat"}
KEADAAN = {"lengkap": "Lengkap", "tidak_lengkap": "Belum lengkap", "mundur": "Mengundurkan diri"}
PEMBACA_REKAP = ["staf", "kasubbid", "kabid"]
PEMBACA_HASIL = ["staf", "kabid", "kepala_badan"]
CENT = Decimal("0.01")


# Steps 1 to 6: letters


@handler
def siapkan_rencana(job: Job) -> Row:
    """Step 1: the participants in order, the cover letter to the Sekda and the memo to the Bupati."""
    plan = job.input["kegiatan"]
    people = [participant(row) for row in unique(plan["peserta"], "nip")]
    contents = {
        "maksud": "rencana",
        "kegiatan": plan["nama"],
        "latar": plan["latar"],
        "tujuan": "Memperoleh peta kompetensi dan kotak talenta sebagai dasar pengembangan karier",
        "sasaran": plan["sasaran"],
        "jumlah_belum_dinilai": len(people),
        "jadwal": dates(plan["batch"]),
        "penyelenggara": f"{BADAN} bekerja sama dengan {BKD}",
        "tempat": plan["batch"][0]["tempat"],
        "pembiayaan": plan["pembiayaan"],
        "peserta": printed(job, people),
    }
    subject = f"Rencana Kegiatan {plan['nama']}"
    memo = letter(job, "nota_dinas", "nota_dinas_rencana", subject, 1, BUPATI, contents)
    parcel = [
        ("Konsep nota dinas rencana kegiatan", "Mohon tanda tangan"),
        ("Data pejabat yang belum dinilai", "Bahan pertimbangan"),
    ]
    return {
        "ke": 1,
        "peserta": people,
        "pengantar": cover(job, "pengantar_rencana", subject, 1, parcel),
        "nota_dinas": memo,
    }


@handler
def siapkan_permohonan(job: Job) -> Row:
    """Step 3: the request to the province; when it proposed another date, that date is asked for."""
    plan, reply = job.input["kegiatan"], job.input["balasan"]
    contents = {
        "dasar": basis(reply),
        "kegiatan": plan["nama"],
        "jumlah_peserta": len(job.input["peserta"]),
        "jadwal": [{"mulai": iso(reply["jadwal"])}] if reply else dates(plan["batch"]),
        "tempat": plan["batch"][0]["tempat"],
        "pembiayaan": plan["pembiayaan"],
        "narahubung": contact(plan),
        "peserta": printed(job, job.input["peserta"]),
    }
    subject = f"Permohonan Fasilitasi {plan['nama']}"
    to = {"jabatan": f"Kepala {BKD}", "di": "Surabaya"}
    again = job.input["ke"]
    key = "surat_permohonan" if again == 1 else f"surat_permohonan_{again}"
    request = letter(job, "surat_permohonan_fasilitasi", key, subject, 3, to, contents, sifat="Segera")
    parcel = [("Konsep surat permohonan fasilitasi", "Mohon tanda tangan")]
    return {
        "pengantar": cover(job, "pengantar_permohonan", subject, 3, parcel),
        "surat": request,
        "putaran": 0,
        "ke": again,
    }


@handler
def siapkan_laporan_penolakan(job: Job) -> Row:
    """Step 4, refused: the memo that tells the Bupati so."""
    plan, reply = job.input["kegiatan"], job.input["balasan"]
    contents = {
        "maksud": "laporan",
        "kegiatan": plan["nama"],
        "paragraf": [
            f"Menindaklanjuti rencana {plan['nama']}, kami laporkan bahwa {BKD} dengan surat Nomor {reply['nomor']} "
            f"belum dapat memfasilitasi kegiatan dimaksud.",
            "Kegiatan kami hentikan, dan akan kami usulkan kembali pada kesempatan berikutnya. "
            "Demikian kami laporkan, mohon arahan.",
        ],
    }
    subject = f"Laporan Penolakan Fasilitasi {plan['nama']}"
    return letter(job, "nota_dinas", "nota_dinas_penolakan", subject, 4, BUPATI, contents)


@handler
def siapkan_pemanggilan(job: Job) -> Row:
    """Step 5: the summons with its list of participants, the required files, and who hands it to whom."""
    plan, schedule, people = job.input["kegiatan"], job.input["jadwal"], job.input["peserta"]
    required = job.decide("kelengkapan_berkas", {"tahap": "pendaftaran"})
    contents = {
        "dasar": basis(job.input["balasan"]),
        "kegiatan": plan["nama"],
        "jadwal": dates(schedule["batch"]),
        "pukul": schedule["batch"][0]["pukul"],
        "tempat": schedule["batch"][0]["tempat"],
        "pakaian": schedule["pakaian"],
        "berkas": [item["judul"] for item in required],
        "catatan": " ".join(
            part
            for part in (
                "Berkas diunggah paling lambat 7 (tujuh) hari kerja setelah surat ini dibagikan.",
                schedule.get("catatan"),
            )
            if part
        ),
        "narahubung": contact(plan),
        "peserta": printed(job, people),
    }
    subject = f"Pemanggilan Peserta {plan['nama']}"
    summons = letter(job, "surat_pemanggilan", "surat_pemanggilan", subject, 5, OPD, contents, sifat="Segera")
    parcel = [("Konsep surat pemanggilan peserta", "Mohon tanda tangan")]
    return {
        "pengantar": cover(job, "pengantar_pemanggilan", subject, 5, parcel),
        "surat": summons,
        "syarat": required,
        "unit": by_unit(job, people),
        "hari_unggah": job.decide("waktu_baku", {"langkah": 7})["hari"],
    }


# Steps 7 to 9: participants, batches, raters


@handler
def rekap_kelengkapan(job: Job) -> Row:
    """Step 7: one row per participant over all rounds, who is complete, who is asked again, and the batches."""
    before, results = job.input["sebelumnya"], {item["nip"]: item for item in job.input["hasil"]}
    required = job.input["syarat"]
    rows = {row["nip"]: row for row in before["baris"]}
    for person in job.input["diminta"]:
        named = {**person, "nama_opd": unit_name(job, person["opd"])}
        rows[person["nip"]] = {**named, **file_row(results[person["nip"]], required)}
    target = before.get("target") or len(job.input["diminta"])
    complete = [person_of(row, "lengkap") for row in rows.values() if row["status"] == "lengkap"]
    data = paper(
        job,
        "rekap_berkas",
        "Rekapitulasi Kelengkapan Berkas Peserta",
        {"syarat": required, "peserta": printed(job, rows.values())},
    )
    document = job.render("rekap_berkas", data, jenis="rekap_berkas", judul="Rekapitulasi kelengkapan berkas")
    return {
        "baris": list(rows.values()),
        "target": target,
        "peserta": complete,
        "belum": [person_of(row, "dipanggil") for row in rows.values() if row["status"] == "tidak_lengkap"],
        "batch": batches(job.input["jadwal"]["batch"], complete),
        "jumlah": len(rows),
        "jumlah_lengkap": len(complete),
        "jumlah_mundur": sum(row["status"] == "mundur" for row in rows.values()),
        "persen": min(100, len(complete) * 100 // max(target, 1)),
        "dokumen": document["sha256"],
    }


@handler
def cetak_berita_acara(job: Job) -> Row:
    """Step 8: minutes and attendance list of one batch; gives who was there and who was not, with the reason."""
    batch, minutes, present = job.input["batch"], job.input["isian"], job.input["presensi"]
    reasons = {row["nip"]: row["alasan"] for row in present.get("tidak_hadir") or []}
    there = [person for person in batch["peserta"] if person["nip"] not in reasons]
    absent = [
        {"nip": person["nip"], "nama": person["nama"], "alasan": reasons[person["nip"]]}
        for person in batch["peserta"]
        if person["nip"] in reasons
    ]
    common = {
        "kegiatan": job.input["kegiatan"]["nama"],
        "tanggal": iso(minutes["tanggal"]),
        "pukul": minutes["mulai"],
        "tempat": minutes["tempat"],
        "batch": batch["nomor"],
    }
    contents = {
        **common,
        "mekanisme": "Retribusi",
        "pejabat_dinilai": job.input["kegiatan"]["sasaran"],
        "jumlah_seharusnya": len(batch["peserta"]),
        "jumlah_hadir": len(there),
        "jumlah_tidak_hadir": len(absent),
        "tidak_hadir": [{"nomor": f"{number:02}", **row} for number, row in enumerate(absent, 1)],
        "catatan": minutes.get("catatan"),
        "pihak_1": {
            "sebagai": "Panitia I",
            "jabatan": BKD,
            "nama": minutes["panitia_bkd"],
            "nip": minutes.get("nip_bkd"),
        },
        "pihak_2": {"sebagai": "Panitia II", "jabatan": BADAN, **name_of(minutes["oleh"])},
    }
    title = f"Berita acara batch {batch['nomor']}"
    record = job.render(
        "berita_acara",
        paper(job, "berita_acara", title, contents),
        jenis="berita_acara",
        kunci=f"berita_acara_{batch['nomor']}",
        judul=title,
    )
    listed = {**common, "peserta": printed(job, there)}
    title = f"Daftar hadir batch {batch['nomor']}"
    job.render(
        "daftar_hadir",
        paper(job, "daftar_hadir", title, listed),
        jenis="daftar_hadir",
        kunci=f"daftar_hadir_{batch['nomor']}",
        judul=title,
    )
    return {
        "batch": batch["nomor"],
        "tanggal": common["tanggal"],
        "hadir": [row["nip"] for row in there],
        "tidak_hadir": absent,
        "dokumen": record["sha256"],
    }


@handler
def siapkan_spt(job: Job) -> Row:
    """Step 9: the assignment order of the officers, and one interview for each participant and rater."""
    plan, assigned = job.input["kegiatan"], job.input["petugas"]
    contents = {
        "dasar": [f"DPA {BADAN} Tahun Anggaran {plan['tahun']}"],
        "kepada": [{**row, "pangkat": PANGKAT.get(row["golongan"], "")} for row in assigned["petugas"]],
        "untuk": [
            f"Melaksanakan penilaian kinerja dan umpan balik 360 derajat dalam rangka {plan['nama']}, "
            "dengan menemui langsung para penilai.",
            "Menjaga kerahasiaan isian dan hasil penilaian.",
            "Melaporkan hasil pelaksanaan tugas kepada pimpinan.",
        ],
        "jadwal": [{"mulai": iso(assigned["mulai"]), "selesai": iso(assigned["selesai"])}],
        "tempat": assigned["tempat"],
    }
    order = letter(
        job, "surat_perintah_tugas", "surat_perintah_tugas", "Surat Perintah Tugas Petugas Penilai", 9, None, contents
    )
    talks = [
        {
            "peserta": person["nip"],
            "nama_peserta": person["nama"],
            "jenis": kind,
            "nip": rater["nip"],
            "nama": rater["nama"],
            "jabatan": rater["jabatan"],
        }
        for person, raters in zip(job.input["peserta"], job.input["penilai"], strict=True)
        for kind, rater in raters_of(raters, person["nip"])
    ]
    return {"naskah": order, "wawancara": talks}


# Step 10: the recap over the encrypted store


@handler
def rekap_penilaian(job: Job) -> Row:
    """Step 10: scores per participant, computed from the encrypted answers and stored there; case data get counts.

    Raises ValueError for weights that do not add up to 1. A kind of rater that is missing makes a score incomplete: it
    is never re-weighted (domain 4.4).
    """
    weights = {kind: exact(job.input["bobot"][kind]) for kind in MINIMUM}
    if sum(weights.values()) != 1:
        raise ValueError("Jumlah bobot penilai harus 1; perbaiki pada tugas 'Menetapkan bobot dan merekap'.")
    people = job.input["peserta"]
    answers = answers_by_person(job)
    ratings = by_person(job, people, job.input["kinerja"])
    lines, missing = [], []
    for person in people:
        scores, lacking = scored(answers.get(person["nip"], {}), weights)
        missing += [{"nip": person["nip"], "nama": person["nama"], **item} for item in lacking]
        rating = ratings[person["nip"]]
        grade = job.decide("predikat_kinerja", {"hasil": rating["hasil_kerja"], "perilaku": rating["perilaku"]})
        note = "; ".join(f"{item['jenis']} {item['jumlah']} dari {item['minimum']}" for item in lacking)
        lines.append(
            {**person, "skp": grade["predikat"], **scores, "keterangan": f"Tidak lengkap: {note}" if note else None}
        )
    stored = job.confidential.write({"peserta": lines, "bobot": weights}, readers=PEMBACA_REKAP)
    contents = {"bobot": {kind: float(weight) for kind, weight in weights.items()}, "peserta": printed(job, lines)}
    data = paper(job, "rekap_pa", "Rekapitulasi Penilaian Kinerja dan 360 Derajat", contents, keamanan="rahasia")
    document = job.render(
        "rekap_pa",
        data,
        jenis="rekap_pa",
        judul="Rekapitulasi penilaian kinerja dan 360",
        rahasia=True,
        pembaca=PEMBACA_REKAP,
    )
    return {
        **stored,
        "lengkap": not missing,
        "kurang": missing,
        "jumlah": len(lines),
        "dokumen": document["sha256"],
    }


def by_person(job: Job, people: Sequence[Row], references: Sequence[Row]) -> dict[str, Row]:
    """What was stored for each participant: the references stand in the participants' order."""
    return {
        person["nip"]: job.confidential.read(reference["ref"])
        for person, reference in zip(people, references, strict=True)
    }


def answers_by_person(job: Job) -> dict[str, dict[str, list[Fraction]]]:
    """Participant -> kind of rater -> one mean answer (1 to 5) for each rater who was met; a second meeting replaces."""
    latest: dict[tuple[str, str, str], Fraction] = {}
    for talk in job.input["wawancara"]:
        answer = job.confidential.read(talk["ref"])
        if answer["terlaksana"] == "ya":
            mean = Fraction(sum(int(answer[question]) for question in PERILAKU), len(PERILAKU))
            latest[talk["peserta"], talk["jenis"], talk["penilai"]] = mean
    found: dict[str, dict[str, list[Fraction]]] = {}
    for (person, kind, _), mean in latest.items():
        found.setdefault(person, {}).setdefault(kind, []).append(mean)
    return found


def scored(answers: Mapping[str, Sequence[Fraction]], weights: Mapping[str, Decimal]) -> tuple[Row, list[Row]]:
    """Scores of one participant on 0 to 100 (None where incomplete), and which kinds of rater are lacking.

    The mean per kind is taken first, then the weights: five peers count no more than two.
    """
    means = {
        kind: mean100(answers.get(kind, ())) if len(answers.get(kind, ())) >= least else None
        for kind, least in MINIMUM.items()
    }
    lacking = [
        {"kunci": kind, "jenis": NAMA_JENIS[kind], "jumlah": len(answers.get(kind, ())), "minimum": least}
        for kind, least in MINIMUM.items()
        if means[kind] is None
    ]
    known = {kind: mean for kind, mean in means.items() if mean is not None}
    total = None if lacking else sum((Fraction(weights[kind]) * mean for kind, mean in known.items()), Fraction(0))
    return {**{kind: rounded(mean) for kind, mean in means.items()}, "nilai_akhir": rounded(total)}, lacking


def mean100(values: Sequence[Fraction]) -> Fraction:
    """The mean of answers 1 to 5, as a share of the highest answer in percent."""
    return sum(values, Fraction(0)) / len(values) * 100 / SKALA


def rounded(value: Fraction | None) -> Decimal | None:
    """Two decimals, half up; for the eye only, sums use the exact value."""
    return (
        None if value is None else (Decimal(value.numerator) / Decimal(value.denominator)).quantize(CENT, ROUND_HALF_UP)
    )


def exact(value: Any) -> Decimal:
    """A typed number as the digits that were typed (0.1 is 0.1)."""
    return Decimal(str(value))


# Steps 12 to 15: results, report


@handler
def periksa_kotak(job: Job) -> Row:
    """Step 12: check the province's box and category against our tables. The province's result stands.

    Case data get the number of differences only.
    """
    results = by_person(job, job.input["peserta"], job.input["hasil"])
    lines, differing = [], 0
    for person in job.input["peserta"]:
        result = results[person["nip"]]
        box = job.decide("kotak_talenta", {"kinerja": result["kinerja"], "potensial": result["potensial"]})
        category = job.decide("kategori_jpm", {"tujuan": "pemetaan", "jpm": result["jpm"]})
        same = int(box["kotak"]) == int(result["kotak"]) and category["kategori"] == result["kategori"]
        differing += not same
        lines.append(
            {
                **person,
                **result,
                "kotak_tabel": box["kotak"],
                "kategori_tabel": category["kategori"],
                "sama": same,
                "rekomendasi": box["rekomendasi"].split("; "),
            }
        )
    stored = job.confidential.write({"peserta": lines}, readers=PEMBACA_HASIL)
    data = paper(job, "rekap_box", "Rekapitulasi Kotak Talenta", {"peserta": printed(job, lines)}, keamanan="rahasia")
    document = job.render(
        "rekap_box", data, jenis="rekap_box", judul="Rekapitulasi kotak talenta", rahasia=True, pembaca=PEMBACA_HASIL
    )
    return {**stored, "jumlah": len(lines), "selisih": differing, "dokumen": document["sha256"]}


@handler
def cetak_tanda_terima(job: Job) -> Row:
    """Step 12: the receipt of one participant, acknowledged in the portal or on paper."""
    person, handed, received = job.input["peserta"], job.input["penyerahan"], job.input["penerimaan"]
    contents = {
        "dari": f"{BKD} melalui {BADAN}",
        "dokumen": [
            f"Hasil penilaian kompetensi (sampul tertutup, segel {handed['segel']})",
            "Kotak talenta",
            "Form isian pengembangan kompetensi",
        ],
        "penerima": [{**printed(job, [person])[0], "tanggal": iso(received.get("tanggal") or received["pada"])[:10]}],
        "menerima": {"nama": person["nama"], "nip": person["nip"]},
        "menyerahkan": {"jabatan": handed["oleh"].get("jabatan"), **name_of(handed["oleh"])},
        "catatan": "Dokumen bersifat rahasia dan hanya untuk penerimanya.",
    }
    title = f"Tanda terima hasil penilaian: {person['nama']}"
    data = paper(job, "tanda_terima", title, contents)
    document = job.render(
        "tanda_terima", data, jenis="tanda_terima", kunci=f"tanda_terima_{person['nip']}", judul=title
    )
    return {
        "nip": person["nip"],
        "cara": "unggahan" if received.get("pindaian") else "portal",
        "dokumen": document["sha256"],
    }


@handler
def siapkan_laporan(job: Job) -> Row:
    """Step 15: the report itself, its cover letter and the memo to the Bupati. Counts only: no score of a person."""
    plan, files, days = job.input["kegiatan"], job.input["rekap"], job.input["pelaksanaan"]
    there = sum(len(day["hadir"]) for day in days)
    absent = sum(len(day["tidak_hadir"]) for day in days)
    returned = sum(form["status"] == "kembali" for form in job.input["isian"])
    contents = {
        "maksud": "laporan",
        "kegiatan": plan["nama"],
        "latar": plan["latar"],
        "dasar": [f"{item['judul']} Nomor {item['nomor']}" for item in job.input["surat"]],
        "tujuan": "Memberikan bahan pertimbangan yang objektif untuk pengembangan karier dan kelompok rencana suksesi.",
        "jadwal": [{"mulai": day["tanggal"], "keterangan": f"Batch {day['batch']}"} for day in days],
        "tempat": plan["batch"][0]["tempat"],
        "penyelenggara": f"{BADAN} bekerja sama dengan {BKD}",
        "jumlah_peserta": there + absent,
        "jumlah_hadir": there,
        "jumlah_tidak_hadir": absent,
        "uraian": [
            f"Berkas {files['jumlah_lengkap']} dari {files['jumlah']} peserta dinyatakan lengkap; "
            f"{files['jumlah_mundur']} peserta mundur."
        ],
        "hasil": [
            f"Hasil penilaian kompetensi dan kotak talenta diterima untuk {job.input['periksa_box']['jumlah']} orang.",
            f"Isian pengembangan kompetensi kembali dari {returned} dari {len(job.input['isian'])} peserta.",
        ],
        "saran": ["Hasil penilaian digunakan sebagai dasar pengembangan kompetensi dan rencana suksesi."],
    }
    subject = f"Laporan Kegiatan {plan['nama']}"
    title = "Laporan kegiatan"
    job.render(
        "laporan_kegiatan",
        paper(job, "laporan_kegiatan", subject, contents, signer="kepala_badan"),
        jenis="laporan_kegiatan",
        judul=title,
    )
    memo = letter(
        job, "nota_dinas", "nota_dinas_laporan", subject, 15, BUPATI, contents, lampiran="1 (satu) berkas laporan"
    )
    parcel = [("Konsep nota dinas laporan kegiatan", "Mohon tanda tangan"), ("Laporan kegiatan", "Lampiran nota dinas")]
    return {"pengantar": cover(job, "pengantar_laporan", subject, 15, parcel), "nota_dinas": memo}


# What the functions above share


def letter(
    job: Job,
    kind: str,
    key: str,
    subject: str,
    step: int,
    to: Row | None,
    contents: Row,
    *,
    sifat: str = "Biasa",
    lampiran: str | None = None,
) -> Row:
    """The `naskah` that `ca_naskah_keluar` takes; who signs, initials and numbers, says the table `kewenangan_ttd`."""
    authority = job.decide("kewenangan_ttd", {"jenis": kind})
    steps = {part: step for part in ("konsep", "paraf", "nomor", "ttd", "kembali", "serah")}
    return {
        **authority,
        "jenis": kind,
        "kunci": key,
        "judul": subject,
        "hal": subject,
        "sifat": sifat,
        "yth": to,
        "tembusan": [],
        "lampiran": lampiran,
        "isi": contents,
        "konseptor": "staf",
        "langkah": steps,
        "kembali_lewat": [],
        "catatan": "",
    }


def cover(job: Job, key: str, about: str, step: int, parcel: Iterable[tuple[str, str]]) -> Row:
    """The Kaban's cover letter to the Sekda, with what is sent along."""
    sent = [{"jenis": what, "banyaknya": "1 (satu) berkas", "keterangan": why} for what, why in parcel]
    made = letter(job, "surat_pengantar", key, f"Surat Pengantar {about}", step, SEKDA, {"kiriman": sent})
    return {**made, "hal": "Surat Pengantar"}


def paper(job: Job, kind: str, subject: str, contents: Row, *, keamanan: str = "biasa", signer: str = "kabid") -> Row:
    """The data of a document that is no letter (no number, no addressee)."""
    return {
        "jenis": kind,
        "kop": "BKPSDA",
        "nomor": None,
        "tanggal": iso(job.now.replace(microsecond=0)),
        "keamanan": keamanan,
        "hal": subject,
        "penandatangan": job.holder(signer),
        "tanda_tangan": None,
        "perkara": {"nomor": job.case.get("nomor"), "judul": job.case.get("judul")},
        "isi": {"kegiatan": job.case.get("judul"), **contents},
    }


def participant(row: Row) -> Row:
    """A participant as case data know him, from a row of the start form."""
    known = {key: row[key] for key in ("nip", "nama", "golongan", "jabatan", "opd", "batch")}
    return {
        **known,
        "pangkat": PANGKAT.get(row["golongan"], ""),
        "jabatan_target": row["jabatan"],
        "status": "dipanggil",
    }


def person_of(row: Row, status: str) -> Row:
    """The participant of a recap row, with a new status."""
    keys = ("nip", "nama", "pangkat", "golongan", "jabatan", "opd", "jabatan_target", "batch")
    return {**{key: row[key] for key in keys}, "status": status}


def printed(job: Job, people: Iterable[Row]) -> list[Row]:
    """Participants as letters print them: the agency's name instead of its code."""
    return [
        {**row, "opd": unit_name(job, row["opd"]), "pangkat": row.get("pangkat") or PANGKAT.get(row["golongan"], "")}
        for row in people
    ]


def unit_name(job: Job, code: str) -> str:
    """The name of an agency unit, from the table `perangkat_daerah`."""
    found = job.decide("perangkat_daerah", {"kode": code})
    return str(found["nama"]) if found else code


def by_unit(job: Job, people: Iterable[Row]) -> list[Row]:
    """Participants gathered by agency unit, in the order of first appearance."""
    units: dict[str, list[Row]] = {}
    for person in people:
        units.setdefault(person["opd"], []).append(person)
    return [{"unit": unit, "nama": unit_name(job, unit), "peserta": members} for unit, members in units.items()]


def file_row(result: Row, required: Iterable[Row]) -> Row:
    """What the recap says of one participant's files."""
    given = result.get("berkas") or {}
    return {
        "status": result["status"],
        "keadaan": KEADAAN[result["status"]],
        "catatan": result.get("catatan") or "",
        "berkas": {item["kunci"]: bool(given.get(item["kunci"])) for item in required},
    }


def batches(planned: Sequence[Row], people: Sequence[Row]) -> list[Row]:
    """The batches that have participants; who names no known batch joins the first."""
    known = {row["nomor"] for row in planned}
    first = planned[0]["nomor"]
    found = [
        {**row, "peserta": [p for p in people if (p["batch"] if p["batch"] in known else first) == row["nomor"]]}
        for row in planned
    ]
    return [row for row in found if row["peserta"]]


def raters_of(raters: Row, about: str) -> list[tuple[str, Row]]:
    """Kind and person of every rater set for one participant (NIP). Nobody rates himself or speaks twice (domain 1.5)."""
    named = [("sekretariat", raters["sekretariat"]), ("atasan", raters["atasan"])]
    named += [("sejawat", peer) for peer in raters["sejawat"]]
    first: dict[str, tuple[str, Row]] = {}
    for kind, rater in named:
        if rater["nip"] != about:
            first.setdefault(rater["nip"], (kind, rater))
    return list(first.values())


def basis(reply: Row | None) -> list[str]:
    """The province's letter as the legal basis of ours."""
    return [f"Surat Kepala {BKD} Nomor {reply['nomor']} hal {reply['hal']}"] if reply else []


def contact(plan: Row) -> Row:
    """Whom a letter's reader may ask."""
    return {"nama": plan["narahubung"], "telepon": plan["telepon"]}


def dates(rows: Iterable[Row]) -> list[Row]:
    """The dates of batches as letters print them."""
    return [{"mulai": iso(row["tanggal"]), "keterangan": f"Batch {row['nomor']}"} for row in rows]


def name_of(act: Row) -> Row:
    """Name and NIP of who acted."""
    return {"nama": act.get("nama"), "nip": act.get("nip")}


def unique(rows: Iterable[Row], key: str) -> list[Row]:
    """The first row of every key value."""
    return list({row[key]: row for row in reversed(list(rows))}.values())[::-1]


def iso(value: Any) -> str:
    """A date or moment in ISO spelling."""
    return value if isinstance(value, str) else value.isoformat()

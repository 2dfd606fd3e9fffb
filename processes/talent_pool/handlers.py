"""Service tasks of the talent pool SOP, in the order of its steps; what they print and compute is said in the modules beside.

Answers and results of persons are read from and written to the encrypted store only; case data keep references and
counts.
"""

from __future__ import annotations

from engine.authoring import Job, handler
from processes.talent_pool.box import box_row
from processes.talent_pool.contents import (
    order_contents,
    plan_contents,
    receipt_contents,
    refusal_contents,
    report_contents,
    request_contents,
    summons_contents,
)
from processes.talent_pool.files import batches, file_rows
from processes.talent_pool.letters import BKD, BUPATI, OPD, cover, iso, letter, paper
from processes.talent_pool.minutes import attendance, print_attendance, print_minutes
from processes.talent_pool.participants import (
    Row,
    by_person,
    by_unit,
    participant,
    person_of,
    printed,
    unique,
)
from processes.talent_pool.raters import interviews
from processes.talent_pool.recap import answers_by_person, scored, shortfall, weights_of

#: Lanes that may read the scores of the recap, and the province's results.
PEMBACA_REKAP = ["staf", "kasubbid", "kabid"]
PEMBACA_HASIL = ["staf", "kabid", "kepala_badan"]


# Steps 1 to 5: letters


@handler
def siapkan_rencana(job: Job) -> Row:
    """Step 1: the participants in order, the cover letter to the Sekda and the memo to the Bupati."""
    plan = job.input["kegiatan"]
    people = [participant(row) for row in unique(plan["peserta"], "nip")]
    subject = f"Rencana Kegiatan {plan['nama']}"
    memo = letter(job, "nota_dinas", "nota_dinas_rencana", subject, 1, BUPATI, plan_contents(job, people))
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
    subject = f"Permohonan Fasilitasi {job.input['kegiatan']['nama']}"
    to = {"jabatan": f"Kepala {BKD}", "di": "Surabaya"}
    again = job.input["ke"]
    key = "surat_permohonan" if again == 1 else f"surat_permohonan_{again}"
    contents = request_contents(job)
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
    subject = f"Laporan Penolakan Fasilitasi {job.input['kegiatan']['nama']}"
    return letter(job, "nota_dinas", "nota_dinas_penolakan", subject, 4, BUPATI, refusal_contents(job))


@handler
def siapkan_pemanggilan(job: Job) -> Row:
    """Step 5: the summons with its list of participants, the required files, and who hands it to whom."""
    required = job.decide("kelengkapan_berkas", {"tahap": "pendaftaran"})
    subject = f"Pemanggilan Peserta {job.input['kegiatan']['nama']}"
    contents = summons_contents(job, required)
    summons = letter(job, "surat_pemanggilan", "surat_pemanggilan", subject, 5, OPD, contents, sifat="Segera")
    parcel = [("Konsep surat pemanggilan peserta", "Mohon tanda tangan")]
    return {
        "pengantar": cover(job, "pengantar_pemanggilan", subject, 5, parcel),
        "surat": summons,
        "syarat": required,
        "unit": by_unit(job, job.input["peserta"]),
        "hari_unggah": job.decide("waktu_baku", {"langkah": 7})["hari"],
    }


# Steps 7 to 9: participants, batches, raters


@handler
def rekap_kelengkapan(job: Job) -> Row:
    """Step 7: one row per participant over all rounds, who is complete, who is asked again, and the batches."""
    rows = file_rows(job)
    target = job.input["sebelumnya"].get("target") or len(job.input["diminta"])
    complete = [person_of(row, "lengkap") for row in rows if row["status"] == "lengkap"]
    contents = {"syarat": job.input["syarat"], "peserta": printed(job, rows)}
    data = paper(job, "rekap_berkas", "Rekapitulasi Kelengkapan Berkas Peserta", contents)
    document = job.render("rekap_berkas", data, jenis="rekap_berkas", judul="Rekapitulasi kelengkapan berkas")
    return {
        "baris": rows,
        "target": target,
        "peserta": complete,
        "belum": [person_of(row, "dipanggil") for row in rows if row["status"] == "tidak_lengkap"],
        "batch": batches(job.input["jadwal"]["batch"], complete),
        "jumlah": len(rows),
        "jumlah_lengkap": len(complete),
        "jumlah_mundur": sum(row["status"] == "mundur" for row in rows),
        "persen": min(100, len(complete) * 100 // max(target, 1)),
        "dokumen": document["sha256"],
    }


@handler
def cetak_berita_acara(job: Job) -> Row:
    """Step 8: minutes and attendance list of one batch; gives who was there and who was not, with the reason."""
    batch = job.input["batch"]
    there, absent = attendance(batch["peserta"], job.input["presensi"])
    record = print_minutes(job, there, absent)
    print_attendance(job, there)
    return {
        "batch": batch["nomor"],
        "tanggal": iso(job.input["isian"]["tanggal"]),
        "hadir": [row["nip"] for row in there],
        "tidak_hadir": absent,
        "dokumen": record["sha256"],
    }


@handler
def siapkan_spt(job: Job) -> Row:
    """Step 9: the assignment order of the officers, and one interview for each participant and rater."""
    contents = order_contents(job)
    order = letter(
        job, "surat_perintah_tugas", "surat_perintah_tugas", "Surat Perintah Tugas Petugas Penilai", 9, None, contents
    )
    return {"naskah": order, "wawancara": interviews(job.input["peserta"], job.input["penilai"])}


# Steps 10 and 12: recap and results over the encrypted store


@handler
def rekap_penilaian(job: Job) -> Row:
    """Step 10: scores per participant, computed from the encrypted answers and stored there; case data get counts.

    Raises ValueError for weights that do not add up to 1. A kind of rater that is missing makes a score incomplete: it
    is never re-weighted (domain 4.4).
    """
    weights = weights_of(job.input["bobot"])
    answers = answers_by_person((talk, job.confidential.read(talk["ref"])) for talk in job.input["wawancara"])
    ratings = by_person(job, job.input["peserta"], job.input["kinerja"])
    lines, missing = [], []
    for person in job.input["peserta"]:
        scores, lacking = scored(answers.get(person["nip"], {}), weights)
        missing += [{"nip": person["nip"], "nama": person["nama"], **item} for item in lacking]
        rating = ratings[person["nip"]]
        grade = job.decide("predikat_kinerja", {"hasil": rating["hasil_kerja"], "perilaku": rating["perilaku"]})
        lines.append({**person, "skp": grade["predikat"], **scores, "keterangan": shortfall(lacking)})
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


@handler
def periksa_kotak(job: Job) -> Row:
    """Step 12: check the province's box and category against our tables. The province's result stands.

    Case data get the number of differences only.
    """
    results = by_person(job, job.input["peserta"], job.input["hasil"])
    lines = [box_row(job, person, results[person["nip"]]) for person in job.input["peserta"]]
    differing = sum(not line["sama"] for line in lines)
    stored = job.confidential.write({"peserta": lines}, readers=PEMBACA_HASIL)
    data = paper(job, "rekap_box", "Rekapitulasi Kotak Talenta", {"peserta": printed(job, lines)}, keamanan="rahasia")
    document = job.render(
        "rekap_box", data, jenis="rekap_box", judul="Rekapitulasi kotak talenta", rahasia=True, pembaca=PEMBACA_HASIL
    )
    return {**stored, "jumlah": len(lines), "selisih": differing, "dokumen": document["sha256"]}


@handler
def cetak_tanda_terima(job: Job) -> Row:
    """Step 12: the receipt of one participant, acknowledged in the portal or on paper."""
    person, received = job.input["peserta"], job.input["penerimaan"]
    title = f"Tanda terima hasil penilaian: {person['nama']}"
    data = paper(job, "tanda_terima", title, receipt_contents(job))
    document = job.render(
        "tanda_terima",
        data,
        jenis="tanda_terima",
        kunci=f"tanda_terima_{person['nip']}",
        judul=title,
        keadaan="final",
        untuk=[person["nip"]],
    )
    return {
        "nip": person["nip"],
        "cara": "unggahan" if received.get("pindaian") else "portal",
        "dokumen": document["sha256"],
    }


# Step 15: report


@handler
def siapkan_laporan(job: Job) -> Row:
    """Step 15: the report itself, its cover letter and the memo to the Bupati. Counts only: no score of a person."""
    subject, contents = f"Laporan Kegiatan {job.input['kegiatan']['nama']}", report_contents(job)
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

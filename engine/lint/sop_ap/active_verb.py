"""An activity begins with an active verb, without its subject (PermenPANRB 35/2012, penulisan kegiatan)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.lint.per_step import shortened

RULE = "sop-ap-verb"
SEVERITY = "advice"
PEOPLE = frozenset({"userTask", "manualTask"})
#: Active verbs: me- (memeriksa, menyusun, menggali, melaporkan), ber- (berkoordinasi).
_ACTIVE = re.compile(r"(?:me(?:m|n|ng|ny|l|r|w|y)?|ber)[a-z]{3,}$")
#: The bare verb, as drawings write it: with -kan or -i, or one of these.
_BARE = re.compile(r"[a-z]{3,}(?:kan|i)$")
_NOUN = re.compile(r"(?:asi|isi|usi|ansi|ensi|ologi)$")
_WORDS = """
    agendakan ajukan ambil antar arsip bagi bahas balas beri buat bubuhkan buka cari catat cek cetak cocokkan
    daftar dampingi disposisi evaluasi gabung ganti hitung hubungi input isi jadwal jawab jelaskan kaji
    kerjakan kirim konfirmasi koordinasi koreksi kumpul lapor lengkapi lepas lihat mohon mulai nilai olah
    panggil paraf pelajari perbaiki perbarui periksa perpanjang pilih proses rangkai rekap salin samakan
    sampaikan serah setujui siapkan simpan susun tanda tanggapi teliti tentukan terima teruskan tetapkan
    tinjau tolak tulis tunjuk tutup ubah uji umum undang unduh unggah urus usul verifikasi wawancara
"""
BARE = frozenset(_WORDS.split())
#: Words in me- or ber- that are none of these verbs, and nouns in -i or -kan.
_OTHERS = "berita berkas meja media mekanisme merek berapa kegiatan instansi materi informasi bukti"
NOT = frozenset(_OTHERS.split())


def check(folder: Folder) -> Iterator[Finding]:
    """Human tasks, and titles of written steps (all in one finding), that begin with something else."""
    for element in folder.elements:
        if element.kind in PEOPLE and element.name and element.file in folder.own and not begins(element.name):
            yield about(
                RULE,
                element,
                Text(f"'{element.name}' tidak diawali kata kerja.", f"'{element.name}' does not begin with a verb."),
                Text("Mulai dengan kata kerja, mis. 'Periksa berkas'.", "Begin with a verb, such as 'Periksa berkas'."),
                severity="advice",
            )
    titles = folder.table("steps_titles")
    wrong = [int(step) for step, title in titles.items() if step.isdigit() and not begins(str(title))]
    if wrong:
        listed = shortened(wrong)
        yield folder.setting(
            RULE,
            "",
            Text(
                f"Judul langkah {listed} tidak diawali kata kerja aktif.",
                f"The title of step {listed} does not begin with an active verb.",
            ),
            Text(
                "Tulis tanpa pelaku, mis. 'Memeriksa surat permohonan'.",
                "Leave the actor out: 'Memeriksa surat permohonan'.",
            ),
            table="steps_titles",
            severity="advice",
        )


def begins(text: str) -> bool:
    """Whether a text begins with an active verb, or with the bare verb of an instruction."""
    word = re.split(r"[^a-z]+", text.strip().lower(), maxsplit=1)[0]
    if word in BARE or (word not in NOT and _ACTIVE.match(word)):
        return True
    return word not in NOT and not _NOUN.search(word) and bool(_BARE.match(word))

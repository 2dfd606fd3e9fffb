"""What a rule says beside its main story: other ways to be wrong, and near misses that are right."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from engine.errors import SopRefused
from engine.lint.executable.setting_kinds import KINDS
from engine.sop import survey
from tests.lint.folders import NOW, OFFICE, changed, laid_over

DRAWING, SETTINGS, CODE = "process.bpmn", "sop.toml", "handlers.py"
SCRIPT = "<bpmn:script>penerima"
TURNED = "periksa.keputusan == 'tolak'"

#: What is changed (file, old, new) -> what must be told: severity, rule, and a part of the message.
TOLD = {
    "a timer that is over at once": (DRAWING, ">P1D<", ">PT0S<", "advice", "timer-value", "lewat seketika"),
    "a timer in the past": (DRAWING, "timeDuration", "timeDate", "advice", "timer-value", "sudah lewat"),
    "a workday that does not go ahead": (
        DRAWING,
        ">P1D<",
        ">hari_kerja(sekarang, 0)<",
        "advice",
        "timer-value",
        "tidak maju",
    ),
    "a branch that is never taken": (
        DRAWING,
        TURNED,
        f"{TURNED} and 1 == 2",
        "advice",
        "gateway-answers",
        "tidak pernah diambil",
    ),
    "branches that are true together": (
        DRAWING,
        TURNED,
        f"{TURNED} or periksa.keputusan == 'setuju'",
        "advice",
        "gateway-answers",
        "sama-sama benar",
    ),
    "a condition asked twice": (
        DRAWING,
        TURNED,
        "periksa.keputusan == 'kembalikan'",
        "advice",
        "condition-constant",
        "bersyarat sama",
    ),
    "a list of choices with a stranger": (
        DRAWING,
        TURNED,
        "periksa.keputusan in ['tolak', 'batal']",
        "error",
        "form-answers",
        "'batal' bukan pilihan",
    ),
    "a field read in a script": (
        DRAWING,
        SCRIPT,
        "<bpmn:script>surat_ini = periksa.isi\npenerima",
        "error",
        "form-answers",
        "tidak punya isian 'isi'",
    ),
    "a variable of a parallel branch": (
        DRAWING,
        'alur:result="pengiriman"',
        'alur:result="pengiriman" alur:notPerson="[arsip.nomor]"',
        "advice",
        "data-read",
        "berjalan bersamaan",
    ),
    "an output that the called process never writes": (
        DRAWING,
        'alur:out source="arsip"',
        'alur:out source="asip"',
        "error",
        "data-read",
        "tidak pernah diisi dalam 'ca_arsip'",
    ),
    "the data of an interrupted task": (
        DRAWING,
        'alur:form="cetak" alur:result="surat"',
        'alur:form="cetak" alur:result="surat" alur:notPerson="[surat.oleh.nip]"',
        "error",
        "data-read",
        "baru diisi sesudah ini",
    ),
    "code that cannot be read": (
        CODE,
        "def cetak_izin(job",
        "def cetak_izin((job",
        "error",
        "handler-there",
        "Bukan Python",
    ),
    "a function without its mark": (CODE, "@handler\n", "", "gap", "handler-there", "tidak ada di handlers.py"),
    "a key that looks misspelt": (
        SETTINGS,
        "title_expression",
        "title_expresion",
        "advice",
        "setting-missing",
        "tidak dikenal",
    ),
    "a table of times of another shape": (
        "waktu_baku.dmn",
        'name="hari"',
        'name="lama"',
        "error",
        "table-inputs",
        "memberi 'hari'",
    ),
    "a test of another kind": (
        "waktu_baku.dmn",
        '<inputEntry id="waktu_baku_r1_i"><text>1',
        '<inputEntry id="waktu_baku_r1_i"><text>"satu"',
        "error",
        "table-types",
        "bukan number",
    ),
    "a regulation without a number": (
        SETTINGS,
        "Nomor 1 Tahun 2026",
        "yang berlaku",
        "advice",
        "sop-ap-legal-basis",
        "tidak bernomor",
    ),
}
#: Changes that are right, though they come near.
SILENT = {
    "asking whether it is there": (DRAWING, "'lama': lama,", "'lama': lama if ada(lama2) else lama,"),
    "the same in FEEL": (DRAWING, f">{TURNED}<", '>=periksa.keputusan = "tolak"<'),
    "the same in JUEL": (DRAWING, f">{TURNED}<", ">${periksa.keputusan == 'tolak'}<"),
    "who completed a task": (DRAWING, "'ttd': ttd}", "'ttd': ttd, 'siapa': periksa.oleh.nama}"),
    "the reference of a confidential answer": (DRAWING, "'ttd': ttd}", "'ttd': ttd, 'nilai': penilaian.ref}"),
    "an error border for everything": (DRAWING, ' errorRef="Error_cetak"', ""),
    "a key that the function asks about first": (
        CODE,
        'job.input["permohonan"]["perihal"]',
        'job.input["permohonan"]["perihal"] or ("darurat" in job.input and job.input["darurat"])',
    ),
    "a key that a table gives": (DRAWING, "'lama': lama,", "'lama': lama.hari,"),
    "a result whose keys only the code knows": (CODE, 'return {"nomor": "1"}', "return dict(job.input)"),
    "a title without the start form": (SETTINGS, '"permohonan.perihal"', "\"f'Izin {permohonan.perihal}'\""),
    "a position as performer": (DRAWING, "alur:performer=\"'petugas'\"", "alur:performer=\"'kantor.petugas'\""),
    "a title with a verb in ber-": (SETTINGS, "Memberi tahu penerima", "Berkoordinasi dengan penerima"),
    "another active verb": (DRAWING, 'name="Kirim surat izin"', 'name="Menyerahkan surat izin"'),
}


@pytest.mark.parametrize("name", TOLD)
def test_another_way_to_be_wrong_is_told(tmp_path: Path, name: str) -> None:
    file, old, new, severity, rule, words = TOLD[name]
    folder = changed(tmp_path, {file: (old, new)})
    if name == "a timer in the past":
        drawing = folder / DRAWING
        drawing.write_text(drawing.read_text().replace(">P1D<", ">2020-01-01<"))

    found = [finding for finding in survey(folder, now=NOW) if finding.rule == rule]

    assert [finding for finding in found if words in finding.message.id and finding.severity == severity]


@pytest.mark.parametrize("name", SILENT)
def test_a_near_miss_is_left_in_peace(tmp_path: Path, name: str) -> None:
    file, old, new = SILENT[name]

    found = survey(changed(tmp_path, {file: (old, new)}), now=NOW, holders=OFFICE)

    assert [str(finding) for finding in found if finding.rule != "global"] == []


@pytest.mark.parametrize(
    ("holders", "severities"), [(None, ["advice"]), ({"kantor.petugas": 3}, []), (OFFICE, ["error"])]
)
def test_a_separated_step_needs_somebody_else(
    tmp_path: Path, holders: dict[str, int] | None, severities: list[str]
) -> None:
    folder = changed(tmp_path, {SETTINGS: ('kabid = "kantor.kabid"', 'kabid = "kantor.petugas"')})

    found = survey(folder, holders=holders)

    assert [each.severity for each in found if each.rule == "separate-positions"] == severities


def test_rules_of_any_that_contradict_are_wrong_and_those_that_agree_are_not(tmp_path: Path) -> None:
    folder = changed(tmp_path, {"lama_izin.dmn": ('hitPolicy="UNIQUE"', 'hitPolicy="ANY"')})
    table = folder / "lama_izin.dmn"
    same = table.read_text().replace('<text>"segera"</text>', "<text>-</text>")

    table.write_text(same)
    contradicting = [each.severity for each in survey(folder) if each.rule == "table-rules"]
    table.write_text(same.replace("<text>1</text>", "<text>3</text>"))
    agreeing = [each.severity for each in survey(folder) if each.rule == "table-rules"]

    assert (contradicting, agreeing) == (["error"], [])


def test_without_a_table_of_times_the_profile_says_so(tmp_path: Path) -> None:
    folder = laid_over(tmp_path)
    (folder / "waktu_baku.dmn").unlink()

    assert [each.message.id for each in survey(folder) if each.rule == "sop-ap-time"] == ["Tidak ada tabel waktu baku."]


@pytest.mark.parametrize("value", ["1", '"x"', "true", "[1]", '["x"]', "{a = 1}", '[["x"]]'])
@pytest.mark.parametrize("key", sorted(KINDS))
def test_settings_of_any_kind_are_told_and_never_a_crash(tmp_path: Path, key: str, value: str) -> None:
    folder = laid_over(tmp_path)
    text = (folder / SETTINGS).read_text()
    tables = re.split(rf"\n\[{key}\]\n[^\[]*", text)
    rest = "\n".join(line for line in "\n".join(tables).splitlines() if not line.startswith(f"{key} ="))
    (folder / SETTINGS).write_text(f"{key} = {value}\n{rest}\n")

    if key == "shared" and value.startswith("["):
        with pytest.raises(SopRefused, match="bagian bersama tidak ada"):
            survey(folder)
        return
    found = survey(folder, now=NOW, holders=OFFICE)

    right, _ = KINDS[key]
    told = [finding.element for finding in found if finding.rule == "setting-kind"]
    assert told == ([] if right(tomllib.loads(f"x = {value}")["x"]) else [key])

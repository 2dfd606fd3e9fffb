"""The overview as heads, auditors and operators see it, and as files: the same numbers, harmless cells, a line in the journal."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from engine import commands, tallies
from engine.canonical import loads
from engine.engine import Engine
from engine.people import actor_of
from engine.schema import cases, journal, positions, tasks
from engine.world import MovedWorld
from portal.spreadsheets import RISKY, as_csv, as_xlsx
from portal.tables import Column, Table
from tests.portal.visitors import Page, Visitor

Visit = Callable[[str | None], Visitor]
NOW = datetime(2026, 1, 5, 9, 0).astimezone()


@pytest.fixture
def busy(visit: Visit, engine: Engine, world: MovedWorld) -> list[str]:
    """Three cases: one late with Ani, one with Bram, one not late; a week has gone by."""
    ani = visit("ani")
    ids = [ani.start(perihal=title) for title in ("Cuti satu", "=Cuti;dua", "Cuti tiga")]
    ani.complete(ids[2], "susun", isi="Mohon cuti.")
    with engine.database.transaction() as connection:
        for case_id, days in zip(ids, (1, 2, 30), strict=True):
            due = engine.calendar.add_workdays(world.now(), days)
            connection.execute(update(tasks).where(tasks.c.case_id == case_id).values(due_at=due))
    world.move(days=7)
    tallies.count(engine)
    return ids


def table(page: Page, title: str) -> list[list[str]]:
    """A table of the page, the header first."""
    assert page.document is not None
    (found,) = page.document.xpath("//div[@aria-label=$title]/table", title=title)
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found.xpath(".//tr")]


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content: bytes) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Data", "Keterangan"]
    return [list(row) for row in book["Data"].iter_rows(values_only=True)]


def test_a_head_sees_what_is_late_and_where(visit: Visit, busy: list[str]) -> None:
    page = visit("bram").get("/ikhtisar")

    rows = table(page, "Tugas yang terlambat")
    assert [row[rows[0].index("Judul")] for row in rows[1:]] == ["Cuti satu", "=Cuti;dua"]
    assert [row[rows[0].index("Terlambat (hari kerja)")] for row in rows[1:]] == ["4", "3"]
    assert page.all("//dl[contains(@class,'figures-row')]//dd") == ["3", "2", "0", "0", "3"]
    assert f"/perkara/{busy[0]}" in page.all("//a/@href")
    assert "Kantor Contoh" in page.all("//p[contains(@class,'lead')]")[0]


def test_a_head_of_a_part_sees_the_numbers_of_his_part(visit: Visit, engine: Engine, busy: list[str]) -> None:
    with engine.database.transaction() as connection:
        connection.execute(positions.update().where(positions.c.id == "kantor.staf").values(superior="kantor.umum"))
    umi = visit("umi")

    page = umi.get("/ikhtisar")
    taken = read_csv(umi.get("/ikhtisar/unduh/beban.csv").response.data)

    assert "Petugas Umum dan jabatan di bawahnya." in page.all("//p[contains(@class,'lead')]")[0]
    assert {row[0] for row in table(page, "Beban kerja menurut jabatan")[1:]} == {"Staf", "Petugas Umum"}
    assert {row[0] for row in taken[1:]} == {"Staf", "Petugas Umum"}
    assert page.all("//dl[contains(@class,'figures-row')]//dd") == ["2", "2", "0", "0"]
    assert "Arus perkara" not in page.text
    assert "/ikhtisar" in page.all("//nav//a/@href")


def test_every_bar_has_its_number_in_the_table(visit: Visit, busy: list[str]) -> None:
    page = visit("audi").get("/ikhtisar")
    assert page.document is not None

    for chart in page.document.xpath("//*[local-name()='svg'][@role='img']"):
        named = chart.get("aria-labelledby").split()
        assert all(chart.xpath(".//*[@id=$id]", id=each) for each in named)
        labels = [" ".join(each.text_content().split()) for each in chart.xpath(".//div[@class='chart-label']")]
        beside = {" ".join(cell.text_content().split()) for cell in page.document.xpath("//table//th | //table//td")}
        assert labels
        assert all(label in beside or "median" in label or label.partition(". ")[0] in beside for label in labels)


def test_the_workload_adds_up(visit: Visit, busy: list[str]) -> None:
    page = visit("audi").get("/ikhtisar")

    rows = table(page, "Beban kerja menurut jabatan")[1:]
    opened, late, done = (sum(int(row[place]) for row in rows) for place in (-5, -4, -1))
    assert (opened, late, done) == (3, 2, 1)


@pytest.mark.parametrize("name", ["tempat", "terlambat", "menunggu", "luar", "beban", "arus", "akhir", "langkah"])
def test_both_files_hold_the_same_cells(visit: Visit, busy: list[str], name: str) -> None:
    audi = visit("audi")

    as_text = read_csv(audi.get(f"/ikhtisar/unduh/{name}.csv").response.data)
    as_cells = read_xlsx(audi.get(f"/ikhtisar/unduh/{name}.xlsx").response.data)

    assert len(as_text) == len(as_cells)
    for line, row in zip(as_text, as_cells, strict=True):
        said = [
            "" if each is None else f"{each:%Y-%m-%d %H:%M}" if isinstance(each, datetime) else str(each)
            for each in row
        ]
        assert [text.removeprefix("'") for text in line] == said


def test_a_file_holds_what_the_page_shows(visit: Visit, busy: list[str]) -> None:
    bram = visit("bram")
    shown = table(bram.get("/ikhtisar?dari=2026-01"), "Waktu tiap langkah")

    answer = bram.get("/ikhtisar/unduh/langkah.csv?dari=2026-01")
    rows = read_csv(answer.response.data)

    kept = [place for place, label in enumerate(rows[0]) if label in shown[0]]
    assert [[row[place] or "–" for place in kept] for row in rows[1:]] == [
        [cell.removesuffix("%") for cell in row] for row in shown[1:]
    ]
    assert answer.response.headers["Content-Disposition"] == 'attachment; filename="ikhtisar-langkah-2026-01-12.csv"'


def test_each_file_is_written_in_the_journal(visit: Visit, engine: Engine, busy: list[str]) -> None:
    visit("bram").get("/ikhtisar/unduh/terlambat.xlsx?sop=cuti&dari=2026-01")

    with engine.database.reading() as connection:
        row = connection.execute(select(journal).where(journal.c.act == "export:made")).one()
    assert (row.person, row.subject) == ("bram", "ikhtisar-terlambat")
    filters = {"sop": "cuti", "dari": "2026-01", "sampai": "2026-01"}
    assert loads(row.about) == {"form": "xlsx", "rows": 2, "filters": filters}


def test_only_auditors_take_the_journal_with_them(visit: Visit, busy: list[str]) -> None:
    visit("bram").get("/ikhtisar/unduh/beban.csv")
    audi = visit("audi")

    first = read_csv(audi.get("/jurnal/unduh.csv?tindakan=export:made").response.data)
    cells = read_xlsx(audi.get("/jurnal/unduh.xlsx").response.data)
    by_bram = read_csv(audi.get("/jurnal/unduh.csv?pelaku=bram&dari=2026-01-12").response.data)

    assert [row[3] for row in first[1:]] == ["export:made"]
    assert {row[3] for row in cells[1:]} == {"export:made"}
    assert [row[2] for row in by_bram[1:]] == ["Bram"]
    assert "/jurnal/unduh.csv" in audi.get("/jurnal").all("//a/@href")
    assert "/jurnal/unduh.csv" not in visit("oka").get("/jurnal").all("//a/@href")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("dari=kemarin", "“kemarin” bukan bulan. Tulis seperti 2026-01."),
        ("sampai=2026-13", "“2026-13” bukan bulan."),
        ("dari=2026-02&sampai=2025-11", "Bulan awal sesudah bulan akhir; keduanya ditukar."),
        ("dari=2010-01", "Paling banyak 36 bulan sekaligus; ditampilkan yang terakhir."),
        ("sampai=2031-01", "Bulan yang belum tiba tidak mempunyai angka"),
        ("jabatan=luar.staf", "Jabatan yang diminta tidak ada dalam lingkup Anda"),
        ("jabatan=tidak.ada", "Jabatan yang diminta tidak ada dalam lingkup Anda"),
        ("unit=luar", "Unit yang diminta tidak ada dalam lingkup Anda"),
        ("sop=rahasia", "SOP yang diminta tidak ada dalam lingkup Anda"),
    ],
)
def test_what_cannot_be_meant_is_answered_kindly(visit: Visit, asked: str, told: str) -> None:
    bram = visit("bram")

    page, file = bram.get(f"/ikhtisar?{asked}"), bram.get(f"/ikhtisar/unduh/beban.csv?{asked}")

    assert (page.status, file.status) == (422, 422)
    assert told in page.text


def test_a_filter_narrows_and_can_be_shared(visit: Visit, busy: list[str]) -> None:
    address = "/ikhtisar?unit=kantor&jabatan=kantor.kepala&dari=2025-12&sampai=2026-01"

    page = visit("audi").get(address)

    assert page.status == 200
    assert page.all("//dl[contains(@class,'figures-row')]//dd")[:2] == ["1", "0"]
    assert page.all("//select[@id='jabatan']/option[@selected]") == ["Kepala Kantor"]
    assert "/ikhtisar/unduh/beban.csv?unit=kantor&jabatan=kantor.kepala&dari=2025-12&sampai=2026-01" in page.all(
        "//a/@href"
    )


def test_people_are_shown_to_their_head_only_where_they_share_a_position(
    visit: Visit, engine: Engine, busy: list[str]
) -> None:
    ani, bram = visit("ani"), visit("bram")
    for name in ("umi", "dewi", "claimed"):
        case_id = ani.start()
        ani.complete(case_id, "susun", isi="Mohon cuti.")
        bram.complete(case_id, "periksa", keputusan="setuju")
        if name != "claimed":
            assert visit(name).complete(case_id, "nomori", agenda="1").status == 303
    with engine.database.reading() as connection:
        dewi = actor_of(connection, "dewi", now=engine.world.now())
    commands.claim(engine, dewi, case_id, "nomori")
    tallies.count(engine)

    page = bram.get("/ikhtisar")

    assert page.all("//details[contains(@class,'sheet-body')]//dt") == ["Dewi", "Umi"]
    assert page.all("//details[contains(@class,'sheet-body')]//dd") == [
        "1 di tangan, 1 selesai dalam masa ini",
        "0 di tangan, 1 selesai dalam masa ini",
    ]
    assert visit("oka").get("/ikhtisar").all("//details[contains(@class,'sheet-body')]") == []


def test_the_menu_leads_there_only_whom_it_lets_in(visit: Visit) -> None:
    led = {
        name: "/ikhtisar" in visit(name).get("/tugas").all("//nav//a/@href") for name in ("ani", "bram", "audi", "oka")
    }

    assert led == {"ani": False, "bram": True, "audi": True, "oka": True}


def test_ended_cases_leave_the_running_ones(visit: Visit, engine: Engine, busy: list[str]) -> None:
    bram = visit("bram")
    address = f"/perkara/{busy[0]}/batal"
    bram.send(bram.get(f"/perkara/{busy[0]}"), address, alasan="Salah mulai.")
    tallies.count(engine)

    page = bram.get("/ikhtisar")

    assert table(page, "Arus perkara menurut bulan")[-1][1:] == ["3", "0", "1", "0", "2"]
    with engine.database.reading() as connection:
        assert len(connection.scalars(select(cases.c.id).where(cases.c.status == "running")).all()) == 2


risky = st.text(max_size=12) | st.builds(lambda first, rest: first + rest, st.sampled_from(RISKY), st.text(max_size=8))


@given(st.lists(st.tuples(risky, st.integers(-9, 9)), max_size=5))
def test_no_cell_of_a_file_is_a_formula(rows: list[tuple[str, int]]) -> None:
    given_table = Table(
        name="x", title="X", columns=[Column(label="=1+1"), Column(label="n", kind="number")], rows=rows
    )

    read = list(csv.reader(io.StringIO(as_csv(given_table).decode("utf-8-sig"), newline=""), delimiter=";"))

    assert [row[1] for row in read[1:]] == [str(number) for _text, number in rows]
    for (text, _number), (cell, _) in zip(rows, read[1:], strict=True):
        assert not cell.startswith(RISKY)
        assert cell in (text, f"'{text}")


def test_a_text_stays_a_text_in_xlsx_and_the_file_is_the_same_twice() -> None:
    given_table = Table(
        name="x", title="X", columns=[Column(label="=A1")], rows=[("=HYPERLINK(1)",), ("+62",), ("http://a.b",)]
    )

    content = as_xlsx(given_table, [("Oleh", "=cmd")], NOW)

    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(content))["Data"].iter_rows()]
    assert [(cell.data_type, cell.value, cell.hyperlink) for cell in cells] == [
        ("s", text, None) for text in ("=A1", "=HYPERLINK(1)", "+62", "http://a.b")
    ]
    assert content == as_xlsx(given_table, [("Oleh", "=cmd")], NOW)

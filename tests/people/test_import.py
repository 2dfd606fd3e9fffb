"""Import of people: what is previewed is what happens, all of it or nothing, once; and what a spreadsheet spoilt is refused."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from engine import journal as journals
from engine.canonical import loads
from engine.database import open_database
from engine.engine import Engine
from engine.errors import ImportRefused, ImportStale, NotAllowed
from engine.people import Actor
from engine.people.exports import MOST_LINES, read
from engine.people.importing import Plan, apply, preview
from engine.people.leaving import leave
from engine.people.register import change_person
from engine.schema import former_names, journal, persons
from engine.world import MovedWorld, dice
from forms import nip as nip_rule
from tests.engine.office import Office

OPERATOR = Actor(person="", nip=None, name="operator", roles=frozenset({"operator"}))
ANI = "198001012005011001"
DEWI = "199005142013122002"


def plan(engine: Engine, text: str, encoding: str = "utf-8") -> Plan:
    """What a file would do."""
    return preview(engine, OPERATOR, read(text.encode(encoding)))


def whats(found: Plan) -> list[str]:
    """What would become of each line."""
    return [line.what for line in found.lines]


def test_new_changed_same_and_refused_are_told_apart_and_done(engine: Engine, office: Office) -> None:
    text = f"NIP;Nama;Gol;Unit Kerja\n{ANI};Ani Lestari, S.E.;III/c;\n{DEWI};Dewi;;BKPSDA\n198001022005011002;Bram;;\n1;Siapa;;\n"
    found = plan(engine, text)

    apply(engine, OPERATOR, found.packed, digest=found.digest, key="satu")

    assert whats(found) == ["changed", "new", "same", "refused"]
    assert (found.lines[0].before, found.lines[0].after) == (
        {"name": "Ani", "grade": None, "rank": None},
        {"name": "Ani Lestari, S.E.", "grade": "III/c", "rank": "Penata"},
    )
    assert whats(plan(engine, text)) == ["same", "same", "same", "refused"]
    with engine.database.reading() as connection:
        acts = connection.execute(select(journal.c.act, journal.c.about).order_by(journal.c.seq)).all()
        names = list(connection.scalars(select(former_names.c.name)))
        faults = journals.faults(connection)
    assert [row.act for row in acts] == ["person:changed", "person:added", "people:imported"]
    assert loads(acts[-1].about) == {"counts": {"new": 1, "changed": 1, "same": 1, "refused": 1}}
    assert (names, faults) == (["Ani"], [])


def test_the_same_confirmation_twice_acts_once(engine: Engine) -> None:
    found = plan(engine, f"NIP,Nama\n{DEWI},Dewi\n")

    names = [apply(engine, OPERATOR, found.packed, digest=found.digest, key="satu") for _ in range(2)]

    assert names[0] == names[1]
    with engine.database.reading() as connection:
        assert connection.scalar(select(func.count()).where(persons.c.nip == DEWI)) == 1
        assert connection.scalar(select(func.count()).select_from(journal)) == 2


def test_nothing_happens_when_the_people_changed_since(engine: Engine) -> None:
    found = plan(engine, f"NIP,Nama\n{ANI},Ani Lestari\n{DEWI},Dewi\n")
    change_person(engine, OPERATOR, "ani", {"nip": ANI, "name": "Ani Suryani"})

    with pytest.raises(ImportStale):
        apply(engine, OPERATOR, found.packed, digest=found.digest, key="satu")

    assert whats(plan(engine, f"NIP,Nama\n{DEWI},Dewi\n")) == ["new"]


def test_what_was_not_previewed_is_not_applied(engine: Engine) -> None:
    found = plan(engine, f"NIP,Nama\n{DEWI},Dewi\n")

    with pytest.raises(ImportStale):
        apply(engine, OPERATOR, found.packed.replace("Dewi", "Dewa"), digest=found.digest, key="satu")
    for spoilt in (
        "",
        "[]",
        "{}",
        "null",
        '[["password"],[1,"x"]]',
        '[["nip"],[]]',
        '[["nip"],["1","x"]]',
        '[[{}],[1,"x"]]',
    ):
        with pytest.raises(ImportRefused):
            apply(engine, OPERATOR, spoilt, digest=found.digest, key="satu")
    with pytest.raises(ImportRefused):
        apply(engine, OPERATOR, found.packed, digest=found.digest, key="")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1,98001E+17", "Excel membacanya sebagai bilangan"),
        ("1.98001E+17", "Excel membacanya sebagai bilangan"),
        ("199005142013122000", "membulatkannya"),
        ("99005142013122002", "hanya 17 angka"),
        ("199013142013122002", "bukan tanggal lahir"),
        ("199005142013132002", "tahun dan bulan pengangkatan"),
        ("199005142001122002", "sebelum usia 17"),
        ("199005142027122002", "belum terjadi"),
        ("199005142013123002", "Angka ke-15"),
        ("x", "18 angka"),
        ("", "NIP kosong"),
    ],
)
def test_a_spoilt_nip_is_refused_with_its_cause(engine: Engine, cell: str, why: str) -> None:
    found = plan(engine, f'NIP;Nama\n"{cell}";Dewi\n')

    assert whats(found) == ["refused"]
    assert why in found.lines[0].why


@pytest.mark.parametrize(
    "cell", [DEWI, "19900514 201312 2 002", "'199005142013122002", '"=""199005142013122002"""', "19900514.201312.2.002"]
)
def test_a_nip_is_known_in_every_spelling_that_keeps_its_digits(engine: Engine, cell: str) -> None:
    found = plan(engine, f"sep=;\nNIP;Nama\n{cell};Dewi\n")

    assert [(line.what, line.nip, line.line) for line in found.lines] == [("new", DEWI, 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_of_an_office_pc_is_read(engine: Engine, encoding: str) -> None:
    found = plan(engine, f"DAFTAR PEGAWAI\r\n\r\nNIP BARU\tNama Lengkap\r\n{DEWI}\tAndré, S.E.\r\n", encoding)

    assert [(line.what, line.name, line.line) for line in found.lines] == [("new", "André, S.E.", 4)]


@pytest.mark.parametrize(
    ("cell", "rank", "grade"),
    [
        ("Penata (III/c)", "Penata", "III/c"),
        ("Penata, III/c", "Penata", "III/c"),
        ("Pembina Tingkat I / IV/b", "Pembina Tingkat I", "IV/b"),
        ("IV/b", "Pembina Tingkat I", "IV/b"),
        ("IX", None, "IX"),
    ],
)
def test_rank_and_grade_in_one_column_come_apart(engine: Engine, cell: str, rank: str | None, grade: str) -> None:
    found = plan(engine, f'NIP;Nama;"Pangkat/Gol. Ruang"\n{DEWI};Dewi;"{cell}"\n')

    assert (found.lines[0].after["rank"], found.lines[0].after["grade"]) == (rank, grade)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Judul kolom"),
        (b"Nama;Unit\nDewi;X\n", "Judul kolom"),
        (b"NIP;Nama;Nama Lengkap\n1;2;3\n", "Dua kolom"),
        (b"NIP;Nama\n", "tidak ada satu baris pun"),
        (b"PK\x03\x04rest", "buku kerja Excel"),
        (b"NIP;Nama\n\0;x\n", "bukan teks"),
        (b'NIP;Nama\n"1;x\n', "tanda kutip"),
        (b"NIP;Nama" + b";x" * 80 + b"\n", "kolom"),
        (b"x" * 1_000_001, "lebih besar"),
        (b"NIP;Nama\n" + b"1;x\n" * (MOST_LINES + 1), "Lebih dari"),
    ],
)
def test_what_is_no_such_file_is_refused_as_a_whole(engine: Engine, content: bytes, why: str) -> None:
    with pytest.raises(ImportRefused, match=why):
        preview(engine, OPERATOR, read(content))


def test_the_second_of_one_nip_and_whoever_left_are_refused(engine: Engine, office: Office) -> None:
    leave(engine, OPERATOR, "bram", way="pensiun", day=date(2026, 1, 5), reason="SK 1")

    found = plan(engine, f"NIP;Nama\n{DEWI};Dewi\n{DEWI};Dewa\n198001022005011002;Bram S.\n")

    assert whats(found) == ["new", "refused", "refused"]
    assert "baris 2" in found.lines[1].why
    assert "keluar" in found.lines[2].why
    assert found.counts == {"new": 1, "changed": 0, "same": 0, "refused": 2}


def test_only_operators_import(engine: Engine, office: Office) -> None:
    found = plan(engine, f"NIP,Nama\n{DEWI},Dewi\n")

    with pytest.raises(NotAllowed):
        apply(engine, office.person("bram"), found.packed, digest=found.digest, key="satu")
    with pytest.raises(NotAllowed):
        preview(engine, office.person("bram"), read(b"NIP,Nama\n1,x\n"))


_names = st.text(st.characters(codec="cp1252", exclude_categories=("C", "Z")), min_size=1, max_size=20).filter(
    lambda text: not text.startswith(("'", "=", '"'))
)


@settings(max_examples=25, deadline=None)
@given(
    people=st.lists(
        st.tuples(st.integers(0, 10**6), _names, st.sampled_from(["", "III/c", "IV/a", "IX"])), min_size=1, max_size=8
    ),
    sign=st.sampled_from([";", ",", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_imported_is_the_same_the_second_time(
    sqlite_engine: Engine, people: list[tuple[int, str, str]], sign: str, encoding: str
) -> None:
    engine = sqlite_engine
    with engine.database.transaction() as connection:
        connection.execute(delete(persons).where(persons.c.id.not_in(("ani", "bram", "umi", "citra"))))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign)
    writer.writerow(["NIP", "Nama", "Golongan"])
    writer.writerows([nip_rule.invent(dice(seed)), name, grade] for seed, name, grade in people)

    first = plan(engine, out.getvalue(), encoding)
    apply(engine, OPERATOR, first.packed, digest=first.digest, key=engine.world.token())
    second = plan(engine, out.getvalue(), encoding)

    assert first.counts["new"] + first.counts["refused"] == len(people)
    assert second.counts == {"new": 0, "changed": 0, "same": first.counts["new"], "refused": first.counts["refused"]}


@pytest.fixture(scope="module")
def sqlite_engine(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine over an empty office, for many examples."""
    home = tmp_path_factory.mktemp("import")
    shutil.copy(sqlite_template, home / "alur.db")
    return Engine(database=open_database(None, home), world=MovedWorld(seed=7), home=home, processes=home)

"""A whole assessment (JPT): each participant receives what is theirs, and nothing that a link opens names another."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import insert, select, update

from engine import verify
from engine.commands.look import look
from engine.database import open_database
from engine.engine import Engine
from engine.people import links
from engine.rebuild import rebuild
from engine.schema import documents
from engine.world import MovedWorld
from portal.app import create_app
from portal.cli.data import OPERATOR
from tests.links.guest import come_in, walk
from tests.portal.visitors import Page, Visitor
from tests.walking import MORNING, PROCESSES, Walk, open_office


@dataclass(kw_only=True)
class Assessed:
    """An assessment that went its whole way; `people`: NIP -> name."""

    engine: Engine
    case_id: str
    people: dict[str, str]


@pytest.fixture(scope="module")
def walked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, str]]:
    """The case, walked once; each test gets its copy of the database."""
    home = tmp_path_factory.mktemp("assessment")
    shutil.copy(sqlite_template, home / "alur.db")
    engine = open_office(open_database(None, home), home, PROCESSES, "asesmen_jpt")
    run = Walk(engine, "asesmen_jpt", {})
    run.begin(1)
    run.step()
    (case_id,) = run.case_ids
    listed = look(engine, case_id, "T01_perintah")["kegiatan"]["peserta"]
    people = {person["nip"]: person["nama"].split(",")[0] for person in listed}
    run.robots.script = {"T02_daftar_peserta": [{"wajib": list(people)}]}  # type: ignore[attr-defined]  # a Scripted
    while run.step():
        pass
    engine.close()
    return home, case_id, people


@pytest.fixture
def assessed(walked: tuple[Path, str, dict[str, str]], home: Path) -> Iterator[Assessed]:
    """A case of three participants that went its whole way."""
    template, case_id, people = walked
    shutil.copytree(template, home, dirs_exist_ok=True)
    world = MovedWorld(moment=MORNING + timedelta(days=200), seed=2)
    engine = Engine(database=open_database(None, home), world=world, home=home, processes=PROCESSES)
    yield Assessed(engine=engine, case_id=case_id, people=people)
    engine.close()


def _visit(engine: Engine, case_id: str, nip: str) -> dict[str, Page]:
    visitor = Visitor(create_app(engine).test_client(), engine)
    come_in(visitor, links.make(engine, OPERATOR, case_id, nip).secret, nip[-6:])
    return walk(visitor, "/urusan")


def _text(page: Page) -> str:
    content = page.response.get_data()
    if page.response.mimetype != "application/pdf":
        return content.decode(errors="replace")
    return " ".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(content)).pages)


def test_everybody_receives_the_own_letters_and_reads_of_nobody_else(assessed: Assessed) -> None:
    engine, case_id = assessed.engine, assessed.case_id
    people = assessed.people
    assert len(people) == 3

    for nip in people:
        pages = _visit(engine, case_id, nip)

        letters = [address for address in pages if address.endswith(".pdf")]
        assert sorted(address.split("/")[-1].rsplit("-", 1)[0] for address in letters) == [
            f"surat_pemanggilan_{nip}",
            f"surat_pengarahan_{nip}",
            f"tanda_terima_{nip}",
        ]
        assert {pages[address].status for address in letters} == {200}
        assert all(people[nip] in _text(pages[address]) for address in letters)
        said = " ".join(_text(page) for page in pages.values())
        spaced = said.replace(" ", "")
        others = [(other, name) for other, name in people.items() if other != nip]
        assert [other for other, name in others if other in spaced or name in said] == []


def test_a_letter_of_another_or_of_the_office_is_not_there(assessed: Assessed) -> None:
    engine, case_id = assessed.engine, assessed.case_id
    with engine.database.reading() as connection:
        rows = connection.execute(select(documents.c.key, documents.c.version, documents.c.addressees)).all()
    nip, *_others = sorted({row.addressees for row in rows if row.addressees})
    visitor = Visitor(create_app(engine).test_client(), engine)
    come_in(visitor, links.make(engine, OPERATOR, case_id, nip).secret, nip[-6:])

    found = {(row.addressees == nip, visitor.get(f"/urusan/surat/{row.key}-{row.version}.pdf").status) for row in rows}

    assert found == {(True, 200), (False, 404)}


def test_a_letter_is_whose_it_says_and_not_whose_number_its_key_bears(assessed: Assessed) -> None:
    engine, case_id = assessed.engine, assessed.case_id
    with engine.database.transaction() as connection:
        row = (
            connection.execute(select(documents).where(documents.c.key.startswith("tanda_terima_"))).mappings().first()
        )
        assert row is not None
        nip = row["addressees"]
        common = {**row, "addressees": None}
        connection.execute(insert(documents).values({**common, "key": f"catatan_{nip}"}))
        connection.execute(insert(documents).values({**common, "key": "bersama", "addressees": f"{nip}0 9{nip}"}))
        connection.execute(insert(documents).values({**common, "key": "konsep", "addressees": nip, "state": "draf"}))

    pages = _visit(engine, case_id, nip)

    assert not [address for address in pages if any(key in address for key in ("catatan", "bersama", "konsep"))]
    with engine.database.transaction() as connection:
        connection.execute(update(documents).where(documents.c.key == "bersama").values(addressees=f"1 {nip}"))
    assert [address for address in _visit(engine, case_id, nip) if "bersama" in address]


def test_whose_a_letter_is_stands_in_the_log(assessed: Assessed) -> None:
    engine, case_id = assessed.engine, assessed.case_id

    def register() -> list[tuple[str, str | None]]:
        with engine.database.reading() as connection:
            rows = connection.execute(select(documents.c.key, documents.c.addressees).order_by(documents.c.version))
            return [(row.key, row.addressees) for row in rows]

    before = register()
    rebuild(engine, case_id)

    assert register() == before
    assert verify.verify_all(engine).differences == []

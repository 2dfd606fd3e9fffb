"""A whole talent-pool case: no page that one participant can reach names another."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from engine.database import Database
from engine.people import links
from engine.schema import documents, persons, tasks
from portal.app import create_app
from portal.cli.data import OPERATOR
from tests.links.guest import come_in, walk
from tests.portal.visitors import Visitor
from tests.walking import PROCESSES, Walk, open_office


def test_no_page_of_a_participant_names_another(sqlite_database: Database, home: Path) -> None:
    engine = open_office(sqlite_database, home, PROCESSES, "talent_pool")
    run = Walk(engine, "talent_pool", {})
    run.run(1)
    (case_id,) = run.case_ids
    with engine.database.reading() as connection:
        mine = tasks.c.participant.is_not(None) & (tasks.c.case_id == case_id)
        nips = set(connection.scalars(select(tasks.c.participant).where(mine)))
        names = dict(connection.execute(select(persons.c.nip, persons.c.name).where(persons.c.nip.in_(nips))).all())
        keys = set(connection.scalars(select(documents.c.key).where(documents.c.case_id == case_id)))
    app = create_app(engine)

    assert len(nips) > 1
    for nip in sorted(nips):
        visitor = Visitor(app.test_client(), engine)
        come_in(visitor, links.make(engine, OPERATOR, case_id, nip).secret, nip[-6:])
        pages = walk(visitor, "/urusan")
        said = b"".join(page.response.get_data() for page in pages.values() if "pdf" not in page.response.mimetype)
        others = [text for other, name in names.items() if other != nip for text in (other, name)]
        assert [text for text in others if text.encode() in said] == []
        letters = [address for address in pages if address.endswith(".pdf")]
        assert len(letters) == (f"tanda_terima_{nip}" in keys)
        assert all(pages[address].status == 200 and nip in address for address in letters)

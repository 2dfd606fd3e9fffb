"""The links of all participants made at once: as sheets to print or a list to download, shown once, each for its own person only."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine.engine import Engine
from engine.errors import NotAllowed, NotFound
from engine.people import links
from engine.schema import journal, persons
from portal.links import harmless
from tests.links.guest import come_in
from tests.links.summons import CITRA, PEOPLE, PESI, TAMU, secret_for, somebody, summon
from tests.portal.visitors import Visitor

Visit = Callable[[str | None], Visitor]


def _all(visitor: Visitor, case_id: str, **fields: str):  # type: ignore[no-untyped-def]  # a Page
    page = visitor.get(f"/perkara/{case_id}/tautan")
    return visitor.send(page, f"/perkara/{case_id}/tautan/semua", **fields)


def test_each_sheet_lets_in_its_own_person_and_nobody_else(summoning: Engine, visit: Visit) -> None:
    case_id = summon(summoning)

    page = _all(visit("ani"), case_id, siapa="belum", hari="30")

    messages = page.all("//textarea")
    assert [message.split(" Mohon")[0] for message in messages] == [f"Yth. {name}" for name in sorted(PEOPLE.values())]
    assert page.response.headers["Cache-Control"] == "no-store"
    secrets = [message.split("#")[1].split()[0] for message in messages]
    nips = sorted(PEOPLE, key=lambda nip: PEOPLE[nip])
    assert len(set(secrets)) == 3
    for secret, nip in zip(secrets, nips, strict=True):
        assert [come_in(visit(None), secret, other[-6:]).status for other in PEOPLE if other != nip] == [401, 401]
        assert come_in(visit(None), secret, nip[-6:]).status == 303


def test_who_has_a_link_keeps_it_unless_all_are_made_anew(summoning: Engine, visit: Visit) -> None:
    case_id, ani = summon(summoning), visit("ani")
    kept = secret_for(summoning, case_id, PESI)

    assert len(_all(ani, case_id, siapa="belum").all("//textarea")) == 2
    assert come_in(visit(None), kept, PESI[-6:]).status == 303
    assert "Semua peserta sudah punya tautan yang berlaku." in _all(ani, case_id, siapa="belum").text
    assert len(_all(ani, case_id, siapa="semua").all("//textarea")) == 3
    assert come_in(visit(None), kept, PESI[-6:]).status == 404


def test_the_list_is_a_table_that_no_spreadsheet_runs(summoning: Engine, visit: Visit) -> None:
    case_id = summon(summoning)

    answer = _all(visit("ani"), case_id, siapa="semua", bentuk="csv").response

    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/csv", "no-store")
    assert "attachment" in answer.headers["Content-Disposition"]
    head, *rows = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    assert head == ["nama", "nip", "tautan", "berlaku_sampai", "pesan"]
    assert {row[1] for row in rows} == {f"NIP {nip}" for nip in PEOPLE}
    secret = next(row[2] for row in rows if TAMU in row[1]).split("#")[1]
    assert come_in(visit(None), secret, TAMU[-6:]).status == 303
    assert harmless("=HYPERLINK(1)") == "'=HYPERLINK(1)"


def test_the_journal_tells_who_made_how_many_and_no_secret(summoning: Engine) -> None:
    case_id = summon(summoning)

    made, left = links.make_all(summoning, somebody(summoning, "ani"), case_id, days=30)

    with summoning.database.reading() as connection:
        rows = connection.execute(select(journal.c.act, journal.c.person, journal.c.subject, journal.c.about)).all()
        known = set(connection.scalars(select(persons.c.nip)))
    assert [row.act for row in rows] == ["link:made"] * 3 + ["links:made"]
    assert rows[-1].subject == case_id and b'"count":3' in rows[-1].about
    assert {row.person for row in rows} == {"ani"}
    assert not any(each.secret.encode() in row.about for each in made for row in rows)
    assert left == [] and TAMU in known


def test_those_who_may_not_make_one_may_not_make_all(summoning: Engine) -> None:
    case_id = summon(summoning)

    for name, refused in (("citra", NotFound), ("bram", NotFound), ("audi", NotAllowed)):
        with pytest.raises(refused):
            links.make_all(summoning, somebody(summoning, name), case_id)
    assert not any(guest.link for guest in links.guests(summoning, somebody(summoning, "ani"), case_id))
    assert CITRA in PEOPLE

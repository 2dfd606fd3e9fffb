"""Personal links: who may make them, who gets in, and when they end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine.engine import Engine
from engine.errors import LinkInvalid, LinkMismatch, LoginThrottled, NotAllowed, NotFound
from engine.people import entries, links
from engine.schema import journal, persons
from engine.schema import links as table
from engine.world import MovedWorld
from tests.links.summons import CITRA, PESI, TAMU, secret_for, somebody, summon


def test_a_secret_is_long_and_kept_only_as_a_hash(summoning: Engine) -> None:
    secret = secret_for(summoning, summon(summoning), PESI)

    assert len(bytes.fromhex(secret)) * 8 >= 128
    with summoning.database.reading() as connection:
        kept = [str(row) for row in (*connection.execute(select(table)), *connection.execute(select(journal)))]
    assert not any(secret in text for text in kept)


def test_a_link_opens_one_case_for_one_person_without_their_seats(summoning: Engine) -> None:
    case_id = summon(summoning)

    session = entries.enter(summoning, secret_for(summoning, case_id, CITRA), CITRA[-6:])

    assert (session.case_id, session.actor.nip, session.actor.seats) == (case_id, CITRA, ())
    assert session.actor.roles == {"participant"}


def test_somebody_of_another_office_gets_a_link_by_the_name_that_the_case_gives(summoning: Engine) -> None:
    secret = secret_for(summoning, summon(summoning), TAMU)

    assert entries.enter(summoning, secret, "12 2003").actor.name == "Tamu Contoh, S.E."


def test_a_new_link_ends_the_old_one_and_its_visit(summoning: Engine) -> None:
    case_id = summon(summoning)
    old = secret_for(summoning, case_id, PESI)
    visit = entries.enter(summoning, old, PESI[-6:])

    secret_for(summoning, case_id, PESI)

    assert entries.session(summoning, visit.token) is None
    with pytest.raises(LinkInvalid):
        entries.enter(summoning, old, PESI[-6:])


def test_revoking_ends_a_link_and_its_visit(summoning: Engine) -> None:
    case_id, ani = summon(summoning), somebody(summoning, "ani")
    secret = secret_for(summoning, case_id, PESI)
    visit = entries.enter(summoning, secret, PESI[-6:])
    (link,) = [guest.link for guest in links.guests(summoning, ani, case_id) if guest.link]

    links.revoke(summoning, ani, case_id, link.id)

    assert entries.session(summoning, visit.token) is None
    with pytest.raises(LinkInvalid):
        entries.enter(summoning, secret, PESI[-6:])


def test_a_link_ends_by_itself_and_a_visit_sooner(summoning: Engine, world: MovedWorld) -> None:
    secret = secret_for(summoning, summon(summoning), PESI)
    visit = entries.enter(summoning, secret, PESI[-6:])

    world.move(hours=5)
    assert entries.session(summoning, visit.token) is None
    entries.enter(summoning, secret, PESI[-6:])
    world.move(days=links.USUAL_DAYS)

    with pytest.raises(LinkInvalid):
        entries.enter(summoning, secret, PESI[-6:])


def test_guessing_is_slowed_down_and_then_shut_for_good(summoning: Engine, world: MovedWorld) -> None:
    secret = secret_for(summoning, summon(summoning), PESI)
    refusals = []

    for _ in range(20):
        try:
            entries.enter(summoning, secret, "000000")
        except (LinkMismatch, LoginThrottled, LinkInvalid) as refused:
            refusals.append(type(refused))
        if refusals[-1] is LoginThrottled:
            world.move(minutes=6)

    assert refusals[:6] == [LinkMismatch] * 5 + [LoginThrottled]
    assert refusals.count(LinkMismatch) == links.SHUT_AFTER - 1
    with pytest.raises(LinkInvalid):
        entries.enter(summoning, secret, PESI[-6:])


@pytest.mark.parametrize(("who", "refusal"), [("audi", NotAllowed), ("citra", NotFound), ("pesi", NotFound)])
def test_only_those_who_look_after_the_case_make_links(summoning: Engine, who: str, refusal: type[Exception]) -> None:
    case_id = summon(summoning)

    with pytest.raises(refusal):
        links.make(summoning, somebody(summoning, who), case_id, PESI)


def test_no_link_for_somebody_who_has_no_part_in_the_case(summoning: Engine) -> None:
    with pytest.raises(NotFound):
        links.make(summoning, somebody(summoning, "ani"), summon(summoning), "198001012005011001")


def test_making_using_and_revoking_stand_in_the_journal(summoning: Engine) -> None:
    case_id, ani = summon(summoning), somebody(summoning, "ani")
    entries.enter(summoning, secret_for(summoning, case_id, PESI), PESI[-6:])
    (link,) = [guest.link for guest in links.guests(summoning, ani, case_id) if guest.link]

    links.revoke(summoning, ani, case_id, link.id)

    with summoning.database.reading() as connection:
        acts = connection.execute(select(journal.c.act, journal.c.person).order_by(journal.c.seq)).all()
        pesi = connection.scalar(select(persons.c.id).where(persons.c.nip == PESI))
    assert [tuple(act) for act in acts] == [("link:made", "ani"), ("link:used", pesi), ("link:revoked", "ani")]

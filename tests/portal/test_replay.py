"""Replay and "why here": the film of a case as a page, a twin in words, and what a case waits for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest

from engine import jobs, queries
from engine.engine import Engine
from engine.people import Actor
from engine.queries import Replay, replay
from engine.queries.replay import VariableChange
from engine.world import MovedWorld
from portal import cases, replays
from tests.portal.visitors import Visitor, task_address

Visit = Callable[[str | None], Visitor]
AUDITOR = Actor(person="audi", nip=None, name="Audi", roles=frozenset({"auditor"}))


@pytest.fixture
def returned(visit: Visit, engine: Engine, world: MovedWorld) -> str:
    """A leave case that was sent back once, and then answered by a letter."""
    ani = visit("ani")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    world.moment += timedelta(days=14)
    ani, bram = visit("ani"), visit("bram")
    bram.complete(case_id, "periksa", keputusan="kembalikan", catatan="Perbaiki <b>ini</b>.")
    ani.complete(case_id, "susun~2", isi="Mohon cuti besar.")
    bram.complete(case_id, "periksa~2", keputusan="setuju")
    visit("umi").complete(case_id, "nomori", agenda="12")
    jobs.run_pending(engine)
    return case_id


def film_of(engine: Engine, case_id: str) -> Replay:
    return replay(engine, AUDITOR, case_id)


def test_each_step_of_the_twin_is_the_state_that_the_engine_tells(visit: Visit, engine: Engine, returned: str) -> None:
    audi, film = visit("audi"), film_of(engine, returned)
    assert len(film.steps) > 5 and film.steps[-1].documents

    for step in film.steps:
        page = audi.get(f"/perkara/{returned}/putar-ulang?langkah={step.seq}")

        assert page.all("//*[@data-list='open']/li/@data-element") == list(step.open)
        assert page.all("//*[@data-list='done']/li/@data-element") == list(step.done)
        assert [text for text in page.all("//*[@data-list='done']/li/strong")] == [
            f"{count} kali" for count in step.done.values() if count > 1
        ]
        assert page.all("//*[@data-count]") == [str(step.seq)] * 2
        assert len(page.all("//*[@class='film-change']")) == len(step.changes)
        assert len(page.all("//ul[contains(@class, 'film-letters')]/li")) == len(step.documents)


def test_the_player_gets_the_same_words_as_the_page(visit: Visit, engine: Engine, returned: str) -> None:
    audi, film = visit("audi"), film_of(engine, returned)

    answer = audi.get(f"/perkara/{returned}/putar-ulang/langkah.json?dari=2").response.json

    assert answer is not None and answer["last"] == len(film.steps)
    assert [each["seq"] for each in answer["steps"]] == [step.seq for step in film.steps[1:]]
    for each, step in zip(answer["steps"], film.steps[1:], strict=True):
        page = audi.get(f"/perkara/{returned}/putar-ulang?langkah={step.seq}")
        assert each["marks"]["open"] == step.open and each["marks"]["done"] == step.done
        for part in ("event", "state"):
            assert " ".join(each[part].split()) in " ".join(page.response.get_data(as_text=True).split())


def test_an_act_is_told_as_a_sentence_with_what_it_changed(visit: Visit, returned: str) -> None:
    page = visit("audi").get(f"/perkara/{returned}/putar-ulang?langkah=4")

    assert page.all("//*[@class='film-sentence']") == ["Ani selaku Staf menyelesaikan “Menyusun surat”."]
    assert page.all("//*[@data-name='Susun']//del") == ["sebelumnya: Mohon cuti."]
    assert page.all("//*[@data-name='Susun']//ins") == ["sesudahnya: Mohon cuti besar."]
    assert page.all("//*[@data-name='Susun']//dt") == ["Isi surat"]


def test_what_people_wrote_stays_text(visit: Visit, returned: str) -> None:
    audi = visit("audi")

    answer = audi.get(f"/perkara/{returned}/putar-ulang/langkah.json").response.json

    assert answer is not None
    assert "&lt;b&gt;ini&lt;/b&gt;" in answer["steps"][2]["event"]
    assert not any("<b>" in each["event"] for each in answer["steps"])


def test_one_steps_through_without_scripts(visit: Visit, engine: Engine, returned: str) -> None:
    audi, last = visit("audi"), len(film_of(engine, returned).steps)

    address, seen = f"/perkara/{returned}/putar-ulang", []
    while address:
        page = audi.get(address)
        seen += page.all("//strong[@data-count]")
        address = next(iter(page.all("//a[@data-go='on']/@href")), "")

    assert seen == [str(number) for number in range(1, last + 1)]


@pytest.mark.parametrize("asked", ["0", "-1", "99", "x", "", "1.5", "²", "1" * 40])
def test_a_step_that_is_not_there_is_not_found(visit: Visit, returned: str, asked: str) -> None:
    audi = visit("audi")

    assert audi.get(f"/perkara/{returned}/putar-ulang?langkah={asked}").status == 404
    assert audi.get(f"/perkara/{returned}/putar-ulang/langkah.json?dari={asked}").status == 404


def test_an_answer_to_the_player_is_bounded(visit: Visit, returned: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replays, "MOST_STEPS", 2)

    answer = visit("audi").get(f"/perkara/{returned}/putar-ulang/langkah.json?dari=2").response.json

    assert answer is not None and [each["seq"] for each in answer["steps"]] == [2, 3]


def test_a_long_gap_is_compressed_and_marked(visit: Visit, returned: str) -> None:
    page = visit("audi").get(f"/perkara/{returned}/putar-ulang")

    assert page.all("//*[@class='gap']/*") == ["jeda 9 hari kerja, dipendekkan"]


def test_the_case_page_leads_to_its_film_and_to_what_it_waits_for(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()

    page = ani.get(f"/perkara/{case_id}")

    assert f"/perkara/{case_id}/putar-ulang" in page.all("//a/@href")
    assert page.all("//*[@data-load]/@data-load") == [f"/perkara/{case_id}/menunggu?bagian=1"]


def test_what_a_case_waits_for_is_what_the_engine_tells(visit: Visit, engine: Engine) -> None:
    ani = visit("ani")
    case_id = ani.start()
    told = queries.why_case(engine, AUDITOR, case_id)

    whole, part = ani.get(f"/perkara/{case_id}/menunggu"), ani.get(f"/perkara/{case_id}/menunggu?bagian=1")

    for page in (whole, part):
        assert page.all("//ul[contains(@class, 'waits')]/li/p") == [each.sentence for each in told]
        assert page.all("//dl/dd") == [
            text for each in told for text in (each.because, each.who, each.until, each.next)
        ]
    assert not part.all("//h1")


def test_many_waits_are_summed_up(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    ani = visit("ani")
    case_id = ani.start()
    monkeypatch.setattr(cases, "MOST_WAITS", 0)

    page = ani.get(f"/perkara/{case_id}/menunggu")

    (rest,) = page.all("//ul[contains(@class, 'waits')]/li")
    assert rest.startswith("dan 1 penantian lain: Yang dapat mengerjakan adalah")


def test_a_task_says_why_it_is_here(visit: Visit, engine: Engine) -> None:
    ani = visit("ani")
    case_id = ani.start()

    page = ani.get(task_address(case_id, "susun"))

    told = queries.why(engine, AUDITOR, case_id, "susun")
    assert page.all("//p[@class='why']")[0].startswith("Ani selaku Staf memulai perkara ini")
    assert page.all("//*[@class='facts why-facts']/dd")[3] == told.next


def test_of_a_confidential_variable_only_the_name_is_told(
    visit: Visit, engine: Engine, returned: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = film_of(engine, returned)
    sealed = VariableChange(name="nilai_rahasia", scope="", added=True, confidential=True, before=None, after=None)
    first = dataclasses.replace(film.steps[0], changes=(sealed,))
    monkeypatch.setattr(queries, "replay", lambda *_, **__: dataclasses.replace(film, steps=(first,)))

    page = visit("audi").get(f"/perkara/{returned}/putar-ulang")

    (told,) = page.all("//*[@class='film-change']")
    assert told == "Nilai rahasia baru Rahasia: hanya tercatat bahwa ini diisi, bukan isinya."


def test_a_film_that_stops_says_why_even_without_a_step(
    visit: Visit, engine: Engine, returned: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = dataclasses.replace(film_of(engine, returned), steps=(), stopped="Masukan peristiwa 1 sudah dihapus.")
    monkeypatch.setattr(queries, "replay", lambda *_, **__: film)
    audi = visit("audi")

    page, answer = (
        audi.get(f"/perkara/{returned}/putar-ulang"),
        audi.get(f"/perkara/{returned}/putar-ulang/langkah.json"),
    )

    assert page.status == 200 and "Masukan peristiwa 1 sudah dihapus." in page.text
    assert answer.response.json == {"last": 0, "steps": []}

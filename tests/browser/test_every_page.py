"""Every page that anybody can reach in a busy demonstration office: axe, width and targets, narrow and wide, light and dark."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import orjson
import pytest
from flask import Flask
from lxml.html import HtmlElement
from playwright.sync_api import Browser, Page
from sqlalchemy import insert, select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from engine import commands, drafts, incoming, jobs, partners, uploads
from engine.commands.look import look
from engine.database import open_database
from engine.engine import Engine
from engine.people import Actor, actor_of, links
from engine.schema import accounts, cases, incidents, tasks
from engine.world import MovedWorld
from portal.app import create_app
from portal.cli.data import OPERATOR, load_demo
from tests.browser.looking import LIGHT_RULES, SIZES_OF_LAW, faults, picture
from tests.browser.people import Somebody
from tests.links.guest import come_in
from tests.portal.test_tasks import PDF
from tests.portal.visitors import Visitor
from tests.walking import MORNING, PROCESSES, Walk

#: Who looks: usernames of the demonstration office. None: nobody; "tautan": a participant by link.
KINDS = (None, "tautan", "petugas1", "kepala", "auditor", "operator")
STARTS = ("/tugas", "/perkara", "/perkara/baru", "/saya", "/bantuan")
#: So many pages of one kind of page, where more differ (each task has its own form).
MOST = {"tasks.page": 2, "start.page": 2}
#: Where only an act leads: their own stories judge them.
AFTER_ACTS = frozenset({"imports.done"})
#: Not pages: files, pictures, parts of pages, signs of life, addresses that only lead on.
NO_PAGES = frozenset(
    {
        *("assets.file", "documents.letter", "documents.picture", "documents.upload", "previews.picture"),
        *(
            "mine.letter",
            "mine.upload",
            "cases.diagram",
            "replays.steps",
            "inbox.news",
            "inbox.index",
            "feeds.calendar",
            "notices.follow",
            "overview.export",
            "overview.journal",
            "operations.healthz",
        ),
    }
)


@dataclass
class Scene:
    """A busy office: its engine, the address where it is served, and the secret of a participant's link."""

    engine: Engine
    app: Flask
    address: str
    secret: str
    nip: str
    case_id: str
    seen: set[tuple[str, ...]] = field(default_factory=set)
    endpoints: set[str] = field(default_factory=set)


def _somebody(engine: Engine, username: str) -> Actor:
    with engine.database.reading() as connection:
        person = connection.scalars(select(accounts.c.person).where(accounts.c.username == username)).one()
        return actor_of(connection, person, now=engine.world.now())


def _open(engine: Engine, case_id: str, element: str) -> list[str]:
    with engine.database.reading() as connection:
        found = (tasks.c.case_id == case_id) & (tasks.c.element == element) & (tasks.c.state == "open")
        return list(connection.scalars(select(tasks.c.id).where(found)))


def _assessment(engine: Engine) -> str:
    """An assessment whose first participant's papers wait to be checked."""
    run = Walk(engine, "asesmen_jpt", {})
    run.begin(1)
    run.step()
    (case_id,) = run.case_ids
    everyone = [person["nip"] for person in look(engine, case_id, "T01_perintah")["kegiatan"]["peserta"]]
    run.robots.script = {"T02_daftar_peserta": [{"wajib": everyone}]}  # type: ignore[attr-defined]  # a Scripted
    while not _open(engine, case_id, "BK_verifikasi"):
        assert run.step()
    return case_id


def _busy(engine: Engine) -> str:
    """Fill the office with what pages can show; gives the case that has participants."""
    load_demo(engine)
    words = {"title": "BKD Provinsi Jawa Timur", "address": "https://bkd.example/kiriman"}
    partners.add(engine, OPERATOR, name="bkd", sends=["PermohonanFasilitasi"], answers=["BalasanBKD"], **words)
    case_id = _assessment(engine)
    for sop in ("asesmen_jpt", "talent_pool"):
        other = Walk(engine, sop, {})
        other.begin(1)
        for _ in range(4):
            other.step()
    petugas = _somebody(engine, "petugas1")
    memo = uploads.store(engine, petugas, "memo.pdf", BytesIO(PDF))
    commands.comment(engine, petugas, case_id, "Mohon arahan @Kepala BKPSDA", files=[memo])
    drafts.save_comment(engine, petugas, case_id, [("komentar", "Belum selesai")], seen=None)
    told = {"type": "BalasanBKD", "timestamp": "-", "data": {"rujukan": "JPT-2026-9999", "isi": {"nomor": "1"}}}
    incoming.store(engine, "bkd", "bkd_1", name="BalasanBKD", reference="JPT-2026-9999", body=orjson.dumps(told))
    jobs.run_pending(engine)
    with engine.database.transaction() as connection:
        stopped = connection.execute(select(cases.c.id).where(cases.c.id != case_id).limit(1)).scalar_one()
        row = {
            "id": "gangguan1",
            "case_id": stopped,
            "task": "T01_perintah",
            "element": "T01_perintah",
            "command": "job",
        }
        told = {"code": "RenderFailed", "message": "Templat surat tidak dapat dicetak.", "detail": "Traceback"}
        wanted = row | told | {"opened_at": engine.world.now(), "closed_at": None, "attempts": 1}
        connection.execute(insert(incidents).values({k: v for k, v in wanted.items() if k in incidents.c}))
    return case_id


@pytest.fixture(scope="module")
def busy(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, datetime]:
    """The busy office, made once."""
    home = tmp_path_factory.mktemp("busy")
    shutil.copy(sqlite_template, home / "alur.db")
    world = MovedWorld(moment=MORNING, seed=1)
    engine = Engine(database=open_database(None, home), world=world, home=home, processes=PROCESSES)
    case_id = _busy(engine)
    engine.close()
    return home, case_id, world.now()


@pytest.fixture
def engine(busy: tuple[Path, str, datetime], home: Path) -> Iterator[Engine]:
    """A copy of the busy office, at the moment where it stands."""
    shutil.copytree(busy[0], home, dirs_exist_ok=True)
    world = MovedWorld(moment=busy[2].astimezone(UTC), seed=2)
    opened = Engine(database=open_database(None, home), world=world, home=home, processes=PROCESSES)
    yield opened
    opened.close()


@pytest.fixture
def scene(engine: Engine, busy: tuple[Path, str, datetime], address: str) -> Scene:
    """The office, served, and a participant with a link."""
    with engine.database.reading() as connection:
        mine = (tasks.c.case_id == busy[1]) & tasks.c.participant.is_not(None) & (tasks.c.state == "open")
        nip = str(connection.scalars(select(tasks.c.participant).where(mine)).first())
    secret = links.make(engine, OPERATOR, busy[1], nip).secret
    return Scene(engine=engine, app=create_app(engine), address=address, secret=secret, nip=nip, case_id=busy[1])


def _endpoint(app: Flask, address: str) -> str:
    try:
        endpoint, _ = app.url_map.bind("localhost").match(address.split("?")[0].split("#")[0])
    except (HTTPException, RequestRedirect):
        return ""
    return str(endpoint)


def _walked(scene: Scene, kind: str | None) -> Iterator[str]:
    """The addresses of pages that somebody reaches by following links, each sort of page a few times.

    Left out is what is made of nothing but what somebody else saw on such a page.
    """
    visitor = Visitor(scene.app.test_client(), scene.engine)
    ahead = (
        ["/masuk", "/urusan/masuk"]
        if kind is None
        else ["/urusan"]
        if kind == "tautan"
        else [*STARTS, f"/perkara/{scene.case_id}"]
    )
    if kind == "tautan":
        come_in(visitor, scene.secret, scene.nip[-6:])
    elif kind is not None:
        visitor.log_in(kind)
    taken: Counter[str] = Counter()
    known = set(ahead)
    while ahead:
        address = ahead.pop(0)
        endpoint = _endpoint(scene.app, address)
        if not endpoint or endpoint in NO_PAGES or taken[endpoint] >= MOST.get(endpoint, 1):
            continue
        page = visitor.get(address)
        if page.status != 200 or page.document is None:
            continue
        taken[endpoint] += 1
        found = page.document.xpath("//@href | //@data-load")
        fresh = [link for link in dict.fromkeys(found) if link.startswith("/") and link not in known]
        known.update(fresh)
        ahead += fresh
        shapes = _shapes(page.document, endpoint)
        if not shapes <= scene.seen:
            scene.seen |= shapes
            scene.endpoints.add(endpoint)
            yield address


def _shapes(document: HtmlElement, endpoint: str) -> set[tuple[str, ...]]:
    """What a page is made of: each element's name, class and attributes, on this sort of page. Words and numbers do not count."""
    elements = (each for each in document.iter() if isinstance(each.tag, str))
    return {(endpoint, each.tag, each.get("class", ""), *sorted(each.keys())) for each in elements}


def _judged(page: Page, name: str) -> dict[str, list[str]]:
    """What is wrong with an opened page, by look: all rules wide and light, narrow and dark; else what light and width change."""
    found = {}
    for size, (width, height) in SIZES_OF_LAW.items():
        page.set_viewport_size({"width": width, "height": height})
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light, reduced_motion="reduce")  # type: ignore[arg-type]  # a Literal
            whole = (size, light) in (("wide", "light"), ("narrow", "dark"))
            if wrong := faults(page, rules=None if whole else LIGHT_RULES):
                found[f"{name} {size} {light}"] = wrong
            picture(page, f"semua-{re.sub(r'[^a-z0-9]+', '-', name.lower())[:70]}-{size}-{light}")
    return found


def test_every_page_of_everybody_is_sound(scene: Scene, open_browser: Callable[..., Page], chromium: Browser) -> None:
    wrong: dict[str, list[str]] = {}

    for kind in KINDS:
        page = open_browser("wide")
        if kind == "tautan":
            page.goto(f"/urusan/masuk#{scene.secret}")
            page.get_by_label("6 angka terakhir NIP Anda").fill(scene.nip[-6:])
            page.get_by_role("button", name="Buka urusan saya").click()
            page.wait_for_url("**/urusan")
        elif kind is not None:
            Somebody(page).log_in(kind)
        for address in _walked(scene, kind):
            page.goto(address)
            if page.locator("[data-diagram], [data-film]").count():
                page.locator("[data-ready]").first.wait_for()
            wrong |= _judged(page, f"{kind} {address}")

    pages = {
        rule.endpoint
        for rule in scene.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES | AFTER_ACTS
    }
    assert wrong == {}
    assert pages - scene.endpoints == set()

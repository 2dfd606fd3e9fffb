"""What nobody expects, sent to every route and every field of every form: nothing breaks, nothing typed is lost."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from lxml.html import HtmlElement
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from conftest import BOTH
from engine.database import open_database
from engine.definitions import Definitions, deploy
from engine.engine import Engine
from engine.schema import accounts, calendar_editions, events, holdings, mandates, partners, persons
from engine.world import MovedWorld
from tests.portal.office import move_in
from tests.portal.visitors import Page, Visitor, task_address

Visit = Callable[[str | None], Visitor]

#: Every text that a field or an address may hold and no one expects.
NASTY = (
    *("", " ", "\t\r\n", "0", "-1", "1.5", "1e400", "NaN", "9" * 25, "9" * 5_000, "²", "٣", "true", "null", "None"),
    *("0000-01-01", "0001-01-01", "9999-12-31", "2026-02-31", "31/02/2026", "2026-W01-1", "20260101", "99:99", "24:00"),
    *("a\0b", "\u202egnp.exe", "\u200b", "\ufeff", "e\u0301", "😀" * 50, "\ud83d", "\x1b[31m", "İ", "ß"),
    *(
        "x" * 300,
        "kata " * 2_000,
        "%",
        "%00",
        "%zz",
        "_",
        "\\",
        "'",
        '"',
        "<script>alert(1)</script>",
        "{{7*7}}",
        "${7*7}",
    ),
    *("=1+1", "../../etc/passwd", "//luar.example", "javascript:alert(1)", "[]", "{}", "[[1]]", '{"sha256": 5}'),
    *('{"sha256":"x","nama":"\\u0000"}', '["\\u0000","\\u0000"]', "WyJcdTAwMDAiLCJhIl0", "WyJcdTAwMDAiXQ", "WzllOTld"),
    # Where a list was left off: ["9999-12-31T23:59:59-23:59", "x"], [0, "0001-01-01T00:00:00+23:59", "", ""], [0, "\\u0000", "", ""]
    *("WyI5OTk5LTEyLTMxVDIzOjU5OjU5LTIzOjU5IiwieCJd", "WzAsIjAwMDEtMDEtMDFUMDA6MDA6MDArMjM6NTkiLCIiLCIiXQ"),
    *("WzAsIlx1MDAwMCIsIiIsIiJd", "WyJcdTAwMDAiLCJcdTAwMDAiXQ"),
    *("kantor.kepala", "bram", "oka", "citra", "susun", "cuti", "1", "2", "csv", "keluar"),
)
#: What somebody types who means well, by the kind of the field.
MEANT = {"date": "2026-01-12", "time": "08:00", "month": "2026-01", "number": "3", "email": "ani@contoh.go.id"}
SOURCES = Path(__file__).parents[2] / "portal"
#: Ends the visit, or changes who visits.
LEAVES = ("/keluar", "/urusan/keluar")


@pytest.fixture(params=BOTH)
def engine(
    request: pytest.FixtureRequest, office_template: tuple[Path, Definitions], home: Path, world: MovedWorld
) -> Iterator[Engine]:
    """The small office on both databases: what SQLite takes, PostgreSQL may not."""
    template, definitions = office_template
    sops = template.parent / "sops"
    if request.param == "sqlite":
        shutil.copy(template, home / "alur.db")
        opened = Engine(
            database=open_database(None, home), world=world, home=home, processes=sops, definitions=definitions
        )
    else:
        database = open_database(request.getfixturevalue("postgresql_url"), home)
        opened = Engine(database=database, world=world, home=home, processes=sops)
        move_in(opened)
        deploy(opened, sops / "cuti")
    yield opened
    opened.close()


def names_asked() -> list[str]:
    """Every name that a view asks of an address or a form, or that a page gives a field."""
    asked = re.compile(
        r'(?:args|form|given|asked|typed|values)\.(?:get|getlist)\(\s*"([^"]+)"|_(?:day|date|time)\("([^"]+)"'
    )
    found = {name for file in SOURCES.glob("*.py") for pair in asked.findall(file.read_text()) for name in pair if name}
    for file in SOURCES.glob("templates/**/*.html"):
        found |= set(re.findall(r'name="([a-z_-]+)"', file.read_text()))
    return sorted(found - {"_csrf"})


def test_the_names_that_views_ask_are_found() -> None:
    found = set(names_asked())

    assert {"cari", "sesudah", "tahun", "hari", "alasan", "mulai", "_versi", "_kunci", "baris", "nip"} <= found


def sent(visitor: Visitor, method: str, address: str, fields: list[tuple[str, str]]) -> TestResponse | str:
    """The answer, or what broke."""
    try:
        if method == "GET":
            asked = "&".join(f"{name}={quote(text[:500])}" for name, text in fields)
            return visitor.client.get(f"{address}?{asked}")
        return visitor.client.post(address, data=MultiDict(fields))
    except HTTPException as raised:
        return f"HTTP {raised.code}"
    except Exception as raised:  # whatever it is, it is what these tests look for
        return f"{type(raised).__name__}: {str(raised)[:200]}"


def broke(answer: TestResponse | str) -> str | None:
    """What broke, if anything did."""
    if isinstance(answer, str):
        return answer
    return str(answer.status_code) if answer.status_code >= 500 else None


def nonsense(rng: random.Random, number: int) -> list[str]:
    """Some of what nobody expects, as a browser would encode it."""
    return [text.encode("utf-8", "replace").decode() for text in rng.sample(NASTY, number)]


def address_of(rule: Rule, known: dict[str, str], rng: random.Random) -> str:
    """An address of a route: with what is there, or with nonsense in its place."""
    parts = []
    for part in re.split(r"(<[^>]+>)", rule.rule):
        kind, _, name = part.strip("<>").rpartition(":")
        if not part.startswith("<"):
            parts.append(part)
        elif name in known:
            parts.append(known[name])
        elif kind == "int":
            parts.append(rng.choice(("0", "1", "9" * 10, "9" * 19, "9" * 25, "9" * 5_000)))
        else:
            parts.append(quote(nonsense(rng, 1)[0][:500].strip("/.")) or "x")
    return "".join(parts)


@pytest.mark.parametrize("name", ["oka", "ani"])
def test_no_route_breaks_by_what_is_sent_to_it(app: Flask, visit: Visit, engine: Engine, name: str) -> None:
    rng, names, broken = random.Random(5), names_asked(), []
    case_id = visit("ani").start()
    known = {"case_id": case_id, "task_id": "susun", "sop": "cuti", "position": "kantor.kepala", "person": "citra"}
    visitor = visit(name)
    token = visitor.get("/saya").hidden("/keluar")["_csrf"]

    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(LEAVES):
            continue
        for there in (known, known, {}):
            address, some = address_of(rule, there, rng), nonsense(rng, 8)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                asked = rng.sample(names, 12) if method == "GET" else names
                fields = [(each, rng.choice(some)) for each in asked for _ in range(rng.choice((1, 1, 2)))]
                answer = sent(visitor, method, address, [*fields, ("_csrf", token)])
                if what := broke(answer):
                    broken.append((method, rule.rule, address[:200], what))

    assert broken == []


def forms_of(visitor: Visitor, begin: list[str], most: int) -> dict[str, tuple[str, HtmlElement]]:
    """The forms of the pages one reaches by links, each kind of page once: kind of the form -> (address, form)."""
    adapter = visitor.client.application.url_map.bind("localhost")
    waiting, seen, found = list(begin), set(), {}
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        try:
            kind = adapter.match(urlsplit(address).path or "/", method="GET")[0]
        except HTTPException:
            continue
        if kind in seen:
            continue
        seen.add(kind)
        page = visitor.get(address)
        if page.document is None:
            continue
        for form in page.document.xpath("//form[not(@method='dialog')]"):
            buttons = form.xpath("//button[@form=$id]/@formaction", id=form.get("id", "")) or [""]
            action = urlsplit(buttons[0] or form.get("action") or address).path
            method = (form.get("method") or "get").upper()
            if action.startswith(LEAVES) or not adapter.test(action, method=method):
                continue
            found.setdefault(f"{kind} {method} {adapter.match(action, method=method)[0]}", (action, form))
        waiting += [link for link in page.document.xpath("//a/@href") if link.startswith("/")]
    return found


def filled(form: HtmlElement) -> list[tuple[str, str]]:
    """The form as somebody sends it who means well: what stands there, and something in what is empty."""
    fields = []
    for number, field in enumerate(form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]")):
        name, kind = field.get("name"), field.get("type", "text") if field.tag == "input" else field.tag
        if kind in ("submit", "file", "button"):
            continue
        if kind in ("checkbox", "radio"):
            if field.get("checked") is not None or kind == "radio":
                fields.append((name, field.get("value", "on")))
        elif kind == "select":
            options = [option.get("value", option.text_content()) for option in field.xpath(".//option")]
            fields.append((name, next((each for each in options if each), "")))
        elif kind == "hidden":
            fields.append((name, field.get("value", "")))
        else:
            here = field.get("value") if field.tag == "input" else (field.text or "").strip()
            fields.append((name, here or MEANT.get(kind, f"Contoh isian {number}")))
    return fields


def shown(page: Page) -> set[str]:
    """All that stands in the fields of a page, and its words."""
    assert page.document is not None
    return {
        *page.document.xpath("//input/@value"),
        *(each.strip() for each in page.document.xpath("//textarea/text()")),
    }


def kept(page: Page, fields: list[tuple[str, str]], form: HtmlElement) -> list[str]:
    """The names of fields whose typing a refusal lost."""
    typed = {field.get("name") for field in form.xpath(".//textarea | .//input[not(@type) or @type='text']")}
    there = shown(page)
    return [
        name for name, text in fields
        if name in typed and text.startswith("Contoh isian") and text not in there and text not in page.text
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["oka", "ani", "bram"])
def test_no_field_of_a_form_breaks_it_or_loses_the_others(visit: Visit, engine: Engine, name: str) -> None:
    rng, broken, lost = random.Random(7), [], []
    ani = visit("ani")
    case_id = ani.start()
    ani.complete(case_id, "susun", isi="Mohon cuti.")
    second = ani.start()
    begin = ["/tugas", f"/perkara/{case_id}", task_address(second, "susun"), task_address(case_id, "periksa")]
    begin += ["/perkara/baru/cuti", "/pegawai/citra", "/jabatan/luar.staf", "/saya/kata-sandi", "/ikhtisar", "/jurnal"]
    visitor = visit(name)
    forms = forms_of(visitor, begin, 40)

    for kind, (action, form) in forms.items():
        method, given = (form.get("method") or "get").upper(), filled(form)
        places = [place for place, (field, _text) in enumerate(given) if field != "_csrf"]
        for place in rng.sample(places, min(len(places), 6)):
            for nasty in nonsense(rng, 3):
                fields = [(field, nasty if at == place else text) for at, (field, text) in enumerate(given)]
                answer = sent(visitor, method, action, fields)
                if (what := broke(answer)) is not None:
                    broken.append((kind, given[place][0], nasty[:30], what))
                elif isinstance(answer, TestResponse) and answer.status_code in (409, 422):
                    rest = fields[:place] + fields[place + 1 :]
                    if gone := kept(Page(answer), rest, form):
                        lost.append((kind, given[place][0], nasty[:30], answer.status_code, gone))

    assert (broken, lost) == ([], [])
    assert len(forms) > 5


#: What an act adds to. A link's earlier secret ends when another is made: the newest one counts.
GROWING = (persons, holdings, mandates, partners, events, accounts, calendar_editions)


def sizes(engine: Engine) -> list[int]:
    with engine.database.reading() as connection:
        return [int(connection.scalar(select(func.count()).select_from(table)) or 0) for table in GROWING]


@pytest.mark.parametrize("name", ["oka", "ani", "bram"])
def test_a_form_sent_twice_acts_once(visit: Visit, engine: Engine, name: str) -> None:
    ani = visit("ani")
    case_id = ani.start()
    begin = [f"/perkara/{case_id}", task_address(case_id, "susun"), "/perkara/baru/cuti", "/pegawai/baru"]
    begin += ["/jabatan/luar.staf", "/kiriman/mitra/baru", "/pegawai/pesi"]
    visitor = visit(name)
    twice, acted = [], 0

    for kind, (action, form) in forms_of(visitor, begin, 40).items():
        if (form.get("method") or "get").lower() != "post":
            continue
        before, fields = sizes(engine), filled(form)
        fields = [(field, "Nama Contoh" if field == "nama" and "people" in kind else text) for field, text in fields]
        fields = [(field, "" if field in ("nip", "golongan", "pangkat") else text) for field, text in fields]
        sent(visitor, "POST", action, fields)
        once = sizes(engine)
        sent(visitor, "POST", action, fields)
        acted += once != before
        if sizes(engine) != once:
            twice.append(kind)

    assert twice == []
    assert acted >= 2


def test_a_list_resumed_at_nonsense_begins_at_its_beginning(visit: Visit) -> None:
    audi = visit("audi")

    for page in ("/tugas?", "/tugas?urut=langkah&", "/tugas?urut=perkara&", "/perkara?", "/pegawai?"):
        for cursor in (each for each in NASTY if each.startswith(("Wy", "Wz"))):
            assert audi.client.get(f"{page}sesudah={cursor}").status_code == 200, (page, cursor)


def test_no_act_goes_without_the_token_of_our_own_pages(app: Flask, visit: Visit, engine: Engine) -> None:
    ani, rng = visit("ani"), random.Random(3)
    known = {"case_id": ani.start(), "task_id": "susun", "sop": "cuti", "position": "kantor.kepala", "person": "citra"}
    before, taken = sizes(engine), []

    for name in ("ani", "oka"):
        visitor = visit(name)
        for rule in app.url_map.iter_rules():
            own = rule.rule.startswith(("/urusan", "/webhooks/"))  # a participant's visit, a machine's signature
            if "POST" in (rule.methods or set()) and not own:
                answer = visitor.client.post(
                    address_of(rule, known, rng), data={"alasan": "Salah.", "komentar": "Halo."}
                )
                if answer.status_code not in (400, 404):
                    taken.append((name, rule.rule, answer.status_code))

    assert (taken, sizes(engine)) == ([], before)


def test_a_file_with_a_name_that_nobody_expects_is_taken_or_refused(visit: Visit) -> None:
    ani = visit("ani")
    case_id = ani.start()
    address = f"/perkara/{case_id}/komentar"
    given = ani.get(f"/perkara/{case_id}").hidden(address)

    for name in ("a\0b.pdf", "../../x.pdf", "\u202egnp.pdf", "x" * 5_000 + ".pdf", "😀.pdf", ".", "a\r\nb.pdf", ""):
        answer = ani.post(address, **given, komentar="Lihat lampiran.", berkas=(BytesIO(b"%PDF-1.7 x"), name))
        assert answer.status in (303, 422, 400), name

"""Case data: copy on write, branches that do not see each other, joins that lose nothing."""

from __future__ import annotations

import itertools
from datetime import UTC, date, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.spiff import ExecutionFailed
from engine.spiff.data import Layer, View, absorb, copied, flat, merge, release, share, write
from tests.spiff.drawing import (
    again,
    begin,
    chain,
    do,
    end,
    flow,
    load,
    node,
    process,
    script,
    start,
    user,
)


def parallel(*branches: str, parts: tuple[str, ...] = ()) -> Any:
    names = [f"{name}" for name in branches]
    return load(
        start(),
        node("parallelGateway", "bagi"),
        node("parallelGateway", "gabung"),
        user("sesudah"),
        *(user(name) for name in names),
        *parts,
        flow("mulai", "bagi"),
        *(chain("bagi", name, "gabung") for name in names),
        flow("gabung", "sesudah"),
    )


def test_a_later_script_does_not_change_what_an_earlier_task_saw():
    model = load(
        start(),
        user("isi"),
        node("parallelGateway", "bagi"),
        user("tetap"),
        script("ubah", "isi['a']['status'] = 'baru'"),
        user("lihat"),
        chain("mulai", "isi", "bagi"),
        flow("bagi", "tetap"),
        chain("bagi", "ubah", "lihat"),
    )
    given = {"a": {"status": "lama"}}
    execution = begin(model)

    do(execution, "isi", given)

    assert given == {"a": {"status": "lama"}}
    assert execution.data("tetap")["isi"]["a"]["status"] == "lama"
    assert execution.data("lihat")["isi"]["a"]["status"] == "baru"


def test_what_callers_do_with_their_copies_changes_nothing():
    execution = begin(parallel("a", "b"), {"daftar": [1]})

    execution.data("a")["daftar"].append(2)
    value = {"n": [1]}
    do(execution, "a", value)
    value["n"].append(2)

    assert execution.data("b")["daftar"] == [1]
    do(execution, "b")
    assert execution.data("sesudah")["a"] == {"n": [1]}


def test_branches_do_not_see_each_others_unfinished_work():
    execution = begin(parallel("a", "b"))

    do(execution, "a", {"x": 1})

    assert "a" not in execution.data("b")


def test_a_stale_copy_never_overwrites_a_decision():
    model = load(
        start(),
        script("awal", "putusan = 'draf'"),
        node("parallelGateway", "bagi"),
        user("a"),
        script("putus", "putusan = 'setuju'"),
        user("b"),
        node("parallelGateway", "gabung"),
        user("sesudah"),
        chain("mulai", "awal", "bagi"),
        chain("bagi", "a", "putus", "gabung", "sesudah"),
        chain("bagi", "b", "gabung"),
    )
    execution = begin(model)

    do(execution, "a")
    do(again(execution), "b")
    do(execution, "b")

    assert execution.data("sesudah")["putusan"] == "setuju"


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_of_two_changes_to_one_variable_the_later_wins(order: tuple[str, ...]):
    scripts = [script(f"s{name}", f"x = '{name}'") for name in "abc"]
    model = load(
        start(),
        node("parallelGateway", "bagi"),
        node("parallelGateway", "gabung"),
        user("sesudah"),
        *(user(name) for name in "abc"),
        *scripts,
        flow("mulai", "bagi"),
        *(chain("bagi", name, f"s{name}", "gabung") for name in "abc"),
        flow("gabung", "sesudah"),
    )
    execution = begin(model, {"x": ""})

    for name in order:
        do(execution, name)
        execution = again(execution)

    assert execution.data("sesudah")["x"] == order[-1]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["write", "split", "join", "drop"]), st.integers(0, 7), st.sampled_from("xyz")),
        max_size=40,
    )
)
def test_layers_behave_like_full_copies(acts: list[tuple[str, int, str]]):
    """The law behind all of it: sharing layers is only a way to store what full copies with stamps would hold."""
    holders, models, stamp = [Layer()], [{}], 0
    for act, pick, name in acts:
        at = pick % len(holders)
        if act == "write":
            stamp += 1
            holders[at] = write(holders[at], {name: stamp}, stamp)
            models[at] = {**models[at], name: (stamp, stamp)}
        elif act == "split":
            holders.append(share(holders[at]))
            models.append(models[at])
        elif act == "join" and len(holders) > 1:
            other = (at + 1) % len(holders)
            joined = merge([holders[at], holders[other]])
            model = {
                n: max(m.get(n, (-1, 0)) for m in (models[at], models[other])) for n in {**models[at], **models[other]}
            }
            kept = [k for k in range(len(holders)) if k not in (at, other)]
            holders, models = [*(holders[k] for k in kept), joined], [*(models[k] for k in kept), model]
        elif act == "drop" and len(holders) > 1:
            release(holders.pop(at))
            models.pop(at)

    assert [flat(layer) for layer in holders] == [{n: v for n, (_, v) in model.items()} for model in models]
    assert [dict(View(layer, {})) for layer in holders] == [flat(layer) for layer in holders]


def test_what_was_written_later_here_is_not_overwritten_by_what_was_written_elsewhere():
    layer = write(Layer(), {"x": "sini", "y": "sini"}, 5)

    layer = absorb(layer, {"x": (4, "sana"), "y": (6, "sana"), "z": (1, "sana")})

    assert flat(layer) == {"x": "sini", "y": "sana", "z": "sana"}
    assert absorb(layer, {"y": (5, "lama")}) is layer and flat(layer)["y"] == "sana"


STORABLE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]))
    | st.timedeltas(min_value=timedelta(days=-9999), max_value=timedelta(days=9999)).map(
        lambda d: timedelta(seconds=int(d.total_seconds()))
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text() | st.sampled_from(["typename", "$", "$date", "$int", "__class__"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
SIMPLE = load(start(), user("isi"), user("lagi"), chain("mulai", "isi", "lagi"))


@settings(max_examples=100, deadline=None)
@given(STORABLE)
def test_any_value_survives_storing(value: Any):
    execution = begin(SIMPLE)
    do(execution, "isi", {"nilai": value})

    data = again(execution).data("lagi")["isi"]["nilai"]

    assert data == value and repr(data) == repr(copied(value))


@pytest.mark.parametrize("value", [{1: "x"}, {"x": {1, 2}}, b"x", object(), {"x": float("nan")}, {1: 1, "a": 2}])
def test_what_cannot_be_stored_is_refused_at_the_door(value: Any):
    execution = begin(SIMPLE)

    with pytest.raises(ExecutionFailed) as caught:
        do(execution, "isi", value)

    assert caught.value.code == "bad-data"


def test_the_order_of_keys_is_the_same_before_and_after_storing():
    model = load(
        start(),
        user("isi"),
        user("tunggu"),
        script("s", "nama = [k for k in isi.d]"),
        user("a"),
        chain("mulai", "isi", "tunggu", "s", "a"),
    )
    hot = begin(model)
    do(hot, "isi", {"d": {"b": 1, "a": 2}})
    cold = again(hot)

    for execution in (hot, cold):
        do(execution, "tunggu")

    assert hot.data("a")["nama"] == cold.data("a")["nama"] == ["a", "b"]


CALLED = process(
    start("cm"),
    script("hitung", "total = jumlah * 2\nrahasia = 'x'"),
    user("tanya"),
    end("ce"),
    chain("cm", "hitung", "tanya", "ce"),
    id="dipanggil",
)
MAPPINGS = (
    '<bpmn:extensionElements><alur:in source="isi.n + 1" target="jumlah"/>'
    '<alur:out source="total" target="hasil"/><alur:out source="tanya.oleh" target="siapa"/></bpmn:extensionElements>'
)


def test_a_called_process_sees_and_gives_only_what_is_mapped():
    model = load(
        start(),
        user("isi"),
        node("callActivity", "panggil", MAPPINGS, calledElement="dipanggil"),
        user("sesudah"),
        chain("mulai", "isi", "panggil", "sesudah"),
        extra=(CALLED,),
    )
    execution = begin(model, {"lain": 1})
    do(execution, "isi", {"n": 4})

    inside = again(execution).data("panggil/tanya")
    assert inside == {"perkara": inside["perkara"], "jumlah": 5, "total": 10, "rahasia": "x"}
    do(execution, "panggil/tanya", {"oleh": "budi"})

    data = execution.data("sesudah")
    assert (data["hasil"], data["siapa"], data["lain"]) == (10, "budi", 1)
    assert "total" not in data and "rahasia" not in data


def test_a_called_process_sees_nothing_when_nothing_is_mapped():
    model = load(
        start(),
        node("callActivity", "panggil", calledElement="dipanggil2"),
        chain("mulai", "panggil"),
        extra=(process(start("cm"), user("tanya"), chain("cm", "tanya"), id="dipanggil2"),),
    )

    assert set(begin(model, {"lain": 1}).data("panggil/tanya")) == {"perkara"}


def test_an_embedded_subprocess_changes_the_data_around_it_when_it_is_over():
    inside = [start("m"), script("s", "n = n + 1"), user("a"), end("e"), chain("m", "s", "a", "e")]
    model = load(
        start(),
        node("parallelGateway", "g"),
        node("subProcess", "sp", "\n".join(inside)),
        user("lain"),
        node("parallelGateway", "j"),
        user("sesudah"),
        flow("mulai", "g"),
        chain("g", "sp", "j", "sesudah"),
        chain("g", "lain", "j"),
    )
    execution = begin(model, {"n": 1})

    assert (execution.data("sp/a")["n"], execution.data("lain")["n"]) == (2, 1)
    do(execution, "sp/a")
    assert execution.data("lain")["n"] == 1
    do(execution, "lain")

    assert execution.data("sesudah")["n"] == 2


def test_the_digest_of_a_transition_is_that_of_what_it_wrote():
    one, other, same = begin(SIMPLE), begin(SIMPLE), begin(SIMPLE)
    for execution, n in ((one, 1), (other, 2), (same, 1)):
        do(execution, "isi", {"n": n})

    digests = [
        [change.data_digest for change in execution.take_changes().transitions if change.task == "isi"]
        for execution in (one, other, same)
    ]

    assert digests[0] == digests[2] != digests[1]
    assert digests[0][0] is None and len(digests[0][1]) == 64


def test_the_digest_of_changes_depends_on_salt_and_on_everything_that_happened():
    def changed(value: Any) -> Any:
        execution = begin(SIMPLE)
        do(execution, "isi", value)
        return execution.take_changes()

    assert changed({"n": 1}).digest(b"a") == changed({"n": 1}).digest(b"a")
    assert changed({"n": 1}).digest(b"a") != changed({"n": 1}).digest(b"b")
    assert changed({"n": 1}).digest(b"a") != changed({"n": 2}).digest(b"a")


def test_unchanged_big_data_is_neither_copied_nor_walked_by_a_step():
    big = [{"n": k} for k in range(1000)]
    execution = begin(SIMPLE, {"besar": big})
    layer = next(iter(execution._instance.index.values())).layer
    before = layer.own["besar"]

    do(execution, "isi", {"n": 1})

    token = next(iter(execution._instance.index.values()))
    assert View(token.layer, {})["besar"] is before


def test_perkara_and_now_are_visible_everywhere():
    model = load(
        start(),
        script("s", "teks_id = perkara.id\nhari = tanggal(sekarang)"),
        user("a"),
        chain("mulai", "s", "a"),
    )

    data = begin(model).data("a")

    assert data["teks_id"] == "k1" and data["hari"] == date(2026, 1, 5)

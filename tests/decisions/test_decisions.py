"""Decision tables answer exactly, or say which rule, where and why they do not."""

from __future__ import annotations

import pytest

from engine.decisions import DecisionFailed, DecisionRefused, parse_decisions
from expressions import Budget, BudgetExceeded
from tests.decisions.tables import dmn

JPM = dmn(
    [
        (['"seleksi"', ">= 80"], ['"MS"', '"Memenuhi Syarat"']),
        (['"seleksi"', "[68..80)"], ['"MMS"', '"Masih Memenuhi Syarat"']),
        (['"seleksi"', "< 68"], ['"KMS"', '"Kurang Memenuhi Syarat"']),
        (['not("seleksi")', "-"], ['"lain"', "f'{tujuan} belum diatur'"]),
    ],
    inputs=["tujuan", "jpm"],
    outputs=["kategori", "sebutan"],
    types=["string", "number"],
)


@pytest.mark.parametrize(
    ("tujuan", "jpm", "kategori"),
    [("seleksi", 80, "MS"), ("seleksi", 79.99, "MMS"), ("seleksi", 68, "MMS"), ("seleksi", 67.9, "KMS")],
)
def test_a_unique_table_gives_its_one_answer(tujuan: str, jpm: float, kategori: str) -> None:
    answer = parse_decisions(JPM)["d"].evaluate({"tujuan": tujuan, "jpm": jpm})

    assert isinstance(answer, dict)
    assert answer["kategori"] == kategori


def test_an_output_may_be_any_expression() -> None:
    table = dmn([(["1"], ['{"nama": nama, "hari": [1, 2 + x]}', "{kunci: nama}"])], outputs=["a", "b"])

    answer = parse_decisions(table)["d"].evaluate({"x": 1, "nama": "Budi", "kunci": "k"})

    assert answer == {"a": {"nama": "Budi", "hari": [1, 3]}, "b": {"k": "Budi"}}


def test_unique_is_really_checked_and_names_the_rules() -> None:
    table = dmn([(["> 1"], ["1"]), (["> 2"], ["2"]), (["> 5"], ["3"])])

    with pytest.raises(DecisionFailed, match=r"aturan 1 \(baris 4\) dan 2 \(baris 5\)") as failure:
        parse_decisions(table)["d"].evaluate({"x": 3})

    assert failure.value.rules == (1, 2)
    assert failure.value.decision == "d"


def test_first_takes_the_first_and_any_wants_agreement() -> None:
    rules = [(["> 1"], ['"a"']), (["> 2"], ['"a"']), (["> 5"], ['"b"'])]
    first = parse_decisions(dmn(rules, policy='hitPolicy="FIRST"'))["d"]
    anyone = parse_decisions(dmn(rules, policy='hitPolicy="ANY"'))["d"]

    assert first.evaluate({"x": 9}) == {"hasil": "a"}
    assert anyone.evaluate({"x": 3}) == {"hasil": "a"}
    with pytest.raises(DecisionFailed, match="hasil berbeda"):
        anyone.evaluate({"x": 9})


@pytest.mark.parametrize(
    ("aggregation", "answer"),
    [
        ("", [{"hasil": 3}, {"hasil": 5}]),
        ("SUM", {"hasil": 8}),
        ("MIN", {"hasil": 3}),
        ("MAX", {"hasil": 5}),
        ("COUNT", {"hasil": 2}),
    ],
)
def test_collect_gathers_or_adds_up(aggregation: str, answer: object) -> None:
    policy = f'hitPolicy="COLLECT" aggregation="{aggregation}"' if aggregation else 'hitPolicy="COLLECT"'
    table = dmn([(["> 1"], ["3"]), (["> 2"], ["5"]), (["> 9"], ["7"])], policy=policy)

    assert parse_decisions(table)["d"].evaluate({"x": 3}) == answer


@pytest.mark.parametrize(
    ("aggregation", "answer"), [("SUM", {"hasil": 0}), ("COUNT", {"hasil": 0}), ("MAX", {"hasil": None})]
)
def test_aggregates_of_nothing(aggregation: str, answer: object) -> None:
    table = dmn([(["> 1"], ["3"])], policy=f'hitPolicy="COLLECT" aggregation="{aggregation}"')

    assert parse_decisions(table)["d"].evaluate({"x": 0}) == answer


def test_no_match_is_none_or_an_empty_list() -> None:
    rules = [(["> 1"], ["1"])]

    assert parse_decisions(dmn(rules))["d"].evaluate({"x": 0}) is None
    assert parse_decisions(dmn(rules, policy='hitPolicy="COLLECT"'))["d"].evaluate({"x": 0}) == []


@pytest.mark.parametrize(
    "cell", ['"a","b"', 'not("c")', '["a", "b"]', '? = "a"', '? == "a"', '? in ["a"]', "huruf", 'startswith(?, "a")']
)
def test_cells_may_be_written_in_many_ways(cell: str) -> None:
    decision = parse_decisions(dmn([([cell], ["1"])]))["d"]

    assert decision.evaluate({"x": "a", "huruf": "a"}) == {"hasil": 1}
    assert decision.evaluate({"x": "c", "huruf": "a"}) is None


def test_a_value_of_the_wrong_kind_is_an_error_and_not_a_missed_rule() -> None:
    decision = parse_decisions(JPM)["d"]

    with pytest.raises(DecisionFailed, match="seharusnya number, bukan teks"):
        decision.evaluate({"tujuan": "seleksi", "jpm": "80"})


@pytest.mark.parametrize(
    ("declared", "fitting", "other"),
    [
        ("string", '"a"', "1"),
        ("number", "1.5", "True"),
        ("integer", "2", "1.5"),
        ("boolean", "True", "1"),
        ("date", 'tanggal("2026-01-05")', 'waktu("2026-01-05T09:00")'),
        ("date and time", 'waktu("2026-01-05T09:00")', 'tanggal("2026-01-05")'),
        ("feel:duration", 'durasi("P1M")', "1"),
        ("list", "[1]", '"a"'),
        ("context", '{"a": 1}', "[1]"),
    ],
)
def test_declared_kinds_are_held(declared: str, fitting: str, other: str) -> None:
    rules = [(["-"], ["1"])]

    assert parse_decisions(dmn(rules, inputs=[fitting], types=[declared]))["d"].evaluate({}) == {"hasil": 1}
    with pytest.raises(DecisionFailed, match="seharusnya"):
        parse_decisions(dmn(rules, inputs=[other], types=[declared]))["d"].evaluate({})


def test_a_failing_cell_names_decision_rule_and_line() -> None:
    decision = parse_decisions(dmn([(["1"], ["1"]), (["> batas"], ["2"])]))["d"]

    with pytest.raises(DecisionFailed, match=r"'batas' tidak ada.*keputusan d, aturan 2, baris 5"):
        decision.evaluate({"x": 3})


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        ('hitPolicy="PRIORITY"', "tidak didukung"),
        ('hitPolicy="RULE ORDER"', "tidak didukung"),
        ('hitPolicy="UNIQUE" aggregation="SUM"', "hanya untuk COLLECT"),
        ('hitPolicy="COLLECT" aggregation="MEAN"', "tidak dikenal"),
    ],
)
def test_unsupported_policies_are_refused_with_their_line(policy: str, reason: str) -> None:
    with pytest.raises(DecisionRefused, match=reason) as refusal:
        parse_decisions(dmn([(["1"], ["1"])], policy=policy))

    assert [(finding.decision, finding.line) for finding in refusal.value.findings] == [("d", 2)]


def test_everything_wrong_is_told_at_once_with_rule_and_line() -> None:
    table = dmn([(["< < 5"], ["1"]), (["1", "2"], ["1"]), (["1"], ["(1"])])

    with pytest.raises(DecisionRefused) as refusal:
        parse_decisions(table)

    assert [(finding.rule, finding.line) for finding in refusal.value.findings] == [(1, 4), (2, 5), (3, 6)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html/>",
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        f'<definitions xmlns="{"https://www.omg.org/spec/DMN/20191111/MODEL/"}"/>'.encode(),
        dmn([], more='<informationRequirement><requiredDecision href="#x"/></informationRequirement>'),
        dmn([(["1"], ["1"])]).replace(b' id="d"', b""),
        dmn([(["1"], ["1", "2"])], outputs=["a", "a"]),
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + dmn([]),
    ],
)
def test_what_is_no_decision_table_is_refused(content: bytes) -> None:
    with pytest.raises(DecisionRefused):
        parse_decisions(content)


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
    ],
)
def test_the_versions_of_dmn_are_read_alike(namespace: str) -> None:
    decision = parse_decisions(dmn([(["1"], ["1"])], namespace=namespace))["d"]

    assert decision.evaluate({"x": 1}) == {"hasil": 1}


def test_a_declared_language_is_kept_to() -> None:
    table = dmn([(["-"], ["{a: daftar[1]}"])])
    feel = table.replace(b'name="f"', b'name="f" expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/"')
    groovy = table.replace(b"<outputEntry>", b'<outputEntry expressionLanguage="groovy">')

    assert parse_decisions(feel)["d"].evaluate({"x": 1, "daftar": [7, 8]}) == {"hasil": {"a": 7}}
    with pytest.raises(DecisionRefused, match="Bahasa 'groovy' tidak didukung"):
        parse_decisions(groovy)


def test_annotations_and_descriptions_are_kept() -> None:
    table = dmn([(["1"], ["1"])]).replace(
        b"</rule>", b"<annotationEntry><text>Perban 26/2019</text></annotationEntry></rule>"
    )
    table = table.replace(
        b'<output id="o0" name="hasil"/>', b'<output id="o0" name="hasil"/><annotation name="Dasar"/>'
    )
    rule = parse_decisions(table.replace(b"<inputEntry>", b"<description>seleksi</description><inputEntry>"))[
        "d"
    ].rules[0]

    assert [(note.name, note.text) for note in rule.annotations] == [("Dasar", "Perban 26/2019")]
    assert rule.description == "seleksi"


def test_allowed_values_are_enforced_and_defaults_used() -> None:
    table = dmn([(["1"], ["1"])])
    table = table.replace(b"</input>", b"<inputValues><text>1, 2</text></inputValues></input>")
    table = table.replace(
        b'name="hasil"/>', b'name="hasil"><defaultOutputEntry><text>0</text></defaultOutputEntry></output>'
    )
    decision = parse_decisions(table)["d"]

    assert decision.evaluate({"x": 2}) == {"hasil": 0}
    with pytest.raises(DecisionFailed, match="yang boleh: 1, 2"):
        decision.evaluate({"x": 3})


def test_names_and_functions_are_checked_at_deploy() -> None:
    decision = parse_decisions(dmn([(["> batas"], ["jumlh(x)"])]))["d"]

    findings = decision.check({"x"})

    assert decision.names == {"x", "batas"}
    assert [(finding.rule, finding.line) for finding in findings] == [(1, 4), (1, 4)]


def test_a_table_has_one_budget() -> None:
    decision = parse_decisions(dmn([(["contains([1, 2, 3], ?)"], ["1"])] * 50))["d"]

    with pytest.raises(BudgetExceeded):
        decision.evaluate({"x": 9}, budget=Budget(steps=100))

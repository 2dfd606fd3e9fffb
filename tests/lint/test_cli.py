"""`alur lint` as people and machines read it."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from portal.cli import main

HERE = Path(__file__).parent
PROCESSES = HERE.parents[1] / "processes"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["lint", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("sop", ["asesmen_jpt", "talent_pool", "bersama"])
def test_our_own_sops_are_clean(sop: str) -> None:
    assert run(str(PROCESSES / sop)) == (0, "Tidak ada yang perlu diperbaiki.\n")


def test_a_wrong_drawing_is_told_with_its_line_and_remedy() -> None:
    status, told = run(str(HERE / "compensation" / "bad.bpmn"))

    assert status == 1
    assert "salah: bad.bpmn baris 7 k: Kompensasi ini tidak punya tepat satu kegiatan pembatal." in told
    assert told.endswith("2 salah\n")


def test_machines_get_both_languages() -> None:
    status, told = run(str(HERE / "compensation" / "bad.bpmn"), "--json")
    row, *_ = orjson.loads(told)

    assert status == 1
    assert (row["severity"], row["rule"], row["element"], row["line"]) == ("error", "compensation-handler", "k", 7)
    assert set(row["message"]) == set(row["remedy"]) == {"id", "en"}


def test_advice_alone_does_not_fail(tmp_path: Path) -> None:
    drawn = (HERE / "gateway_flows" / "good.bpmn").read_text()
    one_way = drawn.replace(' gatewayDirection="Diverging"', "").replace(
        '<bpmn:sequenceFlow id="g-b" sourceRef="g" targetRef="b" />',
        '<bpmn:sequenceFlow id="a-b" sourceRef="a" targetRef="b" />',
    )
    (tmp_path / "satu.bpmn").write_text(one_way)

    status, told = run(str(tmp_path))

    assert (status, told.splitlines()[-1]) == (0, "1 saran")

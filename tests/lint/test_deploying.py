"""`alur lint` and deploying agree, and a version that was deployed stays loadable."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import SopRefused
from engine.sop import Bundle, define, read_bundle, survey
from tests.lint.folders import HERE, changed, laid_over

BAD = sorted(path for package in ("executable", "sop_ap") for path in (HERE / package).iterdir())


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.name)
def test_deploying_refuses_exactly_what_lint_calls_wrong_or_unfinished(tmp_path: Path, bad: Path) -> None:
    folder = laid_over(tmp_path, bad)

    told = [str(finding) for finding in survey(folder) if finding.severity != "advice"]

    if told:
        with pytest.raises(SopRefused) as refused:
            define(read_bundle(folder))
        assert sorted(refused.value.problems) == sorted(told)
    else:
        assert define(read_bundle(folder)).sop == "contoh"


def test_rules_that_came_later_never_strand_a_deployed_version(tmp_path: Path) -> None:
    folder = changed(tmp_path, {"process.bpmn": ("periksa.keputusan == 'tolak'", "periksa.keputusan == 'ditolak'")})
    stored = Bundle.unpack(read_bundle(folder).pack())

    with pytest.raises(SopRefused):
        define(stored)

    assert define(stored, version=3, stored=True).version == 3


def test_code_that_is_not_at_hand_is_not_judged(tmp_path: Path) -> None:
    folder = changed(tmp_path, {"handlers.py": ("def cetak_izin", "def cetak_surat")})

    with pytest.raises(SopRefused, match="cetak_izin"):
        define(read_bundle(folder))

    assert define(Bundle.unpack(read_bundle(folder).pack())).sop == "contoh"


def test_code_is_read_and_never_run(tmp_path: Path) -> None:
    witness = tmp_path / "dijalankan"
    harm = f"\n\nopen({str(witness)!r}, 'w').close()\n"
    folder = changed(tmp_path, {"handlers.py": ('    return {"nomor": "1"}\n', f'    return {{"nomor": "1"}}\n{harm}')})

    survey(folder)

    assert not witness.exists()

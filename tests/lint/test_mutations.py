"""Faults planted into the SOPs we ship are told, and changes that mean nothing are not."""

from __future__ import annotations

import random

import pytest

from engine.sop import read_bundle
from tests.lint.mutations import FAULTS, HARMLESS, PROCESSES, SOPS, Fault, Plant, harmless, told, tried


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_told_by_its_rule(fault: Fault) -> None:
    results = list(tried(fault, random.Random(f"uji {fault.name}"), 1))

    assert results
    assert all(hit for hit, _ in results)
    for _, found in results:
        assert all(finding.message.id != finding.message.en for finding in found)


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_a_change_that_means_nothing_is_left_in_peace(name: str) -> None:
    plant: Plant = HARMLESS[name]

    for bundle in harmless(plant, random.Random(f"uji {name}"), 1):
        assert told(bundle) == []


@pytest.mark.parametrize("sop", SOPS)
def test_nothing_blocks_our_sops(sop: str) -> None:
    assert told(read_bundle(PROCESSES / sop)) == []

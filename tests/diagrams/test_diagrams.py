"""Every diagram we ship opens in bpmn-js without a warning and passes bpmnlint's correctness rules."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
DIAGRAMS = sorted((ROOT / "processes").glob("*/*.bpmn"))
VIEWER = ROOT / "frontend" / "node_modules" / "bpmn-js" / "dist" / "bpmn-viewer.production.min.js"
IMPORT = """async (xml) => {
    const viewer = new BpmnJS({ container: "#canvas" });
    const { warnings } = await viewer.importXML(xml);
    return { warnings: warnings.map((warning) => warning.message), drawn: viewer.get("elementRegistry").getAll().length };
}"""


def test_every_diagram_passes_the_correctness_rules() -> None:
    command = ["node", str(Path(__file__).parent / "lint.mjs"), str(ROOT / "frontend"), *map(str, DIAGRAMS)]

    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)

    report: dict[str, Any] = json.loads(done.stdout)
    assert report == {str(diagram): [] for diagram in DIAGRAMS}


def test_the_rules_find_what_is_wrong(tmp_path: Path) -> None:
    broken = tmp_path / "broken.bpmn"
    broken.write_text(
        DIAGRAMS[0]
        .read_text(encoding="utf-8")
        .replace("<bpmn:endEvent", "<bpmn:task")
        .replace("</bpmn:endEvent", "</bpmn:task")
    )
    command = ["node", str(Path(__file__).parent / "lint.mjs"), str(ROOT / "frontend"), str(broken)]

    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)

    assert json.loads(done.stdout)[str(broken)]


@pytest.mark.browser
@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda path: path.stem)
def test_it_opens_in_bpmn_js_without_a_warning(chromium: Browser, diagram: Path) -> None:
    page = chromium.new_page()
    page.set_content("<div id='canvas'></div>")
    page.add_script_tag(path=str(VIEWER))

    seen = page.evaluate(IMPORT, diagram.read_text(encoding="utf-8"))

    assert seen["warnings"] == []
    assert seen["drawn"] > 5
    page.close()

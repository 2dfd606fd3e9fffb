"""An SOP-AP flowchart has five symbols (PermenPANRB 35/2012): capsule, box, diamond, arrow and off-page connector.

Our drawings map to them: start and end events are capsules; tasks, sub-processes and calls boxes; exclusive gateways
diamonds; flows and parallel gateways (several arrows) arrows; links off-page connectors. Waits for messages and times,
event gateways and errors become words in the column Keterangan. Everything else has no place in that form.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.finding import Finding, Text, about
from engine.lint.folder import Folder
from engine.spiff import Element

RULE = "sop-ap-symbols"
SEVERITY = "advice"
CAPSULE = frozenset({"startEvent", "endEvent"})
BOX = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
        "subProcess",
        "callActivity",
    }
)
DIAMOND = frozenset({"exclusiveGateway"})
ARROW = frozenset({"parallelGateway"})
REMARK = frozenset({"eventBasedGateway", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
#: Triggers that can be told in words.
TOLD = frozenset({"", "message", "timer", "link", "error", "terminate"})


def check(folder: Folder) -> Iterator[Finding]:
    """Elements of the SOP's own drawing that its printed flowchart cannot show."""
    for element in folder.elements:
        if element.file in folder.own and symbol(element) is None:
            yield about(
                RULE,
                element,
                Text(
                    f"{element.kind} tidak mempunyai simbol dalam bagan alir SOP-AP.",
                    f"{element.kind} has no symbol in an SOP-AP flowchart.",
                ),
                Text(
                    "Gambar dengan gerbang eksklusif atau paralel, atau jelaskan dalam Keterangan.",
                    "Draw it with exclusive or parallel gateways, or explain it in Keterangan.",
                ),
                severity="advice",
            )


def symbol(element: Element) -> str | None:
    """The symbol of an element in the printed flowchart, None when there is none."""
    if element.event not in TOLD or element.triggered or element.undoes:
        return None
    kinds = {"capsule": CAPSULE, "box": BOX, "diamond": DIAMOND, "arrow": ARROW, "remark": REMARK}
    return next((name for name, among in kinds.items() if element.kind in among), None)

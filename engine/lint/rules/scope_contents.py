"""What a process or sub-process can hold, and which processes can be run (BPMN 2.0, 10.1, 10.3.5, 10.4.2 and 11)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.lint.diagram import CHOREOGRAPHY, SCOPES, SUBPROCESSES, Diagram, Node, kind
from engine.lint.finding import Finding, Text, found

RULE = "scope-contents"


def check(diagram: Diagram) -> Iterator[Finding]:
    """Scopes with choreography activities, sub-processes with an ioSpecification, event sub-processes without exactly one
    start event, and public processes that are to be run."""
    for scope in diagram.all(*sorted(SCOPES)):
        held = [kind(child) for child in scope]
        if CHOREOGRAPHY & set(held):
            yield _wrong(
                scope, "Kegiatan koreografi tidak dapat berada di dalam proses.", "A process holds no choreography activities.",
                Text("Gambar sebagai kolaborasi dengan alur pesan.", "Draw a collaboration with message flows."),
            )  # fmt: skip
        if "ioSpecification" in held and kind(scope) in SUBPROCESSES:
            yield _wrong(
                scope, "Subproses tidak punya masukan dan keluaran data sendiri.",
                "A sub-process has no data inputs and outputs of its own.",
                Text(
                    "Hapus ioSpecification-nya; subproses melihat data di sekitarnya.",
                    "Remove its ioSpecification; it sees the data around it.",
                ),
            )  # fmt: skip
        if scope.get("processType") == "Public" and scope.get("isExecutable") == "true":
            yield _wrong(
                scope, "Proses publik hanya memperlihatkan pesan, dan tidak dijalankan.",
                "A public process only shows messages, and is not run.",
                Text('Ganti processType menjadi "Private".', 'Set processType="Private".'),
            )  # fmt: skip
        if scope.get("triggeredByEvent") == "true" and held.count("startEvent") != 1:
            yield _wrong(
                scope, "Subproses kejadian punya tepat satu kejadian mulai.", "An event sub-process has exactly one start event.",
                Text("Gambar satu kejadian mulai dengan pemicunya.", "Draw one start event with its trigger."),
            )  # fmt: skip


def _wrong(node: Node, indonesian: str, english: str, remedy: Text) -> Finding:
    return found(RULE, node, Text(indonesian, english), remedy)

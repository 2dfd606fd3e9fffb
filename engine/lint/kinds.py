"""What the kinds of BPMN elements are called in a sentence."""

from __future__ import annotations

from engine.lint.diagram import Node, kind
from engine.lint.finding import Text

KINDS = {
    "task": ("tugas", "task"),
    "userTask": ("tugas", "user task"),
    "manualTask": ("tugas manual", "manual task"),
    "scriptTask": ("tugas hitung", "script task"),
    "serviceTask": ("tugas layanan", "service task"),
    "sendTask": ("tugas kirim", "send task"),
    "receiveTask": ("tugas terima", "receive task"),
    "businessRuleTask": ("tugas keputusan", "business rule task"),
    "callActivity": ("pemanggilan proses", "call activity"),
    "startEvent": ("kejadian mulai", "start event"),
    "endEvent": ("kejadian akhir", "end event"),
    "intermediateCatchEvent": ("kejadian tunggu", "catch event"),
    "intermediateThrowEvent": ("kejadian lempar", "throw event"),
    "exclusiveGateway": ("gerbang eksklusif", "exclusive gateway"),
    "inclusiveGateway": ("gerbang inklusif", "inclusive gateway"),
    "complexGateway": ("gerbang kompleks", "complex gateway"),
    "participant": ("kolam", "pool"),
    "lane": ("lajur", "lane"),
}


def called(node: Node) -> Text:
    """The kind of an element in both languages, in lower case; the standard's own word where it has no other."""
    return Text(*KINDS.get(kind(node), (kind(node), kind(node))))

"""Flowable (`flowable:`) and Activiti (`activiti:`), in our own words."""

from __future__ import annotations

from engine.spiff.vendors.drawn import Drawn
from engine.spiff.vendors.family import HARMLESS, REFUSED, common

#: Written by the designers of these tools to find things again; nothing runs differently.
OWN = frozenset(
    {
        "isFormFieldValidation", "isAssigneeExclusive", "initiator-can-complete", "activiti-idm-assignee", "formKeyDefinition",
        "designer-form-type", "isEagerExecutionFetching", "storeResultVariableAsTransient", "modeldata", "work-form-field",
    }
)  # fmt: skip

CHANGING = {
    "skipExpression": "Gambar gerbang eksklusif yang melewati tugas ini.",
    "triggerable": "Gambar tugas terima sesudah tugas ini.",
    "elementIndexVariable": "Pakai loopCounter, yang mulai dari 0.",
    "variableAggregation": "Pakai loopDataOutputRef dan outputDataItem.",
    "eventType": "Pilih pesan BPMN untuk kejadian ini.",
    "calledElementType": "Isi calledElement dengan id prosesnya.",
    "inheritVariables": "Sebut setiap variabel dengan alur:in source dan target.",
    "completeAsync": "Hapus.",
    "taskIdVariableName": "Hapus; id tugas ada dalam riwayat.",
}


def translate(drawn: Drawn) -> None:
    """Put what is on one element into attributes of ours and elements of the standard."""
    if drawn.attributes.get("inheritVariables") == "false":
        drawn.take("inheritVariables")
    if drawn.attributes.get("calledElementType") == "key":
        drawn.take("calledElementType")
    common(drawn)
    drawn.leftovers(HARMLESS | OWN, REFUSED | CHANGING)

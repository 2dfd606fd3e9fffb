"""Camunda 8 (`zeebe:`), in our own words. Its expressions are FEEL and begin with "="."""

from __future__ import annotations

import re

from lxml import etree

from engine.spiff.names import ACTIVITIES, BPMN, CATCHING, tag
from engine.spiff.vendors.drawn import FORM, Drawn, assignment, dict_of, plain
from expressions import ExpressionRefused, nodes, parse, quoted

FEEL = "="
NIP = re.compile(r"\d{18}")
SERVICES = frozenset({"serviceTask", "sendTask"})

HARMLESS = frozenset(
    {
        "modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon", "properties", "userTask", "taskSchedule",
        "priorityDefinition", "versionTag", "userTaskForm",
    }
)  # fmt: skip

REFUSED = {
    "executionListeners": "Gambar tugas layanan (alur:service) di tempat kejadiannya.",
    "taskListeners": "Gambar tugas layanan (alur:service) sebelum atau sesudah tugas ini.",
    "adHoc": "Sebut urutan kegiatannya dengan alur.",
    "linkedResources": "Sertakan berkasnya dalam folder SOP.",
    "conditionalFilter": "Hapus; syarat dilihat setiap kali data ditulis.",
    "taskHeaders": "Tulis nilai-nilai itu dalam alur:input.",
}


def translate(drawn: Drawn) -> None:
    """Put what is on one element into attributes of ours and elements of the standard."""
    for kinds, words in (
        ({"userTask"}, _people), ({"userTask", "startEvent"}, _form), ({"multiInstanceLoopCharacteristics"}, _loop),
        (SERVICES | {"businessRuleTask", "scriptTask", "endEvent", "intermediateThrowEvent"}, _service), ({"businessRuleTask"}, _decision),
        ({"scriptTask"}, _script), ({"callActivity"}, _call), ({"message"}, _correlation),
    ):  # fmt: skip
        if drawn.kind in kinds:
            words(drawn)
    if drawn.kind in ACTIVITIES or drawn.kind.endswith("Event"):
        _mappings(drawn)
    drawn.parts = [each for each in drawn.parts if len(each) or not each.tag.endswith("}taskHeaders")]
    drawn.leftovers(HARMLESS, REFUSED)


def _people(drawn: Drawn) -> None:
    """One group is the position that does the task; an expression names the one person; names of people are a gap."""
    for each in drawn.part("assignmentDefinition"):
        person, groups, users = ((each.get(x) or "").strip() for x in ("assignee", "candidateGroups", "candidateUsers"))
        if drawn.says("performer", "participant") or not (person or groups or users):
            continue
        group = _one(groups)
        if users or (person and groups) or (groups and group is None) or not _names_position(person):
            told = ", ".join(filter(None, (person, groups, users)))
            remedy = "Isi alur:performer dengan lajur atau jabatan, atau alur:participant dengan NIP."
            drawn.gap(f"Tugas ini untuk orang atau kelompok '{told[:80]}', bukan untuk satu jabatan.", remedy, at=each)
        elif group is not None:
            drawn.put("performer", quoted(group))
        else:
            drawn.put("participant", person if person.startswith(FEEL) else quoted(person))


def _names_position(person: str) -> bool:
    return not person or person.startswith(FEEL) or NIP.fullmatch(person) is not None


def _one(groups: str) -> str | None:
    """The only group that a text or a FEEL list names."""
    if not groups.startswith(FEEL):
        return groups if groups and "," not in groups else None
    try:
        tree = parse(groups).tree
    except ExpressionRefused:
        return None
    items = tree.items if isinstance(tree, nodes.ListOf) else (tree,)
    first = items[0] if len(items) == 1 else None
    return first.value if isinstance(first, nodes.Literal) and isinstance(first.value, str) else None


def _form(drawn: Drawn) -> None:
    for each in drawn.part("formDefinition"):
        name = (each.get("formId") or "").strip()
        if drawn.says("form"):
            continue
        if re.fullmatch(FORM, name) and each.get("bindingType") != "versionTag":
            drawn.put("form", name)
        else:
            told = name or each.get("formKey") or each.get("externalReference") or ""
            drawn.gap(
                f"Formulir '{told[:80]}' tidak ada di folder SOP.",
                "Simpan formulirnya sebagai forms/<nama>.form, lalu isi alur:form.",
                at=each,
            )


def _loop(drawn: Drawn) -> None:
    """The collections are the standard's; an element's output must be a variable, and counting begins at 1 there."""
    for each in drawn.part("loopCharacteristics"):
        given = {name: (each.get(name) or "").strip() for name in LOOP}
        output = given["outputElement"].removeprefix(FEEL).strip()
        given["outputElement"] = output if output.isidentifier() else ""
        for name, value in given.items():
            if value and drawn.node.find(tag(LOOP[name])) is None:
                named = name in ("inputElement", "outputElement")
                drawn.add(LOOP[name], None if named else value, **({"name": value} if named else {}))
        if output and not output.isidentifier():
            remedy = "Isi sebuah variabel dalam kegiatannya, dan sebut variabel itu."
            drawn.gap(f"outputElement '{output[:80]}' bukan sebuah variabel.", remedy, at=each)
        if _counts(drawn):
            remedy = "Di sini loopCounter mulai dari 0: sesuaikan, lalu pakai loopDataInputRef."
            drawn.gap("Kegiatan ini memakai loopCounter, yang di Camunda 8 mulai dari 1.", remedy, at=each)


LOOP = {
    "inputCollection": "loopDataInputRef",
    "inputElement": "inputDataItem",
    "outputCollection": "loopDataOutputRef",
    "outputElement": "outputDataItem",
}


def _counts(drawn: Drawn) -> bool:
    """Whether anything in the repeated activity reads the counter."""
    inside = drawn.node.getparent()
    texts = [each.text or "" for each in inside.iter(etree.Element)]
    texts += [value for each in inside.iter(etree.Element) for value in each.attrib.values()]
    return any("loopCounter" in text for text in texts)


def _service(drawn: Drawn) -> None:
    for each in drawn.part("taskDefinition"):
        name = (each.get("type") or "").strip()
        if drawn.says("service", "decision"):
            continue
        if name.isidentifier() and drawn.kind in SERVICES:
            drawn.put("service", name)
            continue
        remedy = "Tulis fungsinya di handlers.py dan isi alur:service dengan namanya."
        drawn.gap(f"Pekerjaan luar '{name[:80]}' belum punya fungsi.", remedy, at=each, code="unbound")


def _decision(drawn: Drawn) -> None:
    for each in drawn.part("calledDecision"):
        if not drawn.says("decision"):
            message = f"Jawaban keputusan '{each.get('decisionId')}' berbeda bentuknya di sini."
            drawn.gap(message, "Isi alur:decision dan alur:result; jawabannya satu baris, hasil.kolom.", at=each)


def _script(drawn: Drawn) -> None:
    for each in drawn.part("script"):
        if drawn.node.find(tag("script")) is not None:
            continue
        written = assignment(each.get("resultVariable") or "", (each.get("expression") or "").strip(), spelling=FEEL)
        if written is None:
            remedy = "Tulis skripnya sebagai nama = nilai, dalam bahasa ekspresi."
            drawn.gap("Skrip FEEL ini tidak dapat dibaca.", remedy, at=each, code="bad-script")
        else:
            drawn.add("script", written)


def _call(drawn: Drawn) -> None:
    """A called process by its id; what goes in and out one by one. There, everything goes in unless the drawing says no."""
    for each in drawn.part("calledElement"):
        name = (each.get("processId") or "").strip()
        if name and not drawn.node.get("calledElement"):
            drawn.node.set("calledElement", name)
        if each.get("bindingType") == "versionTag":
            remedy = "Hapus; proses yang dipanggil ikut versi SOP perkaranya."
            drawn.gap('bindingType="versionTag" tidak dipakai di sini.', remedy, at=each)
        for name, which in (("propagateAllParentVariables", "in"), ("propagateAllChildVariables", "out")):
            if each.get(name, "true" if which == "in" else "false") != "false" and not _mapped(drawn, which):
                message = f"Semua variabel ikut ({name})."
                drawn.gap(message, f"Sebut setiap variabel dengan alur:{which} source dan target.", at=each)


def _mapped(drawn: Drawn, which: str) -> bool:
    return drawn.node.find(f"{tag('extensionElements')}/{{urn:alur:bpmn:1}}{which}") is not None


def _mappings(drawn: Drawn) -> None:
    """Inputs of a service task are its input, those of a call activity go into the process; all others are a gap."""
    inputs: list[tuple[str, str]] = []
    for each in (each for mapping in drawn.part("ioMapping") for each in mapping):
        which = "in" if each.tag.endswith("}input") else "out"
        source, target = (each.get("source") or "").strip(), (each.get("target") or "").strip()
        value = plain(source, spelling=FEEL)
        if drawn.kind == "callActivity" and target.isidentifier() and value is not None:
            drawn.mapping(which, value, target, each)
        elif which == "in" and drawn.kind in SERVICES and target and value is not None:
            inputs.append((target, value))
        elif value is None:
            message = f"Ekspresi '{source[:80]}' tidak dapat dibaca."
            drawn.gap(message, "Perbaiki ekspresinya; lihat docs/expressions.md.", at=each, code="bad-expression")
        elif not drawn.says("input"):
            message = f"Pemetaan '{target[:80]}' membuat atau mengisi variabel pada {drawn.kind}."
            drawn.gap(message, "Isi variabelnya dalam tugas skrip sebelum atau sesudahnya.", at=each)
    if inputs:
        drawn.put("input", dict_of(inputs))


def _correlation(drawn: Drawn) -> None:
    """The key of a message is that of everything that waits for it."""
    for each in drawn.part("subscription"):
        key, name = (each.get("correlationKey") or "").strip(), drawn.node.get("id")
        for node in drawn.node.getroottree().getroot().iter(f"{{{BPMN}}}*"):
            if key and name and (node.get("messageRef") or "").rpartition(":")[2] == name:
                holder = node if node.tag == tag("receiveTask") else node.getparent()
                begins = holder.tag == tag("startEvent") and holder.getparent().get("triggeredByEvent") == "true"
                catches = begins or etree.QName(holder).localname in CATCHING
                if catches and holder.get("{urn:alur:bpmn:1}correlation") is None:
                    holder.set("{urn:alur:bpmn:1}correlation", key)

"""What Camunda 7, Flowable and Activiti share: they have one ancestor. Their expressions are JUEL."""

from __future__ import annotations

import re

from engine.spiff.names import ACTIVITIES, tag
from engine.spiff.vendors.drawn import FORM, Drawn, assignment, dict_of, plain
from expressions import quoted

JUEL = "${"
#: A NIP: eighteen digits.
NIP = re.compile(r"\d{18}")
PEOPLE = frozenset({"userTask", "manualTask"})
SERVICES = frozenset({"serviceTask", "sendTask"})
#: How each of the tools says that somebody outside the engine does the work of a service task.
OUTSIDE = frozenset({"external", "external-worker"})
#: Code of Java, of a bean or of a plug-in behind a task: by these a task does something, and none of it comes with the drawing.
CODE = ("class", "delegateExpression", "expression", "connector")

#: Nothing of how a process runs depends on these: when it is stored, how it is shown, who may start it (sop.toml says that).
HARMLESS = frozenset(
    {
        "async", "asyncBefore", "asyncAfter", "exclusive", "jobPriority", "taskPriority", "priority", "dueDate", "followUpDate",
        "businessCalendarName", "historyTimeToLive", "versionTag", "isStartableInTasklist", "candidateStarterGroups",
        "candidateStarterUsers", "potentialStarter", "properties", "field", "modelerTemplate", "modelerTemplateVersion",
        "modelerTemplateIcon", "diagramRelationId", "failedJobRetryTimeCycle", "category", "exclude", "isForCompensation", "errorMessage",
    }
)  # fmt: skip

REFUSED = {
    "executionListener": "Gambar tugas layanan (alur:service) di tempat kejadiannya.",
    "taskListener": "Gambar tugas layanan (alur:service) sebelum atau sesudah tugas ini.",
    "initiator": "Pembuka perkara ada di <hasil kejadian mulai>.oleh.nip.",
    "errorCodeVariable": "Kode galat ada di <hasil kejadian tepi>.kode.",
    "errorMessageVariable": "Isi galat ada di <hasil kejadian tepi>.",
    "escalationCodeVariable": "Kode eskalasi ada di <hasil kejadian tepi>.kode.",
    "errorEventDefinition": "Fungsi melempar galat sendiri: raise BpmnError(kode).",
    "caseRef": "Gambar kasus itu sebagai proses BPMN.",
    "variableMappingClass": "Tulis pemetaannya dengan alur:in dan alur:out.",
    "variableMappingDelegateExpression": "Tulis pemetaannya dengan alur:in dan alur:out.",
    "formProperty": "Buat formulir form-js di forms/, lalu isi alur:form.",
    "formData": "Buat formulir form-js di forms/, lalu isi alur:form.",
    "resource": "Tulis skripnya dalam gambar, dengan bahasa ekspresi.",
    "variableName": "Hapus; syarat dilihat setiap kali data ditulis.",
    "variableEvents": "Hapus; syarat dilihat setiap kali data ditulis.",
    "errorCodes": "Tulis satu galat untuk setiap kejadian tepi.",
}


def common(drawn: Drawn) -> None:
    """Everything that the tools of the family say in the same words."""
    if drawn.kind in PEOPLE:
        _people(drawn)
    if drawn.kind in PEOPLE or drawn.kind == "startEvent":
        _form(drawn)
    if drawn.kind == "multiInstanceLoopCharacteristics":
        _loop(drawn)
    if drawn.kind in SERVICES | {"businessRuleTask", "messageEventDefinition"}:
        _service(drawn)
    if drawn.kind == "scriptTask":
        _script(drawn)
    if drawn.kind == "callActivity":
        _call(drawn)
    if drawn.kind in ACTIVITIES or drawn.part("inputOutput"):
        _mappings(drawn)


def _people(drawn: Drawn) -> None:
    """One group is the position that does the task; an expression names the one person; names of people are a gap."""
    person, groups, users = (drawn.take(name) for name in ("assignee", "candidateGroups", "candidateUsers"))
    if drawn.says("performer", "participant"):
        return
    remedy = "Isi alur:performer dengan lajur atau jabatan, atau alur:participant dengan NIP."
    if users is not None or (person is not None and groups is not None) or "," in (groups or ""):
        told = ", ".join(filter(None, (person, groups, users)))
        drawn.gap(f"Tugas ini untuk beberapa orang atau kelompok ('{told[:80]}').", remedy)
    elif groups is not None:
        drawn.put("performer", groups if _is_juel(groups) else quoted(groups))
    elif person is not None and (_is_juel(person) or NIP.fullmatch(person)):
        drawn.put("participant", person if _is_juel(person) else quoted(person))
    elif person is not None:
        drawn.gap(f"Tugas ini untuk orang bernama '{person[:80]}', bukan untuk jabatan.", remedy)


def _form(drawn: Drawn) -> None:
    """A form of a plain name, or one of Camunda's forms, is the form of that name of the SOP; pages of an application are not."""
    key, reference = drawn.take("formKey"), drawn.take("formRef")
    binding = drawn.take("formRefBinding")
    drawn.take("formFieldValidation")
    if drawn.says("form") or not (key or reference):
        return
    known = re.fullmatch(rf"(?:camunda-forms:deployment:(?:.*/)?)?({FORM})(?:\.form)?", reference or key or "")
    if known and binding != "version":
        drawn.put("form", known[1])
        return
    message = f"Formulir '{(reference or key or '')[:80]}' milik aplikasi lain."
    drawn.gap(message, "Buat formulir form-js di forms/, lalu isi alur:form.")


def _loop(drawn: Drawn) -> None:
    """`collection` and `elementVariable` are the standard's own collection and item."""
    collection, item = drawn.take("collection"), drawn.take("elementVariable")
    if collection is not None:
        existing = (drawn.node.findtext(tag("loopDataInputRef")) or "").strip()
        if not existing:
            drawn.add("loopDataInputRef", collection)
        elif existing != collection:
            drawn.gap(f"Ulangan atas '{collection}' dan atas '{existing}'.", "Pilih salah satu.")
    if item is not None and drawn.node.find(tag("inputDataItem")) is None:
        drawn.add("inputDataItem", name=item)


def _service(drawn: Drawn) -> None:
    """Work of an outside worker is a function of the SOP; code behind a task is a gap that names it."""
    kind, topic = drawn.take("type"), drawn.take("topic")
    code = [(name, drawn.take(name)) for name in CODE]
    code += [("connector", "connector") for _ in drawn.part("connector")]
    code += [("type", kind)] if kind is not None and kind not in OUTSIDE else []
    if drawn.kind == "businessRuleTask":
        _decision(drawn)
    else:
        drawn.take("resultVariable")
        drawn.take("resultVariableName")
    if drawn.says("service", "decision") or (drawn.kind == "sendTask" and drawn.node.get("messageRef")):
        return
    remedy = "Tulis fungsinya di handlers.py dan isi alur:service dengan namanya."
    for name, what in code:
        if what is not None:
            drawn.gap(f"{drawn.prefix}:{name} '{what[:80]}' tidak dijalankan.", remedy, code="unbound")
    if kind in OUTSIDE and topic is not None:
        if topic.isidentifier() and drawn.kind in SERVICES:
            drawn.put("service", topic)
        else:
            drawn.gap(f"Pekerjaan luar '{topic[:80]}' belum punya fungsi.", remedy, code="unbound")


def _decision(drawn: Drawn) -> None:
    """A decision whose answer is one row is ours; other shapes of its answer are a gap."""
    decision = drawn.take("decisionRef") or drawn.take("decisionTableReferenceKey")
    binding, shape, result = (drawn.take(x) for x in ("decisionRefBinding", "mapDecisionResult", "resultVariable"))
    if decision is None or drawn.says("decision"):
        return
    if shape != "singleResult" or result is None or binding in ("version", "versionTag"):
        message = f"Jawaban keputusan '{decision}' ({shape or 'resultList'}) berbeda bentuknya di sini."
        drawn.gap(message, "Isi alur:decision dan alur:result; jawabannya satu baris, hasil.kolom.")
        return
    drawn.put("decision", decision)
    drawn.put("result", result)


def _script(drawn: Drawn) -> None:
    """A JUEL script with a result variable is an assignment."""
    result = drawn.take("resultVariable")
    drawn.take("autoStoreVariables")
    body = drawn.node.find(tag("script"))
    if result is None or body is None or drawn.node.get("scriptFormat", "").lower() != "juel":
        if result is not None:
            message = f"Skrip ini mengisi '{result}' dengan nilai terakhirnya."
            drawn.gap(message, "Tulis sebagai nama = nilai, dalam bahasa ekspresi.", code="bad-script")
        return
    written = assignment(result, (body.text or "").strip(), spelling=JUEL)
    if written is None:
        drawn.gap("Skrip JUEL ini tidak dapat dibaca.", "Tulis sebagai nama = nilai.", at=body, code="bad-script")
        return
    body.text = written


def _call(drawn: Drawn) -> None:
    """What goes into a called process and comes back; the process itself is the one of the bundle, so of the case's version."""
    binding = drawn.take("calledElementBinding")
    drawn.take("calledElementVersion" if binding is None else "")
    for name in ("inheritBusinessKey", "sameDeployment", "fallbackToDefaultTenant", "businessKey"):
        drawn.take(name)
    if binding in ("version", "versionTag"):
        remedy = "Hapus; proses yang dipanggil ikut versi SOP perkaranya."
        drawn.gap(f'calledElementBinding="{binding}" tidak dipakai di sini.', remedy)
        drawn.take("calledElementVersion")
        drawn.take("calledElementVersionTag")
    for which in ("in", "out"):
        own = drawn.node.findall(f"{tag('extensionElements')}/{{urn:alur:bpmn:1}}{which}")
        for each in drawn.part(which):
            if own:
                continue
            source, target = each.get("source") or each.get("sourceExpression"), each.get("target")
            if source and target and each.get("local") != "true":
                drawn.mapping(which, source, target, each)
            elif not each.get("businessKey"):
                message = f"{drawn.prefix}:{which} tidak menyebut satu per satu apa yang dipetakan."
                drawn.gap(message, f"Sebut setiap variabel dengan alur:{which} source dan target.", at=each)


def _mappings(drawn: Drawn) -> None:
    """Input parameters of a service task are its input; elsewhere variables of an activity's own are a gap."""
    inputs: list[tuple[str, str]] = []
    for mapping in drawn.part("inputOutput"):
        for each in mapping:
            name, text = each.get("name") or "", (each.text or "").strip()
            value = plain(text, spelling=JUEL) if not len(each) else None
            if each.tag.endswith("}inputParameter") and drawn.kind in SERVICES and name and value is not None:
                inputs.append((name, value))
            elif not drawn.says("input"):
                message = f"Pemetaan '{name}' membuat variabel milik kegiatan ini sendiri."
                drawn.gap(message, "Isi variabelnya dalam tugas skrip sebelum atau sesudahnya.", at=each)
    if inputs:
        drawn.put("input", dict_of(inputs))


def _is_juel(text: str) -> bool:
    return "${" in text or text.startswith("#{")

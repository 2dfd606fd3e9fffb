"""From BPMN files to plain elements and flows, with a finding for everything that is not understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from engine.spiff import attributes, events, ids, loops, vendors
from engine.spiff.findings import Finding
from engine.spiff.model import Element, Flow
from engine.spiff.names import ACTIVITIES, BPMN, EMBEDDED, GLOBALS, INSTEAD, NODES, SILENT, tag
from engine.spiff.reading import Node, Reading, matters, parsed_condition
from engine.xml import XmlRefused, parse_xml
from expressions import BASE, Functions


def read_files(files: Mapping[str, bytes], process: str, functions: Functions = BASE) -> Reading:
    """Read the process and all that it calls; findings tell what cannot run."""
    reading = Reading(files, functions)
    roots: dict[str, Node] = {}
    for name in sorted(files):
        if name.endswith(".bpmn"):
            roots[name] = _read_file(reading, name, files[name])
    if reading.findings:
        return reading
    for name, root in roots.items():
        vendors.translate(reading, root, name)
    pending, seen = [process], {process}
    while pending:
        for called in _read_process(reading, pending.pop(0), process):
            if called not in seen:
                seen.add(called)
                pending.append(called)
    return reading


def _read_file(reading: Reading, name: str, content: bytes) -> Node:
    """The root of a file, None with a finding."""
    try:
        root = parse_xml(content)
    except XmlRefused as refused:
        reading.findings.append(
            Finding(refused.code, None, refused.line, refused.message, "Perbaiki berkas ini.", name)
        )
        return None
    if root.tag != tag("definitions"):
        reading.refuse(
            "not-bpmn", root, f"Berkas ini bukan BPMN 2.0: ia berawal dengan '{root.tag:.120}'.", "Simpan sebagai BPMN 2.0.",
            file=name, element=root.get("id"),
        )  # fmt: skip
        return None
    ids.unqualified(ids.collapse(root))
    ids.rehome(root)
    reading.derived |= ids.derive(root)
    _read_ids(reading, root, name)
    for child in list(root):
        if etree.QName(child).localname in GLOBALS and child.get("id") not in reading.ids:
            _alone(reading, child, name)
    for child in root:
        if child.tag == tag("process"):
            reading.processes[child.get("id") or ""] = (name, child)
        elif child.get("id"):
            reading.definitions[(name, str(child.get("id")))] = child
    return root


def _alone(reading: Reading, task: Node, file: str) -> None:
    """Put a global task into a process of its own, whose id no drawing can hold; the task keeps its id."""
    reading.ids[str(task.get("id"))] = (file, task.sourceline)
    process = etree.SubElement(task.getparent(), tag("process"), attrib={"id": f"{task.get('id')} process"})
    process.sourceline = task.sourceline
    task.tag = tag(GLOBALS[etree.QName(task).localname])
    process.append(task)


def _read_ids(reading: Reading, root: Node, name: str) -> None:
    for node in root.iter(etree.Element):
        identity = node.get("id")
        if identity is None or not str(node.tag).startswith(f"{{{BPMN}}}"):
            continue
        if identity in reading.ids and matters(node):
            other, line = reading.ids[identity]
            reading.refuse(
                "duplicate-id", node, f"Id '{identity}' dipakai dua kali (juga di {other} baris {line}).",
                "Beri id lain; id unik dalam satu paket SOP.", file=name,
            )  # fmt: skip
        if matters(node) and not ids.ID.fullmatch(identity):
            reading.refuse(
                "bad-id", node, f"Id '{identity[:60]}' memuat tanda yang tidak boleh ada.", "Pakai huruf, angka, _ - atau titik.",
                file=name, element=identity,
            )  # fmt: skip
        if matters(node):
            reading.ids[identity] = (name, node.sourceline)


def _read_process(reading: Reading, process: str, main: str) -> list[str]:
    """Read one process; gives the ids of the processes it calls."""
    if process not in reading.processes:
        if process == main:
            reading.findings.append(
                Finding(
                    "process-missing", process, None, f"Proses '{process}' tidak ada dalam berkas.", "Periksa sop.toml."
                )
            )
        return []
    file, node = reading.processes[process]
    if process == main and node.get("isExecutable") == "false":
        reading.refuse(
            "not-executable", node, "Proses ini ditandai tidak dapat dijalankan.", 'Set isExecutable="true".', file=file
        )
    before = set(reading.elements)
    _read_scope(reading, node, process=process, file=file)
    return [e.calls for e in reading.elements.values() if e.calls and e.id not in before]


def _read_scope(reading: Reading, root: Node, *, process: str, file: str) -> None:
    """Read a process and its embedded sub-processes, without recursion."""
    pending: list[tuple[Node, tuple[str, str] | None]] = [(root, None)]
    while pending:
        scope, lane = pending.pop(0)
        lanes = _lanes(scope) if scope is root else {}
        outgoing, incoming = _flows_of(reading, scope, file)
        undone_by = _handlers(scope)
        for node in _nodes_of(reading, scope, file):
            mine = lanes.get(node.get("id"), lane)
            element = _element(reading, node, (scope.get("id") or "", process, file), mine, outgoing, incoming)
            if element.event == "compensate" and element.kind == "boundaryEvent":
                element = replace(element, handler=undone_by.get(element.id))
            reading.elements[element.id] = element
            if element.kind in EMBEDDED:
                pending.append((node, mine))


def _nodes_of(reading: Reading, scope: Node, file: str) -> Iterator[Node]:
    for node in scope:
        name = etree.QName(node)
        if name.namespace != BPMN or name.localname in SILENT:
            continue
        if name.localname not in NODES:
            if not name.localname.endswith("EventDefinition"):
                reading.refuse(
                    "unsupported-element", node, f"Elemen '{name.localname}' tidak dijalankan.",
                    INSTEAD.get(name.localname, "Gambar ulang dengan elemen lain."), file=file, element=node.get("id"),
                )  # fmt: skip
        else:
            yield node


def _handlers(scope: Node) -> dict[str, str]:
    """What the associations of a scope lead to: a compensation border and its handler are joined by one."""
    return {
        (each.get("sourceRef") or "").strip(): (each.get("targetRef") or "").strip()
        for each in scope.findall(tag("association"))
    }


def _lanes(process: Node) -> dict[str, tuple[str, str]]:
    """Node id -> (id, name) of its innermost lane."""
    found: dict[str, tuple[str, str]] = {}
    for lane in process.iter(tag("lane")):  # document order: parents come before their child lanes, which then win
        for reference in lane.findall(tag("flowNodeRef")):
            found[(reference.text or "").strip()] = (lane.get("id") or lane.get("name") or "", lane.get("name") or "")
    return found


Flows = dict[str, list[str]]


def _flows_of(reading: Reading, scope: Node, file: str) -> tuple[Flows, Flows]:
    """Read the sequence flows of a scope; gives the ids going out of each node, in the order of its `outgoing`, and in."""
    inside = {node.get("id"): node for node in scope if node.get("id") and etree.QName(node).localname not in SILENT}
    outgoing: Flows = {}
    incoming: Flows = {}
    for node in scope.findall(tag("sequenceFlow")):
        flow = _flow(reading, node, inside, file)
        if flow is not None and all(_drawn(inside[end]) for end in (flow.source, flow.target)):
            reading.flows[flow.id] = flow
            outgoing.setdefault(flow.source, []).append(flow.id)
            incoming.setdefault(flow.target, []).append(flow.id)
    for source, leaving in outgoing.items():
        listed = [(each.text or "").strip().rpartition(":")[2] for each in inside[source].findall(tag("outgoing"))]
        if set(leaving) <= set(
            listed
        ):  # tools that list only some of them mean nothing by it: then the order of the flows counts
            outgoing[source] = sorted(leaving, key=listed.index)
    return outgoing, incoming


def _drawn(node: Node) -> bool:
    """Whether a node is of a kind that we know; for others there is a finding already."""
    return etree.QName(node).localname in NODES


def _flow(reading: Reading, node: Node, inside: Mapping[str, Node], file: str) -> Flow | None:
    ends = [(node.get(side) or "").strip() for side in ("sourceRef", "targetRef")]
    for end in ends:
        if end not in inside:
            where = "berada di luar lingkup ini" if end in reading.ids else "tidak ada"
            reading.refuse(
                "flow-dangling", node, f"Alur '{node.get('id')}' menyambung ke '{end}' yang {where}.",
                "Sambungkan ke elemen dalam proses yang sama, atau hapus alurnya.", file=file,
            )  # fmt: skip
            return None
    condition = node.find(tag("conditionExpression"))
    expression = None
    # The condition of a default flow is ignored (BPMN 10.6.2).
    chosen_last = (inside[ends[0]].get("default") or "").strip() == node.get("id")
    text = (condition.text or "").strip() if condition is not None else ""
    if text and not chosen_last:
        expression = parsed_condition(reading, condition, text, file, element=node.get("id"))
    return Flow(
        id=node.get("id"),
        source=ends[0],
        target=ends[1],
        condition=expression,
        line=node.sourceline,
        name=node.get("name"),
    )


def _activation(reading: Reading, node: Node, file: str, *, joins: bool) -> Any:
    """What a complex gateway waits for; one with a single flow in may go without."""
    body = node.find(tag("activationCondition"))
    text = (body.text or "").strip() if body is not None else ""
    if not text:
        if joins:
            reading.refuse(
                "condition-missing", node, f"Gerbang '{node.get('name') or node.get('id')}' belum punya syarat aktivasi.",
                "Isi activationCondition, mis. activationCount >= 2.", file=file,
            )  # fmt: skip
        return None
    return parsed_condition(reading, body, text, file)


def _element(
    reading: Reading,
    node: Node,
    place: tuple[str, str, str],
    lane: tuple[str, str] | None,
    outgoing: Flows,
    incoming: Flows,
) -> Element:
    scope, process, file = place
    identity, kind = str(node.get("id")), etree.QName(node).localname
    own = attributes.read(reading, node, kind, file)
    given: dict[str, Any] = {
        "id": identity, "kind": kind, "name": node.get("name"), "process": process, "scope": scope,
        "lane": lane[0] if lane else None, "lane_name": lane[1] if lane else None, "line": node.sourceline, "file": file,
        "documentation": "\n".join((each.text or "").strip() for each in node.findall(tag("documentation"))),
        "incoming": tuple(incoming.get(identity, ())), "outgoing": tuple(outgoing.get(identity, ())),
        "default": node.get("default"),
    }  # fmt: skip
    given |= own
    given |= events.read(reading, node, kind, file)
    if kind in ACTIVITIES:
        given["loop"] = loops.read(reading, node, file)
    if kind == "complexGateway":
        given["condition"] = _activation(reading, node, file, joins=len(given["incoming"]) > 1)
    parts = given.pop("parts", ())
    element = Element(**given)
    return replace(element, several=tuple(replace(element, **part) for part in parts)) if parts else element

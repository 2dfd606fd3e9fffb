"""The models that are measured: P15 (15 user tasks, 15 scripts, 3 gateways with a way back), MI-N, and a rework loop."""

from __future__ import annotations

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:alur="urn:alur:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="urn:alur:bench">'
)
LANES = ("a", "b", "c")


def p15(*, ours: bool) -> bytes:
    """P15: three lanes, fifteen times a user task and a script that adds 8; after every fifth a gateway with a way back.

    `ours`: conditions read the task's result variable; otherwise (the bare library) the task's data itself.
    """
    nodes, flows, lanes = [], [], {lane: [] for lane in LANES}
    nodes.append('<bpmn:startEvent id="s"><bpmn:outgoing>f0</bpmn:outgoing></bpmn:startEvent>')
    lanes["a"].append("s")
    flows.append(_flow("f0", "s", "init"))
    nodes.append(_script("init", "total = 0", ["f0"], ["f0b"]))
    lanes["a"].append("init")
    flows.append(_flow("f0b", "init", "u1"))
    for k in range(1, 16):
        lane = LANES[k % 3]
        incoming = [("f0b" if k == 1 else f"x{k - 1}")]
        if k in (1, 6, 11):
            incoming.append(f"back{k + 4}")
        nodes.append(_user(f"u{k}", incoming, [f"a{k}"]))
        nodes.append(_script(f"t{k}", "total = total + 8", [f"a{k}"], [f"b{k}"]))
        lanes[lane] += [f"u{k}", f"t{k}"]
        flows.append(_flow(f"a{k}", f"u{k}", f"t{k}"))
        nxt = f"u{k + 1}" if k < 15 else "e"
        if k % 5 == 0:
            condition = f'u{k}.putusan == "ulang"' if ours else 'putusan == "ulang"'
            nodes.append(_gateway(f"g{k}", f"x{k}", [f"b{k}"], [f"back{k}", f"x{k}"]))
            lanes[lane].append(f"g{k}")
            flows += [
                _flow(f"b{k}", f"t{k}", f"g{k}"),
                _flow(f"back{k}", f"g{k}", f"u{k - 4}", condition),
                _flow(f"x{k}", f"g{k}", nxt),
            ]
        else:
            nodes[-1] = nodes[-1].replace(f"<bpmn:outgoing>b{k}<", f"<bpmn:outgoing>x{k}<")
            flows.append(_flow(f"x{k}", f"t{k}", nxt))
    nodes.append('<bpmn:endEvent id="e"><bpmn:incoming>x15</bpmn:incoming></bpmn:endEvent>')
    lanes["a"].append("e")
    return _document("p15", lanes, nodes, flows)


def parallel(*, ours: bool) -> bytes:
    """MI: a parallel multi-instance user task over `orang`, collecting `jawaban`, then a script and a review task."""
    loop = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="false"><bpmn:loopDataInputRef>orang</bpmn:loopDataInputRef>'
        '<bpmn:loopDataOutputRef>jawaban</bpmn:loopDataOutputRef><bpmn:inputDataItem id="o" name="o" />'
        f'<bpmn:outputDataItem id="{"i" if ours else "nilai"}" name="{"m" if ours else "nilai"}" /></bpmn:multiInstanceLoopCharacteristics>'
    )
    begin = 'id="s" alur:form="mulai" alur:result="awal"' if ours else 'id="s"'
    nodes = [
        f"<bpmn:startEvent {begin}><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>",
        _script("p", "orang = awal.orang", ["f1"], ["f1b"]),
        _user("m", ["f1b"], ["f2"], loop),
        _script("t", "banyak = len(jawaban)", ["f2"], ["f3"]),
        _user("r", ["f3"], ["f4"]),
        '<bpmn:endEvent id="e"><bpmn:incoming>f4</bpmn:incoming></bpmn:endEvent>',
    ]
    flows = [
        _flow("f1", "s", "p"),
        _flow("f1b", "p", "m"),
        _flow("f2", "m", "t"),
        _flow("f3", "t", "r"),
        _flow("f4", "r", "e"),
    ]
    return _document("mi", {"a": ["s", "p", "m", "t", "r", "e"]}, nodes, flows)


def rework() -> bytes:
    """A user task and a gateway that goes back to it until the answer is no."""
    nodes = [
        '<bpmn:startEvent id="s"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>',
        _user("u", ["f1", "back"], ["f2"]),
        _gateway("g", "x", ["f2"], ["back", "x"]),
        '<bpmn:endEvent id="e"><bpmn:incoming>x</bpmn:incoming></bpmn:endEvent>',
    ]
    flows = [
        _flow("f1", "s", "u"),
        _flow("f2", "u", "g"),
        _flow("back", "g", "u", 'u.putusan == "ulang"'),
        _flow("x", "g", "e"),
    ]
    return _document("rework", {"a": ["s", "u", "g", "e"]}, nodes, flows)


def _user(identity: str, incoming: list[str], outgoing: list[str], loop: str = "") -> str:
    return f'<bpmn:userTask id="{identity}" alur:form="isi">{_ends(incoming, outgoing)}{loop}</bpmn:userTask>'


def _script(identity: str, text: str, incoming: list[str], outgoing: list[str]) -> str:
    return f'<bpmn:scriptTask id="{identity}">{_ends(incoming, outgoing)}<bpmn:script>{text}</bpmn:script></bpmn:scriptTask>'


def _gateway(identity: str, default: str, incoming: list[str], outgoing: list[str]) -> str:
    return f'<bpmn:exclusiveGateway id="{identity}" default="{default}">{_ends(incoming, outgoing)}</bpmn:exclusiveGateway>'


def _ends(incoming: list[str], outgoing: list[str]) -> str:
    return "".join(f"<bpmn:incoming>{flow}</bpmn:incoming>" for flow in incoming) + "".join(
        f"<bpmn:outgoing>{flow}</bpmn:outgoing>" for flow in outgoing
    )


def _flow(identity: str, source: str, target: str, condition: str | None = None) -> str:
    inner = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
        if condition
        else ""
    )
    return f'<bpmn:sequenceFlow id="{identity}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'


def _document(identity: str, lanes: dict[str, list[str]], nodes: list[str], flows: list[str]) -> bytes:
    drawn = "".join(
        f'<bpmn:lane id="{lane}" name="{lane}">'
        + "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in held)
        + "</bpmn:lane>"
        for lane, held in lanes.items()
    )
    body = f'<bpmn:laneSet id="lanes">{drawn}</bpmn:laneSet>' + "".join(nodes) + "".join(flows)
    return f'{HEAD}<bpmn:process id="{identity}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'.encode()

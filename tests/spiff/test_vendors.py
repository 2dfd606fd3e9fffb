"""What other tools write is put into our own words where it means the same; all else is a gap with element, line and remedy."""

from __future__ import annotations

import pytest

from engine.spiff import Finding, Model, ModelRefused, inspect, load_model
from tests.spiff.drawing import (
    CASE,
    begin,
    chain,
    definitions,
    do,
    done,
    end,
    flow,
    multi,
    node,
    open_tasks,
    process,
    start,
    user,
)

NAMES = {
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "activiti": "http://activiti.org/bpmn",
    "flowable": "http://flowable.org/bpmn",
    "zeebe": "http://camunda.org/schema/zeebe/1.0",
}


def drawn(*parts: str, extra: tuple[str, ...] = ()) -> dict[str, bytes]:
    """A file of one process as these tools write it."""
    declared = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
    content = definitions(*extra, process(*parts)).decode()
    return {"p.bpmn": content.replace(' targetNamespace="urn:test"', f'{declared} targetNamespace="urn:test"').encode()}


def one(task: str, *, extra: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Start, the task `x`, end."""
    return drawn(start(), task, end(), chain("mulai", "x", "selesai"), extra=extra)


def task(kind: str, attributes: str = "", body: str = "", extensions: str = "") -> str:
    inside = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>" if extensions else ""
    return f'<bpmn:{kind} id="x" {attributes}>{inside}{body}</bpmn:{kind}>'


def loaded(files: dict[str, bytes]) -> Model:
    return load_model(files, process="p")


def gaps(files: dict[str, bytes]) -> list[Finding]:
    found = inspect(files)
    assert all(each.severity == "gap" for each in found), found
    return found


MEANS_THE_SAME = [
    ("userTask", 'camunda:candidateGroups="kepegawaian"', "", {"performer": '"kepegawaian"'}),
    ("userTask", 'camunda:candidateGroups="${lajur}"', "", {"performer": "${lajur}"}),
    ("userTask", 'camunda:assignee="${pemeriksa}"', "", {"participant": "${pemeriksa}"}),
    ("userTask", 'flowable:assignee="198001012005011001"', "", {"participant": '"198001012005011001"'}),
    ("userTask", 'camunda:formKey="periksa"', "", {"form": "periksa"}),
    ("userTask", 'camunda:formKey="camunda-forms:deployment:periksa.form"', "", {"form": "periksa"}),
    ("userTask", 'camunda:formRef="periksa" camunda:formRefBinding="deployment"', "", {"form": "periksa"}),
    ("serviceTask", 'camunda:type="external" camunda:topic="kirim_surat"', "", {"service": "kirim_surat"}),
    ("serviceTask", 'flowable:type="external-worker" flowable:topic="kirim_surat"', "", {"service": "kirim_surat"}),
    ("sendTask", 'camunda:type="external" camunda:topic="kirim"', "", {"service": "kirim"}),
    ("serviceTask", 'camunda:asyncBefore="true" alur:service="kirim" activiti:class="a.B"', "", {"service": "kirim"}),
    (
        "serviceTask",
        'camunda:type="external" camunda:topic="kirim"',
        '<camunda:inputOutput><camunda:inputParameter name="hal">Surat ${nomor}</camunda:inputParameter>'
        '<camunda:inputParameter name="n">${a &gt; 1}</camunda:inputParameter></camunda:inputOutput>',
        {"service": "kirim", "input": '{"hal": f"Surat {nomor}", "n": a > 1}'},
    ),
    (
        "userTask",
        "",
        '<zeebe:assignmentDefinition candidateGroups="kepegawaian"/><zeebe:formDefinition formId="periksa"/><zeebe:userTask/>',
        {"performer": '"kepegawaian"', "form": "periksa"},
    ),
    ("userTask", "", '<zeebe:assignmentDefinition candidateGroups="=[&quot;a&quot;]"/>', {"performer": '"a"'}),
    ("userTask", "", '<zeebe:assignmentDefinition assignee="= pemeriksa"/>', {"participant": "= pemeriksa"}),
    (
        "serviceTask",
        "",
        '<zeebe:taskDefinition type="kirim"/><zeebe:ioMapping><zeebe:input source="= surat.hal" target="m.hal"/>'
        '<zeebe:input source="tetap" target="m.jenis"/></zeebe:ioMapping>',
        {"service": "kirim", "input": '{"m": {"hal": surat.hal, "jenis": "tetap"}}'},
    ),
]


@pytest.mark.parametrize(("kind", "attributes", "extensions", "expected"), MEANS_THE_SAME)
def test_what_means_the_same_becomes_our_own_words(
    kind: str, attributes: str, extensions: str, expected: dict[str, str]
):
    files = one(task(kind, attributes, extensions=extensions))

    model = loaded(files)

    assert dict(model.elements["x"].attributes) == expected


REFUSED = [
    ("userTask", 'camunda:assignee="kermit"', "", "kermit"),
    ("userTask", 'camunda:assignee="${a}" camunda:candidateGroups="b"', "", "b"),
    ("userTask", 'camunda:candidateGroups="a, b"', "", "a, b"),
    ("userTask", 'flowable:candidateUsers="a"', "", "a"),
    ("userTask", 'camunda:formKey="embedded:app:forms/x.html"', "", "forms/x.html"),
    ("userTask", 'camunda:formRef="x" camunda:formRefBinding="version"', "", "x"),
    ("userTask", "", '<camunda:taskListener event="create" class="a.B"/>', "taskListener"),
    ("userTask", "", '<camunda:formData><camunda:formField id="a"/></camunda:formData>', "formData"),
    ("userTask", "", '<camunda:inputOutput><camunda:inputParameter name="a">1</camunda:inputParameter></camunda:inputOutput>', "'a'"),
    ("userTask", 'flowable:skipExpression="${a}"', "", "skipExpression"),
    ("userTask", 'camunda:sesuatu="1"', "", "sesuatu"),
    ("serviceTask", 'camunda:class="org.x.Y"', "", "org.x.Y"),
    ("serviceTask", 'activiti:delegateExpression="#{surat}"', "", "#{surat}"),
    ("serviceTask", 'camunda:expression="${surat.kirim()}" camunda:resultVariable="r"', "", "surat.kirim"),
    ("serviceTask", 'flowable:type="mail"', "", "mail"),
    ("serviceTask", 'camunda:type="external" camunda:topic="kirim surat"', "", "kirim surat"),
    ("serviceTask", 'alur:service="a"', '<camunda:executionListener event="end" class="a.B"/>', "executionListener"),
    ("userTask", "", '<zeebe:assignmentDefinition assignee="kermit"/>', "kermit"),
    ("userTask", "", '<zeebe:assignmentDefinition candidateGroups="=grup(x)"/>', "grup(x)"),
    ("userTask", "", '<zeebe:formDefinition formKey="camunda-forms:bpmn:f1"/>', "camunda-forms:bpmn:f1"),
    ("userTask", "", '<zeebe:ioMapping><zeebe:input source="= a" target="b"/></zeebe:ioMapping>', "'b'"),
    ("serviceTask", "", '<zeebe:taskDefinition type="io.camunda:http-json:1"/>', "http-json"),
    ("serviceTask", 'alur:service="a"', '<zeebe:taskHeaders><zeebe:header key="a" value="b"/></zeebe:taskHeaders>', "taskHeaders"),
    ("scriptTask", "", '<zeebe:script expression="= for" resultVariable="a"/>', "FEEL"),
    ("sendTask", "", '<zeebe:taskDefinition type="a b"/>', "a b"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "attributes", "extensions", "told"), REFUSED)
def test_what_does_not_is_a_gap(kind: str, attributes: str, extensions: str, told: str):
    files = one(task(kind, attributes, extensions=extensions))

    found = gaps(files)

    assert found[0].element == "x" and told in found[0].message and found[0].remedy
    assert found[0].line == files["p.bpmn"].decode().splitlines().index(next(
        line for line in files["p.bpmn"].decode().splitlines() if 'id="x"' in line
    )) + 1  # fmt: skip
    with pytest.raises(ModelRefused):
        loaded(files)


@pytest.mark.parametrize(
    ("kind", "attributes", "extensions"),
    [
        ("serviceTask", 'camunda:class="a.B"', ""),
        ("businessRuleTask", 'camunda:class="a.B"', ""),
        ("businessRuleTask", "", '<zeebe:calledDecision decisionId="d" resultVariable="r"/>'),
    ],
)
def test_one_thing_is_said_once(kind: str, attributes: str, extensions: str):
    found = gaps(one(task(kind, attributes, extensions=extensions)))

    assert len(found) == 1


def test_a_condition_that_cannot_be_read_is_not_also_missing():
    files = drawn(
        start(),
        node("exclusiveGateway", "g", default="g-b"),
        *(user("a"), user("b")),
        *(flow("mulai", "g"), flow("g", "a", "=Vacation Approval = 1"), flow("g", "b")),
    )

    assert [(each.code, each.element) for each in gaps(files)] == [("bad-expression", "g-a")]


def test_our_own_words_count_before_theirs():
    files = one(
        task(
            "userTask",
            'alur:performer="\'kabid\'" alur:form="b" camunda:assignee="kermit" camunda:formKey="embedded:a.html"',
        )
    )

    assert dict(loaded(files).elements["x"].attributes) == {"performer": "'kabid'", "form": "b"}


def test_a_camunda_multi_instance_goes_through_its_collection():
    repeated = multi().replace("isSequential", 'camunda:collection="peserta" camunda:elementVariable="p" isSequential')
    model = loaded(one(task("userTask", body=repeated)))

    execution = begin(model, {"peserta": ["a", "b"]})

    assert open_tasks(execution) == ["x[0]", "x[1]"]
    assert [execution.data(each)["p"] for each in open_tasks(execution)] == ["a", "b"]


def test_a_collection_that_is_named_twice_differently_is_a_gap():
    repeated = multi("orang").replace("isSequential", 'flowable:collection="peserta" isSequential')

    assert [each.element for each in gaps(one(task("userTask", body=repeated)))] == ["x"]


def owned(*texts: str, attributes: str = "") -> str:
    roles = "".join(
        f"<bpmn:potentialOwner><bpmn:resourceAssignmentExpression><bpmn:formalExpression>{text}</bpmn:formalExpression>"
        "</bpmn:resourceAssignmentExpression></bpmn:potentialOwner>"
        for text in texts
    )
    return task("userTask", attributes, f"{roles}<bpmn:potentialOwner id='po' name='Staf'/>")


@pytest.mark.parametrize("text", ["kepegawaian", "group(kepegawaian)"])
def test_the_standards_own_role_is_the_position(text: str):
    assert loaded(one(owned(text))).elements["x"].attributes["performer"] == '"kepegawaian"'


def test_a_role_may_refer_to_a_resource_by_its_id():
    role = "<bpmn:potentialOwner><bpmn:resourceRef>r1</bpmn:resourceRef></bpmn:potentialOwner>"
    model = loaded(one(task("userTask", body=role), extra=('<bpmn:resource id="r1" name="kepegawaian"/>',)))

    assert model.elements["x"].attributes["performer"] == '"kepegawaian"'


def test_roles_that_name_people_or_several_groups_are_gaps():
    assert [each.element for each in gaps(one(owned("user(kermit)")))] == ["x"]
    assert [each.element for each in gaps(one(owned("a", "b")))] == ["x"]
    assert gaps(one(owned("user(kermit)", attributes='alur:performer="a"'))) == []


def zeebe_loop(attributes: str) -> str:
    inside = f"<bpmn:extensionElements><zeebe:loopCharacteristics {attributes}/></bpmn:extensionElements>"
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="true">{inside}</bpmn:multiInstanceLoopCharacteristics>'
    )


def test_a_zeebe_multi_instance_collects_its_outputs():
    loop = zeebe_loop('inputCollection="= peserta" inputElement="p" outputCollection="hasil" outputElement="= nilai"')
    body = f"{loop}<bpmn:script>nilai = p + 1</bpmn:script>"
    model = loaded(drawn(start(), task("scriptTask", body=body), user("u"), chain("mulai", "x", "u")))

    execution = begin(model, {"peserta": [1, 2]})

    assert execution.data()["hasil"] == [2, 3]


@pytest.mark.parametrize(
    ("loop", "body"),
    [
        ('inputCollection="= a" inputElement="p" outputCollection="h" outputElement="= p.x + 1"', "pass"),
        ('inputCollection="= a" inputElement="p"', "n = loopCounter"),
    ],
)
def test_a_zeebe_multi_instance_that_would_run_differently_is_a_gap(loop: str, body: str):
    found = gaps(one(task("scriptTask", body=f"{zeebe_loop(loop)}<bpmn:script>{body}</bpmn:script>")))

    assert "vendor-extension" in [each.code for each in found] and {each.element for each in found} == {"x"}


@pytest.mark.parametrize(
    "drawing",
    [
        task("scriptTask", 'scriptFormat="juel" camunda:resultVariable="i"', "<bpmn:script>${i + 1}</bpmn:script>"),
        task("scriptTask", extensions='<zeebe:script expression="= i + 1" resultVariable="i"/>'),
    ],
)
def test_a_script_with_a_result_variable_is_an_assignment(drawing: str):
    model = loaded(drawn(start(), drawing, user("u"), chain("mulai", "x", "u")))

    execution = begin(model, {"i": 1})

    assert execution.data()["i"] == 2


CALLS = [
    (
        'calledElement="q"',
        '<camunda:in source="nama" target="n"/><camunda:in businessKey="${b}"/><camunda:out sourceExpression="${hasil}" target="h"/>',
    ),
    (
        "",
        '<zeebe:calledElement processId="q" propagateAllParentVariables="false" propagateAllChildVariables="false"/>'
        '<zeebe:ioMapping><zeebe:input source="= nama" target="n"/><zeebe:output source="= hasil" target="h"/></zeebe:ioMapping>',
    ),
]


@pytest.mark.parametrize(("attributes", "extensions"), CALLS, ids=["camunda", "zeebe"])
def test_what_goes_into_a_called_process_and_comes_back(attributes: str, extensions: str):
    called = process(
        start("qm"), node("scriptTask", "qs", "<bpmn:script>hasil = n + '!'</bpmn:script>"), chain("qm", "qs"), id="q"
    )
    call = task("callActivity", attributes, extensions=extensions)
    model = loaded(drawn(start(), call, user("u"), chain("mulai", "x", "u"), extra=(called,)))

    execution = begin(model, {"nama": "Ani"})

    assert execution.data() == {"nama": "Ani", "h": "Ani!", "perkara": CASE}


@pytest.mark.parametrize(
    "extensions",
    [
        '<camunda:in variables="all"/>',
        '<camunda:out variables="all"/>',
        '<camunda:in source="a" target="b" local="true"/>',
        '<zeebe:calledElement processId="q"/>',
        '<zeebe:calledElement processId="q" propagateAllParentVariables="false" propagateAllChildVariables="true"/>',
    ],
)
def test_a_call_that_passes_everything_is_a_gap(extensions: str):
    call = task("callActivity", 'calledElement="q"', extensions=extensions)

    found = gaps(one(call, extra=(process(start("qm"), end("qe"), flow("qm", "qe"), id="q"),)))

    assert [(each.code, each.element) for each in found] == [("vendor-extension", "x")]


def test_the_key_of_a_zeebe_message_is_that_of_all_who_wait_for_it():
    message = (
        '<bpmn:message id="m" name="Balasan"><bpmn:extensionElements><zeebe:subscription correlationKey="= surat.nomor"/>'
        "</bpmn:extensionElements></bpmn:message>"
    )
    model = loaded(
        drawn(
            start(), node("receiveTask", "x", messageRef="m"), end(), chain("mulai", "x", "selesai"), extra=(message,)
        )
    )

    execution = begin(model, {"surat": {"nomor": "K-7"}})

    assert execution.waits[0].correlation == "K-7"


def test_the_start_of_an_event_subprocess_waits_under_that_key_too():
    message = (
        '<bpmn:message id="m" name="Balasan"><bpmn:extensionElements><zeebe:subscription correlationKey="= surat.nomor"/>'
        "</bpmn:extensionElements></bpmn:message>"
    )
    begins = node("startEvent", "m1", '<bpmn:messageEventDefinition messageRef="m"/>', isInterrupting="false")
    listening = node("subProcess", "es", begins, triggeredByEvent="true")
    model = loaded(drawn(start(), user("x"), listening, flow("mulai", "x"), extra=(message,)))

    execution = begin(model, {"surat": {"nomor": "K-7"}})

    assert {wait.correlation for wait in execution.waits if wait.kind == "message"} == {"K-7"}


def test_a_message_whose_name_is_an_expression_is_a_gap():
    message = '<bpmn:message id="m" name="= &quot;a&quot; + b"/>'
    files = drawn(start(), node("receiveTask", "x", messageRef="m"), flow("mulai", "x"), extra=(message,))

    assert [(each.code, each.element) for each in gaps(files)] == [("vendor-extension", "x")]


def test_a_translated_drawing_runs_under_the_analysts_ids():
    model = loaded(one(task("userTask", 'camunda:candidateGroups="a" camunda:formKey="f"')))

    execution = begin(model)
    do(execution, "x")

    assert done(execution) == ["mulai", "x", "selesai"] and execution.status == "completed"

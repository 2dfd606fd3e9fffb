"""Whole drawings of other tools: what means something is translated or told where it stands, noise is silent, bytes stay."""

from __future__ import annotations

import pytest

from engine.lint import lint
from engine.spiff import load_model
from tests.spiff.exports import CAMUNDA7, CAMUNDA8, FLOWABLE, choice, line, saved, task

Told = list[tuple[str, str]]
ERROR = '<bpmn:error id="E1" name="gagal" errorCode="{}" />'
BORDER = (
    '<bpmn:boundaryEvent id="b" attachedToRef="x"><bpmn:errorEventDefinition id="e" errorRef="E1" {} /></bpmn:boundaryEvent>'
    '<bpmn:sequenceFlow id="f9" sourceRef="b" targetRef="selesai" />'
)
WAIT = '<bpmn:intermediateCatchEvent id="x">{}</bpmn:intermediateCatchEvent>'
TIMER = WAIT.format('<bpmn:timerEventDefinition id="t"><bpmn:{0} {2}>{1}</bpmn:{0}></bpmn:timerEventDefinition>')
JOB = task("serviceTask", "", '<zeebe:taskDefinition type="kirim" retries="3" />')
WORKER = 'camunda:type="external" camunda:topic="kirim"'


def several(attributes: str, inside: str = "") -> str:
    return task(
        "userTask",
        body=f"<bpmn:multiInstanceLoopCharacteristics {attributes}>{inside}</bpmn:multiInstanceLoopCharacteristics>",
    )


#: What is drawn, by which tool -> the rule and element of everything that must be told.
EXPORTS: dict[str, tuple[bytes, Told]] = {
    "7: a task of a group with all its marks": (
        saved(
            CAMUNDA7,
            line(
                task(
                    "userTask",
                    'camunda:candidateGroups="kepegawaian" camunda:formKey="periksa" camunda:asyncBefore="true" bioc:stroke="#000" '
                    'camunda:priority="50" camunda:dueDate="${now()}"',
                    '<camunda:properties><camunda:property name="a" value="b" /></camunda:properties>'
                    "<camunda:failedJobRetryTimeCycle>R3/PT5M</camunda:failedJobRetryTimeCycle>",
                )
            ),
            process='camunda:historyTimeToLive="180" camunda:versionTag="1.0" camunda:isStartableInTasklist="false"',
        ),
        [],
    ),
    "7: people": (
        saved(CAMUNDA7, line(task("userTask", 'camunda:candidateUsers="ani,budi"'))),
        [("vendor-extension", "x")],
    ),
    "7: the demo user": (
        saved(CAMUNDA7, line(task("userTask", 'camunda:assignee="demo"'))),
        [("vendor-extension", "x")],
    ),
    "7: a form in the drawing": (
        saved(
            CAMUNDA7,
            line(task("userTask", "", '<camunda:formData><camunda:formField id="a" type="string" /></camunda:formData>')),
        ),
        [("vendor-extension", "x")],
    ),
    "7: listeners of process and flow": (
        saved(
            CAMUNDA7,
            '<bpmn:extensionElements><camunda:executionListener event="start" class="a.B" /></bpmn:extensionElements>',
            line(task("task")).replace(
                'targetRef="x" />',
                'targetRef="x"><bpmn:extensionElements><camunda:executionListener event="take" class="a.B" />'
                "</bpmn:extensionElements></bpmn:sequenceFlow>",
            ),
        ),
        [("vendor-extension", "p"), ("vendor-extension", "f1")],
    ),
    "7: a bean": (
        saved(CAMUNDA7, line(task("serviceTask", 'camunda:delegateExpression="${bean}"'))),
        [("unbound", "x")],
    ),
    "7: a worker with mappings that are none": (
        saved(
            CAMUNDA7,
            line(
                task(
                    "serviceTask",
                    WORKER,
                    '<camunda:inputOutput><camunda:inputParameter name="a"><camunda:script scriptFormat="groovy">1</camunda:script>'
                    '</camunda:inputParameter><camunda:outputParameter name="b">${c}</camunda:outputParameter></camunda:inputOutput>',
                )
            ),
        ),
        [("vendor-extension", "x"), ("vendor-extension", "x")],
    ),
    "7: a topic that no function can have": (
        saved(CAMUNDA7, line(task("serviceTask", WORKER.replace("kirim", "kirim-surat")))),
        [("unbound", "x")],
    ),
    "7: a condition in CDATA": (saved(CAMUNDA7, choice("<![CDATA[${jumlah > 3 && jumlah < 9}]]>")), []),
    "7: a condition in a file": (
        saved(CAMUNDA7, choice("", flow='camunda:resource="a.groovy" language="groovy"')),
        [("condition-missing", "f2"), ("vendor-extension", "f2")],
    ),
    "7: a condition that JUEL reads otherwise": (
        saved(CAMUNDA7, choice("${1 &lt; jumlah &lt; 9}")),
        [("bad-expression", "f2")],
    ),
    "7: JavaScript": (
        saved(
            CAMUNDA7,
            line(
                task(
                    "scriptTask",
                    'scriptFormat="javascript"',
                    body="<bpmn:script>execution.setVariable('a', 1);</bpmn:script>",
                )
            ),
        ),
        [("bad-script", "x")],
    ),
    "7: Groovy that fills a text": (
        saved(
            CAMUNDA7,
            line(
                task(
                    "scriptTask", 'scriptFormat="groovy"', body='<bpmn:script>hal = "Surat ${nomor}"</bpmn:script>'
                )
            ),
        ),
        [("bad-script", "x")],
    ),
    "7: a table with many answers": (
        saved(CAMUNDA7, line(task("businessRuleTask", 'camunda:decisionRef="d" camunda:resultVariable="r"'))),
        [("vendor-extension", "x")],
    ),
    "7: a call that passes everything": (
        saved(
            CAMUNDA7,
            line(task("callActivity", 'calledElement="q"', '<camunda:in variables="all" /><camunda:out source="a" target="b" />')),
        ),
        [("call-missing", "x"), ("vendor-extension", "x")],
    ),
    "7: a list of people": (
        saved(CAMUNDA7, line(several('isSequential="true" camunda:collection="orang" camunda:elementVariable="o"'))),
        [],
    ),
    "7: a time in an expression": (
        saved(CAMUNDA7, line(TIMER.format("timeDuration", "${lama}", 'xsi:type="bpmn:tFormalExpression"'))),
        [],
    ),
    "7: a cron cycle": (saved(CAMUNDA7, line(TIMER.format("timeCycle", "0 0 8 * * ?", ""))), [("bad-timer", "x")]),
    "7: variables of an error": (
        saved(
            CAMUNDA7,
            line(task("serviceTask", WORKER) + BORDER.format('camunda:errorCodeVariable="k"')),
            around=ERROR.format("G"),
        ),
        [("vendor-extension", "b")],
    ),
    "8: a task of a group with all its marks": (
        saved(
            CAMUNDA8,
            line(
                task(
                    "userTask",
                    "",
                    '<zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="kepegawaian" />'
                    '<zeebe:formDefinition formId="periksa" />'
                    '<zeebe:properties><zeebe:property name="a" value="b" /></zeebe:properties><zeebe:priorityDefinition priority="50" />',
                )
            ),
        ),
        [],
    ),
    "8: variables of a task's own": (
        saved(
            CAMUNDA8,
            line(task("userTask", "", '<zeebe:ioMapping><zeebe:output source="=c" target="d" /></zeebe:ioMapping>')),
        ),
        [("vendor-extension", "x")],
    ),
    "8: a form in the drawing": (
        saved(
            CAMUNDA8,
            '<bpmn:extensionElements><zeebe:userTaskForm id="F1">{"components":[]}</zeebe:userTaskForm></bpmn:extensionElements>',
            line(task("userTask", "", '<zeebe:formDefinition formKey="camunda-forms:bpmn:F1" />')),
        ),
        [("vendor-extension", "x")],
    ),
    "8: a connector": (
        saved(CAMUNDA8, line(task("serviceTask", "", '<zeebe:taskDefinition type="io.camunda:http-json:1" />'))),
        [("unbound", "x")],
    ),
    "8: a condition": (saved(CAMUNDA8, choice("=jumlah &gt; 3 and jumlah != null")), []),
    "8: a filter": (saved(CAMUNDA8, choice("=count([1, 2][item &gt; 1]) &gt; 0")), [("bad-expression", "f2")]),
    "8: a table": (
        saved(CAMUNDA8, line(task("businessRuleTask", "", '<zeebe:calledDecision decisionId="d" resultVariable="r" />'))),
        [("vendor-extension", "x")],
    ),
    "8: a list with an output that is computed": (
        saved(
            CAMUNDA8,
            line(
                several(
                    "",
                    '<bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=orang" inputElement="o" '
                    'outputCollection="hasil" outputElement="={a: 1}" /></bpmn:extensionElements>',
                )
            ),
        ),
        [("vendor-extension", "x")],
    ),
    "8: a time that is computed": (
        saved(CAMUNDA8, line(TIMER.format("timeDate", '=date and time("2027-01-01T08:00:00@Asia/Jakarta")', ""))),
        [],
    ),
    "8: a cycle": (
        saved(CAMUNDA8, line(TIMER.format("timeCycle", '=cycle(3, duration("PT1H"))', ""))),
        [("cycle-here", "x"), ("unknown-function", "x")],
    ),
    "8: an error code that is an expression": (
        saved(CAMUNDA8, line(JOB + BORDER.format("")), around=ERROR.format("=kode")),
        [("vendor-extension", "b")],
    ),
    "flowable: a task of a group with all its marks": (
        saved(
            FLOWABLE,
            line(
                task(
                    "userTask",
                    'flowable:candidateGroups="kepegawaian" flowable:formKey="periksa" flowable:formFieldValidation="true" design:x="1"',
                    "<design:stencilid><![CDATA[UserTask]]></design:stencilid>",
                )
            ),
        ),
        [],
    ),
    "flowable: a form in the drawing": (
        saved(FLOWABLE, line(task("userTask", "", '<flowable:formProperty id="a" name="A" type="string" />'))),
        [("vendor-extension", "x")],
    ),
    "flowable: mail": (saved(FLOWABLE, line(task("serviceTask", 'flowable:type="mail"'))), [("unbound", "x")]),
    "flowable: a task that may be left out": (
        saved(FLOWABLE, line(task("userTask", 'flowable:skipExpression="${x}"'))),
        [("vendor-extension", "x")],
    ),
    "flowable: the scope of a signal": (
        saved(
            FLOWABLE,
            line('<bpmn:intermediateThrowEvent id="x"><bpmn:signalEventDefinition signalRef="S" /></bpmn:intermediateThrowEvent>'),
            around='<bpmn:signal id="S" name="s" flowable:scope="processInstance" />',
        ),
        [("vendor-extension", "S")],
    ),
    "activiti: a class with its fields": (
        saved(
            FLOWABLE,
            line(
                task(
                    "serviceTask",
                    'activiti:class="a.B"',
                    '<activiti:field name="a"><activiti:string><![CDATA[x]]></activiti:string></activiti:field>',
                )
            ),
        ),
        [("unbound", "x")],
    ),
}  # fmt: skip


def told(content: bytes) -> Told:
    found = [each for each in lint({"ekspor.bpmn": content}) if each.severity != "advice"]
    assert all(each.line and each.remedy.id and each.remedy.en for each in found)
    return sorted((each.rule, each.element or "") for each in found)


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_what_means_something_is_told_where_it_stands_and_noise_is_silent(name: str) -> None:
    content, expected = EXPORTS[name]

    assert told(content) == sorted(expected)


PLAIN = saved(CAMUNDA7, line(task("userTask", 'camunda:candidateGroups="kepegawaian"'))).decode()
DECLARED = 'encoding="UTF-8"'
#: The same drawing as other machines store it.
STORED = {
    "UTF-16": PLAIN.replace(DECLARED, 'encoding="UTF-16"').encode("utf-16"),
    "UTF-16 without a mark": PLAIN.replace(DECLARED, 'encoding="UTF-16LE"').encode("utf-16-le"),
    "ISO-8859-1": PLAIN.replace(DECLARED, 'encoding="ISO-8859-1"').replace("&#228;", "ä").encode("iso-8859-1"),
    "Windows-1252": PLAIN.replace(DECLARED, 'encoding="windows-1252"').replace("&#228;", "ä").encode("cp1252"),
    "a byte order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "lines of Windows": PLAIN.replace("\n", "\r\n").encode(),
    "no declaration": PLAIN.partition("?>\n")[2].encode(),
    "single quotes": PLAIN.replace('id="x"', "id='x'").encode(),
    "comments within": PLAIN.replace("<bpmn:incoming>f1", "<!-- a --><bpmn:incoming>f<!-- b -->1").encode(),
    "instructions within": PLAIN.replace("<bpmn:incoming>", "<?a b?><bpmn:incoming>").encode(),
    "the standard as default namespace": saved(
        CAMUNDA7, line(task("userTask", 'camunda:candidateGroups="kepegawaian"', prefix=""), prefix=""), prefix=""
    ),
    "another prefix": saved(
        CAMUNDA7,
        line(task("userTask", 'camunda:candidateGroups="kepegawaian"', prefix="model:"), prefix="model:"),
        prefix="model",
    ),
    "another prefix of the tool": PLAIN.replace("camunda:", "c7:").replace("xmlns:camunda", "xmlns:c7").encode(),
    "blanks around ids": PLAIN.replace('targetRef="x"', 'targetRef=" x "').encode(),
}


@pytest.mark.parametrize("name", sorted(STORED))
def test_however_the_file_is_stored_it_is_the_same_drawing(name: str) -> None:
    model = load_model({"ekspor.bpmn": STORED[name]}, process="p")

    assert told(STORED[name]) == []
    assert model.elements["x"].attributes["performer"] == '"kepegawaian"'
    assert {flow.id: (flow.source, flow.target) for flow in model.flows.values()}["f1"] == ("mulai", "x")


def test_a_condition_with_a_comment_in_it_is_read_whole() -> None:
    content = saved(CAMUNDA7, choice("${jumlah &gt; <!-- batas -->3}"))

    model = load_model({"ekspor.bpmn": content}, process="p")

    assert model.flows["f2"].condition is not None
    assert model.flows["f2"].condition.text == "jumlah > 3"

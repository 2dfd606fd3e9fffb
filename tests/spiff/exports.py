"""Small drawings as the modelers of other tools save them, with all the noise around: declarations, marks, shapes, comments."""

from __future__ import annotations

BPMN = 'xmlns:{p}="http://www.omg.org/spec/BPMN/20100524/MODEL"'
DI = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
CAMUNDA7 = (
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:modeler="http://camunda.org/schema/modeler/1.0" '
    'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0" '
    'exporter="Camunda Modeler" exporterVersion="5.20.0" modeler:executionPlatform="Camunda Platform" '
    'modeler:executionPlatformVersion="7.20.0"'
)
CAMUNDA8 = (
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" '
    'exporter="Camunda Modeler" exporterVersion="5.30.0" modeler:executionPlatform="Camunda Cloud" '
    'modeler:executionPlatformVersion="8.6.0"'
)
FLOWABLE = (
    'xmlns:flowable="http://flowable.org/bpmn" xmlns:design="http://flowable.org/design" exporter="Flowable Open Source Modeler" '
    'xmlns:activiti="http://activiti.org/bpmn" exporterVersion="6.7.2" design:palette="flowable-core" '
    'typeLanguage="http://www.w3.org/2001/XMLSchema" expressionLanguage="http://www.w3.org/1999/XPath"'
)


def saved(house: str, *parts: str, around: str = "", process: str = "", prefix: str = "bpmn", head: str = "") -> bytes:
    """A file of one process `p`: `mulai` -> the flow nodes of the parts in turn -> `selesai`, flows written by the parts."""
    p = f"{prefix}:" if prefix else ""
    declared = BPMN.format(p=prefix) if prefix else 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- disimpan oleh perkakas lain -->
<?perkakas lain?>{head}
<{p}definitions {declared} {DI} {house} id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn">
  {around}
  <{p}process id="p" name="Izin" isExecutable="true" {process}>
    {"".join(parts)}
    <{p}textAnnotation id="Catatan_1"><{p}text>L&#228;mpiran &amp; catatan</{p}text></{p}textAnnotation>
  </{p}process>
  <bpmndi:BPMNDiagram id="BPMNDiagram_1">
    <bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="p">
      <bpmndi:BPMNShape id="mulai_di" bpmnElement="mulai"><dc:Bounds x="100" y="100" width="36" height="36" />
        <bpmndi:BPMNLabel><dc:Bounds x="90" y="140" width="60" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</{p}definitions>
"""
    return text.encode()


def line(node: str, *, prefix: str = "bpmn:", start: str = "", before: str = "") -> str:
    """mulai -> the node `x` -> selesai."""
    p = prefix
    return (
        f'<{p}startEvent id="mulai" name="Mulai">{start}<{p}outgoing>f1</{p}outgoing></{p}startEvent>{before}'
        f'<{p}sequenceFlow id="f1" sourceRef="mulai" targetRef="x" />{node}'
        f'<{p}sequenceFlow id="f2" sourceRef="x" targetRef="selesai" /><{p}endEvent id="selesai" name="Selesai" />'
    )


def task(kind: str, attributes: str = "", inside: str = "", body: str = "", *, prefix: str = "bpmn:") -> str:
    """The task `x` with extension elements and a body."""
    p = prefix
    extensions = f"<{p}extensionElements>{inside}</{p}extensionElements>" if inside else ""
    flows = f"<{p}incoming>f1</{p}incoming><{p}outgoing>f2</{p}outgoing>"
    return f'<{p}{kind} id="x" name="Periksa berkas" {attributes}>{extensions}{flows}{body}</{p}{kind}>'


def choice(condition: str, *, gateway: str = "", flow: str = "") -> str:
    """mulai -> a gateway `g` that goes to `x` under a condition, else to selesai."""
    return (
        '<bpmn:startEvent id="mulai" /><bpmn:sequenceFlow id="f0" sourceRef="mulai" targetRef="s" />'
        '<bpmn:scriptTask id="s"><bpmn:script>jumlah = 5</bpmn:script></bpmn:scriptTask>'
        f'<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="g" /><bpmn:exclusiveGateway id="g" default="f3" {gateway} />'
        f'<bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="x"><bpmn:conditionExpression {flow} '
        f'xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression></bpmn:sequenceFlow>'
        '<bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="selesai" /><bpmn:task id="x" name="Periksa berkas" />'
        '<bpmn:sequenceFlow id="f4" sourceRef="x" targetRef="selesai" /><bpmn:endEvent id="selesai" />'
    )
